//! Visiting every schema that counts, so that all references are known (`Compiler.doCompile`).

use std::collections::HashSet;

use gostd::regexp::{self, Budget};
use gostd::strconv::quote;

use super::{MADE, Roots, SchemaRef};
use crate::document::{Document, Kind, Members, NodeId, ROOT, parse_owned};
use crate::draft::{Dialect, Draft};
use crate::error::CompileError;
use crate::failure::Invalid;
use crate::instance::Instance;
use crate::keyword::{Keyword, Keywords};
use crate::metaschema::vocabulary_url;
use crate::pointer::encode;
use crate::validate::Run;

/// What a schema leads to.
enum Step<'d> {
    Child(NodeId),
    Reference(NodeId, &'d str),
}

impl Roots<'_> {
    /// Visits a schema and all that it leads to.
    ///
    /// # Errors
    ///
    /// References that lead nowhere, patterns that are none, parts that break the rules.
    pub fn compile(&mut self, start: SchemaRef) -> Result<(), CompileError> {
        let mut queue = vec![start];
        let mut seen: HashSet<SchemaRef> = queue.iter().copied().collect();
        let mut next = 0;
        while let Some(schema) = queue.get(next).copied() {
            next += 1;
            self.ensure(schema)?;
            for target in self.visit(schema)? {
                if seen.insert(target) {
                    queue.push(target);
                }
            }
        }
        Ok(())
    }

    /// What one schema leads to; its references are noted.
    fn visit(&mut self, schema: SchemaRef) -> Result<Vec<SchemaRef>, CompileError> {
        let Some(root) = self.root(schema.root) else {
            return Ok(Vec::new());
        };
        let Some(resource) = root.tables.resources.get(root.resource_index(schema.node)) else {
            return Ok(Vec::new());
        };
        let mut found = vec![resource.node];
        if resource.dialect.draft >= Draft::Draft2020 && resource.node == schema.node {
            found.extend(resource.dynamic.iter().filter_map(|name| resource.anchors.get(name)));
        }
        let mut references = Vec::new();
        if let Some(members) = root.document.object(schema.node) {
            let steps = steps(&root.document, members, &resource.dialect, &self.patterns)
                .map_err(|fault| fault.at(&format!("{}#{}", root.url, encode(&root.document.pointer(schema.node)))))?;
            for step in steps {
                match step {
                    Step::Child(node) => found.push(node),
                    Step::Reference(node, text) => references.push((node, text.to_owned())),
                }
            }
        }
        let mut targets = Vec::with_capacity(found.len() + references.len());
        for (node, reference) in references {
            let target = self.resolve(schema, &reference)?;
            self.set_target(schema.root, node, target);
            targets.push(target);
        }
        targets.extend(found.into_iter().map(|node| SchemaRef { root: schema.root, node }));
        Ok(targets)
    }

    /// Checks a schema against the metaschema of its dialect.
    ///
    /// # Errors
    ///
    /// `… is not valid against metaschema: …` with all reasons.
    pub(super) fn check(&mut self, schema: SchemaRef) -> Result<(), CompileError> {
        let metaschema = self.metaschema(&self.dialect(schema))?;
        let mut others = Vec::new();
        if schema.node == ROOT {
            let resources = self.root(schema.root).map(|root| root.tables.resources.iter());
            let dialects: Vec<(NodeId, Dialect)> =
                resources.into_iter().flatten().map(|resource| (resource.node, resource.dialect.clone())).collect();
            for (node, dialect) in dialects {
                others.push((node, self.metaschema(&dialect)?));
            }
        }
        let Some(root) = self.root(schema.root) else {
            return Ok(());
        };
        let instance = Instance::Node(&root.document, schema.node);
        match Run::of_metaschema(self, others.into_iter().collect()).validate(instance, metaschema) {
            Ok(()) => Ok(()),
            Err(_) if self.patterns.is_exhausted() => Err(CompileError::patterns_take_too_long()),
            Err(failures) => {
                let invalid = Invalid { schema: self.location(metaschema), failures };
                let place = quote(&self.location(schema));
                Err(CompileError::Schema(format!("{place} is not valid against metaschema: {invalid}")))
            }
        }
    }

    /// The metaschema of a dialect, ready for use.
    fn metaschema(&mut self, dialect: &Dialect) -> Result<SchemaRef, CompileError> {
        let schema = match &dialect.vocabularies {
            None => SchemaRef { root: self.open(dialect.draft.url())?, node: ROOT },
            Some(names) => match self.metaschemas.iter().find(|(known, _)| known == dialect) {
                Some((_, made)) => return Ok(*made),
                None => self.make(dialect, names)?,
            },
        };
        // Only the first time; afterwards the references are known.
        if !self.metaschemas.iter().any(|(known, _)| known == dialect) {
            self.compile(schema)?;
            self.metaschemas.push((dialect.clone(), schema));
        }
        Ok(schema)
    }

    /// A metaschema that holds the vocabularies together.
    fn make(&mut self, dialect: &Dialect, names: &[&str]) -> Result<SchemaRef, CompileError> {
        let draft = dialect.draft;
        let parts: Vec<String> =
            names.iter().map(|name| format!(r#"{{"$ref":"{}"}}"#, vocabulary_url(draft, name))).collect();
        let anchor = if draft == Draft::Draft2020 { r#""$dynamicAnchor":"meta","# } else { "" };
        let text = format!(r#"{{"$schema":"{}",{anchor}"allOf":[{}]}}"#, draft.url(), parts.join(","));
        let document = parse_owned(text).map_err(CompileError::Json)?;
        let mut tables = super::Tables::new(vec![false; document.len()]);
        super::collect::Collector { url: MADE, document: &document, tables: &mut tables, loader: &mut self.loader }
            .schema(ROOT, MADE, &Dialect::of(draft))?;
        Ok(SchemaRef { root: self.push(MADE.to_owned(), document, tables), node: ROOT })
    }
}

/// A pattern that is none.
struct PatternFault {
    keyword: &'static str,
    pattern: String,
    error: regexp::Error,
}

impl PatternFault {
    fn at(self, schema: &str) -> CompileError {
        if self.error.is_exhausted() {
            return CompileError::patterns_take_too_long();
        }
        let place = quote(&format!("{schema}/{}", self.keyword));
        CompileError::Schema(format!("invalid regex {} at {place}: {}", quote(&self.pattern), self.error))
    }
}

fn check_pattern(keyword: &'static str, pattern: &str, budget: &Budget) -> Result<(), PatternFault> {
    regexp::check(pattern, budget).map_err(|error| PatternFault { keyword, pattern: pattern.to_owned(), error })
}

/// The schemas and references in the keywords that count.
fn steps<'d>(
    document: &'d Document<'d>,
    members: Members<'d>,
    dialect: &Dialect,
    patterns: &Budget,
) -> Result<Vec<Step<'d>>, PatternFault> {
    let mut keywords = Keywords::of(document, members);
    keywords.keep_known(dialect);
    let mut steps = Vec::new();
    let draft = dialect.draft;
    for keyword in [Keyword::Ref, Keyword::RecursiveRef, Keyword::DynamicRef] {
        if let (Some(node), Some(text)) = (keywords.get(keyword), keywords.string(keyword)) {
            steps.push(Step::Reference(node, text));
        }
    }
    let hides_others = draft < Draft::Draft2019 && keywords.string(Keyword::Ref).is_some();
    if !hides_others {
        check_patterns(&keywords, patterns)?;
        add_old(document, &keywords, draft, &mut steps);
    }
    for keyword in
        [Keyword::Contains, Keyword::PropertyNames, Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties]
    {
        steps.extend(keywords.get(keyword).map(Step::Child));
    }
    if let Some(condition) = keywords.get(Keyword::If) {
        steps.push(Step::Child(condition));
        let fixed = keywords.boolean(Keyword::If);
        steps.extend(keywords.get(Keyword::Then).filter(|_| fixed != Some(false)).map(Step::Child));
        steps.extend(keywords.get(Keyword::Else).filter(|_| fixed != Some(true)).map(Step::Child));
    }
    add_members(keywords.object(Keyword::DependentSchemas), &mut steps);
    add_items(keywords.array(Keyword::PrefixItems), &mut steps);
    if draft >= Draft::Draft2020 {
        steps.extend(keywords.get(Keyword::Items).map(Step::Child));
    }
    Ok(steps)
}

/// What draft 4 knows already.
fn add_old<'d>(document: &'d Document<'d>, keywords: &Keywords<'d>, draft: Draft, steps: &mut Vec<Step<'d>>) {
    for keyword in [Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf] {
        add_items(keywords.array(keyword), steps);
    }
    steps.extend(keywords.get(Keyword::Not).map(Step::Child));
    if draft < Draft::Draft2020 {
        match keywords.kind(Keyword::Items) {
            Some(Kind::Array(items)) => {
                add_items(Some(items), steps);
                add_additional(keywords, Keyword::AdditionalItems, steps);
            }
            _ => steps.extend(keywords.get(Keyword::Items).map(Step::Child)),
        }
    }
    add_members(keywords.object(Keyword::Properties), steps);
    add_members(keywords.object(Keyword::PatternProperties), steps);
    add_additional(keywords, Keyword::AdditionalProperties, steps);
    for (_, dependency) in keywords.object(Keyword::Dependencies).iter().flat_map(Members::iter) {
        if !matches!(document.kind(dependency), Kind::Array(_)) {
            steps.push(Step::Child(dependency));
        }
    }
}

/// Whether all patterns of a schema are some.
fn check_patterns(keywords: &Keywords<'_>, budget: &Budget) -> Result<(), PatternFault> {
    for (pattern, _) in keywords.object(Keyword::PatternProperties).iter().flat_map(Members::iter) {
        check_pattern("patternProperties", pattern, budget)?;
    }
    match keywords.string(Keyword::Pattern) {
        Some(pattern) => check_pattern("pattern", pattern, budget),
        None => Ok(()),
    }
}

fn add_items<'d>(items: Option<&'d [NodeId]>, steps: &mut Vec<Step<'d>>) {
    steps.extend(items.unwrap_or_default().iter().copied().map(Step::Child));
}

fn add_members<'d>(members: Option<Members<'d>>, steps: &mut Vec<Step<'d>>) {
    steps.extend(members.iter().flat_map(Members::iter).map(|(_, node)| Step::Child(node)));
}

/// A truth value here is no schema.
fn add_additional<'d>(keywords: &Keywords<'d>, keyword: Keyword, steps: &mut Vec<Step<'d>>) {
    if keywords.boolean(keyword).is_none() {
        steps.extend(keywords.get(keyword).map(Step::Child));
    }
}

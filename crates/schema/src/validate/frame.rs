//! One schema applied to one value.

use super::path::{Path, Token};
use super::scope::Scope;
use super::unevaluated::Unevaluated;
use super::{MAX_DEPTH, Run};
use crate::document::{Document, Kind, NodeId};
use crate::draft::{Dialect, Draft, LATEST};
use crate::failure::Failure;
use crate::instance::{Instance, Shape};
use crate::keyword::{Keyword, Keywords};
use crate::roots::{Roots, SchemaRef};

/// What a schema says: nothing is wrong, and what it did not look at; or what is wrong.
pub(super) type Outcome = Result<Unevaluated, Failure>;

/// A schema at work.
pub(super) struct Frame<'p, 'v> {
    pub run: &'p Run<'v>,
    pub instance: Instance<'v>,
    pub scope: Scope<'p>,
    pub path: &'p Path<'p>,
    pub unevaluated: Unevaluated,
    pub errors: Vec<Failure>,
    /// Whether only the verdict counts.
    pub quiet: bool,
    /// When a schema is validated: the metaschema at work, which gives way to others.
    pub metaschema: Option<SchemaRef>,
}

impl<'v> Frame<'_, 'v> {
    pub fn roots(&self) -> &'v Roots<'v> {
        self.run.roots
    }

    /// The document that the schema is in.
    pub fn document(&self) -> Option<&'v Document<'v>> {
        self.run.roots.root(self.scope.schema.root).map(|root| &root.document)
    }

    pub fn schema_at(&self, node: NodeId) -> SchemaRef {
        SchemaRef { root: self.scope.schema.root, node }
    }

    /// Applies the schema; `asked` if the schema around it wants to know what was evaluated.
    pub fn validate(mut self, asked: bool) -> Outcome {
        let Some(document) = self.document() else {
            return Ok(Unevaluated::default());
        };
        let kind = document.kind(self.scope.schema.node);
        self.begin(kind)?;
        let members = match kind {
            Kind::Bool(false) => return Err(self.failure(|| "false schema".to_owned())),
            Kind::Object(members) if members.len() > 0 => members,
            _ => return Ok(Unevaluated::all(self.instance, asked)),
        };
        if let Some(outer) = self.scope.cycle() {
            return Err(self.failure(|| self.cycle_text(outer)));
        }
        let latest = Dialect::of(LATEST);
        let dialect = self.scope.resource(self.roots()).map_or(&latest, |resource| &resource.dialect);
        let mut keywords = Keywords::of(document, members);
        keywords.keep_known(dialect);
        self.unevaluated = Unevaluated::begin(self.instance, &keywords, dialect.draft, asked);
        self.check_any(&keywords, self.run.asserts_formats || dialect.asserts_formats())?;
        if self.check_reference(&keywords, dialect.draft)? {
            return Ok(self.unevaluated);
        }
        self.check_by_shape(&keywords, dialect.draft);
        if self.errors.is_empty() || !self.quiet {
            self.check_later_references(&keywords);
            self.check_conditions(&keywords);
            self.check_unevaluated(&keywords);
        }
        if self.errors.is_empty() {
            return Ok(self.unevaluated);
        }
        let errors = std::mem::take(&mut self.errors);
        Err(Failure::group(self.pointer(), errors))
    }

    fn check_by_shape(&mut self, keywords: &Keywords<'v>, draft: Draft) {
        match self.instance.shape() {
            Shape::Object(count) => self.check_object(keywords, count),
            Shape::Array(count) => self.check_array(keywords, draft, count),
            Shape::Text(text) => self.check_string(keywords, text),
            Shape::Number(number) => self.check_number(keywords, number),
            Shape::Null | Shape::Bool(_) => {}
        }
    }

    fn check_unevaluated(&mut self, keywords: &Keywords<'v>) {
        let keyword = match self.instance.shape() {
            Shape::Object(_) => Keyword::UnevaluatedProperties,
            Shape::Array(_) => Keyword::UnevaluatedItems,
            _ => return,
        };
        let Some(schema) = keywords.get(keyword) else {
            return;
        };
        let open = self.unevaluated.take();
        let is_open = |index: &usize| open.get(*index).copied().unwrap_or(false);
        if keyword == Keyword::UnevaluatedItems {
            for (index, item) in self.instance.items().enumerate().filter(|(index, _)| is_open(index)) {
                if self.is_decided() {
                    return;
                }
                self.check_value(schema, item, Token::Index(index));
            }
            return;
        }
        for (_, (name, value)) in self.instance.members().enumerate().filter(|(index, _)| is_open(index)) {
            if self.is_decided() {
                return;
            }
            self.check_value(schema, value, Token::Key(name));
        }
    }

    /// Spends what it takes to apply a schema. Once a limit was reached every schema fails, which ends all loops and
    /// branches soon.
    fn begin(&self, schema: Kind<'v>) -> Result<(), Failure> {
        let keywords = match schema {
            Kind::Object(members) => members.len() as u64 / 32,
            _ => 0,
        };
        self.spend(1 + keywords + self.instance.shape().weight());
        if self.scope.depth <= MAX_DEPTH && !self.run.is_exhausted() {
            return Ok(());
        }
        self.run.exhausted(self.path);
        Err(Failure::default())
    }

    pub fn spend(&self, steps: u64) {
        self.run.steps.take(steps);
    }

    fn cycle_text(&self, outer: &Scope<'_>) -> String {
        let roots = self.roots();
        let (first, second) = (self.scope.keywords(roots), outer.keywords(roots));
        let url = gostd::strconv::quote(&roots.location(self.scope.schema));
        format!("both {first} and {second} resolve to {url} causing reference cycle")
    }

    pub fn pointer(&self) -> String {
        if self.quiet { String::new() } else { self.path.pointer() }
    }

    /// A failure here; its text is written only if somebody reads it.
    pub fn failure(&self, message: impl FnOnce() -> String) -> Failure {
        if self.quiet || self.run.is_exhausted() {
            return Failure::default();
        }
        let failure = Failure { location: self.path.pointer(), message: message(), ..Failure::default() };
        let size = size_of::<Failure>() + failure.location.len() + failure.message.len();
        if !self.run.told.take(size as u64) {
            self.run.exhausted(self.path);
        }
        failure
    }

    pub fn add(&mut self, message: impl FnOnce() -> String) {
        let failure = self.failure(message);
        self.errors.push(failure);
    }

    pub fn add_with_causes(&mut self, causes: Vec<Failure>, message: &str) {
        let mut failure = self.failure(|| message.to_owned());
        if !self.quiet {
            failure.causes = causes;
        }
        self.errors.push(failure);
    }

    /// Whether nothing else can change the verdict.
    pub fn is_decided(&self) -> bool {
        (self.quiet && !self.errors.is_empty()) || self.run.is_exhausted()
    }

    /// Applies another schema to the same value.
    pub fn apply_here(&mut self, schema: SchemaRef, keyword: &'static str, quiet: bool) -> Result<(), Failure> {
        let asked = !self.unevaluated.is_empty();
        let (schema, metaschema) = self.choose(schema, self.instance);
        let scope = self.scope.child(self.roots(), schema, keyword, self.scope.value);
        let quiet = self.quiet || quiet;
        let frame = Frame {
            run: self.run,
            instance: self.instance,
            scope,
            path: self.path,
            unevaluated: Unevaluated::default(),
            errors: Vec::new(),
            quiet,
            metaschema,
        };
        let unevaluated = frame.validate(asked)?;
        self.unevaluated.merge(&unevaluated);
        Ok(())
    }

    /// Applies a part of this schema to a value within this one.
    pub fn apply_to(&self, schema: NodeId, instance: Instance<'v>, token: Token<'_>) -> Result<(), Failure> {
        let (schema, metaschema) = self.choose(self.schema_at(schema), instance);
        let frame = Frame {
            run: self.run,
            instance,
            scope: self.scope.child(self.roots(), schema, "", self.scope.value + 1),
            path: &self.path.child(token),
            unevaluated: Unevaluated::default(),
            errors: Vec::new(),
            quiet: self.quiet,
            metaschema,
        };
        frame.validate(false).map(drop)
    }

    /// The same, keeping what is wrong.
    pub fn check_value(&mut self, schema: NodeId, instance: Instance<'v>, token: Token<'_>) {
        if let Err(failure) = self.apply_to(schema, instance, token) {
            self.errors.push(failure);
        }
    }

    /// Part of a schema may have a metaschema of its own.
    fn choose(&self, schema: SchemaRef, instance: Instance<'v>) -> (SchemaRef, Option<SchemaRef>) {
        let Some(metaschema) = self.metaschema else {
            return (schema, None);
        };
        let own = match instance {
            Instance::Node(_, node) if schema == metaschema => self.run.metaschemas.get(&node).copied(),
            _ => None,
        };
        own.map_or((schema, self.metaschema), |own| (own, Some(own)))
    }
}

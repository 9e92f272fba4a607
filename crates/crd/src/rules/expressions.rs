//! Whether the expressions of a sound schema can be accepted: types, costs, old values (rules X7 to X13).

use cel::declared::Declared;
use gostd::json::{ObjectWriter, Value};

use super::compile::{Compilation, Compiler};
use super::cost::{RULE_LIMIT, Total, exceeded};
use super::declared::{Declarer, LARGEST_REQUEST};
use super::scope::{Scope, Step};
use super::wording::Wording;
use crate::gathered::Gathered;
use crate::keywords;
use crate::options::Options;
use crate::path::Path;
use crate::schema::{Items, Rule, Schema, SchemaOrBool};
use crate::structural::{Structural, StructuralOrBool};
use crate::violation::{ErrorKind, Violation};

/// A node is part of something that has no such part.
pub(super) const NO_TYPE: &str = "failed to convert to declType for CEL validation rules";

/// Expressions cannot see a node.
const NO_TYPE_INFORMATION: &str = "internal error: failed to construct type information for x-kubernetes-validations \
                                   rules: unable to convert structural schema to CEL declarations";

/// A schema with rules.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// As it is written.
    pub schema: &'a Schema,
    /// The same as structural schema: a sound one.
    pub structural: &'a Structural,
    /// How strict the server is.
    pub options: &'a Options,
    /// What was found wrong with the keywords: rules of these nodes and of those above are not looked at.
    pub keywords: &'a keywords::Checked,
    /// What was found wrong with the wording of the rules, likewise.
    pub wording: &'a Wording,
}

/// What is wrong with the expressions of a schema, at this place.
#[must_use]
pub fn expressions(request: &Request<'_>, path: &Path<'_>) -> Vec<Violation> {
    let declarer = Declarer::new(request.options.target);
    let scope = Scope::root(&declarer, request.structural);
    let mut walk = Walk { request: *request, declarer, total: Total::default(), gathered: Gathered::default() };
    let node = Node {
        schema: request.schema,
        structural: request.structural,
        scope,
        occurrences: Some(1),
        uncorrelatable: None,
    };
    walk.node(&node, path);
    let mut violations = walk.gathered.into_list();
    violations.extend(walk.total.violations(path.to_field()));
    violations
}

/// Calls with the path of a node's rule.
pub(super) fn rule_path(path: &Path<'_>, index: usize, then: impl FnOnce(&Path<'_>)) {
    then(&path.child("x-kubernetes-validations").index(index));
}

/// A node of the schema.
struct Node<'a, 'p> {
    schema: &'a Schema,
    structural: &'a Structural,
    scope: Scope,
    /// How many values of it there can be; `None` if that is unbounded.
    occurrences: Option<u64>,
    /// The outermost node below which an old value cannot be found.
    uncorrelatable: Option<&'p Path<'p>>,
}

struct Walk<'a> {
    request: Request<'a>,
    declarer: Declarer<'a>,
    total: Total,
    gathered: Gathered,
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &Node<'a, '_>, path: &Path<'_>) {
        self.parts(node, path);
        if node.schema.validations.is_empty() || !self.is_sound(node.schema) {
            return;
        }
        let failure = match &node.scope {
            Scope::Declared(Some(declared)) => return self.rules(node, declared, path),
            Scope::Declared(None) => NO_TYPE,
            Scope::Undeclarable | Scope::Outside => NO_TYPE_INFORMATION,
        };
        self.gathered.add(|| Violation::new(ErrorKind::Internal, &path.child("x-kubernetes-validations"), failure));
    }

    fn parts(&mut self, node: &Node<'a, '_>, path: &Path<'_>) {
        let (schema, structural) = (node.schema, node.structural);
        if let (Some(SchemaOrBool::Schema(values)), Some(StructuralOrBool::Structural(own))) =
            (&schema.additional_properties, &structural.additional_properties)
        {
            let uncorrelatable = node.uncorrelatable;
            self.part(node, (values, own), Step::Values, uncorrelatable, &path.child("additionalProperties"));
        }
        let is_correlatable = matches!(schema.map_type.as_deref(), None | Some("granular" | "atomic"));
        let uncorrelatable = node.uncorrelatable.or((!is_correlatable).then_some(path));
        let properties = path.child("properties");
        for (name, property) in &schema.properties {
            if let Some(own) = structural.properties.get(name) {
                self.part(node, (property, own), Step::Property(name), uncorrelatable, &properties.key(name));
            }
        }
        if let (Some(Items::One(items)), Some(own)) = (&schema.items, &structural.items) {
            let is_map = schema.list_type.as_deref() == Some("map");
            let uncorrelatable = node.uncorrelatable.or((!is_map).then_some(path));
            self.part(node, (items, own), Step::Items, uncorrelatable, &path.child("items"));
        }
    }

    fn part<'p>(
        &mut self,
        above: &Node<'a, '_>,
        (schema, structural): (&'a Schema, &'a Structural),
        step: Step<'_>,
        uncorrelatable: Option<&'p Path<'p>>,
        path: &Path<'_>,
    ) {
        let scope = above.scope.below(&self.declarer, step, structural);
        let occurrences = above.occurrences.zip(most_parts(above.schema)).map(|(one, all)| one.saturating_mul(all));
        self.node(&Node { schema, structural, scope, occurrences, uncorrelatable }, path);
    }

    fn is_sound(&self, schema: &Schema) -> bool {
        self.request.keywords.is_sound(schema) && self.request.wording.is_sound(schema)
    }

    fn rules(&mut self, node: &Node<'a, '_>, declared: &Declared, path: &Path<'_>) {
        let compiler = Compiler {
            target: self.request.options.target,
            old: Some(&self.request.options.old_expressions),
            declared,
            structural: node.structural,
        };
        let occurrences = node.occurrences.unwrap_or_else(|| per_request(declared.min_serialized_size));
        for (index, rule) in node.schema.validations.iter().enumerate() {
            if self.gathered.is_full() {
                return;
            }
            let Some(compilation) = compiler.rule(rule) else { continue };
            rule_path(path, index, |path| {
                self.costs(&compilation, occurrences, path);
                self.outcome(rule, &compilation, path);
                self.old_self(rule, &compilation, node.uncorrelatable, path);
            });
        }
    }

    fn costs(&mut self, compilation: &Compilation, occurrences: u64, path: &Path<'_>) {
        let cost = compilation.cost.saturating_mul(occurrences);
        self.cost("estimated rule cost", cost, &path.child("rule"));
        if let Some(Ok(cost)) = compilation.message {
            self.cost("estimated messageExpression cost", cost, &path.child("messageExpression"));
        }
    }

    fn cost(&mut self, what: &str, cost: u64, path: &Path<'_>) {
        if cost > RULE_LIMIT && !self.request.options.allow_costly_expressions {
            self.gathered.add(|| Violation::forbidden(path, exceeded(what, cost, RULE_LIMIT)));
        }
        self.total.add(path, cost);
    }

    fn outcome(&mut self, rule: &Rule, compilation: &Compilation, path: &Path<'_>) {
        if let Err(detail) = &compilation.compiled.program {
            self.gathered.add(|| Violation::invalid(&path.child("rule"), shown(rule), detail.as_str()));
        }
        if let Some(Err(detail)) = &compilation.message {
            self.gathered.add(|| Violation::invalid(&path.child("messageExpression"), shown(rule), detail.as_str()));
        }
    }

    fn old_self(&mut self, rule: &Rule, compilation: &Compilation, outermost: Option<&Path<'_>>, path: &Path<'_>) {
        match (compilation.compiled.uses_old_self, outermost, rule.optional_old_self) {
            (true, Some(outermost), _) => {
                let detail =
                    format!("oldSelf cannot be used on the uncorrelatable portion of the schema within {outermost}");
                self.gathered.add(|| Violation::invalid_text(&path.child("rule"), &rule.rule, detail));
            }
            (false, _, Some(optional)) => {
                let detail = "may not be set if oldSelf is not used in rule";
                self.gathered.add(|| Violation::invalid(&path.child("optionalOldSelf"), optional.to_string(), detail));
            }
            _ => {}
        }
    }
}

/// How many parts a value of this schema can have that its own number multiplies; `None` if that is unbounded.
fn most_parts(schema: &Schema) -> Option<u64> {
    let bound = |bound: Option<i64>| bound.map(|bound| u64::try_from(bound).unwrap_or(0));
    match schema.kind.as_str() {
        "object" if schema.additional_properties.is_some() => bound(schema.max_properties),
        "array" => bound(schema.max_items),
        _ => Some(1),
    }
}

/// How many values of this size fit into a request.
fn per_request(size: u64) -> u64 {
    LARGEST_REQUEST.unsigned_abs() / size.saturating_add(1)
}

/// A rule as the server shows it.
fn shown(rule: &Rule) -> String {
    let text = |text: &str| Value::from(text);
    let mut writer = ObjectWriter::new();
    writer
        .field("Rule", &text(&rule.rule))
        .field("Message", &text(&rule.message))
        .field("MessageExpression", &text(&rule.message_expression))
        .field("Reason", &rule.reason.as_deref().map_or(Value::Null, text))
        .field("FieldPath", &text(&rule.field_path))
        .field("OptionalOldSelf", &rule.optional_old_self.map_or(Value::Null, Value::Bool));
    writer.finish()
}

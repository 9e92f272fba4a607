//! What is wrong with rules whatever the schema is: blank texts, line breaks, reasons, paths (rules X1 to X6).

use std::collections::HashSet;

use super::expressions::rule_path;
use crate::field_path::{Notation, follow};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::schema::{Dependency, Items, Rule, Schema, SchemaOrBool};
use crate::structural::{Structural, StructuralOrBool};
use crate::violation::Violation;

/// The reasons that a rule may give.
const REASONS: [&str; 4] = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

/// How many schemas are converted to follow paths in them, where the whole is not structural and refused anyway.
const MOST_CONVERSIONS: u32 = 50;

/// What is wrong with the wording of rules, and in which parts of the schema.
#[derive(Debug, Default)]
pub struct Wording {
    /// What is wrong; no more than a few thousand.
    pub violations: Vec<Violation>,
    /// The schemas at or below which something is wrong, by where they are in memory.
    faulty: HashSet<usize>,
}

impl Wording {
    /// Whether nothing is wrong with this schema, which is part of the one that was looked at, and those below it.
    #[must_use]
    pub fn is_sound(&self, schema: &Schema) -> bool {
        !self.faulty.contains(&std::ptr::from_ref(schema).addr())
    }
}

/// Looks at the rules of a schema and of all below it, those below `not`, `allOf` and the like included.
///
/// `structural` is the same schema, if it could be converted.
#[must_use]
pub fn wording(schema: &Schema, structural: Option<&Structural>, path: &Path<'_>) -> Wording {
    let mut walk = Walk { conversions: 0, gathered: Gathered::default(), faulty: HashSet::new() };
    walk.schema(schema, structural, path);
    Wording { violations: walk.gathered.into_list(), faulty: walk.faulty }
}

struct Walk {
    conversions: u32,
    gathered: Gathered,
    faulty: HashSet<usize>,
}

impl Walk {
    fn schema(&mut self, schema: &Schema, structural: Option<&Structural>, path: &Path<'_>) {
        let before = self.gathered.count();
        for (index, rule) in schema.validations.iter().enumerate() {
            rule_path(path, index, |path| self.rule(rule, schema, structural, path));
        }
        self.parts(schema, structural, path);
        self.logic(schema, path);
        let definitions = path.child("definitions");
        for (name, definition) in &schema.definitions {
            self.schema(definition, None, &definitions.key(name));
        }
        let dependencies = path.child("dependencies");
        for (name, dependency) in &schema.dependencies {
            if let Dependency::Schema(schema) = dependency {
                self.schema(schema, None, &dependencies.key(name));
            }
        }
        if self.gathered.count() > before {
            self.faulty.insert(std::ptr::from_ref(schema).addr());
        }
    }

    /// What a value consists of.
    fn parts(&mut self, schema: &Schema, structural: Option<&Structural>, path: &Path<'_>) {
        if let Some(SchemaOrBool::Schema(values)) = &schema.additional_properties {
            let structural = structural.and_then(|structural| match &structural.additional_properties {
                Some(StructuralOrBool::Structural(values)) => Some(&**values),
                _ => None,
            });
            self.schema(values, structural, &path.child("additionalProperties"));
        }
        let properties = path.child("properties");
        for (name, property) in &schema.properties {
            let structural = structural.and_then(|structural| structural.properties.get(name));
            self.schema(property, structural, &properties.key(name));
        }
        let items = path.child("items");
        match &schema.items {
            Some(Items::One(one)) => {
                self.schema(one, structural.and_then(|structural| structural.items.as_deref()), &items);
            }
            Some(Items::Many(many)) => {
                for (index, one) in many.iter().enumerate() {
                    self.schema(one, None, &items.index(index));
                }
            }
            None => {}
        }
    }

    fn logic(&mut self, schema: &Schema, path: &Path<'_>) {
        if let Some(not) = &schema.not {
            self.schema(not, None, &path.child("not"));
        }
        for (word, schemas) in [("allOf", &schema.all_of), ("oneOf", &schema.one_of), ("anyOf", &schema.any_of)] {
            let path = path.child(word);
            for (index, schema) in schemas.iter().enumerate() {
                self.schema(schema, None, &path.index(index));
            }
        }
    }

    fn rule(&mut self, rule: &Rule, schema: &Schema, structural: Option<&Structural>, path: &Path<'_>) {
        if let Some(violation) = text(rule, path) {
            self.gathered.add(|| violation);
        }
        self.gathered.add_if(!rule.message_expression.is_empty() && is_blank(&rule.message_expression), || {
            let detail = "messageExpression must be non-empty if specified";
            Violation::required(&path.child("messageExpression"), detail)
        });
        if let Some(reason) = rule.reason.as_deref().filter(|reason| !REASONS.contains(reason)) {
            self.gathered.add(|| Violation::unsupported(&path.child("reason"), reason, &REASONS));
        }
        if rule.field_path.is_empty() {
            return;
        }
        let leads_nowhere = !self.leads_somewhere(&rule.field_path, schema, structural);
        let path = path.child("fieldPath");
        let mut refuse_if = |wrong, detail| {
            self.gathered.add_if(wrong, || Violation::invalid_text(&path, &rule.field_path, detail));
        };
        refuse_if(is_blank(&rule.field_path), "must be non-empty if specified");
        refuse_if(has_line_break(&rule.field_path), "must not contain line breaks");
        refuse_if(leads_nowhere, "must be a valid path");
    }

    /// Whether a path can be followed; no schema is blamed on a path if it is not structural.
    fn leads_somewhere(&mut self, text: &str, schema: &Schema, structural: Option<&Structural>) -> bool {
        if let Some(structural) = structural {
            return follow(text, structural, Notation::DotsAndBrackets).is_ok();
        }
        if self.conversions == MOST_CONVERSIONS {
            return true;
        }
        self.conversions += 1;
        Structural::new(schema).map_or(true, |structural| follow(text, &structural, Notation::DotsAndBrackets).is_ok())
    }
}

/// The first thing wrong with a rule's text or its message.
fn text(rule: &Rule, path: &Path<'_>) -> Option<Violation> {
    let message = &path.child("message");
    if is_blank(&rule.rule) {
        return Some(Violation::required(&path.child("rule"), "rule is not specified"));
    }
    if !rule.message.is_empty() && is_blank(&rule.message) {
        return Some(Violation::invalid_text(message, &rule.message, "must be non-empty if specified"));
    }
    if has_line_break(rule.message.trim()) {
        return Some(Violation::invalid_text(message, &rule.message, "must not contain line breaks"));
    }
    let needs_message = has_line_break(rule.rule.trim()) && is_blank(&rule.message);
    needs_message.then(|| Violation::required(message, "message must be specified if rule contains line breaks"))
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn has_line_break(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

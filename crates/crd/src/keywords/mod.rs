//! Keywords that a schema may not have, and those of lists and maps, anywhere in a schema
//! (`ValidateCustomResourceDefinitionOpenAPISchema` without its expressions).
//!
//! Unlike the rules of structural schemas these are always looked at.

mod inside;
mod refused;

use std::collections::HashSet;

use crate::gathered::Gathered;
use crate::lists;
use crate::options::Options;
use crate::path::Path;
use crate::schema::{Dependency, Items, Schema, SchemaOrBool};
use crate::violation::Violation;

use inside::Inside;

/// What is wrong with a schema, and with which parts of it.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong; no more than a few thousand.
    pub violations: Vec<Violation>,
    /// The schemas at or below which something is wrong, by where they are in memory.
    faulty: HashSet<usize>,
}

impl Checked {
    /// Whether nothing is wrong with this schema, which is part of the one that was checked, and those below it. Of
    /// others the server does not look at the expressions.
    #[must_use]
    pub fn is_sound(&self, schema: &Schema) -> bool {
        !self.faulty.contains(&address(schema))
    }
}

fn address(schema: &Schema) -> usize {
    std::ptr::from_ref(schema).addr()
}

/// Checks the schema at this path and all below it.
#[must_use]
pub fn check(schema: &Schema, at: &Path<'_>, options: &Options) -> Checked {
    let mut walk = Walk { options, gathered: Gathered::default(), faulty: HashSet::new() };
    walk.visit(schema, at, Inside::root());
    Checked { violations: walk.gathered.into_list(), faulty: walk.faulty }
}

struct Walk<'o> {
    options: &'o Options,
    gathered: Gathered,
    faulty: HashSet<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, schema: &Schema, at: &Path<'_>, inside: Inside) {
        let before = self.gathered.count();
        refused::check(schema, at, inside, self.options, &mut self.gathered);
        self.parts(schema, at, inside);
        self.combinations(schema, at, inside.below());
        self.strangers(schema, at, inside.below());
        lists::check(schema, at, self.options, &mut self.gathered);
        if self.gathered.count() > before {
            self.faulty.insert(address(schema));
        }
    }

    /// Schemas of parts of the value.
    fn parts(&mut self, schema: &Schema, at: &Path<'_>, inside: Inside) {
        if let Some(SchemaOrBool::Schema(values)) = &schema.additional_properties {
            self.visit(values, &at.child("additionalProperties"), inside.additional_properties());
        }
        for (name, property) in &schema.properties {
            self.visit(property, &at.child("properties").key(name), inside.property(schema, name));
        }
        match &schema.items {
            Some(Items::One(items)) => self.visit(items, &at.child("items"), inside.below()),
            Some(Items::Many(many)) => self.list(many, &at.child("items"), inside.below()),
            None => {}
        }
    }

    fn combinations(&mut self, schema: &Schema, at: &Path<'_>, inside: Inside) {
        if let Some(not) = &schema.not {
            self.visit(not, &at.child("not"), inside);
        }
        self.list(&schema.all_of, &at.child("allOf"), inside);
        self.list(&schema.one_of, &at.child("oneOf"), inside);
        self.list(&schema.any_of, &at.child("anyOf"), inside);
    }

    /// Schemas at places where none may be.
    fn strangers(&mut self, schema: &Schema, at: &Path<'_>, inside: Inside) {
        for (name, definition) in &schema.definitions {
            self.visit(definition, &at.child("definitions").key(name), inside);
        }
        for (name, dependency) in &schema.dependencies {
            if let Dependency::Schema(schema) = dependency {
                self.visit(schema, &at.child("dependencies").key(name), inside);
            }
        }
    }

    fn list(&mut self, schemas: &[Schema], at: &Path<'_>, inside: Inside) {
        for (index, schema) in schemas.iter().enumerate() {
            self.visit(schema, &at.index(index), inside);
        }
    }
}

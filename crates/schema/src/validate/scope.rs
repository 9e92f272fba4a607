//! Which schemas led to the present one.

use super::super::roots::{Resource, Roots, SchemaRef};
use crate::document::NodeId;

/// A schema at work, and the one that led to it.
pub(super) struct Scope<'p> {
    pub schema: SchemaRef,
    /// The index of the resource that the schema belongs to.
    pub resource: usize,
    /// The keyword, if it was a reference that led here.
    pub keyword: &'static str,
    /// Schemas with the same number look at the same value.
    pub value: u32,
    /// How many schemas are around this one.
    pub depth: u32,
    pub parent: Option<&'p Scope<'p>>,
}

impl<'p> Scope<'p> {
    pub fn outermost(roots: &Roots<'_>, schema: SchemaRef, depth: u32) -> Self {
        Self { schema, resource: resource_index(roots, schema), keyword: "", value: 0, depth, parent: None }
    }

    pub fn child(&'p self, roots: &Roots<'_>, schema: SchemaRef, keyword: &'static str, value: u32) -> Self {
        let resource = resource_index(roots, schema);
        Self { schema, resource, keyword, value, depth: self.depth + 1, parent: Some(self) }
    }

    /// The scopes around this one.
    pub fn outer(&self) -> impl Iterator<Item = &'p Scope<'p>> {
        std::iter::successors(self.parent, |scope| scope.parent)
    }

    /// The scope around this one that applies the same schema to the same value.
    pub fn cycle(&self) -> Option<&'p Scope<'p>> {
        self.outer().take_while(|scope| scope.value == self.value).find(|scope| scope.schema == self.schema)
    }

    pub fn resource<'r>(&self, roots: &'r Roots<'_>) -> Option<&'r Resource> {
        roots.resource(self.schema.root, self.resource)
    }

    /// The keywords that led here from the outermost schema.
    pub fn keywords(&self, roots: &Roots<'_>) -> String {
        let Some(parent) = self.parent else {
            return String::new();
        };
        let before = parent.keywords(roots);
        if !self.keyword.is_empty() {
            return format!("{before}/{}", self.keyword);
        }
        let (own, outer) = (roots.location(self.schema), roots.location(parent.schema));
        before + own.get(outer.len()..).unwrap_or_default()
    }

    /// The outermost schema that a dynamic anchor of that name marks.
    pub fn dynamic_anchor(&self, roots: &Roots<'_>, name: &str) -> Option<SchemaRef> {
        let own = self.marked(roots, name);
        self.outer().filter_map(|scope| scope.marked(roots, name)).last().or(own)
    }

    fn marked(&self, roots: &Roots<'_>, name: &str) -> Option<SchemaRef> {
        let node: NodeId = self.resource(roots)?.dynamic_anchor(name)?;
        Some(SchemaRef { root: self.schema.root, node })
    }
}

fn resource_index(roots: &Roots<'_>, schema: SchemaRef) -> usize {
    roots.root(schema.root).map_or(0, |root| root.resource_index(schema.node))
}

//! The documents that a schema consists of, and the resources in them.

mod collect;
mod compile;
mod load;
mod resolve;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gostd::budget::Budget;

pub(crate) use load::{Loader, schema_keyword};
pub(crate) use resolve::step;

use crate::document::{Document, NodeId, ROOT};
use crate::draft::{Dialect, Draft};
use crate::pointer::encode;

/// A schema: a node of one of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SchemaRef {
    pub root: u32,
    pub node: NodeId,
}

/// No schema.
const NOWHERE: SchemaRef = SchemaRef { root: u32::MAX, node: ROOT };

/// A schema with an address of its own.
#[derive(Debug)]
pub(crate) struct Resource {
    pub node: NodeId,
    pub id: String,
    pub dialect: Dialect,
    pub anchors: BTreeMap<String, NodeId>,
    /// Those of the anchors that are dynamic.
    pub dynamic: BTreeSet<String>,
}

impl Resource {
    pub fn new(node: NodeId, id: String, dialect: Dialect) -> Self {
        Self { node, id, dialect, anchors: BTreeMap::new(), dynamic: BTreeSet::new() }
    }

    /// The schema that a dynamic anchor of that name marks.
    pub fn dynamic_anchor(&self, name: &str) -> Option<NodeId> {
        self.dynamic.get(name).and_then(|name| self.anchors.get(name)).copied()
    }
}

/// What is known about a document's schemas.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// The first is the whole document.
    pub resources: Vec<Resource>,
    /// The indices of the resources.
    by_id: HashMap<String, usize>,
    by_node: HashMap<NodeId, usize>,
    /// Which nodes were visited as schemas.
    pub processed: Vec<bool>,
    /// For each node that is a reference the schema it leads to.
    pub targets: Vec<SchemaRef>,
}

impl Tables {
    /// Without any resource; what was visited already.
    pub fn new(processed: Vec<bool>) -> Self {
        Self { processed, ..Self::default() }
    }

    /// Adds a resource.
    pub fn add(&mut self, resource: Resource) {
        let index = self.resources.len();
        self.by_id.entry(resource.id.clone()).or_insert(index);
        self.by_node.entry(resource.node).or_insert(index);
        self.resources.push(resource);
    }

    /// The index of the resource with that address.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

/// A document with an address.
#[derive(Debug)]
pub(crate) struct Root<'t> {
    pub url: String,
    pub document: Document<'t>,
    pub tables: Tables,
}

impl Root<'_> {
    /// The index of the resource that a node belongs to: the nearest one above it.
    pub fn resource_index(&self, node: NodeId) -> usize {
        if self.tables.resources.len() < 2 {
            return 0;
        }
        let mut current = Some(node);
        while let Some(node) = current {
            if let Some(index) = self.tables.by_node.get(&node) {
                return *index;
            }
            current = self.document.parent(node);
        }
        0
    }

    /// The address of a node, as messages show it.
    pub fn location(&self, node: NodeId) -> String {
        format!("{}#{}", self.url, encode(&self.document.pointer(node)))
    }
}

/// All documents, the chart's own schema first.
#[derive(Debug)]
pub(crate) struct Roots<'t> {
    roots: Vec<Root<'t>>,
    pub loader: Loader,
    /// The metaschemas used so far, by dialect.
    metaschemas: Vec<(Dialect, SchemaRef)>,
    /// What reading patterns may cost.
    pub patterns: Budget,
}

impl<'t> Roots<'t> {
    pub fn new(patterns: Budget) -> Self {
        Self { roots: Vec::new(), loader: Loader::default(), metaschemas: Vec::new(), patterns }
    }

    /// Adds a document and gives its index.
    pub fn push(&mut self, url: String, document: Document<'t>, mut tables: Tables) -> u32 {
        tables.targets.resize(document.len(), NOWHERE);
        self.roots.push(Root { url, document, tables });
        self.roots.len() as u32 - 1
    }

    pub fn root(&self, index: u32) -> Option<&Root<'t>> {
        self.roots.get(index as usize)
    }

    pub fn resource(&self, root: u32, index: usize) -> Option<&Resource> {
        self.root(root)?.tables.resources.get(index)
    }

    /// Where the reference that a node holds leads.
    pub fn target(&self, root: u32, reference: NodeId) -> Option<SchemaRef> {
        let target = *self.root(root)?.tables.targets.get(reference.0 as usize)?;
        (target != NOWHERE).then_some(target)
    }

    pub fn set_target(&mut self, root: u32, reference: NodeId, target: SchemaRef) {
        let slot = self.roots.get_mut(root as usize).and_then(|root| root.tables.targets.get_mut(reference.0 as usize));
        if let Some(slot) = slot {
            *slot = target;
        }
    }

    pub fn location(&self, schema: SchemaRef) -> String {
        match self.root(schema.root) {
            Some(root) if root.url == MADE => MADE.to_owned(),
            Some(root) => root.location(schema.node),
            None => String::new(),
        }
    }

    fn dialect(&self, schema: SchemaRef) -> Dialect {
        let root = self.root(schema.root);
        let resource = root.and_then(|root| root.tables.resources.get(root.resource_index(schema.node)));
        resource.map_or(Dialect::of(Draft::Draft2020), |resource| resource.dialect.clone())
    }
}

/// The address of metaschemas that are made for a choice of vocabularies.
const MADE: &str = "urn:mem:metaschema";

//! Following references (`objCompiler.enqueueRefVal`, `root.resolve`).

use gostd::strconv::quote;

use super::collect::Collector;
use super::{Resource, Root, Roots, SchemaRef, Tables};
use crate::address::join;
use crate::document::{Document, Kind, NodeId, ROOT};
use crate::draft::{Dialect, LATEST};
use crate::error::CompileError;
use crate::pointer::{encode, unescape};

impl<'t> Roots<'t> {
    /// The schema that a reference within another schema means.
    ///
    /// # Errors
    ///
    /// In the library's words; addresses outside of the chart are not read.
    pub(super) fn resolve(&mut self, from: SchemaRef, reference: &str) -> Result<SchemaRef, CompileError> {
        let nothing = || CompileError::Schema(format!("json-pointer in {} not found", quote(reference)));
        let root = self.root(from.root).ok_or_else(nothing)?;
        let resource = root.tables.resources.get(root.resource_index(from.node)).ok_or_else(nothing)?;
        let joined = join(&resource.id, reference).map_err(CompileError::Schema)?;
        let resources = &root.tables.resources;
        let local = if joined.url == root.url {
            resources.first()
        } else {
            root.tables.index_of(&joined.url).and_then(|index| resources.get(index))
        };
        if let Some(resource) = local {
            let node = root.locate(resource, &joined.fragment)?;
            return Ok(SchemaRef { root: from.root, node });
        }
        let index = self.open(&joined.url)?;
        let root = self.root(index).ok_or_else(nothing)?;
        let resource = root.tables.resources.first().ok_or_else(nothing)?;
        Ok(SchemaRef { root: index, node: root.locate(resource, &joined.fragment)? })
    }

    /// The document of an address, loaded if it is not there yet.
    pub(super) fn open(&mut self, url: &str) -> Result<u32, CompileError> {
        if let Some(index) = self.roots.iter().position(|root| root.url == url) {
            return Ok(index as u32);
        }
        let document = self.loader.load(url)?;
        self.add(url.to_owned(), document)
    }

    /// Adds a document: its resources are found and its schemas checked, unless it is a metaschema.
    ///
    /// # Errors
    ///
    /// What the library says of a bad schema.
    pub fn add(&mut self, url: String, document: Document<'t>) -> Result<u32, CompileError> {
        let mut tables = Tables::new(vec![false; document.len()]);
        Collector { url: &url, document: &document, tables: &mut tables, loader: &mut self.loader }.schema(
            ROOT,
            &url,
            &Dialect::of(LATEST),
        )?;
        let is_known = url.starts_with("http://json-schema.org/") || url.starts_with("https://json-schema.org/");
        let index = self.push(url, document, tables);
        if !is_known {
            self.check(SchemaRef { root: index, node: ROOT })?;
        }
        Ok(index)
    }

    /// Sees to it that a node which a reference leads to is known as a schema.
    pub(super) fn ensure(&mut self, schema: SchemaRef) -> Result<(), CompileError> {
        let Some(root) = self.roots.get_mut(schema.root as usize) else {
            return Ok(());
        };
        if root.tables.processed.get(schema.node.0 as usize).copied().unwrap_or(true) {
            return Ok(());
        }
        let index = root.resource_index(schema.node);
        let Some((base, dialect)) =
            root.tables.resources.get(index).map(|resource| (resource.id.clone(), resource.dialect.clone()))
        else {
            return Ok(());
        };
        let mut collector =
            Collector { url: &root.url, document: &root.document, tables: &mut root.tables, loader: &mut self.loader };
        collector.schema(schema.node, &base, &dialect)?;
        if let Some(members) = root.document.object(schema.node) {
            let index = root.resource_index(schema.node);
            let mut collector = Collector {
                url: &root.url,
                document: &root.document,
                tables: &mut root.tables,
                loader: &mut self.loader,
            };
            collector.anchors(schema.node, members, index)?;
        }
        self.check(schema)
    }
}

impl Root<'_> {
    /// The node that a fragment names within a resource.
    fn locate(&self, resource: &Resource, fragment: &str) -> Result<NodeId, CompileError> {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return resource.anchors.get(fragment).copied().ok_or_else(|| {
                let reference = quote(&format!("{}#{}", resource.id, encode(fragment)));
                CompileError::Schema(format!("anchor in {reference} not found in schema {}", quote(&self.url)))
            });
        }
        let place = || {
            let pointer = self.document.pointer(resource.node) + fragment;
            quote(&format!("{}#{}", self.url, encode(&pointer)))
        };
        let mut node = resource.node;
        for token in fragment.split('/').skip(1) {
            let Some(token) = unescape(token) else {
                return Err(CompileError::Schema(format!("invalid json-pointer {}", place())));
            };
            node = step(&self.document, node, &token)
                .ok_or_else(|| CompileError::Schema(format!("json-pointer in {} not found", place())))?;
        }
        Ok(node)
    }
}

/// The member or item that a token names.
pub(crate) fn step(document: &Document<'_>, node: NodeId, token: &str) -> Option<NodeId> {
    match document.kind(node) {
        Kind::Object(members) => members.get(token),
        Kind::Array(items) => items.get(token.parse::<usize>().ok()?).copied(),
        _ => None,
    }
}

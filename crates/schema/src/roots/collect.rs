//! Finding the resources and anchors of a document (`roots.collectResources`).

use gostd::strconv::quote;

use super::{Loader, Resource, Tables};
use crate::address::{join, split_fragment};
use crate::document::{Document, Members, NodeId, ROOT};
use crate::draft::{Dialect, Draft};
use crate::error::CompileError;
use crate::pointer::encode;

/// Walks through the schemas of one document.
pub(super) struct Collector<'c, 't> {
    pub url: &'c str,
    pub document: &'c Document<'t>,
    pub tables: &'c mut Tables,
    pub loader: &'c mut Loader,
}

impl Collector<'_, '_> {
    fn fail<T>(&self, text: String) -> Result<T, CompileError> {
        Err(CompileError::Schema(text))
    }

    fn location(&self, node: NodeId) -> String {
        quote(&format!("{}#{}", self.url, encode(&self.document.pointer(node))))
    }

    /// Visits a schema and those within.
    pub fn schema(&mut self, node: NodeId, base: &str, fallback: &Dialect) -> Result<(), CompileError> {
        if self.tables.processed.get(node.0 as usize).copied().unwrap_or(true) {
            return Ok(());
        }
        match self.document.object(node) {
            Some(members) => self.object(node, members, base, fallback)?,
            None if node == ROOT => {
                self.tables.add(Resource::new(node, base.to_owned(), fallback.clone()));
            }
            None => {}
        }
        if let Some(processed) = self.tables.processed.get_mut(node.0 as usize) {
            *processed = true;
        }
        Ok(())
    }

    fn object(
        &mut self,
        node: NodeId,
        members: Members<'_>,
        base: &str,
        fallback: &Dialect,
    ) -> Result<(), CompileError> {
        let mut draft = self.loader.draft(self.document, (self.url, node), fallback.draft)?;
        let mut names_schema = members.get("$schema").is_some_and(|value| self.document.string(value).is_some());
        let mut id = draft.id_of(self.document, members);
        if id.is_empty() && node != ROOT {
            draft = fallback.draft;
            names_schema = false;
            id = draft.id_of(self.document, members);
        }
        let mut base = base.to_owned();
        if !id.is_empty() {
            match join(&base, id) {
                Ok(reference) => base = reference.url,
                Err(_) => return self.fail(format!("error in parsing id at {}", self.location(node))),
            }
        }
        if !id.is_empty() || node == ROOT {
            let dialect = if names_schema { Some(draft) } else { None };
            self.add_resource(node, &base, dialect, fallback)?;
        }
        let Some(index) = self.tables.index_of(&base) else {
            return Ok(());
        };
        self.anchors(node, members, index)?;
        let dialect = self.tables.resources.get(index).map_or(Dialect::of(draft), |resource| resource.dialect.clone());
        for (keyword, place) in draft.places() {
            let Some(value) = members.get(keyword) else { continue };
            for schema in place.schemas(self.document, value) {
                self.schema(schema, &base, &dialect)?;
            }
        }
        Ok(())
    }

    fn add_resource(
        &mut self,
        node: NodeId,
        id: &str,
        named: Option<Draft>,
        fallback: &Dialect,
    ) -> Result<(), CompileError> {
        if let Some(other) = self.tables.index_of(id).and_then(|index| self.tables.resources.get(index)) {
            if other.node == node {
                return Ok(());
            }
            let (pointer, other) = (self.document.pointer(node), self.document.pointer(other.node));
            let [id, url, pointer, other] = [id, self.url, &pointer, &other].map(quote);
            return self.fail(format!("duplicate id {id} in {url} at {pointer} and {other}"));
        }
        let dialect = match named {
            Some(draft) => self.loader.dialect(self.document, node, draft)?,
            None => fallback.clone(),
        };
        self.tables.add(Resource::new(node, id.to_owned(), dialect));
        Ok(())
    }

    /// Notes the anchors that a schema has.
    pub fn anchors(&mut self, node: NodeId, members: Members<'_>, index: usize) -> Result<(), CompileError> {
        let Some(draft) = self.tables.resources.get(index).map(|resource| resource.dialect.draft) else {
            return Ok(());
        };
        let text = |keyword: &str| members.get(keyword).and_then(|value| self.document.string(value));
        if draft < Draft::Draft2019 {
            if members.get("$ref").is_some() {
                return Ok(());
            }
            let Some(id) = text(draft.id_keyword().name()) else {
                return Ok(());
            };
            return match split_fragment(id) {
                Ok((_, fragment)) if fragment.is_empty() || fragment.starts_with('/') => Ok(()),
                Ok((_, fragment)) => self.add_anchor(&fragment, node, index),
                Err(_) => self.fail(format!("error in parsing anchor at {}", self.location(node))),
            };
        }
        let (plain, dynamic) = (text("$anchor"), text("$dynamicAnchor").filter(|_| draft >= Draft::Draft2020));
        if let Some(name) = plain {
            self.add_anchor(name, node, index)?;
        }
        if let Some(name) = dynamic {
            self.add_anchor(name, node, index)?;
            if let Some(resource) = self.tables.resources.get_mut(index) {
                resource.dynamic.insert(name.to_owned());
            }
        }
        Ok(())
    }

    fn add_anchor(&mut self, name: &str, node: NodeId, index: usize) -> Result<(), CompileError> {
        let Some(resource) = self.tables.resources.get_mut(index) else {
            return Ok(());
        };
        match resource.anchors.get(name) {
            Some(other) if *other != node => {
                let (other, pointer) = (self.document.pointer(*other), self.document.pointer(node));
                let [name, url, other, pointer] = [name, self.url, &other, &pointer].map(quote);
                self.fail(format!("duplicate anchor {name} in {url} at {other} and {pointer}"))
            }
            Some(_) => Ok(()),
            None => {
                resource.anchors.insert(name.to_owned(), node);
                Ok(())
            }
        }
    }
}

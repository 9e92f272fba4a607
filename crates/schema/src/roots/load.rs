//! Documents by address, and the drafts they name. Nothing is read from outside.

use gostd::strconv::quote;
use gostd::url::Url;

use crate::address::scheme;
use crate::document::{Document, NodeId, ROOT, parse_owned};
use crate::draft::{Dialect, Draft};
use crate::error::CompileError;
use crate::metaschema;

/// Gives documents by address.
#[derive(Debug, Default)]
pub(crate) struct Loader {
    /// Names that nobody can resolve and that accept anything.
    pub unresolved: Vec<String>,
    /// The address of the chart's own schema, and what it names as its `$schema`.
    pub own: (String, Option<String>),
}

impl Loader {
    /// The document of an address.
    ///
    /// # Errors
    ///
    /// Addresses outside of the chart, and those of no known kind.
    pub fn load(&mut self, url: &str) -> Result<Document<'static>, CompileError> {
        if let Some(text) = metaschema::text(url) {
            return parse_owned(text).map_err(CompileError::Json);
        }
        match scheme(url).as_deref() {
            Some("urn") => {
                if !self.unresolved.iter().any(|known| known == url) {
                    self.unresolved.push(url.to_owned());
                }
                parse_owned("true".to_owned()).map_err(CompileError::Json)
            }
            Some("file" | "http" | "https") => Err(CompileError::External(url.to_owned())),
            _ => {
                let quoted = quote(url);
                Err(CompileError::Schema(format!("failing loading {quoted}: no URLLoader registered for {quoted}")))
            }
        }
    }

    /// The draft that a schema's `$schema` names, by way of other metaschemas if need be.
    ///
    /// # Errors
    ///
    /// Addresses that are none, that lead in a circle, or that can't be loaded.
    pub fn draft(
        &mut self,
        document: &Document<'_>,
        (url, node): (&str, NodeId),
        fallback: Draft,
    ) -> Result<Draft, CompileError> {
        let Some(mut named) = schema_keyword(document, node) else {
            return Ok(fallback);
        };
        let mut seen: Vec<String> = Vec::new();
        loop {
            if let Some(draft) = Draft::from_url(&named) {
                return Ok(draft);
            }
            let address = named.split_once('#').map_or(named.as_str(), |(address, _)| address).to_owned();
            if let Err(error) = Url::parse(address.as_bytes()) {
                let (place, pointer) = match seen.last() {
                    Some(previous) => (previous.as_str(), String::new()),
                    None => (url, crate::pointer::encode(&document.pointer(node))),
                };
                let place = quote(&format!("{place}#{pointer}"));
                return Err(CompileError::Schema(format!("invalid $schema in {place}: {error}")));
            }
            let is_own = match seen.last() {
                Some(previous) => *previous == address,
                None => node == ROOT && url == address,
            };
            if is_own {
                return Err(CompileError::Schema(format!("draft {} is not supported", quote(&address))));
            }
            if seen.contains(&address) {
                let quoted = quote(&address);
                return Err(CompileError::Schema(format!("cycle in resolving $schema in {quoted}")));
            }
            let next =
                if address == self.own.0 { self.own.1.clone() } else { schema_keyword(&self.load(&address)?, ROOT) };
            seen.push(address);
            match next {
                Some(next) => named = next,
                None => return Ok(fallback),
            }
        }
    }

    /// The draft with the vocabularies that its metaschema names, if that is not the draft's own one.
    ///
    /// # Errors
    ///
    /// Required vocabularies that nobody knows.
    pub fn dialect(&mut self, document: &Document<'_>, node: NodeId, draft: Draft) -> Result<Dialect, CompileError> {
        let Some(named) = schema_keyword(document, node).filter(|named| Draft::from_url(named).is_none()) else {
            return Ok(Dialect::of(draft));
        };
        let address = named.split_once('#').map_or(named.as_str(), |(address, _)| address);
        if address == self.own.0 {
            return Ok(Dialect::of(draft));
        }
        let metaschema = self.load(address)?;
        let members = metaschema.object(ROOT).and_then(|members| metaschema.object(members.get("$vocabulary")?));
        let (Some(members), true) = (members, draft >= Draft::Draft2019) else {
            return Ok(Dialect::of(draft));
        };
        let mut vocabularies = Vec::new();
        for (name, required) in members.iter() {
            if !matches!(metaschema.kind(required), crate::document::Kind::Bool(true)) {
                continue;
            }
            let known = name.strip_prefix(draft.vocabulary_prefix());
            match draft.vocabularies().iter().find(|vocabulary| known == Some(**vocabulary)) {
                Some(vocabulary) => vocabularies.push(*vocabulary),
                None => {
                    let text = format!("unsupported vocabulary {} in {}", quote(name), quote(address));
                    return Err(CompileError::Schema(text));
                }
            }
        }
        if !vocabularies.contains(&"core") {
            vocabularies.push("core");
        }
        Ok(Dialect { draft, vocabularies: Some(vocabularies) })
    }
}

/// What a schema names as its `$schema`.
pub(crate) fn schema_keyword(document: &Document<'_>, node: NodeId) -> Option<String> {
    let value = document.object(node)?.get("$schema")?;
    document.string(value).map(str::to_owned)
}

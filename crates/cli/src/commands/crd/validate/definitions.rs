//! The verdict on definitions.

use std::collections::BTreeMap;

use crd::decode;
use crd::definition::Definition;
use crd::judge::{self, Place};
use crd::path::FieldPath;
use goyaml::Node;

use super::documents::Document;
use super::report::{DECODE, Judged, Report, STRICT, Skipped, Told};
use super::sizes;
use crate::failure::{Failure, Result};

const KIND: &str = "CustomResourceDefinition";

/// A document with the definition in it.
pub(super) struct Defined {
    pub(super) document: Document,
    pub(super) definition: Definition,
    /// Whether the server would make it.
    pub(super) is_made: bool,
}

/// The old definitions, by name.
///
/// # Errors
/// Exit 2: one that can't be read.
pub(super) fn before(documents: Vec<Document>) -> Result<BTreeMap<String, Defined>> {
    let mut found = BTreeMap::new();
    for document in documents {
        let at = document.start();
        let place = format!("--old {}:{}", document.file, at.line);
        let node = document.node.as_ref().map_err(|(text, _)| Failure::usage(format!("{place}: {text}")))?;
        if node.get("kind").and_then(Node::as_str) != Some(KIND) {
            continue;
        }
        let definition = read(node).map_err(|text| Failure::usage(format!("{place}: {text}")))?;
        let name = definition.metadata.name.clone();
        found.insert(name, Defined { document, definition, is_made: true });
    }
    Ok(found)
}

fn read(node: &Node) -> Result<Definition, String> {
    let value = node.to_json().map_err(|error| error.to_string())?;
    let decoded = decode::definition(&value).map_err(|error| error.to_string())?;
    Ok(decoded.definition.with_defaults())
}

/// Judges every definition; other objects are skipped.
pub(super) fn judge(documents: Vec<Document>, old: &BTreeMap<String, Defined>, report: &mut Report) -> Vec<Defined> {
    let mut defined = Vec::new();
    for document in documents {
        let kind = document.text(&["kind"]);
        if document.node.is_ok() && !kind.is_empty() && kind != KIND {
            report.skipped.push(Skipped::new(&document, "it is no CustomResourceDefinition"));
            continue;
        }
        let judged = one(&document, old, report);
        let is_made = judged.errors.iter().all(|error| error.kind == STRICT);
        report.definitions.push(judged);
        let definition = document.node.as_ref().ok().and_then(|node| read(node).ok());
        defined.extend(definition.map(|definition| Defined { document, definition, is_made }));
    }
    defined
}

fn one(document: &Document, old: &BTreeMap<String, Defined>, report: &Report) -> Judged {
    let mut judged = Judged::new(document);
    let node = match &document.node {
        Ok(node) => node,
        Err((text, position)) => {
            let place = Place { path: FieldPath::default(), position: *position };
            judged.message = Some(text.clone());
            judged.errors.push(Told::plain(DECODE, document, &place, text.clone()));
            return judged;
        }
    };
    let before = old.get(&judged.name).and_then(|before| before.document.node.as_ref().ok());
    let verdict = match before {
        Some(before) => judge::update(node, before, report.target),
        None => judge::create(node, report.target),
    };
    judged.is_update = before.is_some();
    judged.message = verdict.message();
    judged.errors = errors(document, &verdict);
    judged.warnings = warnings(document, &verdict);
    judged.overlooked = judge::overlooked(node).iter().map(|finding| Told::opinion(document, finding)).collect();
    judged.sizes = sizes::of(node);
    judged
}

/// Why something is refused.
pub(super) fn errors(document: &Document, verdict: &judge::Verdict) -> Vec<Told> {
    let plain = |kind| move |told: &judge::Located<String>| Told::plain(kind, document, &told.place, told.what.clone());
    let decode = verdict.decode.iter().map(plain(DECODE));
    let strict = verdict.strict.iter().map(plain(STRICT));
    let errors = verdict.errors.iter().map(|error| Told::violation(document, error));
    decode.chain(strict).chain(errors).collect()
}

/// What the server warns of.
pub(super) fn warnings(document: &Document, verdict: &judge::Verdict) -> Vec<Told> {
    let told = verdict.warnings.iter();
    told.map(|told| Told::plain("Warning", document, &told.place, told.what.clone())).collect()
}

//! The verdict on definitions.

use std::collections::BTreeMap;

use crd::definition::Definition;
use crd::judge::{self, Place, Reading};
use crd::locate::Locator;
use crd::path::{FieldPath, Segment};
use crd::target::Target;
use goyaml::{Node, Position};

use super::documents::{Document, Unread};
use super::report::{DECODE, Judged, Report, STRICT, Skipped, Told};
use super::sizes;
use crate::failure::{Failure, Result};
use crate::side_by_side::side_by_side;

const KIND: &str = "CustomResourceDefinition";

/// A definition that can be read.
pub(super) struct Defined {
    pub(super) file: String,
    /// Where its names are.
    pub(super) names: Position,
    /// What it says; without its schemas if nobody asks for these later.
    pub(super) definition: Definition,
    /// Whether the server would make it.
    pub(super) is_made: bool,
    /// The document, if somebody asks for it later.
    pub(super) document: Option<Document>,
}

/// Who asks for definitions after they are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Later {
    /// Nobody but for their names.
    Names,
    /// Custom resources or changes.
    All,
}

/// The old definitions, by name.
///
/// # Errors
/// Exit 2: one that can't be read.
pub(super) fn before(unread: &[Unread]) -> Result<BTreeMap<String, Defined>> {
    let mut found = BTreeMap::new();
    for document in unread.iter().flat_map(Unread::read) {
        let at = document.start();
        let place = format!("--old {}:{}", document.file, at.line);
        let node = document.node.as_ref().map_err(|(text, _)| Failure::usage(format!("{place}: {text}")))?;
        if node.get("kind").and_then(Node::as_str) != Some(KIND) {
            continue;
        }
        let reading = Reading::new(node);
        if let Some(refusal) = reading.refusal() {
            return Err(Failure::usage(format!("{place}: {refusal}")));
        }
        let names = names(node, &document);
        let Some(definition) = reading.into_definition() else { continue };
        let name = definition.metadata.name.clone();
        let file = document.file.clone();
        found.insert(name, Defined { file, names, definition, is_made: true, document: Some(document) });
    }
    Ok(found)
}

/// Judges every definition; other objects are skipped.
pub(super) fn judge(
    unread: &[Unread],
    old: &BTreeMap<String, Defined>,
    later: Later,
    report: &mut Report,
) -> Vec<Defined> {
    let target = report.target;
    let judged = side_by_side(unread, |unread| {
        unread.read().into_iter().map(|document| one(document, old, later, target)).collect::<Vec<_>>()
    });
    let mut defined = Vec::new();
    for outcome in judged.into_iter().flatten() {
        match outcome {
            Outcome::Skipped(skipped) => report.skipped.push(skipped),
            Outcome::Judged(judged, definition) => {
                report.definitions.push(*judged);
                defined.extend(definition.map(|definition| *definition));
            }
        }
    }
    defined
}

/// What came of a document.
enum Outcome {
    Skipped(Skipped),
    Judged(Box<Judged>, Option<Box<Defined>>),
}

fn one(document: Document, old: &BTreeMap<String, Defined>, later: Later, target: Target) -> Outcome {
    let kind = document.text(&["kind"]);
    if document.node.is_ok() && !kind.is_empty() && kind != KIND {
        return Outcome::Skipped(Skipped::new(&document, "it is no CustomResourceDefinition"));
    }
    let mut judged = Judged::new(&document);
    let node = match &document.node {
        Ok(node) => node,
        Err((text, position)) => {
            let place = Place { path: FieldPath::default(), position: *position };
            judged.message = Some(text.clone());
            judged.errors.push(Told::plain(DECODE, &document, &place, text.clone()));
            return Outcome::Judged(Box::new(judged), None);
        }
    };
    let reading = Reading::new(node);
    say(&mut judged, &document, &reading, old, target);
    let is_made = judged.errors.iter().all(|error| error.kind == STRICT);
    let names = names(node, &document);
    let file = document.file.clone();
    let defined = reading.into_definition().map(|definition| match later {
        Later::All => Defined { file, names, definition, is_made, document: Some(document) },
        Later::Names => Defined { file, names, definition: without_schemas(definition), is_made, document: None },
    });
    Outcome::Judged(Box::new(judged), defined.map(Box::new))
}

/// Everything that is said of a definition.
fn say(
    judged: &mut Judged,
    document: &Document,
    reading: &Reading<'_>,
    old: &BTreeMap<String, Defined>,
    target: Target,
) {
    let before = old.get(&judged.name);
    let before = before.and_then(|before| Some((before, before.document.as_ref()?.node.as_ref().ok()?)));
    let verdict = match before {
        Some((before, node)) => reading.update_of(&before.definition, node, target),
        None => reading.create(target),
    };
    judged.is_update = before.is_some();
    judged.message = verdict.message();
    judged.errors = errors(document, &verdict);
    judged.warnings = warnings(document, &verdict);
    judged.overlooked = reading.overlooked().iter().map(|finding| Told::opinion(document, finding)).collect();
    judged.sizes = reading.value().map(sizes::of);
}

fn names(node: &Node, document: &Document) -> Position {
    let steps = ["spec", "names"].map(|step| Segment::Child(step.to_owned()));
    document.in_file(Locator::new(node).find(&FieldPath(steps.to_vec())))
}

fn without_schemas(mut definition: Definition) -> Definition {
    definition.versions.iter_mut().for_each(|version| version.schema = None);
    definition
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

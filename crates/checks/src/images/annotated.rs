//! The images that `artifacthub.io/images` lists.

use goyaml::{Node, Position};

use super::{Reference, ReferenceError};
use crate::{Subject, annotation};

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotated {
    /// What it is called; may be empty.
    pub name: String,
    /// As it is written.
    pub text: String,
    /// What that means to container runtimes.
    pub reference: Result<Reference, ReferenceError>,
    /// Where it stands in `Chart.yaml`.
    pub position: Option<Position>,
}

/// The entries that have an image; `None` if there is no annotation, or none that can be read. An empty list is one.
pub fn annotated(subject: &Subject<'_>) -> Option<Vec<Annotated>> {
    let document = annotation::document(subject, hub::annotations::IMAGES)?;
    let field = |item: &Node, key: &str| item.get(key).and_then(Node::as_scalar).map(|scalar| scalar.value.clone());
    let entries = document.node.as_sequence()?.iter().filter_map(|item| {
        let text = field(item, "image").filter(|text| !text.is_empty())?;
        let position = item.get("image").and_then(|image| document.position(image));
        let reference = Reference::parse(&text);
        Some(Annotated { name: field(item, "name").unwrap_or_default(), text, reference, position })
    });
    Some(entries.collect())
}

//! What the server overlooks, with places.

use goyaml::Node;

use super::{Located, Place};
use crate::decode;
use crate::lint::{self, Finding};
use crate::locate::Locator;

/// What the server accepts in a definition although it is surely wrong; nothing of one that it can't read.
#[must_use]
pub fn overlooked(document: &Node) -> Vec<Located<Finding>> {
    let decoded = document.to_json().ok().and_then(|value| decode::definition(&value).ok());
    let Some(decoded) = decoded else { return Vec::new() };
    let mut locator = Locator::new(document);
    let found = lint::check(&decoded).into_iter();
    found
        .map(|finding| {
            let place = Place { path: finding.field.clone(), position: Some(locator.find(&finding.field)) };
            Located { what: finding, place }
        })
        .collect()
}

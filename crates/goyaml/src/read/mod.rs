//! From bytes to trees: `text` → `cursor` → `scan` (tokens) → `compose` (raw nodes) → `expand`.

mod compose;
mod cursor;
mod expand;
mod property;
mod scalar;
mod scan;
mod text;
mod token;

use crate::{Error, Node};

/// The first document. Its end is looked for, but nothing behind it is read.
pub(crate) fn first(bytes: &[u8]) -> Result<Option<Node>, Error> {
    let text = text::decode(bytes);
    let document = compose::Composer::new(&text).next_document()?;
    document.map(|document| expand::expand(&document)).transpose()
}

/// All documents.
pub(crate) fn all(bytes: &[u8]) -> Result<Vec<Node>, Error> {
    let text = text::decode(bytes);
    let mut composer = compose::Composer::new(&text);
    let mut documents = Vec::new();
    while let Some(document) = composer.next_document()? {
        documents.push(expand::expand(&document)?);
    }
    Ok(documents)
}

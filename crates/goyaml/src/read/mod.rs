//! From bytes to values: `text` → `cursor` → `scan` (tokens) → `grammar` (events), and then the
//! short way to JSON (`json`) or the long one to trees (`raw` → `expand`).

mod block;
mod classes;
mod cursor;
mod event;
mod expand;
mod fold;
mod grammar;
mod json;
mod plain;
mod property;
mod quoted;
mod raw;
mod scan;
mod shortcut;
mod simple_key;
mod text;
mod token;

use gostd::json::Value;

use crate::{Error, Node, decode};
use event::EventKind;
use grammar::Parser;
use json::{Detour, Wanted};
use text::Text;

/// The first document. Its end is looked for, but nothing behind it is read.
pub(crate) fn first(bytes: &[u8], max_nodes: usize) -> Result<Option<Node>, Error> {
    first_node(&text::decode(bytes), max_nodes)
}

fn first_node(text: &Text<'_>, max_nodes: usize) -> Result<Option<Node>, Error> {
    next_node(&mut Parser::new(text, max_nodes))
}

fn next_node(parser: &mut Parser<'_>) -> Result<Option<Node>, Error> {
    raw::next_document(parser)?.map(|document| expand::expand(&document)).transpose()
}

/// All documents.
pub(crate) fn all(bytes: &[u8], max_nodes: usize) -> Result<Vec<Node>, Error> {
    let text = text::decode(bytes);
    let mut parser = Parser::new(&text, max_nodes);
    let mut documents = Vec::new();
    while let Some(document) = next_node(&mut parser)? {
        documents.push(document);
    }
    Ok(documents)
}

/// The first document as JSON.
pub(crate) fn first_json(bytes: &[u8], max_nodes: usize) -> Result<Option<Value>, Error> {
    let text = text::decode(bytes);
    match json::next_document(&mut Parser::new(&text, max_nodes), None) {
        Ok(value) => Ok(value),
        Err(Detour::Failed(error)) => Err(error),
        Err(Detour::Unusual) => first_node(&text, max_nodes)?.map(decode::into_json).transpose(),
    }
}

/// The first document as JSON without the keys of its mapping that are not wanted.
pub(crate) fn head_json(bytes: &[u8], wanted: Wanted<'_>, max_nodes: usize) -> Result<Option<Value>, Error> {
    let text = text::decode(bytes);
    match json::next_document(&mut Parser::new(&text, max_nodes), Some(wanted)) {
        Ok(value) => Ok(value),
        Err(Detour::Failed(error)) => Err(error),
        Err(Detour::Unusual) => {
            let value = first_node(&text, max_nodes)?.map(decode::into_json).transpose()?;
            Ok(value.map(|value| json::without_unwanted(value, wanted)))
        }
    }
}

/// All documents as JSON.
pub(crate) fn all_json(bytes: &[u8], max_nodes: usize) -> Result<Vec<Value>, Error> {
    let text = text::decode(bytes);
    match json::all(&mut Parser::new(&text, max_nodes)) {
        Ok(values) => return Ok(values),
        Err(Detour::Failed(error)) => return Err(error),
        Err(Detour::Unusual) => {}
    }
    let mut parser = Parser::new(&text, max_nodes);
    let mut values = Vec::new();
    while let Some(node) = next_node(&mut parser)? {
        values.push(decode::into_json(node)?);
    }
    Ok(values)
}

/// Whether the first document is well-formed.
pub(crate) fn check(bytes: &[u8], max_nodes: usize) -> Result<(), Error> {
    let text = text::decode(bytes);
    let mut parser = Parser::new(&text, max_nodes);
    loop {
        if matches!(parser.next()?.kind, EventKind::DocumentEnd | EventKind::StreamEnd) {
            return Ok(());
        }
    }
}

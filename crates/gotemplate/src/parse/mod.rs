//! Go's template language: from text to trees.
//!
//! | file | what it does |
//! |---|---|
//! | `lexer`, `digits`, `token` | cut the text into tokens; trim markers and comments end here |
//! | `parser` | looks ahead, keeps track of variables and depth, words errors |
//! | `actions` | lists, `if`, `range`, `with`, `define`, `block`, `template`, `else`, `end` |
//! | `pipeline` | pipelines, commands, operands |
//! | `number`, `float`, `unquote` | constants |
//! | `names`, `defined`, `pile` | names kept once; the templates of a text; lists under construction |
//! | `runes`, `location` | characters, lines and columns |
//!
//! Trees, the positions of their nodes and the words of errors are those of Go 1.27 with default delimiters, without
//! comments in the tree and with functions checked (`Mode` 0, as Helm parses). `{{else if}}` is an `if` in the `else`,
//! `{{block}}` a definition and an invocation.
//!
//! Parsing takes time in proportion to the text. Nesting is limited, and so is a text's length: positions are `u32`.

mod actions;
mod defined;
mod digits;
mod float;
mod lexer;
mod location;
mod names;
mod number;
mod parser;
mod pile;
mod pipeline;
mod runes;
#[cfg(test)]
mod tests;
mod token;
mod unquote;

use std::sync::Arc;

use crate::ast::{Source, Tree};
use crate::bytes::Str;
use crate::error::Error;

use parser::Parser;
pub(crate) use runes::quote;

/// What a text consists of.
#[derive(Debug)]
pub struct Parsed {
    /// The text itself, without its definitions; named as its source.
    pub main: Tree,
    /// The templates that it defines, in the order in which their definitions end. No name occurs twice. One may have
    /// the name of the main template; then at least one of the two is empty.
    pub defined: Vec<Tree>,
    /// How many tokens the text has; its trees take memory in proportion.
    pub tokens: u32,
}

/// Parses a text. `functions` says which functions there are; one named `break` or `continue` takes that keyword away.
///
/// Which trees of a set a text replaces is up to the caller: in Go an empty tree ([`Tree::is_empty`]) replaces none.
///
/// # Errors
/// [`Error::parse`] in Go's words with the byte position of the token that Go was at, or [`Error::limit`] if blocks and
/// parentheses nest too deep or the text is too long.
pub fn parse(source_name: &str, text: Str, functions: &dyn Fn(&str) -> bool) -> Result<Parsed, Error> {
    if u32::try_from(text.len()).is_err() {
        return Err(Error::limit(format!("template: {source_name}: text is too long")));
    }
    let name: Arc<str> = Arc::from(source_name);
    let source = Arc::new(Source { name: Arc::clone(&name), text });
    let mut parser = Parser::new(&source, functions);
    let nodes = parser.main().map_err(|error| *error)?;
    let main = parser.tree(name, nodes);
    if !parser.defined.allows(&main) {
        return Err(*parser.multiple_definition(source_name.as_bytes()));
    }
    Ok(Parsed { main, tokens: parser.count, defined: parser.defined.into_trees() })
}

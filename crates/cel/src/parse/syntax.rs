//! cel-go's words for text that is no expression, found by the parser of the crate `cel`.
//!
//! That parser was generated from cel-go's grammar with ANTLR, as cel-go's own, and recovers from errors as that does.
//! It needs much stack for nested text and time for long text, so it only sees what is neither, on a thread of its own.

use std::thread;

use cel_parser::Env;
use cel_parser::parser::ParseErrors;

use crate::issue::Issues;

use super::expected::expected;
use super::tokens::{Kind, Token};

/// Text with more nesting than this gets words of our own.
const DEEPEST: usize = 60;

/// Longer text gets words of our own.
const LONGEST: usize = 5_000;

/// What the parser of the crate needs for text that is not nested deeper.
const STACK: usize = 24 << 20;

/// What is wrong with this text, of which these tokens could be read.
pub(super) fn issues(text: &str, tokens: &[Token]) -> Issues {
    let found = if nesting(text) <= DEEPEST && text.len() <= LONGEST { ask(text) } else { Vec::new() };
    let mut issues = Issues::new(text.into());
    for (offset, message) in found {
        issues.report(u32::try_from(offset).ok(), precise(&message, offset, tokens).unwrap_or(message));
    }
    if issues.is_empty() {
        let offset = tokens.iter().rev().find(|token| token.kind != Kind::End).map_or(0, |token| token.end);
        issues.report(u32::try_from(offset).ok(), "Syntax error: no viable alternative at input");
    }
    issues
}

/// The crate's parser names everything that could go on here or in another place where it was before; cel-go only
/// names what has to come.
fn precise(message: &str, offset: usize, tokens: &[Token]) -> Option<String> {
    let (input, set) = message.split_once(" expecting {")?;
    let vague = set.contains("'=='") || set == "')', ','}";
    (vague && input.starts_with("Syntax error: mismatched"))
        .then(|| format!("{input} expecting {}", expected(tokens, offset)))
}

/// At most how deeply rules of the grammar are inside themselves.
fn nesting(text: &str) -> usize {
    text.chars().filter(|character| matches!(character, '(' | '[' | '{' | '?')).count()
}

/// Offsets and texts of what the crate's parser finds, where cel-go says the same.
fn ask(text: &str) -> Vec<(usize, String)> {
    let owned = text.to_owned();
    let run = move || refusal(&owned);
    let thread = thread::Builder::new().stack_size(STACK).spawn(run);
    thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
}

fn refusal(text: &str) -> Vec<(usize, String)> {
    let parser = Env::default().parser().enable_optional_syntax(true).enable_ident_escape_syntax(true);
    match parser.max_recursion_depth(u16::MAX).parse_with_source_info(text) {
        Ok(_) => Vec::new(),
        Err(errors) => translate(text, &errors),
    }
}

fn translate(text: &str, errors: &ParseErrors) -> Vec<(usize, String)> {
    let starts: Vec<usize> = line_starts(text);
    let offset = |(line, column): (isize, isize)| {
        let line = usize::try_from(line - 1).ok().and_then(|line| starts.get(line)).copied().unwrap_or(0);
        line + usize::try_from(column - 1).unwrap_or(0)
    };
    let known = errors.errors.iter().filter_map(|error| Some((offset(error.pos), words(&error.msg)?)));
    known.collect()
}

/// cel-go's text for a text of the crate.
fn words(message: &str) -> Option<String> {
    if let Some(input) = message.strip_prefix("Syntax error: no viable alternative at input ") {
        let word =
            ["true'", "false'", "null'"].iter().find(|word| input.ends_with(**word) && input.len() == word.len() + 2);
        let word = word.map(|word| format!("Syntax error: mismatched input '{word} expecting IDENTIFIER"));
        return Some(word.unwrap_or_else(|| message.to_owned()));
    }
    let same =
        ["Syntax error: ", "reserved identifier: ", "invalid int literal", "invalid uint literal", "invalid double"];
    same.iter().any(|start| message.starts_with(start)).then(|| message.to_owned())
}

/// Where each line begins, in characters.
fn line_starts(text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(text.chars().enumerate().filter(|(_, character)| *character == '\n').map(|(index, _)| index + 1));
    starts
}

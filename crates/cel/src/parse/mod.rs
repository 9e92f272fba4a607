//! Text → syntax tree, as cel-go's parser makes it: the same nodes in the same places, the same limits, the same words
//! for what is wrong.
//!
//! Accepted text is read by a small parser of our own (`grammar`, `primary`): it takes microseconds and little
//! stack, counts nesting as cel-go does, and leaves macros to us (`macros`). Refused text goes to the crate `cel`,
//! whose parser is generated from the same grammar with the same tool as cel-go's, only to find cel-go's words for it
//! (`syntax`).

mod expected;
mod grammar;
mod literal;
mod macros;
mod nodes;
mod primary;
mod syntax;
mod tokens;

use std::sync::Arc;

use crate::ast::{Ast, Expr, Kind};
use crate::issue::Issues;

use grammar::{Grammar, Stop};
use nodes::Nodes;

/// Longer expressions are refused.
const LONGEST: usize = 100_000;

/// Trees may be this deep, macros written out: whoever walks through one may recurse.
const DEEPEST: usize = 300;

/// The tree of an expression, or what is wrong with it.
///
/// # Errors
///
/// If the text is no expression, too long or too deeply nested.
pub fn parse(text: &str) -> Result<Ast, Issues> {
    let characters: Vec<char> = text.chars().take(LONGEST + 1).collect();
    if characters.len() > LONGEST {
        let size = text.chars().count();
        let message = format!("expression code point size exceeds limit: size: {size}, limit {LONGEST}");
        return Err(Issues::whole(text, message));
    }
    let (tokens, clean) = tokens::tokens(&characters);
    if !clean {
        return Err(syntax::issues(text, &tokens));
    }
    let source: Arc<str> = text.into();
    let mut grammar = Grammar::new(&characters, &tokens, Nodes::new(Issues::new(source.clone())));
    let root = match grammar.whole() {
        Ok(root) => root,
        Err(Stop::Syntax) => return Err(syntax::issues(text, &tokens)),
        Err(Stop::Chain) => return Err(Issues::whole(text, "max recursion depth exceeded")),
        Err(Stop::Depth) => return Err(Issues::whole(text, "expression recursion limit exceeded: 250")),
        Err(Stop::Brackets) => {
            let message = format!("more than {} brackets inside each other are not supported", grammar::MOST_BRACKETS);
            return Err(Issues::whole(text, message));
        }
    };
    finish(root, grammar.nodes, source)
}

/// The tree, unless something was wrong or macros made too much of it.
fn finish(root: Expr, mut nodes: Nodes, source: Arc<str>) -> Result<Ast, Issues> {
    if nodes.are_too_many() {
        nodes.issues.report(None, "expression is too large once its macros are written out");
    } else if !is_at_most(&root, DEEPEST) {
        nodes.issues.report(None, "max recursion depth exceeded");
    }
    if nodes.issues.is_empty() { Ok(Ast { root, source, offsets: nodes.into_offsets() }) } else { Err(nodes.issues) }
}

/// Whether the tree is this deep or less.
fn is_at_most(expr: &Expr, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else { return false };
    let check = |part: &Expr| is_at_most(part, below);
    match &expr.kind {
        Kind::Constant(_) | Kind::Ident(_) => true,
        Kind::Select { operand, .. } => check(operand),
        Kind::Call { target, arguments, .. } => target.as_deref().is_none_or(check) && arguments.iter().all(check),
        Kind::List { elements, .. } => elements.iter().all(check),
        Kind::Map(entries) => entries.iter().all(|entry| check(&entry.key) && check(&entry.value)),
        Kind::Struct { fields, .. } => fields.iter().all(|field| check(&field.value)),
        Kind::Comprehension(fold) => {
            [&fold.range, &fold.initial, &fold.condition, &fold.step, &fold.result].into_iter().all(check)
        }
    }
}

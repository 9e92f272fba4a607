//! The parser's state: tokens it looks ahead at, what may be used where, and how it complains.

use std::sync::Arc;

use crate::ast::{Command, Expr, Node, Source, Tree};
use crate::bytes::Str;
use crate::error::Error;

use super::defined::Defined;
use super::lexer::{Keywords, Lexer};
use super::names::{Names, Variables};
use super::pile::Pile;
use super::runes;
use super::token::{Kind, Token};

/// How deep blocks and parentheses may nest. Go has no limit for blocks and 10,000 for parentheses; this one keeps the
/// stack small, also that of the executor, and is far above what people write.
const MAXIMUM_DEPTH: u32 = 1000;

/// How many tokens a text may have; each takes some hundred bytes in the tree.
const MAXIMUM_TOKENS: u32 = 1_000_000;

/// What parsing gives. The error is boxed: most functions here recurse, and what they return is on their stack.
pub(super) type Result<T> = std::result::Result<T, Box<Error>>;

/// Reads one text.
pub(super) struct Parser<'t> {
    source: &'t Arc<Source>,
    text: &'t [u8],
    lexer: Lexer<'t>,
    /// Tokens that were read or given back. The first is always the last one that the lexer made.
    tokens: [Token; 3],
    /// How many of them are to be read again.
    pending: usize,
    functions: &'t dyn Fn(&str) -> bool,
    pub(super) names: Names<'t>,
    pub(super) scope: Scope<'t>,
    /// Where the action at hand begins.
    pub(super) opening: u32,
    depth: u32,
    /// How many tokens were read.
    pub(super) count: u32,
    pub(super) defined: Defined,
    pub(super) nodes: Pile<Node>,
    pub(super) commands: Pile<Command>,
    pub(super) operands: Pile<Expr>,
    pub(super) segments: Pile<Str>,
}

/// What belongs to one template: a `define` or `block` knows nothing of what is around it.
#[derive(Default)]
pub(super) struct Scope<'t> {
    pub(super) variables: Variables<'t>,
    /// How many `range`s are around.
    pub(super) ranges: u32,
    /// The delimiter of the action that an error will be said to be in.
    pub(super) action: Option<u32>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(source: &'t Arc<Source>, functions: &'t dyn Fn(&str) -> bool) -> Self {
        let text = source.text.as_bytes();
        let keywords = Keywords { has_break: !functions("break"), has_continue: !functions("continue") };
        Self {
            source,
            text,
            lexer: Lexer::new(text, keywords),
            tokens: [Token { kind: Kind::Eof, start: 0, end: 0 }; 3],
            pending: 0,
            functions,
            names: Names::default(),
            scope: Scope::default(),
            opening: 0,
            depth: 0,
            count: 0,
            defined: Defined::default(),
            nodes: Pile::default(),
            commands: Pile::default(),
            operands: Pile::default(),
            segments: Pile::default(),
        }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Token {
        match self.pending.checked_sub(1) {
            Some(pending) => self.pending = pending,
            None => self.tokens[0] = self.new_token(),
        }
        self.tokens.get(self.pending).copied().unwrap_or(self.tokens[0])
    }

    fn new_token(&mut self) -> Token {
        let token = self.lexer.next_token();
        self.count += 1;
        if self.count <= MAXIMUM_TOKENS {
            return token;
        }
        self.lexer.problem = format!("more than {MAXIMUM_TOKENS} tokens in one text");
        Token { kind: Kind::Error, ..token }
    }

    /// Gives the last token back.
    pub(super) fn back_up(&mut self) {
        self.pending += 1;
    }

    /// Gives the last token back, and `earlier`, which came before it.
    pub(super) fn back_up_two(&mut self, earlier: Token) {
        self.tokens[1] = earlier;
        self.pending = 2;
    }

    /// Gives the last token back, and two that came before it.
    pub(super) fn back_up_three(&mut self, earliest: Token, earlier: Token) {
        self.tokens[1] = earlier;
        self.tokens[2] = earliest;
        self.pending = 3;
    }

    /// The next token, which stays the next one.
    pub(super) fn peek(&mut self) -> Token {
        let token = self.next();
        self.back_up();
        token
    }

    /// The next token that is no white space.
    pub(super) fn next_non_space(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.kind != Kind::Space {
                return token;
            }
        }
    }

    /// The next token that is no white space, which becomes the next one.
    pub(super) fn peek_non_space(&mut self) -> Token {
        let token = self.next_non_space();
        self.back_up();
        token
    }

    /// The next token, which must be of this kind.
    pub(super) fn expect(&mut self, kind: Kind, context: &str) -> Result<Token> {
        let token = self.next_non_space();
        if token.kind == kind { Ok(token) } else { Err(self.unexpected(token, context)) }
    }

    /// The text of a token.
    pub(super) fn value(&self, token: Token) -> &'t [u8] {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// Whether the caller has a function of this name.
    pub(super) fn has_function(&self, name: &str) -> bool {
        (self.functions)(name)
    }

    /// The last token that was read from the text; where Go says that an error is.
    pub(super) fn last_read(&self) -> u32 {
        self.tokens[0].start
    }

    /// A template of this text.
    pub(super) fn tree(&self, name: Arc<str>, root: Vec<Node>) -> Tree {
        Tree { name, source: Arc::clone(self.source), root }
    }

    /// Goes one block or parenthesis deeper.
    ///
    /// # Errors
    /// That is too deep.
    pub(super) fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth <= MAXIMUM_DEPTH {
            return Ok(());
        }
        let mut error = self.fail(format!("blocks and parentheses nest more than {MAXIMUM_DEPTH} deep"));
        error.kind = crate::ErrorKind::Limit;
        Err(error)
    }

    /// Comes back.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// An error in the line of the last token.
    pub(super) fn fail(&self, message: impl AsRef<str>) -> Box<Error> {
        self.fail_at(self.last_read(), message)
    }

    /// An error in the line of a position.
    pub(super) fn fail_at(&self, position: u32, message: impl AsRef<str>) -> Box<Error> {
        let (name, line) = (&self.source.name, self.line(position));
        let mut error = Error::parse(format!("template: {name}:{line}: {}", message.as_ref()));
        error.position = Some(position);
        Box::new(error)
    }

    /// A token that has no place in this context, or that could not be read.
    pub(super) fn unexpected(&self, token: Token, context: &str) -> Box<Error> {
        let what = self.describe(token);
        if token.kind != Kind::Error {
            return self.fail(format!("unexpected {what} in {context}"));
        }
        let started = self.scope.action.map(|position| self.line(position));
        let Some(line) = started.filter(|line| *line != self.line(token.start)) else {
            return self.fail(what);
        };
        let in_action = if what.ends_with(" action") { "" } else { " in action" };
        self.fail(format!("{what}{in_action} started at {}:{line}", self.source.name))
    }

    fn line(&self, position: u32) -> u32 {
        self.source.location(position).0
    }

    fn describe(&self, token: Token) -> String {
        let value = self.value(token);
        match token.kind {
            Kind::Eof => "EOF".to_owned(),
            Kind::Error => self.lexer.problem.clone(),
            kind if kind.is_keyword() => format!("<{}>", String::from_utf8_lossy(value)),
            _ if value.len() > 10 => format!("{}...", runes::quote_start(value)),
            _ => runes::quote(value),
        }
    }
}

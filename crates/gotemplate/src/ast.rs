//! The tree of a parsed template (Go: `text/template/parse/node.go`).

use std::sync::Arc;

use crate::bytes::Str;

/// Where a node stands, in bytes of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct At {
    /// The position that Go reports for the node; not always its first byte.
    pub pos: u32,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// One template: a file, or a `define` in it.
#[derive(Debug)]
pub struct Tree {
    /// The name by which it is executed.
    pub name: Arc<str>,
    /// The text it stands in.
    pub source: Arc<Source>,
    /// What it consists of.
    pub root: Vec<Node>,
}

impl Tree {
    /// Whether it has nothing but white space. Such a tree replaces no other (Go: `parse.IsEmptyTree`).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.iter().all(|node| match node {
            Node::Text(text) => {
                std::str::from_utf8(text.as_bytes()).is_ok_and(|text| text.chars().all(gostd::unicode::is_space))
            }
            _ => false,
        })
    }
}

/// A text that was parsed.
#[derive(Debug)]
pub struct Source {
    /// The name it was parsed under, usually a path.
    pub name: Arc<str>,
    /// The text.
    pub text: Str,
}

/// A node of a list.
#[derive(Debug)]
pub enum Node {
    /// Text that is copied.
    Text(Str),
    /// `{{pipeline}}`
    Action(Pipe),
    /// `{{if}}`
    If(Box<Branch>),
    /// `{{range}}`
    Range(Box<Branch>),
    /// `{{with}}`
    With(Box<Branch>),
    /// `{{template "name" pipeline}}`; also what `{{block}}` leaves.
    Template(Box<Invocation>),
    /// `{{break}}`
    Break,
    /// `{{continue}}`
    Continue,
}

/// `if`, `range` or `with`.
#[derive(Debug)]
pub struct Branch {
    /// The opening action; Go reports its pipeline.
    pub at: At,
    /// What it looks at.
    pub pipe: Pipe,
    /// What it does.
    pub list: Vec<Node>,
    /// What it does otherwise.
    pub else_list: Option<Vec<Node>>,
}

/// `{{template}}`
#[derive(Debug)]
pub struct Invocation {
    /// The action; Go reports the name.
    pub at: At,
    /// The template's name.
    pub name: Str,
    /// The value that becomes its dot.
    pub pipe: Option<Pipe>,
}

/// Commands joined by `|`, with the variables they are given to.
#[derive(Debug)]
pub struct Pipe {
    /// The pipeline.
    pub at: At,
    /// `$x = …` and not `$x := …`.
    pub is_assign: bool,
    /// The variables, with their `$`.
    pub declarations: Vec<Variable>,
    /// The commands, at least one.
    pub commands: Vec<Command>,
}

/// A variable that a pipeline declares or sets.
#[derive(Debug)]
pub struct Variable {
    /// Where it stands.
    pub at: At,
    /// Its name, with the `$`.
    pub name: Arc<str>,
}

/// An operand with its arguments.
#[derive(Debug)]
pub struct Command {
    /// The command.
    pub at: At,
    /// Function or value first, then arguments; at least one.
    pub arguments: Vec<Expr>,
}

/// One operand.
#[derive(Debug)]
pub struct Expr {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub kind: ExprKind,
}

/// What an operand is.
#[derive(Debug)]
pub enum ExprKind {
    /// `.`
    Dot,
    /// `nil`
    Nil,
    /// `true`, `false`
    Bool(bool),
    /// A number or character constant.
    Number(Box<Number>),
    /// A string constant.
    String {
        /// As written, with its quotes.
        quoted: Arc<str>,
        /// What it means.
        text: Str,
    },
    /// The name of a function; the parser has checked that it exists.
    Function(Arc<str>),
    /// `.a.b`
    Field(Vec<Str>),
    /// `$x.a.b`
    Variable {
        /// The name, with its `$`.
        name: Arc<str>,
        /// The fields after it.
        fields: Vec<Str>,
    },
    /// `(pipeline).a.b`; also a constant or function followed by fields.
    Chain {
        /// What the fields are of.
        base: Box<Expr>,
        /// The fields.
        fields: Vec<Str>,
    },
    /// `(pipeline)`
    Pipe(Box<Pipe>),
}

impl ExprKind {
    /// Whether it is a constant.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        matches!(self, Self::Nil | Self::Bool(_) | Self::Number(_) | Self::String { .. })
    }
}

/// A constant as it was written, and all it can be (Go: `NumberNode`).
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// As written.
    pub text: Arc<str>,
    /// If it is a whole number that fits `int64`.
    pub int: Option<i64>,
    /// If it is a whole number that fits `uint64`.
    pub uint: Option<u64>,
    /// If it is a number that is not complex.
    pub float: Option<f64>,
    /// If it was written as a complex number, its real and imaginary part (the latter may be zero).
    pub complex: Option<Box<(f64, f64)>>,
}

//! The syntax tree of an expression, macros expanded, every node with its place in the text.

use std::sync::Arc;

/// A name in an expression.
pub type Name = Arc<str>;

/// The number of a node: an index into the tables that belong to its [`Ast`]. Numbers follow the order in which
/// cel-go gives them, and are unique within a tree.
pub type Id = usize;

/// A parsed expression.
#[derive(Debug, Clone)]
pub struct Ast {
    /// The outermost node.
    pub root: Expr,
    /// The text that was parsed.
    pub source: Arc<str>,
    /// For every [`Id`] where its node begins, counted in characters from 0; an operator stands at its sign, a call at
    /// its parenthesis, a selection at its dot, as in cel-go.
    pub offsets: Vec<u32>,
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Its number.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A literal.
    Constant(Constant),
    /// A variable, a type, or the first part of a qualified name.
    Ident(Name),
    /// `operand.field`, or the test of `has(operand.field)`.
    Select {
        /// What has the field.
        operand: Box<Expr>,
        /// The field's name, as written.
        field: Name,
        /// Whether only its presence is asked for.
        test_only: bool,
    },
    /// A function, method, operator or index; operators have cel-go's names (`_+_`, `!_`, `_?_:_`, `_[_]`, `_[?_]`,
    /// `_?._`).
    Call {
        /// The function's name.
        function: Name,
        /// What the method is called on.
        target: Option<Box<Expr>>,
        /// The arguments in parentheses.
        arguments: Vec<Expr>,
    },
    /// `[a, ?b]`
    List {
        /// The elements.
        elements: Vec<Expr>,
        /// Which of them have a question mark.
        optional: Vec<usize>,
    },
    /// `{a: b, ?c: d}`
    Map(Vec<Entry>),
    /// `Name{field: value}`
    Struct {
        /// The type's name.
        name: Name,
        /// The fields.
        fields: Vec<Field>,
    },
    /// What macros such as `all` expand to.
    Comprehension(Box<Comprehension>),
}

/// An entry of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number.
    pub id: Id,
    /// The key.
    pub key: Expr,
    /// The value.
    pub value: Expr,
    /// Whether the key has a question mark.
    pub optional: bool,
}

/// A field of a struct literal.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its number.
    pub id: Id,
    /// Its name.
    pub name: Name,
    /// The value.
    pub value: Expr,
    /// Whether the name has a question mark.
    pub optional: bool,
}

/// A fold over a list or map.
#[derive(Debug, Clone, PartialEq)]
pub struct Comprehension {
    /// What is gone through.
    pub range: Expr,
    /// The name of the element; of the index or key, if there are two.
    pub variable: Name,
    /// The name of the element, if the index or key has one too.
    pub variable2: Option<Name>,
    /// The name of what is folded into.
    pub accumulator: Name,
    /// Its first value.
    pub initial: Expr,
    /// The fold goes on while this holds.
    pub condition: Expr,
    /// The next value of the accumulator.
    pub step: Expr,
    /// The value of the whole.
    pub result: Expr,
}

impl Comprehension {
    /// Its parts, in the order in which cel-go goes through them.
    pub fn parts_mut(&mut self) -> [&mut Expr; 5] {
        [&mut self.range, &mut self.initial, &mut self.condition, &mut self.step, &mut self.result]
    }
}

/// A literal.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// `1`
    Int(i64),
    /// `1u`
    Uint(u64),
    /// `1.0`
    Double(f64),
    /// `"a"`
    String(Arc<str>),
    /// `b"a"`
    Bytes(Arc<[u8]>),
}

//! The tree that is run.

use gostd::regexp::Regexp;

use super::constant::Members;
use crate::ast::Name;
use crate::function::Overload;
use crate::value::Value;

/// A step.
pub(super) enum Node {
    /// A value.
    Constant(Value),
    /// A variable or another step, and what is selected of it.
    Attribute(Box<Attribute>),
    /// `a && b` (`true`) or `a || b`: an operand with the value decides it alone, even if the other one fails.
    Logic {
        /// Whether both have to hold.
        all: bool,
        /// The operands.
        operands: Box<[Node; 2]>,
    },
    /// `a == b`, or `a != b`.
    Equal {
        /// Whether it is `!=`.
        negated: bool,
        /// The operands.
        operands: Box<[Node; 2]>,
    },
    /// What stands in the condition of macros: a failure counts as true.
    NotStrictlyFalse(Box<Node>),
    /// A function.
    Call(Box<Call>),
    /// A function that adds to a list or map that nothing else can see, which need not be copied therefore.
    Extend {
        /// Where the list or map is.
        slot: usize,
        /// The function.
        call: Box<Call>,
    },
    /// `a in [1, 2]`
    Member {
        /// What is looked for.
        element: Box<Node>,
        /// The list.
        members: Members,
    },
    /// `a.or(b)`, or `a.orValue(b)`.
    Or {
        /// Whether it is `orValue`.
        value: bool,
        /// The operands.
        operands: Box<[Node; 2]>,
    },
    /// `[a, ?b]`
    List(Vec<Element>),
    /// `{a: b, ?c: d}`
    Map(Vec<(Node, Element)>),
    /// A comprehension.
    Fold(Box<Fold>),
}

/// An element of a list or a value of a map.
pub(super) struct Element {
    /// The element.
    pub(super) node: Node,
    /// Whether it is an optional, left out if it is empty.
    pub(super) optional: bool,
}

/// A variable or another step, and what is selected of it.
pub(super) struct Attribute {
    /// What is selected from.
    pub(super) root: Root,
    /// What is selected, one after the other.
    pub(super) qualifiers: Vec<Qualifier>,
    /// Whether it is only asked whether the last one is there.
    pub(super) is_test: bool,
}

/// What is selected from.
pub(super) enum Root {
    /// A variable of the expression.
    Variable(Name),
    /// A variable of a comprehension: its place among those that are known.
    Local(usize),
    /// Any other step.
    Step(Node),
    /// `a ? b : c`
    Conditional(Box<[Node; 3]>),
}

/// A selection or index.
pub(super) struct Qualifier {
    /// The name, key or index.
    pub(super) key: QualifierKey,
    /// Whether it may be missing.
    pub(super) optional: bool,
}

/// What is selected.
pub(super) enum QualifierKey {
    /// A name or a constant index.
    Constant(Value),
    /// A name of which only the presence counts.
    Test(Value),
    /// What this comes to.
    Step(Node),
}

/// A call of a function.
pub(super) struct Call {
    /// Its name.
    pub(super) function: Name,
    /// What it may be; more than one if that depends on the values.
    pub(super) overloads: Vec<Overload>,
    /// Whether the checker found the only overload.
    pub(super) is_resolved: bool,
    /// The arguments, the target first.
    pub(super) arguments: Vec<Node>,
    /// Whether the pattern is constant: cel-go then gives up with the first argument that fails.
    pub(super) has_pattern: bool,
    /// The regular expression, if the function is `matches` and its pattern constant.
    pub(super) pattern: Option<Regexp>,
}

/// A comprehension. Its variables have three places, in this order: accumulator, first and second one.
pub(super) struct Fold {
    /// What is gone through.
    pub(super) range: Node,
    /// Whether index or key have a variable of their own.
    pub(super) has_two: bool,
    /// The accumulator at first.
    pub(super) initial: Node,
    /// Whether to go on.
    pub(super) condition: Node,
    /// The accumulator's next value.
    pub(super) step: Node,
    /// The value of the whole.
    pub(super) result: Node,
}

//! What is validated: values, a schema that is itself checked, or the name of a property.

use std::cmp::Ordering;

use gostd::budget::Budget;
use gostd::json::{Number, Value};

use crate::document::{Document, Kind, NodeId};
use crate::number::Decimal;

/// Something to validate.
#[derive(Clone, Copy)]
pub(crate) enum Instance<'v> {
    Value(&'v Value),
    Node(&'v Document<'v>, NodeId),
    Name(&'v str),
}

/// What an instance is. `number` in the library's sense: `integer` is no kind of its own.
#[derive(Clone, Copy)]
pub(crate) enum Shape<'v> {
    Null,
    Bool(bool),
    Number(NumberText<'v>),
    Text(&'v str),
    Array(usize),
    Object(usize),
}

/// A number, not yet read.
#[derive(Clone, Copy)]
pub(crate) enum NumberText<'v> {
    Number(Number),
    Digits(&'v str),
}

impl Shape<'_> {
    /// What it takes to read the value, but not those within it, in steps of a validation.
    pub fn weight(self) -> u64 {
        let weight = match self {
            Self::Text(text) => text.len() / 256,
            Self::Number(NumberText::Digits(digits)) => digits.len() / 64,
            Self::Array(count) | Self::Object(count) => count / 16,
            _ => 0,
        };
        weight as u64
    }
}

impl NumberText<'_> {
    pub fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Decimal::of(number),
            Self::Digits(digits) => Decimal::parse(digits),
        }
    }

    pub fn is_integer(self) -> bool {
        match self {
            Self::Number(Number::Int(_) | Number::Uint(_)) => true,
            Self::Number(Number::Float(number)) => number.is_finite() && number.fract() == 0.0,
            Self::Digits(_) => self.decimal().is_some_and(|decimal| decimal.is_integer()),
        }
    }

    /// Not a JSON number at all.
    pub fn is_invalid(self) -> bool {
        matches!(self, Self::Number(Number::Float(number)) if !number.is_finite())
    }

    fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(Number::Int(left)), Self::Number(Number::Int(right))) => left == right,
            _ => self
                .decimal()
                .is_some_and(|left| other.decimal().is_some_and(|right| left.compare(&right) == Ordering::Equal)),
        }
    }
}

impl<'v> Instance<'v> {
    pub fn shape(self) -> Shape<'v> {
        match self {
            Self::Name(name) => Shape::Text(name),
            Self::Value(value) => match value {
                Value::Null => Shape::Null,
                Value::Bool(truth) => Shape::Bool(*truth),
                Value::Number(number) => Shape::Number(NumberText::Number(*number)),
                Value::String(text) => Shape::Text(text),
                Value::Array(items) => Shape::Array(items.len()),
                Value::Object(members) => Shape::Object(members.len()),
            },
            Self::Node(document, node) => match document.kind(node) {
                Kind::Null => Shape::Null,
                Kind::Bool(truth) => Shape::Bool(truth),
                Kind::Number(digits) => Shape::Number(NumberText::Digits(digits)),
                Kind::Text(text) => Shape::Text(text),
                Kind::Array(items) => Shape::Array(items.len()),
                Kind::Object(members) => Shape::Object(members.len()),
            },
        }
    }

    pub fn items(self) -> impl Iterator<Item = Self> {
        let values = match self {
            Self::Value(Value::Array(items)) => items.as_slice(),
            _ => &[],
        };
        let nodes = match self {
            Self::Node(document, node) => match document.kind(node) {
                Kind::Array(items) => Some((document, items)),
                _ => None,
            },
            _ => None,
        };
        let nodes =
            nodes.into_iter().flat_map(|(document, items)| items.iter().map(move |item| Self::Node(document, *item)));
        values.iter().map(Self::Value).chain(nodes)
    }

    pub fn member(self, key: &str) -> Option<Self> {
        match self {
            Self::Value(value) => value.get(key).map(Self::Value),
            Self::Node(document, node) => document.object(node)?.get(key).map(|node| Self::Node(document, node)),
            Self::Name(_) => None,
        }
    }

    /// The members of an object, sorted by key.
    pub fn members(self) -> impl Iterator<Item = (&'v str, Self)> {
        let values = match self {
            Self::Value(Value::Object(members)) => Some(members.iter()),
            _ => None,
        };
        let nodes = match self {
            Self::Node(document, node) => document.object(node).map(|members| (document, members.iter())),
            _ => None,
        };
        let values = values.into_iter().flatten().map(|(key, value)| (key.as_str(), Self::Value(value)));
        let nodes = nodes
            .into_iter()
            .flat_map(|(document, members)| members.map(move |(key, node)| (key, Self::Node(document, node))));
        values.chain(nodes)
    }

    /// Whether both are the same JSON; numbers by value. If the budget is exhausted, no is no answer.
    pub fn equals(self, other: Self, steps: &Budget) -> bool {
        let (shape, other_shape) = (self.shape(), other.shape());
        if !steps.take(1 + shape.weight().min(other_shape.weight())) {
            return false;
        }
        match (shape, other_shape) {
            (Shape::Null, Shape::Null) => true,
            (Shape::Bool(left), Shape::Bool(right)) => left == right,
            (Shape::Number(left), Shape::Number(right)) => left.equals(right),
            (Shape::Text(left), Shape::Text(right)) => left == right,
            (Shape::Array(left), Shape::Array(right)) => {
                left == right && self.items().zip(other.items()).all(|(left, right)| left.equals(right, steps))
            }
            (Shape::Object(left), Shape::Object(right)) => {
                left == right
                    && self.members().zip(other.members()).all(|((key, value), (other_key, other_value))| {
                        key == other_key && value.equals(other_value, steps)
                    })
            }
            _ => false,
        }
    }
}

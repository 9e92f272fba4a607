//! Values: what expressions are given and what they come to.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use gostd::json::Value as Json;

use crate::ast::Name;
use crate::function::Fault;
use crate::library::opaque::Opaque;
use crate::types::Type;

/// A value. Clones share what they hold.
#[derive(Debug, Clone)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A signed integer of 64 bits.
    Int(i64),
    /// An unsigned one.
    Uint(u64),
    /// A float of 64 bits.
    Double(f64),
    /// Text.
    String(Arc<str>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A span of time, in nanoseconds.
    Duration(i64),
    /// A moment.
    Timestamp(Timestamp),
    /// A list.
    List(Arc<List>),
    /// A map.
    Map(Arc<Map>),
    /// An object with declared fields.
    Object(Arc<Object>),
    /// An optional value.
    Optional(Option<Arc<Value>>),
    /// A type, as `type(x)` gives it.
    Type(Arc<Type>),
    /// A value of a library: URL, quantity, address, format, version.
    Opaque(Arc<Opaque>),
    /// What takes the place of a value that cannot be read as its schema says (`format: byte` with other letters): whoever
    /// reaches it fails with this.
    Fault(Arc<Fault>),
}

/// A moment: seconds since 1970 and nanoseconds below a second. The zone in which it was written shows in its text only:
/// moments are compared without it.
#[derive(Debug, Clone, Copy)]
pub struct Timestamp {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// What is left, 0 to 999,999,999.
    pub nanoseconds: u32,
    /// Seconds by which the clock of the zone is ahead of UTC.
    pub offset: i32,
}

impl Timestamp {
    /// A moment, written in UTC.
    #[must_use]
    pub fn utc(seconds: i64, nanoseconds: u32) -> Self {
        Self { seconds, nanoseconds, offset: 0 }
    }
}

impl From<gostd::time::Timestamp> for Timestamp {
    fn from(moment: gostd::time::Timestamp) -> Self {
        Self { seconds: moment.seconds, nanoseconds: moment.nanos, offset: moment.offset_seconds }
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Timestamp {}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

/// A list.
#[derive(Debug)]
pub struct List {
    /// Its elements.
    pub items: Vec<Value>,
    /// What `==` and `+` mean for it.
    pub topology: Topology,
}

/// What `==` and `+` mean for a list (`x-kubernetes-list-type`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topology {
    /// Order counts; `+` appends.
    Plain,
    /// Order does not count; `+` is the union.
    Set,
    /// Elements with the same values of these fields (by the names that expressions use) are the same; `+` replaces them.
    Map(Arc<[String]>),
}

/// A map. Go through it in the order of its keys.
#[derive(Debug, Default)]
pub struct Map {
    /// Its entries.
    pub entries: BTreeMap<Key, Value>,
}

/// A key of a map: equal numbers are equal keys, whatever their type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `true` or `false`
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer that is too large to be a signed one, or was written as `1u`.
    Uint(u64),
    /// Text.
    String(Arc<str>),
}

/// An object: only the fields that are there and declared, by the names that expressions use.
#[derive(Debug)]
pub struct Object {
    /// Its type's name.
    pub name: Name,
    /// Its fields.
    pub fields: BTreeMap<Name, Value>,
    /// Its other keys, by their names in the object: undeclared ones that are preserved, and declared ones that are
    /// `null`. Expressions cannot reach them, yet `size` counts them and `==` compares them, as the server does: objects
    /// of different size differ; so do two in which one has as a field what the other has here; keys that both have here
    /// must be equal; keys that only one has here do not matter.
    pub hidden: BTreeMap<Name, Json>,
}

impl Object {
    /// How many keys it has, those out of reach included.
    #[must_use]
    pub fn size(&self) -> usize {
        self.fields.len().saturating_add(self.hidden.len())
    }
}

impl Key {
    /// The key as a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Uint(value) => Value::Uint(*value),
            Self::String(value) => Value::String(value.clone()),
        }
    }
}

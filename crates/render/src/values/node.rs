//! Tables that are shared where Go shares them, and borrowed where nothing has changed them.
//!
//! Most of what charts say reaches the templates untouched. So a table begins as a reference into the chart or into the
//! user's values ([`Node::Frozen`]) and becomes a map of its own ([`Node::Live`]) when something is merged into it, one
//! level at a time. Clones of a live table are the same table.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gostd::json::{Number, Value};
use gotemplate::value as template;

use super::{CoalesceError, MAX_DEPTH, Table};

pub(super) type Key<'v> = Cow<'v, str>;
type Entries<'v> = BTreeMap<Key<'v>, Node<'v>>;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Node<'v> {
    Null,
    /// Neither null nor a table.
    Leaf(&'v Value),
    Frozen(&'v Table),
    Live(Live<'v>),
}

/// A table that can be changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Live<'v>(Rc<RefCell<Entries<'v>>>);

impl<'v> Node<'v> {
    pub(super) fn new(value: &'v Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Object(table) => Self::Frozen(table),
            leaf => Self::Leaf(leaf),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) fn is_table(&self) -> bool {
        matches!(self, Self::Frozen(_) | Self::Live(_))
    }

    /// Whether both are the same unchanged table.
    pub(super) fn is_unchanged(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Frozen(left), Self::Frozen(right)) if std::ptr::eq(*left, *right))
    }

    /// The entries, as they are now; none of anything but a table.
    pub(super) fn entries(&self) -> Vec<(Key<'v>, Node<'v>)> {
        match self {
            Self::Null | Self::Leaf(_) => Vec::new(),
            Self::Frozen(table) => frozen_entries(table).collect(),
            Self::Live(live) => live.entries(),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Self> {
        match self {
            Self::Null | Self::Leaf(_) => None,
            Self::Frozen(table) => table.get(key).map(Self::new),
            Self::Live(live) => live.get(key),
        }
    }

    /// A copy that shares nothing that can change. Live tables that contain themselves are too deep.
    pub(super) fn copy(&self, depth: usize) -> Result<Self, CoalesceError> {
        match self {
            Self::Live(live) => live.copy(depth).map(Self::Live),
            other => Ok(other.clone()),
        }
    }

    /// The same as a value of its own. Recursion is bounded since every live table has been copied.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Leaf(value) => (*value).clone(),
            Self::Frozen(table) => Value::Object((*table).clone()),
            Self::Live(live) => Value::Object(live.to_table()),
        }
    }
}

/// The entries of an unchanged table.
pub(super) fn frozen_entries(table: &Table) -> impl Iterator<Item = (Key<'_>, Node<'_>)> {
    table.iter().map(|(key, value)| (Cow::Borrowed(key.as_str()), Node::new(value)))
}

impl<'v> Live<'v> {
    /// A table with the entries of another: tables within are the same, if they are live.
    pub(super) fn of(node: &Node<'v>) -> Self {
        node.entries().into_iter().collect()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn get(&self, key: &str) -> Option<Node<'v>> {
        self.0.borrow().get(key).cloned()
    }

    pub(super) fn insert(&self, key: Key<'v>, node: Node<'v>) {
        self.0.borrow_mut().insert(key, node);
    }

    pub(super) fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }

    pub(super) fn entries(&self) -> Vec<(Key<'v>, Node<'v>)> {
        self.0.borrow().iter().map(|(key, node)| (key.clone(), node.clone())).collect()
    }

    /// The keys whose value is null.
    pub(super) fn null_keys(&self) -> Vec<Key<'v>> {
        let entries = self.0.borrow();
        entries.iter().filter(|(_, node)| node.is_null()).map(|(key, _)| key.clone()).collect()
    }

    /// The table under a key, made live; `None` if there is none.
    pub(super) fn table(&self, key: &str) -> Option<Self> {
        let mut entries = self.0.borrow_mut();
        let node = entries.get_mut(key)?;
        if let Node::Frozen(table) = node {
            *node = Node::Live(frozen_entries(table).collect());
        }
        match node {
            Node::Live(live) => Some(live.clone()),
            _ => None,
        }
    }

    /// Makes the tables directly within live, so that whoever takes over the entries shares them.
    pub(super) fn thaw(&self) {
        for node in self.0.borrow_mut().values_mut() {
            if let Node::Frozen(table) = node {
                *node = Node::Live(frozen_entries(table).collect());
            }
        }
    }

    /// Makes all tables within live and counts their entries. Recursion is bounded as in [`Node::copy`].
    pub(super) fn thaw_all(&self, depth: usize) -> Result<usize, CoalesceError> {
        if depth > MAX_DEPTH {
            return Err(CoalesceError::TooDeep);
        }
        self.thaw();
        let mut count = 0;
        for (_, node) in self.entries() {
            count += 1;
            if let Node::Live(live) = node {
                count += live.thaw_all(depth + 1)?;
            }
        }
        Ok(count)
    }

    pub(super) fn copy(&self, depth: usize) -> Result<Self, CoalesceError> {
        if depth > MAX_DEPTH {
            return Err(CoalesceError::TooDeep);
        }
        let entries = self.0.borrow();
        entries.iter().map(|(key, node)| Ok((key.clone(), node.copy(depth + 1)?))).collect()
    }

    fn to_table(&self) -> Table {
        self.0.borrow().iter().map(|(key, node)| (key.clone().into_owned(), node.to_value())).collect()
    }
}

impl<'v> FromIterator<(Key<'v>, Node<'v>)> for Live<'v> {
    fn from_iter<T: IntoIterator<Item = (Key<'v>, Node<'v>)>>(entries: T) -> Self {
        Self(Rc::new(RefCell::new(entries.into_iter().collect())))
    }
}

/// A table of values: the user's, a chart's, or what became of both. Cheap to clone; nothing changes it.
#[derive(Debug, Clone)]
pub struct Values<'v>(Node<'v>);

impl<'v> Values<'v> {
    /// Values as someone gave them.
    #[must_use]
    pub fn new(table: &'v Table) -> Self {
        Self(Node::Frozen(table))
    }

    pub(super) fn live(live: Live<'v>) -> Self {
        Self(Node::Live(live))
    }

    pub(super) fn of(node: Node<'v>) -> Self {
        Self(node)
    }

    pub(super) fn node(&self) -> &Node<'v> {
        &self.0
    }

    /// The values of a chart within, by the names or aliases that lead to it; `None` if there is no such table.
    #[must_use]
    pub fn at<'p>(&self, path: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let found = path.into_iter().try_fold(self.0.clone(), |node, name| node.get(name))?;
        found.is_table().then_some(Self(found))
    }

    /// A copy as JSON.
    #[must_use]
    pub fn to_table(&self) -> Table {
        match self.0.to_value() {
            Value::Object(table) => table,
            _ => Table::new(),
        }
    }

    /// A copy for templates. What Helm's maps share is shared here, too: tables below `global`, for example.
    #[must_use]
    pub fn to_template(&self) -> template::Map {
        match Converter::default().node(&self.0) {
            template::Value::Map(map) => map,
            _ => template::Map::new(&template::ANY_MAP, BTreeMap::new()),
        }
    }
}

/// Remembers what became of live tables.
#[derive(Default)]
struct Converter {
    known: BTreeMap<usize, template::Map>,
}

impl Converter {
    fn node(&mut self, node: &Node<'_>) -> template::Value {
        match node {
            Node::Null => template::Value::Nil,
            Node::Leaf(value) => template_value(value),
            Node::Frozen(table) => template_table(table),
            Node::Live(live) => {
                let identity = Rc::as_ptr(&live.0).addr();
                if let Some(known) = self.known.get(&identity) {
                    return template::Value::Map(known.clone());
                }
                let entries = live.0.borrow();
                let entries = entries.iter().map(|(key, node)| (key.as_ref().into(), self.node(node))).collect();
                let map = template::Map::new(&template::ANY_MAP, entries);
                self.known.insert(identity, map.clone());
                template::Value::Map(map)
            }
        }
    }
}

fn template_table(table: &Table) -> template::Value {
    template::Value::map(table.iter().map(|(key, value)| (key.as_str(), template_value(value))))
}

/// A JSON value as Go has it behind an `interface{}`.
fn template_value(value: &Value) -> template::Value {
    match value {
        Value::Null => template::Value::Nil,
        Value::Bool(truth) => template::Value::Bool(*truth),
        Value::Number(Number::Int(number)) => template::Value::int64(*number),
        Value::Number(Number::Uint(number)) => template::Value::Int(template::Int::uint64(*number)),
        Value::Number(Number::Float(number)) => template::Value::Float(*number),
        Value::String(text) => template::Value::from(text.as_str()),
        Value::Array(items) => template::Value::list(items.iter().map(template_value).collect()),
        Value::Object(table) => template_table(table),
    }
}

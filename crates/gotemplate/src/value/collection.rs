//! Lists and maps.

use std::cell::{Ref, RefCell, RefMut};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::{Type, Value};
use crate::bytes::Str;

/// A slice. No function changes a slice in place, so it is immutable and shared.
#[derive(Clone)]
pub struct List {
    type_of: &'static Type,
    /// Nothing for Go's nil slice.
    items: Option<Rc<Vec<Value>>>,
}

impl List {
    /// A list of the given type. The caller keeps items and type in step.
    #[must_use]
    pub fn new(type_of: &'static Type, items: Vec<Value>) -> Self {
        Self { type_of, items: Some(Rc::new(items)) }
    }

    /// A nil slice of the given type: an empty list that JSON and YAML write as `null`.
    #[must_use]
    pub fn nil(type_of: &'static Type) -> Self {
        Self { type_of, items: None }
    }

    /// Whether this is a nil slice, as [`Self::nil`] makes it.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.items.is_none()
    }

    /// Whether both are the same list, not merely equal ones.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.items, &other.items) {
            (Some(items), Some(others)) => Rc::ptr_eq(items, others),
            _ => false,
        }
    }

    /// Its type.
    #[must_use]
    pub fn type_of(&self) -> &'static Type {
        self.type_of
    }

    /// What it holds.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        self.items.as_deref().map_or(&[], Vec::as_slice)
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }
}

impl fmt::Debug for List {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items().fmt(formatter)
    }
}

/// A map with string keys, in their bytewise order. Clones are the same map: who changes one changes all.
#[derive(Clone)]
pub struct Map {
    type_of: &'static Type,
    entries: Rc<RefCell<BTreeMap<Str, Value>>>,
    is_nil: bool,
}

impl Map {
    /// A new map of the given type. The caller keeps entries and type in step.
    #[must_use]
    pub fn new(type_of: &'static Type, entries: BTreeMap<Str, Value>) -> Self {
        Self { type_of, entries: Rc::new(RefCell::new(entries)), is_nil: false }
    }

    /// A nil map of the given type: an empty map that JSON writes as `null`.
    #[must_use]
    pub fn nil(type_of: &'static Type) -> Self {
        Self { is_nil: true, ..Self::new(type_of, BTreeMap::new()) }
    }

    /// Whether this is a nil map, as [`Self::nil`] makes it.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.is_nil && self.is_empty()
    }

    /// The same map under another type, as Go's conversion between types of one underlying type.
    #[must_use]
    pub fn as_type(&self, type_of: &'static Type) -> Self {
        Self { type_of, entries: Rc::clone(&self.entries), is_nil: self.is_nil }
    }

    /// Its type.
    #[must_use]
    pub fn type_of(&self) -> &'static Type {
        self.type_of
    }

    /// The value under a key.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<Value> {
        self.entries.borrow().get(key).cloned()
    }

    /// Sets a key.
    pub fn insert(&self, key: impl Into<Str>, value: Value) {
        self.entries.borrow_mut().insert(key.into(), value);
    }

    /// Removes a key.
    pub fn remove(&self, key: &[u8]) {
        self.entries.borrow_mut().remove(key);
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.entries.borrow().contains_key(key)
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    /// The entries for reading. Nothing that could change the map may run while this is held.
    #[must_use]
    pub fn entries(&self) -> Ref<'_, BTreeMap<Str, Value>> {
        self.entries.borrow()
    }

    /// The entries for changing; as [`Self::entries`], hold it briefly.
    #[must_use]
    pub fn entries_mut(&self) -> RefMut<'_, BTreeMap<Str, Value>> {
        self.entries.borrow_mut()
    }

    /// The entries as they are now, for iterations during which the map may change.
    #[must_use]
    pub fn snapshot(&self) -> Vec<(Str, Value)> {
        self.entries.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Whether both are the same map, not merely equal ones.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.entries, &other.entries)
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.borrow().fmt(formatter)
    }
}

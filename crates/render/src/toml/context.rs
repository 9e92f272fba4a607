//! Tables under construction, and which of them may still be defined.

use std::collections::{BTreeMap, HashMap, HashSet};

use gotemplate::value::Element;
use gotemplate::{List, Type, Value};

use super::key::dotted;

/// A part of a key.
pub(super) type Part = Vec<u8>;

/// `[]map[string]interface {}`
static TABLES: Type = Type {
    name: "[]map[string]interface {}",
    underlying: "[]map[string]interface {}",
    element: Element::Other,
    methods: &[],
};

/// Something under a key.
#[derive(Debug)]
pub(super) enum Node {
    Leaf(Value),
    List(Vec<Node>),
    Table(Table),
    /// Made with `[[key]]`.
    Tables(Vec<Table>),
}

/// A table.
pub(super) type Table = BTreeMap<Part, Node>;

impl Node {
    /// The value that templates get.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Leaf(value) => value,
            Self::List(items) => Value::list(items.into_iter().map(Self::into_value).collect()),
            Self::Table(table) => table_value(table),
            Self::Tables(tables) => Value::List(List::new(&TABLES, tables.into_iter().map(table_value).collect())),
        }
    }
}

/// The map that templates get.
pub(super) fn table_value(table: Table) -> Value {
    Value::map(table.into_iter().map(|(key, node)| (key, node.into_value())))
}

/// The document so far, and the table that keys are put into.
#[derive(Default)]
pub(super) struct Document {
    pub(super) root: Table,
    /// The key of the present table.
    pub(super) context: Vec<Part>,
    /// Tables that exist only because a longer key mentioned them.
    implicit: HashSet<Vec<u8>>,
    /// Whether the value under a key is an array.
    arrays: HashMap<Vec<u8>, bool>,
}

impl Document {
    /// The key of something in the present table; of the table itself if the part is empty.
    fn full_key(&self, part: &[u8]) -> Vec<Part> {
        let mut key = self.context.clone();
        if !part.is_empty() {
            key.push(part.to_vec());
        }
        key
    }

    pub(super) fn set_type(&mut self, part: &[u8], is_array: bool) {
        let key = self.full_key(part);
        self.arrays.insert(dotted(&key), is_array);
    }

    pub(super) fn add_implicit(&mut self, key: &[Part]) {
        self.implicit.insert(dotted(key));
    }

    /// Enters a table that a dotted key mentions.
    pub(super) fn add_implicit_context(&mut self, part: &Part) -> Result<(), String> {
        let mut key = self.context.clone();
        key.push(part.clone());
        self.add_implicit(&key);
        self.add_context(&key, false)
    }

    /// Enters a table, or a new one of a list of tables, and creates those above it.
    pub(super) fn add_context(&mut self, key: &[Part], is_array: bool) -> Result<(), String> {
        let Some((last, parents)) = key.split_last() else { return Ok(()) };
        let mut table = &mut self.root;
        for (place, part) in parents.iter().enumerate() {
            let path = parents.get(..=place).unwrap_or_default();
            if !table.contains_key(part) {
                self.implicit.insert(dotted(path));
                table.insert(part.clone(), Node::Table(Table::new()));
            }
            table = enter(table, part)
                .ok_or_else(|| format!("Key '{}' was already created as a hash.", shown(&dotted(path))))?;
        }
        self.context = parents.to_vec();
        if is_array {
            match table.entry(last.clone()).or_insert_with(|| Node::Tables(Vec::new())) {
                Node::Tables(tables) => tables.push(Table::new()),
                _ => {
                    let key = shown(&dotted(key));
                    return Err(format!("Key '{key}' was already created and cannot be used as an array."));
                }
            }
        } else {
            self.set_value(last, Node::Table(Table::new()))?;
        }
        self.context.push(last.clone());
        Ok(())
    }

    /// Puts a value into the present table.
    pub(super) fn set_value(&mut self, part: &[u8], node: Node) -> Result<(), String> {
        let defined = |key: &[u8]| format!("Key '{}' has already been defined.", shown(key));
        let mut table = &mut self.root;
        for (place, name) in self.context.iter().enumerate() {
            table =
                enter(table, name).ok_or_else(|| defined(&dotted(self.context.get(..=place).unwrap_or_default())))?;
        }
        let mut key = self.context.clone();
        key.push(part.to_vec());
        let key = dotted(&key);
        if !table.contains_key(part) {
            table.insert(part.to_vec(), node);
            return Ok(());
        }
        if !self.implicit.remove(&key) {
            return Err(defined(&key));
        }
        // What an array's inline tables have put there is replaced by the array.
        if self.arrays.get(&key) == Some(&true) {
            table.insert(part.to_vec(), node);
        }
        Ok(())
    }
}

/// The table under a key, the last one of a list.
fn enter<'a>(table: &'a mut Table, part: &[u8]) -> Option<&'a mut Table> {
    match table.get_mut(part)? {
        Node::Table(table) => Some(table),
        Node::Tables(tables) => tables.last_mut(),
        Node::Leaf(_) | Node::List(_) => None,
    }
}

fn shown(key: &[u8]) -> String {
    String::from_utf8_lossy(key).into_owned()
}

//! One table over another.

use super::place::Place;
use super::{Dialect, Run};
use crate::values::node::{Key, Live, Node, frozen_entries};
use crate::values::print::plain;
use crate::values::{CoalesceError, MAX_DEPTH};

impl Run<'_> {
    /// Puts into a table what another has and it has not (`coalesceTablesFullKey`). A null in `dest` takes the other's
    /// value away, unless this is a merge.
    pub(super) fn tables<'v>(&mut self, dest: &Live<'v>, source: &Node<'v>, place: Place<'_>, merge: bool) {
        if place.depth > MAX_DEPTH {
            self.reached = Some(CoalesceError::TooDeep);
        }
        if self.reached.is_some() {
            return;
        }
        let nulls = dest.null_keys();
        match source {
            Node::Frozen(source) => {
                for (key, value) in frozen_entries(source) {
                    self.entry(dest, key, value, (place, merge));
                }
            }
            Node::Live(source) if !source.is_same(dest) => {
                let entries = source.entries();
                // The source may be seen by others afterwards.
                nulls.iter().for_each(|key| source.insert(key.clone(), Node::Null));
                for (key, value) in entries {
                    self.entry(dest, key, value, (place, merge));
                }
            }
            Node::Live(_) | Node::Null | Node::Leaf(_) => {}
        }
        if self.dialect == Dialect::Helm3 && !merge {
            nulls.iter().for_each(|key| dest.remove(key));
        }
    }

    /// Whether putting one over the other changes nothing, since both are the same unchanged table. (In Helm 3 a table
    /// loses its nulls even then.)
    pub(super) fn is_nothing_new<'v>(&self, present: &Node<'v>, value: &Node<'v>, merge: bool) -> bool {
        (merge || self.dialect == Dialect::Helm4) && present.is_unchanged(value)
    }

    fn entry<'v>(&mut self, dest: &Live<'v>, key: Key<'v>, value: Node<'v>, (place, merge): (Place<'_>, bool)) {
        let place = place.under(&key);
        match dest.get(&key) {
            None => dest.insert(key.clone(), value),
            Some(Node::Null) => {
                if !merge && !value.is_null() {
                    dest.remove(&key);
                }
            }
            Some(present) if self.is_nothing_new(&present, &value, merge) => {}
            Some(present) if value.is_table() => match dest.table(&key) {
                Some(table) => self.tables(&table, &value, place, merge),
                None => {
                    debug_assert!(!present.is_table());
                    let value = plain(&value.to_value());
                    self.log.info(&format!(
                        "warning: cannot overwrite table with non table for {} ({value})",
                        place.text()
                    ));
                }
            },
            Some(present) => {
                if present.is_table() && !value.is_null() {
                    let value = plain(&value.to_value());
                    self.log.info(&format!(
                        "warning: destination for {} is a table. Ignoring non-table value ({value})",
                        place.text()
                    ));
                }
            }
        }
    }
}

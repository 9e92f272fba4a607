//! A chart's own values under those from above.

use gostd::json::Value;

use super::place::Place;
use super::{ChartNode, Dialect, Run};
use crate::values::node::{Key, Live, Node};
use crate::values::{CoalesceError, Table};

impl Run<'_> {
    /// `coalesceValues`; the place is the chart's.
    pub(super) fn chart_values<'v, C: ChartNode<'v>>(
        &mut self,
        chart: &C,
        within: &[C],
        dest: &Live<'v>,
        place: Place<'_>,
        merge: bool,
    ) {
        let Ok(values) = chart.values().copy(0) else {
            self.reached = Some(CoalesceError::TooDeep);
            return;
        };
        for (key, value) in values.entries() {
            match dest.get(&key) {
                None => self.missing(dest, key, value, merge),
                Some(Node::Null) if !merge => dest.remove(&key),
                Some(_) => {
                    // What belongs to a chart within is coalesced later, with its own values in sight.
                    let merge = merge || within.iter().any(|chart| chart.name() == key);
                    self.present(dest, &key, value, (place, merge));
                }
            }
        }
    }

    fn missing<'v>(&mut self, dest: &Live<'v>, key: Key<'v>, value: Node<'v>, merge: bool) {
        let keeps_nulls = merge || self.dialect == Dialect::Helm3;
        if !value.is_null() || keeps_nulls {
            let value = self.cleaned(value, merge);
            dest.insert(key, value);
        }
    }

    fn present<'v>(&mut self, dest: &Live<'v>, key: &Key<'v>, value: Node<'v>, (place, merge): (Place<'_>, bool)) {
        let value = self.cleaned(value, merge);
        if dest.get(key).is_some_and(|present| self.is_nothing_new(&present, &value, merge)) {
            return;
        }
        let Some(table) = dest.table(key) else {
            return;
        };
        let place = place.under(key);
        if value.is_table() {
            self.tables(&table, &value, place, merge);
        } else if !value.is_null() {
            self.log.info(&format!("warning: skipped value for {}: Not a table.", place.text()));
        }
    }

    /// A chart's value without nulls, where they are dropped (`cleanNilValues`).
    fn cleaned<'v>(&mut self, value: Node<'v>, merge: bool) -> Node<'v> {
        if merge || self.dialect == Dialect::Helm3 {
            return value;
        }
        match value {
            Node::Frozen(table) if !self.holds_null(table) => value,
            other => without_nulls(other),
        }
    }

    fn holds_null(&mut self, table: &Table) -> bool {
        let address = std::ptr::from_ref(table).addr();
        *self.nulls.entry(address).or_insert_with(|| holds_null(table))
    }
}

/// Whether a table, or a table within, has a null. The depth is that of the YAML reader.
fn holds_null(table: &Table) -> bool {
    table.values().any(|value| match value {
        Value::Null => true,
        Value::Object(table) => holds_null(table),
        _ => false,
    })
}

/// Tables without nulls anywhere. Live tables have been copied before, so they are not endless.
fn without_nulls(node: Node<'_>) -> Node<'_> {
    let clean = match &node {
        Node::Frozen(table) => !holds_null(table),
        Node::Live(_) => false,
        Node::Null | Node::Leaf(_) => true,
    };
    if clean {
        return node;
    }
    let entries = node.entries().into_iter();
    let kept = entries.filter(|(_, node)| !node.is_null()).map(|(key, node)| (key, without_nulls(node)));
    Node::Live(kept.collect())
}

//! The values that a chart hands down to the charts within.

use super::place::Place;
use super::{GLOBAL, Run};
use crate::values::node::{Key, Live, Node};

impl Run<'_> {
    /// Puts a parent's globals over those of a chart within (`coalesceGlobals`). Tables are copied one level deep: what
    /// is below is the same for both afterwards.
    pub(super) fn globals<'v>(&mut self, dest: &Live<'v>, source: &Live<'v>, place: Place<'_>) {
        let to = dest.table(GLOBAL);
        if to.is_none() && dest.get(GLOBAL).is_some() {
            self.log.info("warning: skipping globals because destination global is not a table.");
            return;
        }
        let from = source.table(GLOBAL);
        if from.is_none() && source.get(GLOBAL).is_some() {
            self.log.info("warning: skipping globals because source global is not a table.");
            return;
        }
        let to = to.unwrap_or_default();
        if let Some(from) = from {
            if !self.may_copy(from.entries().len()) {
                return;
            }
            from.thaw();
            for (key, value) in from.entries() {
                self.global(&to, key, value, place);
            }
        }
        dest.insert(GLOBAL.into(), Node::Live(to));
    }

    fn global<'v>(&mut self, to: &Live<'v>, key: Key<'v>, value: Node<'v>, place: Place<'_>) {
        let present = to.get(&key);
        let Node::Live(value) = value else {
            if present.is_some_and(|present| present.is_table()) {
                self.log.info(&format!("key {key} is table. Skipping"));
            } else {
                to.insert(key, value);
            }
            return;
        };
        if !self.may_copy(value.entries().len()) {
            return;
        }
        value.thaw();
        let copy: Live<'v> = value.entries().into_iter().collect();
        match present {
            None => to.insert(key, Node::Live(copy)),
            Some(present) if present.is_table() => {
                // The other way round than usual: the parent's come first.
                self.tables(&copy, &present, place.under(&key), true);
                to.insert(key, Node::Live(copy));
            }
            Some(_) => {
                let key = gostd::strconv::quote(&key);
                self.log.info(&format!("Conflict: cannot merge map onto non-map for {key}. Skipping."));
            }
        }
    }
}

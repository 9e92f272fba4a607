//! What nodes cost that are no calls.

use super::Estimator;
use super::locals::Local;
use super::path::Path;
use super::size::EntrySize;
use crate::ast::{Comprehension, Constant, Entry, Expr, Field, Kind, Name};
use crate::estimate::{Cost, Size};
use crate::types::Type;

/// What a new list costs.
const NEW_LIST: Cost = Cost::exactly(10);

/// What a new map costs.
const NEW_MAP: Cost = Cost::exactly(30);

/// What a new object costs.
const NEW_OBJECT: Cost = Cost::exactly(40);

/// The accumulator's name that [`is_binding`] knows; macros call theirs otherwise nowadays.
const OLD_ACCUMULATOR: &str = "__result__";

/// A size that every union takes over.
const NO_SIZE: Size = Size { min: u64::MAX, max: 0 };

/// Whether a comprehension only gives a value a name: it goes through nothing, and never begins.
pub(super) fn is_binding(comprehension: &Comprehension) -> bool {
    let is_empty = matches!(&comprehension.range.kind, Kind::List { elements, .. } if elements.is_empty());
    let never = matches!(comprehension.condition.kind, Kind::Constant(Constant::Bool(false)));
    is_empty && never && &*comprehension.accumulator != OLD_ACCUMULATOR
}

impl Estimator<'_> {
    pub(super) fn identifier(&mut self, expr: &Expr, name: &Name) -> Cost {
        let path = self.locals.get(name).map_or_else(|| Path::of_variable(name), |local| local.path.clone());
        self.set_path(expr, path);
        Cost::ONE
    }

    /// `has(…)` costs nothing of its own, nor does a selection from what is known only when the expression runs.
    pub(super) fn selection(&mut self, expr: &Expr, operand: &Expr, field: &Name, test_only: bool) -> Cost {
        let cost = self.cost(operand);
        if test_only {
            return cost;
        }
        let path = self.path(operand).to(field.clone());
        self.set_path(expr, path);
        match self.checked.type_of(operand.id) {
            Type::Map(_) | Type::Object(_) | Type::Opaque(_) | Type::Parameter(_) => cost.plus(Cost::ONE),
            _ => cost,
        }
    }

    pub(super) fn list(&mut self, expr: &Expr, elements: &[Expr]) -> Cost {
        let mut cost = NEW_LIST;
        let mut value = no_size(elements.is_empty());
        for element in elements {
            cost = cost.plus(self.cost(element));
            value = value.union(self.size_or_unknown(element));
        }
        self.set_entry_size(expr, Some(EntrySize { is_list: true, key: Size::exactly(1), value }));
        cost
    }

    pub(super) fn map(&mut self, expr: &Expr, entries: &[Entry]) -> Cost {
        let mut cost = NEW_MAP;
        let (mut key, mut value) = (no_size(entries.is_empty()), no_size(entries.is_empty()));
        for entry in entries {
            cost = cost.plus(self.cost(&entry.key)).plus(self.cost(&entry.value));
            key = key.union(self.size_or_unknown(&entry.key));
            value = value.union(self.size_or_unknown(&entry.value));
        }
        self.set_entry_size(expr, Some(EntrySize { is_list: false, key, value }));
        cost
    }

    pub(super) fn structure(&mut self, fields: &[Field]) -> Cost {
        fields.iter().fold(NEW_OBJECT, |cost, field| cost.plus(self.cost(&field.value)))
    }

    /// The cost of each round, as often as there are elements.
    pub(super) fn comprehension(&mut self, expr: &Expr, comprehension: &Comprehension) -> Cost {
        let before = self.cost(&comprehension.range).plus(self.cost(&comprehension.initial));
        self.define_accumulator(comprehension);
        self.define_elements(comprehension);
        let round = self.cost(&comprehension.condition);
        let round = self.cost(&comprehension.step).plus(round);
        self.locals.pop(&comprehension.variable);
        if let Some(second) = &comprehension.variable2 {
            self.locals.pop(second);
        }
        let after = self.cost(&comprehension.result);
        self.locals.pop(&comprehension.accumulator);
        let rounds = self.size_or_unknown(&comprehension.range);
        self.size_comprehension(expr, comprehension, rounds);
        before.plus(after).plus(rounds.times_cost(round))
    }

    /// The result of a fold is as large as its first value, or has as many elements as there are rounds.
    fn size_comprehension(&mut self, expr: &Expr, comprehension: &Comprehension, rounds: Size) {
        match &comprehension.initial.kind {
            Kind::Constant(_) => {
                let size = self.size(&comprehension.initial);
                self.set_size(expr, size);
            }
            Kind::List { .. } | Kind::Map(_) => {
                self.set_size(expr, Some(rounds));
                self.set_entry_size(expr, self.entry_size(&comprehension.step));
            }
            _ => {}
        }
    }

    /// `optMap` and the like: the value, and what is made of it.
    pub(super) fn binding(&mut self, expr: &Expr, comprehension: &Comprehension) -> Cost {
        let cost = self.cost(&comprehension.range).plus(self.cost(&comprehension.initial));
        self.define_accumulator(comprehension);
        let cost = cost.plus(self.cost(&comprehension.result));
        self.locals.pop(&comprehension.accumulator);
        self.copy_sizes(expr, &comprehension.result);
        cost
    }

    fn define_accumulator(&mut self, comprehension: &Comprehension) {
        let initial = &comprehension.initial;
        let (path, entries, size) = (self.path(initial), self.entry_size(initial), self.size(initial));
        self.locals.push(&comprehension.accumulator, Local { path, size, entries });
    }

    fn define_elements(&mut self, comprehension: &Comprehension) {
        let range = &comprehension.range;
        let entries = self.entry_size(range);
        let is_list =
            entries.map_or_else(|| matches!(self.checked.type_of(range.id), Type::List(_)), |entries| entries.is_list);
        let (key, value) = (entries.map(|entries| entries.key), entries.map(|entries| entries.value));
        match &comprehension.variable2 {
            Some(second) => {
                self.define_element(&comprehension.variable, range, if is_list { "@indices" } else { "@keys" }, key);
                self.define_element(second, range, if is_list { "@items" } else { "@values" }, value);
            }
            None if is_list => self.define_element(&comprehension.variable, range, "@items", value),
            None => self.define_element(&comprehension.variable, range, "@keys", key),
        }
    }

    fn define_element(&mut self, name: &Name, range: &Expr, step: &str, size: Option<Size>) {
        let path = self.path(range).to(step.into());
        self.locals.push(name, Local { path, size, entries: None });
    }
}

/// The size of what a list or map holds before anything is in it.
fn no_size(is_empty: bool) -> Size {
    if is_empty { Size::exactly(0) } else { NO_SIZE }
}

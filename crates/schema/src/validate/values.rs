//! Many values, of which equal ones are found without comparing all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use gostd::budget::Budget;

use crate::instance::{Instance, NumberText, Shape};

/// Values by number and by hash.
#[derive(Default)]
pub(super) struct Values<'v> {
    values: Vec<Instance<'v>>,
    first: HashMap<u64, usize>,
    /// More values with the hash of a first one; there are hardly any.
    others: HashMap<u64, Vec<usize>>,
}

impl<'v> Values<'v> {
    /// All of some values. If the budget is exhausted, they are not complete.
    pub fn of(values: impl Iterator<Item = Instance<'v>>, steps: &Budget) -> Self {
        let mut all = Self::default();
        for value in values.take_while(|_| !steps.is_exhausted()) {
            all.insert(value, steps);
        }
        all
    }

    /// The number of an equal value that is there already; if there is none, the value is added.
    pub fn insert(&mut self, value: Instance<'v>, steps: &Budget) -> Option<usize> {
        let hash = hash_of(value, steps);
        let equal = self.equal(value, hash, steps);
        if equal.is_none() {
            let number = self.values.len();
            self.values.push(value);
            if *self.first.entry(hash).or_insert(number) != number {
                self.others.entry(hash).or_default().push(number);
            }
        }
        equal
    }

    /// Whether an equal value is there.
    pub fn has(&self, value: Instance<'_>, steps: &Budget) -> bool {
        self.equal(value, hash_of(value, steps), steps).is_some()
    }

    fn equal(&self, value: Instance<'_>, hash: u64, steps: &Budget) -> Option<usize> {
        let others = self.others.get(&hash).into_iter().flatten();
        let mut same = self.first.get(&hash).into_iter().chain(others).copied();
        same.find(|number| self.values.get(*number).is_some_and(|other| value.equals(*other, steps)))
    }
}

/// Equal values have equal hashes.
fn hash_of(value: Instance<'_>, steps: &Budget) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash(value, &mut hasher, steps);
    hasher.finish()
}

fn hash(value: Instance<'_>, hasher: &mut DefaultHasher, steps: &Budget) {
    let shape = value.shape();
    if !steps.take(1 + shape.weight()) {
        return;
    }
    match shape {
        Shape::Null => 0_u8.hash(hasher),
        Shape::Bool(truth) => truth.hash(hasher),
        Shape::Number(number) => hash_number(number, hasher),
        Shape::Text(text) => text.hash(hasher),
        Shape::Array(count) => {
            count.hash(hasher);
            value.items().for_each(|item| hash(item, hasher, steps));
        }
        Shape::Object(count) => {
            count.hash(hasher);
            for (key, member) in value.members() {
                key.hash(hasher);
                hash(member, hasher, steps);
            }
        }
    }
}

fn hash_number(number: NumberText<'_>, hasher: &mut DefaultHasher) {
    match (number.decimal(), number) {
        (Some(decimal), _) => decimal.hash(hasher),
        // Such a number equals none; the hash is to keep them apart.
        (None, NumberText::Digits(digits)) => digits.hash(hasher),
        (None, NumberText::Number(_)) => {}
    }
}

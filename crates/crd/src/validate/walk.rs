//! The walk down value and schema.

use std::cell::Cell;
use std::collections::BTreeMap;

use gostd::budget::Budget;
use gostd::json::Value;

use super::demands::{Additional, Demands};
use super::number::unlocated;
use super::outcome::{Failure, Outcome};
use super::trail::Trail;
use super::{enumeration, number, text, types};
use crate::violation::ErrorKind;

/// What judging values may cost: steps of the walk, and the work of regular expressions.
#[derive(Debug)]
pub struct Work {
    steps: Cell<u64>,
    matching: Budget,
}

impl Default for Work {
    /// Far more than any object that fits into a request needs.
    fn default() -> Self {
        Self { steps: Cell::new(3_000_000), matching: Budget::new(gostd::regexp::DEFAULT_UNITS) }
    }
}

impl Work {
    /// Whether nothing is left: then no answer counts.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.steps.get() == 0 || self.matching.is_exhausted()
    }

    /// The budget of regular expressions.
    pub(crate) fn matching(&self) -> &Budget {
        &self.matching
    }

    pub(super) fn spend_all(&self) {
        self.steps.set(0);
    }

    /// A copy of a value, which costs a step for every node; only the beginning of it when the steps run out.
    pub(crate) fn copy(&self, value: &Value) -> Value {
        if !self.step() {
            return Value::Null;
        }
        match value {
            Value::Array(items) => Value::Array(items.iter().map(|item| self.copy(item)).collect()),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, member)| (name.clone(), self.copy(member))).collect())
            }
            other => other.clone(),
        }
    }

    fn step(&self) -> bool {
        self.steps.set(self.steps.get().saturating_sub(1));
        !self.is_spent()
    }
}

/// Everything that a schema demands of a value.
pub(super) fn check(demands: &Demands, value: &Value, trail: &Trail<'_>, work: &Work) -> Outcome {
    let mut outcome = Outcome::default();
    if !work.step() {
        return outcome;
    }
    if *value == Value::Null {
        outcome.merge(types::check_null(demands, trail));
        add(&mut outcome, enumeration::check(&demands.enumeration, value, trail));
        return outcome;
    }
    if !demands.types.is_empty() || !demands.format.is_empty() {
        outcome.merge(types::check(demands, value, trail));
        outcome.pass();
    }
    outcome.merge(junctors(demands, value, trail, work));
    outcome.pass();
    match value {
        Value::String(string) => {
            add(&mut outcome, text::check(demands, string, trail, work));
            outcome.pass();
            if demands.known_format.is_some() {
                add(&mut outcome, text::check_format(demands, string, trail, work));
                outcome.pass();
            }
        }
        Value::Number(found) => {
            outcome.merge(number::check(demands, *found, trail));
            outcome.pass();
        }
        Value::Array(items) => {
            outcome.merge(array(demands, items, trail, work));
            outcome.pass();
        }
        _ => {}
    }
    add(&mut outcome, enumeration::check(&demands.enumeration, value, trail));
    outcome.pass();
    if let Value::Object(members) = value {
        outcome.merge(object(demands, members, trail, work));
        outcome.pass();
    }
    outcome.pass();
    outcome
}

fn add(outcome: &mut Outcome, failure: Option<Failure>) {
    if let Some(failure) = failure {
        outcome.add(failure);
    }
}

fn array(demands: &Demands, items: &[Value], trail: &Trail<'_>, work: &Work) -> Outcome {
    let mut outcome = Outcome::default();
    if let Some(of_items) = &demands.items {
        for (index, item) in items.iter().enumerate() {
            outcome.merge(check(of_items, item, &trail.index(index), work));
        }
    }
    let size = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if let Some(min) = demands.min_items.filter(|min| size < *min) {
        outcome.add(invalid(trail, size, format!("should have at least {min} items")));
    }
    if let Some(max) = demands.max_items.filter(|max| size > *max) {
        outcome.add(too_many(trail, size, max, "items"));
    }
    outcome.pass();
    outcome
}

fn object(demands: &Demands, members: &BTreeMap<String, Value>, trail: &Trail<'_>, work: &Work) -> Outcome {
    let mut outcome = Outcome::default();
    let size = i64::try_from(members.len()).unwrap_or(i64::MAX);
    if let Some(min) = demands.min_properties.filter(|min| size < *min) {
        outcome.add(invalid(trail, size, format!("should have at least {min} properties")));
    }
    if let Some(max) = demands.max_properties.filter(|max| size > *max) {
        outcome.add(too_many(trail, size, max, "properties"));
    }
    let others = || members.iter().filter(|(name, _)| !demands.properties.contains_key(*name));
    match &demands.additional {
        Additional::Forbidden => others().for_each(|(name, _)| outcome.add(forbidden(trail, name))),
        Additional::Allowed => {}
        Additional::Checked(demands) => {
            for (name, value) in others() {
                outcome.merge(check(demands, value, &trail.key(name), work));
            }
        }
    }
    for (name, demands) in &demands.properties {
        if let Some(value) = members.get(name) {
            outcome.merge(check(demands, value, &trail.property(name), work));
        }
    }
    for name in demands.required.iter().filter(|name| !members.contains_key(*name)) {
        outcome.add(missing(&trail.key(name)));
    }
    outcome
}

/// `anyOf`, `oneOf`, `allOf`, `not`.
fn junctors(demands: &Demands, value: &Value, trail: &Trail<'_>, work: &Work) -> Outcome {
    let mut outcome = Outcome::default();
    any_of(&demands.any_of, value, trail, work, &mut outcome);
    one_of(&demands.one_of, value, trail, work, &mut outcome);
    all_of(&demands.all_of, value, trail, work, &mut outcome);
    if let Some(not) = &demands.not
        && check(not, value, trail, work).is_valid()
    {
        outcome.add(composite(trail, "must not validate the schema (not)"));
    }
    outcome.pass();
    outcome
}

fn any_of(branches: &[Demands], value: &Value, trail: &Trail<'_>, work: &Work, outcome: &mut Outcome) {
    if branches.is_empty() {
        return;
    }
    let mut best: Option<Outcome> = None;
    for branch in branches {
        let found = check(branch, value, trail, work);
        if found.is_valid() {
            return outcome.merge(found);
        }
        if best.as_ref().is_none_or(|best| found.passed() > best.passed()) {
            best = Some(found);
        }
    }
    outcome.add(composite(trail, "must validate at least one schema (anyOf)"));
    if let Some(best) = best {
        outcome.merge(best);
    }
}

fn one_of(branches: &[Demands], value: &Value, trail: &Trail<'_>, work: &Work, outcome: &mut Outcome) {
    if branches.is_empty() {
        return;
    }
    let mut valid = 0;
    let mut best: Option<Outcome> = None;
    let mut first = None;
    for branch in branches {
        let found = check(branch, value, trail, work);
        if found.is_valid() {
            valid += 1;
            best = None;
            first.get_or_insert(found);
        } else if valid == 0 && best.as_ref().is_none_or(|best| found.passed() > best.passed()) {
            best = Some(found);
        }
    }
    if valid == 1 {
        return first.into_iter().for_each(|first| outcome.merge(first));
    }
    let how_many = match valid {
        0 => "Found none valid".to_owned(),
        valid => format!("Found {valid} valid alternatives"),
    };
    outcome.add(composite(trail, &format!("must validate one and only one schema (oneOf). {how_many}")));
    if let Some(best) = best {
        outcome.merge(best);
    }
}

fn all_of(branches: &[Demands], value: &Value, trail: &Trail<'_>, work: &Work, outcome: &mut Outcome) {
    let mut valid = 0;
    for branch in branches {
        let found = check(branch, value, trail, work);
        valid += usize::from(found.is_valid());
        outcome.merge(found);
    }
    if valid != branches.len() {
        let none = if valid == 0 { ". None validated" } else { "" };
        outcome.add(composite(trail, &format!("must validate all the schemas (allOf){none}")));
    }
}

fn composite(trail: &Trail<'_>, what: &str) -> Failure {
    unlocated(trail, format!("{} {what}", gostd::strconv::quote(&trail.name())))
}

fn invalid(trail: &Trail<'_>, size: i64, what: String) -> Failure {
    Failure {
        kind: ErrorKind::Invalid,
        message: format!("{} in body {what}", trail.name()),
        detail: None,
        value: Some(size.to_string()),
        located: true,
        segments: trail.segments(),
    }
}

fn too_many(trail: &Trail<'_>, size: i64, max: i64, what: &str) -> Failure {
    Failure {
        kind: ErrorKind::TooMany,
        detail: Some(format!("must have at most {max} items")),
        ..invalid(trail, size, format!("should have at most {max} {what}"))
    }
}

fn forbidden(trail: &Trail<'_>, name: &str) -> Failure {
    let message = format!("{}.{name} in body is a forbidden property", trail.name());
    let value = Some(gostd::strconv::quote(name));
    Failure { kind: ErrorKind::Invalid, message, detail: None, value, located: true, segments: trail.segments() }
}

fn missing(trail: &Trail<'_>) -> Failure {
    Failure {
        kind: ErrorKind::Required,
        message: format!("{} in body is required", trail.name()),
        detail: Some(String::new()),
        value: None,
        located: true,
        segments: trail.segments(),
    }
}

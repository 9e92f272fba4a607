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
use crate::resource::correlated::Correlated;
use crate::violation::ErrorKind;

/// What a failure costs that one schema may find often.
const STEPS_OF_A_FAILURE: usize = 20;
/// How many looks or comparisons are a step.
const LOOKS_OF_A_STEP: usize = 8;
/// How much text may be written for a step.
pub(super) const BYTES_OF_A_STEP: usize = 16;

/// What judging values may cost: steps of the walk, and the work of regular expressions.
#[derive(Debug)]
pub struct Work {
    steps: Cell<u64>,
    matching: Budget,
}

impl Default for Work {
    /// Far more than any object that fits into a request needs.
    fn default() -> Self {
        Self { steps: Cell::new(1_500_000), matching: Budget::new(gostd::regexp::DEFAULT_UNITS) }
    }
}

impl Work {
    /// So many steps.
    #[cfg(test)]
    pub(super) fn of(steps: u64) -> Self {
        Self { steps: Cell::new(steps), ..Self::default() }
    }

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

    /// A copy of a value, which costs steps for every node and for long texts; only the beginning of it when the steps run
    /// out.
    pub(crate) fn copy(&self, value: &Value) -> Value {
        if !self.step() {
            return Value::Null;
        }
        match value {
            Value::String(text) if !self.spend(text.len() / BYTES_OF_A_STEP) => Value::Null,
            Value::Array(items) => Value::Array(items.iter().map(|item| self.copy(item)).collect()),
            Value::Object(members) => {
                Value::Object(members.iter().map(|(name, member)| (name.clone(), self.copy(member))).collect())
            }
            other => other.clone(),
        }
    }

    fn step(&self) -> bool {
        self.spend(1)
    }

    /// Takes the steps of so many looks; whether some are left.
    pub(crate) fn look(&self, times: usize) -> bool {
        self.spend(times / LOOKS_OF_A_STEP)
    }

    /// Takes so many steps; whether some are left.
    pub(super) fn spend(&self, steps: usize) -> bool {
        self.steps.set(self.steps.get().saturating_sub(u64::try_from(steps).unwrap_or(u64::MAX)));
        !self.is_spent()
    }
}

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    /// Below the value that is judged.
    pub(super) trail: Trail<'a>,
    /// What may still be done.
    pub(super) work: &'a Work,
    /// The old value, if there is one: what has not changed is not blamed.
    pub(super) old: Option<Correlated<'a>>,
}

impl<'a> Spot<'a> {
    fn property<'b>(&'b self, name: &'b str) -> Spot<'b> {
        Spot { trail: self.trail.property(name), work: self.work, old: self.old_member(name) }
    }

    fn other<'b>(&'b self, name: &'b str) -> Spot<'b> {
        Spot { trail: self.trail.key(name), work: self.work, old: self.old_member(name) }
    }

    fn element(&self, index: usize) -> Spot<'_> {
        let old = self.old.and_then(|old| old.element(index));
        Spot { trail: self.trail.index(index), work: self.work, old }
    }

    /// Kind and version of the object itself are never taken for unchanged.
    fn old_member(&self, name: &str) -> Option<Correlated<'a>> {
        let head = self.trail.is_root() && matches!(name, "kind" | "apiVersion");
        self.old.filter(|_| !head).and_then(|old| old.member(name))
    }
}

/// Everything that a schema demands of a value.
pub(super) fn check(demands: &Demands, value: &Value, spot: &Spot<'_>) -> Outcome {
    let outcome = judge(demands, value, spot);
    match spot.old {
        Some(correlated) if !outcome.is_valid() && correlated.is_unchanged() => outcome.forgiven(),
        _ => outcome,
    }
}

fn judge(demands: &Demands, value: &Value, spot: &Spot<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    if !spot.work.step() {
        return outcome;
    }
    if *value == Value::Null {
        outcome.merge(types::check_null(demands, &spot.trail));
        add(&mut outcome, enumeration::check(&demands.enumeration, value, spot));
        return outcome;
    }
    if !demands.types.is_empty() || !demands.format.is_empty() {
        outcome.merge(types::check(demands, value, &spot.trail));
        outcome.pass();
    }
    outcome.merge(junctors(demands, value, spot));
    outcome.pass();
    match value {
        Value::String(string) => {
            add(&mut outcome, text::check(demands, string, &spot.trail, spot.work));
            outcome.pass();
            if demands.known_format.is_some() {
                add(&mut outcome, text::check_format(demands, string, &spot.trail, spot.work));
                outcome.pass();
            }
        }
        Value::Number(found) => {
            outcome.merge(number::check(demands, *found, &spot.trail));
            outcome.pass();
        }
        Value::Array(items) => {
            outcome.merge(array(demands, items, spot));
            outcome.pass();
        }
        _ => {}
    }
    add(&mut outcome, enumeration::check(&demands.enumeration, value, spot));
    outcome.pass();
    if let Value::Object(members) = value {
        outcome.merge(object(demands, members, spot));
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

fn array(demands: &Demands, items: &[Value], spot: &Spot<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    if let Some(of_items) = &demands.items {
        for (index, item) in items.iter().enumerate() {
            outcome.merge(check(of_items, item, &spot.element(index)));
        }
    }
    let size = i64::try_from(items.len()).unwrap_or(i64::MAX);
    if let Some(min) = demands.min_items.filter(|min| size < *min) {
        outcome.add(invalid(&spot.trail, size, format!("should have at least {min} items")));
    }
    if let Some(max) = demands.max_items.filter(|max| size > *max) {
        outcome.add(too_many(&spot.trail, size, max, "items"));
    }
    outcome.pass();
    outcome
}

fn object(demands: &Demands, members: &BTreeMap<String, Value>, spot: &Spot<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let size = i64::try_from(members.len()).unwrap_or(i64::MAX);
    if let Some(min) = demands.min_properties.filter(|min| size < *min) {
        outcome.add(invalid(&spot.trail, size, format!("should have at least {min} properties")));
    }
    if let Some(max) = demands.max_properties.filter(|max| size > *max) {
        outcome.add(too_many(&spot.trail, size, max, "properties"));
    }
    let others = || members.iter().filter(|(name, _)| !demands.properties.contains_key(*name));
    match &demands.additional {
        Additional::Forbidden => others().for_each(|(name, _)| outcome.add(forbidden(&spot.trail, name))),
        Additional::Allowed => {}
        Additional::Checked(demands) => {
            for (name, value) in others() {
                outcome.merge(check(demands, value, &spot.other(name)));
            }
        }
    }
    // both are sorted: the shorter one is gone through
    if members.len() < demands.properties.len() {
        for (name, value) in members {
            if let Some(demands) = demands.properties.get(name) {
                outcome.merge(check(demands, value, &spot.property(name)));
            }
        }
    } else {
        for (name, demands) in &demands.properties {
            if let Some(value) = members.get(name) {
                outcome.merge(check(demands, value, &spot.property(name)));
            }
        }
    }
    if !spot.work.look(demands.required.len()) {
        return outcome;
    }
    for name in demands.required.iter().filter(|name| !members.contains_key(*name)) {
        if !spot.work.spend(STEPS_OF_A_FAILURE) {
            break;
        }
        outcome.add(missing(&spot.trail.key(name)));
    }
    outcome
}

/// `anyOf`, `oneOf`, `allOf`, `not`.
fn junctors(demands: &Demands, value: &Value, spot: &Spot<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    // branches do not know the old value
    let spot = &Spot { trail: spot.trail, work: spot.work, old: None };
    any_of(&demands.any_of, value, spot, &mut outcome);
    one_of(&demands.one_of, value, spot, &mut outcome);
    all_of(&demands.all_of, value, spot, &mut outcome);
    if let Some(not) = &demands.not
        && judge(not, value, spot).is_valid()
    {
        outcome.add(composite(&spot.trail, "must not validate the schema (not)"));
    }
    outcome.pass();
    outcome
}

fn any_of(branches: &[Demands], value: &Value, spot: &Spot<'_>, outcome: &mut Outcome) {
    if branches.is_empty() {
        return;
    }
    let mut best: Option<Outcome> = None;
    for branch in branches {
        let found = judge(branch, value, spot);
        if found.is_valid() {
            return outcome.merge(found);
        }
        if best.as_ref().is_none_or(|best| found.passed() > best.passed()) {
            best = Some(found);
        }
    }
    outcome.add(composite(&spot.trail, "must validate at least one schema (anyOf)"));
    if let Some(best) = best {
        outcome.merge(best);
    }
}

fn one_of(branches: &[Demands], value: &Value, spot: &Spot<'_>, outcome: &mut Outcome) {
    if branches.is_empty() {
        return;
    }
    let mut valid = 0;
    let mut best: Option<Outcome> = None;
    let mut first = None;
    for branch in branches {
        let found = judge(branch, value, spot);
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
    outcome.add(composite(&spot.trail, &format!("must validate one and only one schema (oneOf). {how_many}")));
    if let Some(best) = best {
        outcome.merge(best);
    }
}

fn all_of(branches: &[Demands], value: &Value, spot: &Spot<'_>, outcome: &mut Outcome) {
    let mut valid = 0;
    for branch in branches {
        let found = judge(branch, value, spot);
        valid += usize::from(found.is_valid());
        outcome.merge(found);
    }
    if valid != branches.len() {
        let none = if valid == 0 { ". None validated" } else { "" };
        outcome.add(composite(&spot.trail, &format!("must validate all the schemas (allOf){none}")));
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
        detail: Some(match max {
            i64::MIN..=-1 => "has too many items".to_owned(),
            1 => "must have at most 1 item".to_owned(),
            _ => format!("must have at most {max} items"),
        }),
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

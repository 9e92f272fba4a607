//! Annotations of `Chart.yaml` (TS `EnrichPackageFromAnnotations`). All that is wrong is told together; but what the
//! tracker stumbles over ends everything without a word.

use std::collections::BTreeMap;

use goyaml::Position;

use super::Prepared;
use super::lists;
use super::note::{Effect, Notes, Topic, What};
use super::refusal::{Cause, Refusal, RefusalKind};
use crate::annotations::{self as keys, parse_bool};
use crate::category::Category;
use crate::go_yaml::{DecodeError, IgnoredKey};
use crate::package::{BadChanges, NO_CHANGES, NO_ENTRY, lower, read_changes};

const CAPABILITIES: [&str; 5] = ["basic install", "seamless upgrades", "full lifecycle", "deep insights", "auto pilot"];

/// What reading one annotation may end in.
pub(super) type Outcome = Result<(), Stumble>;

/// Reads one annotation.
type Step = fn(&str, &mut Prepared, &mut Reading<'_, '_>) -> Outcome;

/// All annotations that are read, in the order of the tracker, which is that of its errors.
const STEPS: [(&str, Step); 16] = [
    (keys::ALTERNATIVE_NAME, alternative_name),
    (keys::CATEGORY, category),
    (keys::CHANGES, changes),
    (keys::CRDS, lists::crds),
    (keys::CRDS_EXAMPLES, lists::crds_examples),
    (keys::IMAGES, lists::images),
    (keys::LICENSE, license),
    (keys::LINKS, lists::links),
    (keys::MAINTAINERS, lists::maintainers),
    (keys::OPERATOR, operator),
    (keys::OPERATOR_CAPABILITIES, capabilities),
    (keys::PRERELEASE, prerelease),
    (keys::RECOMMENDATIONS, lists::recommendations),
    (keys::SCREENSHOTS, lists::screenshots),
    (keys::CONTAINS_SECURITY_UPDATES, security_updates),
    (keys::SIGN_KEY, lists::sign_key),
];

/// A nil pointer in the tracker.
#[derive(Debug)]
pub(super) struct Stumble {
    cause: Cause,
}

impl Stumble {
    /// The version is missing, and nobody is told.
    pub(super) fn refusal(self) -> Refusal {
        Refusal::silent(RefusalKind::Panic, self.cause)
    }
}

/// The annotation that is being read, and what is found in it.
#[derive(Debug)]
pub(super) struct Reading<'r, 'c> {
    annotations: &'r BTreeMap<String, String>,
    notes: &'r mut Notes<'c>,
    key: &'static str,
    causes: Vec<Cause>,
    /// Whether somebody has looked for signatures.
    pub(super) knows_signatures: bool,
}

impl<'r, 'c> Reading<'r, 'c> {
    pub(super) fn new(annotations: &'r BTreeMap<String, String>, notes: &'r mut Notes<'c>) -> Self {
        Self { annotations, notes, key: "", causes: Vec::new(), knows_signatures: false }
    }

    pub(super) fn into_causes(self) -> Vec<Cause> {
        self.causes
    }

    /// The annotation's text.
    fn text(&self) -> &'r str {
        self.annotations.get(self.key).map(String::as_str).unwrap_or_default()
    }

    /// Something for which the version is refused.
    pub(super) fn refuse(&mut self, message: impl Into<String>) {
        self.refuse_within(message, None);
    }

    /// The same, at a place in the annotation's text.
    pub(super) fn refuse_within(&mut self, message: impl Into<String>, inner: Option<Position>) {
        self.causes.push(Cause::of_annotation(message, self.key, self.place(inner)));
    }

    /// A place in the annotation's text as one in the file.
    fn place(&self, inner: Option<Position>) -> Option<Position> {
        let exact = inner.and_then(|inner| self.notes.inner_position(self.key, self.text(), inner));
        exact.or_else(|| self.notes.annotation_position(self.key))
    }

    /// A text that can't be decoded; the tracker does not say why.
    pub(super) fn refuse_value(&mut self, what: &str, error: &DecodeError) {
        let inner = error.parts.first().and_then(|(position, _)| *position);
        self.refuse_within(format!("invalid annotation: invalid {what} value"), inner);
        self.detail(error.text.clone());
    }

    /// What the tracker does not say of the last cause.
    fn detail(&mut self, text: String) {
        if let Some(cause) = self.causes.last_mut() {
            cause.detail = Some(text);
        }
    }

    /// Something that ends everything, at a place in the annotation's text.
    pub(super) fn stumble(&self, message: &str, inner: Option<Position>) -> Stumble {
        Stumble { cause: Cause::of_annotation(message, self.key, self.place(inner)) }
    }

    pub(super) fn note(&mut self, what: impl Into<What>, message: impl Into<String>) {
        self.notes.annotation(what, self.key, message);
    }

    /// Something that is changed, at a place in the annotation's text.
    pub(super) fn note_within(&mut self, inner: Option<Position>, message: String) {
        match inner {
            Some(inner) => self.notes.within(Effect::Changed, (self.key, self.text()), inner, message),
            None => self.note(Effect::Changed, message),
        }
    }

    /// Keys in entries that nobody reads.
    pub(super) fn ignored(&mut self, ignored: &[IgnoredKey]) {
        for key in ignored {
            let what = Topic::EntryKey.is(Effect::Ignored);
            self.notes.within(what, (self.key, self.text()), key.position, ignored_key(key));
            self.notes.meant(key.suggestion);
        }
    }
}

fn ignored_key(key: &IgnoredKey) -> String {
    let meant = key.suggestion.map(|known| format!(": did you mean `{known}`?")).unwrap_or_default();
    format!("key {:?} is ignored{meant}", key.name)
}

/// Reads all annotations.
pub(super) fn enrich(prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    for (key, step) in STEPS {
        let Some(text) = reading.annotations.get(key) else { continue };
        reading.key = key;
        step(text, prepared, reading)?;
    }
    Ok(())
}

fn alternative_name(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    if text.is_empty() {
        reading.note(Effect::Ignored, "an empty name is as good as none");
    }
    text.clone_into(&mut prepared.package.alternative_name);
    Ok(())
}

fn category(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    match Category::from_name(text) {
        Ok(category) => prepared.package.category = category,
        Err(error) => reading.refuse(error),
    }
    Ok(())
}

fn changes(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let read = read_changes(text);
    reading.ignored(&read.ignored);
    match read.changes {
        Ok(changes) => {
            if changes.as_ref().is_some_and(Vec::is_empty) {
                reading.note(Effect::Hidden, "an empty list gives the package a changelog without entries");
            }
            prepared.package.changes = changes;
        }
        Err(BadChanges::Errors { errors, index }) => {
            let is_empty = errors.first().is_some_and(|error| error == NO_ENTRY);
            let item = || index.and_then(|index| lists::item_place(text, index));
            let place = if is_empty { lists::null_place(text) } else { None }.or_else(item);
            errors.into_iter().for_each(|error| reading.refuse_within(error, place));
        }
        Err(BadChanges::Unreadable { position, detail }) => {
            reading.refuse_within(NO_CHANGES, position);
            reading.detail(detail);
        }
        Err(BadChanges::Panic { index }) => {
            let place = lists::item_place(text, index);
            return Err(reading.stumble("the links of a change have an empty item", place));
        }
    }
    Ok(())
}

fn license(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    if text.is_empty() {
        reading.note(Effect::Ignored, "an empty licence is as good as none: what LICENSE says counts");
    } else {
        text.clone_into(&mut prepared.package.license);
    }
    Ok(())
}

fn truth(text: &str, what: &str, reading: &mut Reading<'_, '_>) -> Option<bool> {
    let truth = parse_bool(text);
    if truth.is_none() {
        reading.refuse(format!("invalid annotation: invalid {what} value"));
    }
    truth
}

fn operator(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    if let Some(operator) = truth(text, "operator", reading) {
        prepared.package.is_operator = operator;
    }
    Ok(())
}

fn capabilities(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    let level = lower(text);
    if !CAPABILITIES.contains(&level.as_str()) {
        reading.refuse("invalid annotation: invalid operator capabilities value");
        return Ok(());
    }
    if level != text {
        reading.note(Effect::Changed, format!("{text:?} is stored as {level:?}"));
    }
    if !prepared.package.is_operator {
        reading.note(Effect::Hidden, "capabilities are shown of operators only");
    }
    prepared.package.capabilities = level;
    Ok(())
}

fn prerelease(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    if let Some(prerelease) = truth(text, "prerelease", reading) {
        prepared.package.prerelease = prerelease;
    }
    Ok(())
}

fn security_updates(text: &str, prepared: &mut Prepared, reading: &mut Reading<'_, '_>) -> Outcome {
    if let Some(contains) = truth(text, "containsSecurityUpdates", reading) {
        prepared.package.contains_security_updates = contains;
    }
    Ok(())
}

//! The server's verdict on a custom resource.

use std::collections::BTreeMap;

use gostd::json::{Number, Value};

use super::correlated::Correlated;
use super::embedded::{self, Root};
use super::read::{Read, read};
use super::served::Served;
use super::{expressions, finalizers, lists, meta, scale};
use crate::decode;
use crate::definition::Metadata;
use crate::path::{FieldPath, Path};
use crate::validate::{Work, validate};
use crate::violation::{ErrorKind, MOST_TOLD, Violation};

/// What the server says of a custom resource.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// The server cannot read it.
    pub decode: Option<String>,
    /// Paths of fields that it does not know: dropped, or refused where the client is strict, as kubectl and Helm are. The
    /// first [`MOST_TOLD`].
    pub unknown: Vec<String>,
    /// What is wrong with it: the first [`MOST_TOLD`].
    pub errors: Vec<Violation>,
    /// What it warns of.
    pub warnings: Vec<String>,
    /// What it would store.
    pub object: Option<Value>,
}

impl Verdict {
    /// Whether a strict client gets it accepted.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.decode.is_none() && self.unknown.is_empty() && self.errors.is_empty()
    }
}

impl Served {
    /// The verdict when this object is created.
    #[must_use]
    pub fn create(&self, object: Value) -> Verdict {
        let work = Work::default();
        match read(object, self, &work) {
            Err(error) => Verdict { decode: Some(error), ..Verdict::default() },
            Ok(read) => self.judge_new(read, &work),
        }
    }

    /// The verdict when this object takes the place of an old one. What has not changed is not blamed.
    #[must_use]
    pub fn update(&self, object: Value, old: Value) -> Verdict {
        let work = Work::default();
        match (read(object, self, &work), read(old, self, &work)) {
            (Err(error), _) => Verdict { decode: Some(error), ..Verdict::default() },
            (_, Err(error)) => Verdict { decode: Some(format!("old: {error}")), ..Verdict::default() },
            (Ok(new), Ok(old)) => self.judge_changed(new, &old.object, &work),
        }
    }

    fn judge_new(&self, mut read: Read, work: &Work) -> Verdict {
        if let Value::Object(members) = &mut read.object {
            if self.has_status {
                members.remove("status");
            }
            set_generation(members);
        }
        let object = &read.object;
        let mut errors = self.errors_before_rules(object, None, work);
        lists::check(object, &self.structural, &Path::root(), &mut errors);
        self.apply_rules(object, None, &mut errors);
        self.verdict(read, errors, work)
    }

    fn judge_changed(&self, mut read: Read, old: &Value, work: &Work) -> Verdict {
        if let Value::Object(members) = &mut read.object
            && self.has_status
        {
            keep_status(members, old);
        }
        let object = &read.object;
        let correlated = Correlated::new(object, old, &self.structural);
        let mut errors = self.errors_before_rules(object, Some(correlated), work);
        let mut old_errors = Vec::new();
        lists::check(old, &self.structural, &Path::root(), &mut old_errors);
        if old_errors.is_empty() {
            lists::check(object, &self.structural, &Path::root(), &mut errors);
        }
        self.apply_rules(object, Some(correlated), &mut errors);
        self.verdict(read, errors, work)
    }

    /// Head, metadata, schema, scale, embedded resources.
    fn errors_before_rules(&self, object: &Value, old: Option<Correlated<'_>>, work: &Work) -> Vec<Violation> {
        let mut errors = self.head_errors(object);
        if errors.is_empty() {
            errors.extend(self.metadata_errors(object, old));
            errors.extend(validate(&self.demands, object, old, &FieldPath::default(), work));
            if let Some(scale) = &self.scale {
                scale::check(object, scale, &mut errors);
            }
        }
        errors.extend(embedded::check(object, &self.structural, Root::AsDeclared, self.target, &Path::root()));
        errors
    }

    fn head_errors(&self, object: &Value) -> Vec<Violation> {
        let root = Path::root();
        let mut errors = Vec::new();
        for (name, expected) in [("kind", self.kind.clone()), ("apiVersion", self.api_version())] {
            let found = object.get(name).and_then(Value::as_str).unwrap_or_default();
            if found != expected {
                errors.push(Violation::invalid_text(&root.child(name), found, format!("must be {expected}")));
            }
        }
        errors
    }

    fn metadata_errors(&self, object: &Value, old: Option<Correlated<'_>>) -> Vec<Violation> {
        let root = Path::root();
        let at = root.child("metadata");
        let new = metadata_of(object);
        match old {
            None => meta::check(&new, self.namespaced, meta::subdomain, self.target, &at),
            Some(old) => {
                let mut errors = crate::object::metadata::check_update(&new, &metadata_of(old.old()), self.target);
                errors.extend(changed_by_client(object, old.old(), &at));
                errors
            }
        }
    }

    /// Rules are not asked about objects that are wrong in ways which they need not expect.
    fn apply_rules(&self, object: &Value, old: Option<Correlated<'_>>, errors: &mut Vec<Violation>) {
        if self.rules.is_empty() {
            return;
        }
        let blocks = |error: &Violation| {
            use ErrorKind::{NotSupported, Required, TooLong, TooMany, TypeInvalid};
            matches!(error.kind, NotSupported | Required | TooLong | TooMany | TypeInvalid)
        };
        if errors.iter().any(blocks) {
            let detail = "some validation rules were not checked because the object was invalid; correct the existing \
                          errors to complete validation";
            return errors.push(Violation::invalid(&Path::root(), "null", detail));
        }
        errors.extend(expressions::evaluate(&self.rules, &self.structural, object, old));
    }

    fn verdict(&self, read: Read, errors: Vec<Violation>, work: &Work) -> Verdict {
        let errors = match work.is_spent() {
            true => vec![crate::validate::too_much(&FieldPath::default())],
            false => errors,
        };
        let warnings = finalizers::warnings(&metadata_of(&read.object).finalizers);
        let unknown = first(read.unknown);
        Verdict { decode: None, unknown, errors: first(errors), warnings, object: Some(read.object) }
    }
}

/// No more than are told.
fn first<T>(mut all: Vec<T>) -> Vec<T> {
    all.truncate(MOST_TOLD);
    all
}

/// What only the server may change.
fn changed_by_client(new: &Value, old: &Value, at: &Path<'_>) -> Vec<Violation> {
    const KEYS: [&str; 4] = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];
    let of = |object: &Value, key: &str| object.get("metadata").and_then(|metadata| metadata.get(key)).cloned();
    let changed = KEYS.into_iter().filter(|key| of(new, key) != of(old, key));
    let shown = |key| gostd::json::encode(&of(new, key).unwrap_or_default());
    changed.map(|key| Violation::invalid(&at.child(key), shown(key), "field is immutable")).collect()
}

fn metadata_of(object: &Value) -> Metadata {
    let metadata = object.get("metadata").and_then(|metadata| decode::metadata(metadata).ok());
    metadata.map(|(metadata, _)| metadata).unwrap_or_default()
}

fn set_generation(members: &mut BTreeMap<String, Value>) {
    let metadata = members.entry("metadata".to_owned()).or_insert_with(|| Value::Object(BTreeMap::new()));
    if let Value::Object(metadata) = metadata {
        metadata.insert("generation".to_owned(), Value::Number(Number::Int(1)));
    }
}

/// An update of the object leaves its status alone.
fn keep_status(members: &mut BTreeMap<String, Value>, old: &Value) {
    match old.get("status") {
        Some(status) => members.insert("status".to_owned(), status.clone()),
        None => members.remove("status"),
    };
}

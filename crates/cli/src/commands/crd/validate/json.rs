//! `--output json`; `docs/crd-validate.schema.json` is its shape.

use crd::changes::Severity;
use crd::lint;
use crd::sizes::{ANNOTATIONS_LIMIT, STORED_LIMIT};
use goyaml::Position;
use serde_json::{Value, json};

use super::report::{Changed, Clashing, Judged, Report, Sizes, Skipped, Told, bump_word};

/// The report as one document.
pub(super) fn print(report: &Report) -> Value {
    let mut all = json!({
        "apiVersion": ::release::report::API_VERSION,
        "kind": "CrdValidation",
        "kubernetes": format!("1.{}", report.target.minor()),
        "accepted": report.is_accepted(),
        "definitions": report.definitions.iter().map(definition).collect::<Vec<_>>(),
        "resources": report.resources.iter().map(judged).collect::<Vec<_>>(),
        "clashes": report.clashes.iter().map(clash).collect::<Vec<_>>(),
        "skipped": report.skipped.iter().map(skipped).collect::<Vec<_>>(),
    });
    if let (Some(changes), Some(members)) = (&report.changes, all.as_object_mut()) {
        members.insert("changes".to_owned(), changes.iter().map(change).collect());
        members.insert("bump".to_owned(), json!(report.bump.map(bump_word)));
    }
    all
}

fn place(position: Option<Position>) -> Value {
    position.map_or(Value::Null, |at| json!({"line": at.line, "column": at.column}))
}

fn judged(judged: &Judged) -> Value {
    json!({
        "file": judged.file,
        "line": judged.start.line,
        "apiVersion": judged.api_version,
        "kind": judged.kind,
        "name": judged.name,
        "accepted": judged.errors.is_empty(),
        "message": judged.message,
        "errors": judged.errors.iter().map(error).collect::<Vec<_>>(),
        "truncated": judged.is_truncated(),
        "warnings": judged.warnings.iter().map(warning).collect::<Vec<_>>(),
    })
}

fn definition(one: &Judged) -> Value {
    let mut all = judged(one);
    if let Some(members) = all.as_object_mut() {
        members.insert("verb".to_owned(), json!(if one.is_update { "update" } else { "create" }));
        members.insert("lint".to_owned(), one.overlooked.iter().map(opinion).collect());
        members.insert("sizes".to_owned(), one.sizes.map_or(Value::Null, sizes));
    }
    all
}

fn error(told: &Told) -> Value {
    json!({
        "type": told.kind,
        "field": told.field,
        "detail": told.detail,
        "message": told.message,
        "path": told.path,
        "position": place(told.position),
    })
}

fn warning(told: &Told) -> Value {
    json!({"message": told.message, "path": told.path, "position": place(told.position)})
}

fn opinion(told: &Told) -> Value {
    let severity = match told.severity {
        Some(lint::Severity::Error) => "error",
        Some(lint::Severity::Warning) => "warning",
        Some(lint::Severity::Info) | None => "info",
    };
    json!({
        "rule": told.kind,
        "severity": severity,
        "message": told.message,
        "hint": told.hint,
        "path": told.path,
        "position": place(told.position),
    })
}

fn sizes(sizes: Sizes) -> Value {
    json!({
        "annotationsOfKubectlApply": {"bytes": sizes.annotations, "limit": ANNOTATIONS_LIMIT},
        "etcd": {"bytes": sizes.stored, "limit": STORED_LIMIT},
    })
}

fn clash(clash: &Clashing) -> Value {
    json!({
        "definition": clash.definition,
        "owner": clash.owner,
        "reason": clash.reason,
        "message": clash.message,
        "file": clash.file,
        "position": place(clash.position),
    })
}

fn change(changed: &Changed) -> Value {
    let change = &changed.change;
    let severity = match change.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    json!({
        "rule": change.rule,
        "severity": severity,
        "bump": bump_word(change.bump),
        "definition": change.definition,
        "version": change.version,
        "field": change.field,
        "detail": change.detail,
        "file": changed.file,
        "position": place(changed.position),
    })
}

fn skipped(skipped: &Skipped) -> Value {
    json!({
        "file": skipped.file,
        "line": skipped.start.line,
        "apiVersion": skipped.api_version,
        "kind": skipped.kind,
        "name": skipped.name,
        "reason": skipped.reason,
    })
}

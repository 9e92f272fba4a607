//! What Artifact Hub makes of a version, as text and as JSON.

use std::fmt::Write as _;

use goyaml::Position;
use hub::ingest::{Cause, DetectedImages, Effect, Note, Refusal, RefusalKind};
use serde_json::{Map, Value, json};

use super::{Looked, Outcome};
use crate::terminal::{self, Output};

/// Prints it.
pub(super) fn print(outcome: &Outcome, output: Output) {
    match output {
        Output::Json => terminal::json(&to_json(outcome)),
        Output::Text => terminal::data(&to_text(outcome)),
    }
}

/// The address of the version.
fn content_url(outcome: &Outcome) -> String {
    format!("{}:{}", outcome.version.url, outcome.version.tag)
}

/// Whether somebody has looked for signatures.
fn is_looked_at(outcome: &Outcome) -> bool {
    !matches!(outcome.version.cosign, Looked::NotTried)
}

fn to_json(outcome: &Outcome) -> Value {
    let mut all = Map::new();
    let mut put = |key: &str, value: Value| drop(all.insert(key.to_owned(), value));
    put("apiVersion", json!(::release::report::API_VERSION));
    put("kind", json!("HubIngestion"));
    put("reference", json!(content_url(outcome)));
    put("listed", json!(outcome.ingested.outcome.is_ok()));
    match &outcome.ingested.outcome {
        Ok(package) => put("package", package.to_json()),
        Err(refusal) => put("refusal", refusal_json(refusal)),
    }
    put("trackingWarnings", json!(warnings(outcome)));
    let notes = outcome.ingested.notes.iter().filter(|note| note.effect != Effect::Warning);
    put("notes", notes.map(note_json).collect());
    put("signaturesLookedFor", json!(is_looked_at(outcome)));
    if let Some(images) = &outcome.images {
        put("dryRun", images_json(images));
    }
    Value::Object(all)
}

/// Tracking errors of a version that is listed all the same.
fn warnings(outcome: &Outcome) -> Vec<&str> {
    let of_notes = outcome.ingested.notes.iter().filter(|note| note.effect == Effect::Warning);
    let of_repository = outcome.version.warnings.iter().map(String::as_str);
    of_repository.chain(of_notes.map(|note| note.message.as_str())).collect()
}

fn refusal_json(refusal: &Refusal) -> Value {
    let causes: Vec<Value> = refusal.causes.iter().map(cause_json).collect();
    json!({"at": refusal.kind.word(), "trackingError": refusal.tracking_error, "causes": causes})
}

fn cause_json(cause: &Cause) -> Value {
    json!({
        "message": cause.message,
        "detail": cause.detail,
        "annotation": cause.annotation,
        "file": cause.file,
        "position": place_json(cause.position),
    })
}

fn note_json(note: &Note) -> Value {
    json!({
        "effect": note.effect.word(),
        "subject": note.subject,
        "file": note.file,
        "position": place_json(note.position),
        "message": note.message,
    })
}

fn place_json(position: Option<Position>) -> Value {
    position.map_or(Value::Null, |at| json!({"line": at.line, "column": at.column}))
}

fn images_json(images: &Result<DetectedImages, String>) -> Value {
    match images {
        Ok(found) => json!({"images": found.images, "unparsable": found.unparsable}),
        Err(reason) => json!({"error": reason}),
    }
}

fn to_text(outcome: &Outcome) -> String {
    let mut text = String::new();
    match &outcome.ingested.outcome {
        Ok(package) => {
            let _ =
                writeln!(text, "listed {} {}\n  content_url  {}", package.name, package.version, package.content_url);
            package_text(&package.to_json(), &mut text);
        }
        Err(refusal) => refusal_text(refusal, &content_url(outcome), &mut text),
    }
    warnings(outcome).iter().for_each(|warning| drop(writeln!(text, "tracking error, listed all the same: {warning}")));
    if !is_looked_at(outcome) && outcome.ingested.outcome.is_ok() {
        text.push_str("signatures are looked for in the registry, when the version is there\n");
    }
    match &outcome.images {
        Some(Ok(found)) => drop(writeln!(text, "dry run: {}", dry_run(found))),
        Some(Err(reason)) => drop(writeln!(text, "dry run: no images, it fails: {reason}")),
        None => {}
    }
    let notes = outcome.ingested.notes.iter().filter(|note| note.effect != Effect::Warning);
    notes.for_each(|note| note_text(note, &mut text));
    text
}

fn dry_run(found: &DetectedImages) -> String {
    match (found.images.as_slice(), found.unparsable.as_slice()) {
        ([], _) => "no images".to_owned(),
        (images, []) => images.join(", "),
        (_, bad) => format!("no images, since {} can't be parsed", bad.join(", ")),
    }
}

/// Fields that the first lines show, or that are too long to show.
const LEFT_OUT: [&str; 5] = ["name", "version", "content_url", "readme", "normalized_name"];

fn package_text(package: &Value, text: &mut String) {
    let fields = package.as_object().into_iter().flatten();
    for (key, value) in fields.filter(|(key, _)| !LEFT_OUT.contains(&key.as_str())) {
        match value {
            Value::String(value) => drop(writeln!(text, "  {key}  {}", value.replace('\n', " "))),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let _ = writeln!(text, "  {key}");
                items.iter().for_each(|item| drop(writeln!(text, "    {item}")));
            }
            value => drop(writeln!(text, "  {key}  {value}")),
        }
    }
    let readme =
        package["readme"].as_str().map_or_else(|| "none".to_owned(), |readme| format!("{} bytes", readme.len()));
    let _ = writeln!(text, "  readme  {readme}");
}

fn refusal_text(refusal: &Refusal, reference: &str, text: &mut String) {
    let silent = match refusal.kind {
        RefusalKind::Panic => "the tracker crashes: the version is missing and no error is shown anywhere",
        RefusalKind::RepositoryPanic => {
            "the tracker crashes in every run: no version of the repository is listed any more"
        }
        RefusalKind::Ignored => "hidden by artifacthub-repo.yml",
        RefusalKind::NotAVersion => "the tag is no version to Artifact Hub",
        _ => "what Artifact Hub would say of it is not known",
    };
    let _ = writeln!(text, "refused {reference}\n{}", refusal.tracking_error.as_deref().unwrap_or(silent).trim_end());
    for cause in &refusal.causes {
        let about = [&cause.annotation, &cause.file].into_iter().flatten().next();
        let about = about.map(|about| format!("{about}: ")).unwrap_or_default();
        let place = place(cause.file.as_deref().unwrap_or_default(), cause.position);
        let detail = cause.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        let _ = writeln!(text, "cause {place}{about}{}{detail}", cause.message.trim_end());
    }
}

fn place(file: &str, position: Option<Position>) -> String {
    position.map(|at| format!("{file}:{}:{}: ", at.line, at.column)).unwrap_or_default()
}

fn note_text(note: &Note, text: &mut String) {
    let about = if note.subject == note.file { String::new() } else { format!("{}: ", note.subject) };
    let place = place(&note.file, note.position);
    let place = if place.is_empty() { format!("{}: ", note.file) } else { place };
    let _ = writeln!(text, "note [{}] {place}{about}{}", note.effect.word(), note.message);
}

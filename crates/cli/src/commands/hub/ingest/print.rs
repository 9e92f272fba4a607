//! What Artifact Hub makes of a version, as text and as JSON.

use goyaml::Position;
use hub::ingest::{Cause, DetectedImages, Effect, Note, Refusal, RefusalKind};
use serde_json::{Map, Value, json};

use super::{Looked, Outcome, Version};
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
    let Version { url, tag, .. } = &outcome.version;
    if tag.is_empty() { url.clone() } else { format!("{url}:{tag}") }
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
    if let Some(layout) = &outcome.version.layout {
        put("readFrom", json!(layout));
    }
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
    let mut lines = match &outcome.ingested.outcome {
        Ok(package) => {
            let head = format!("listed {} {}", package.name, package.version);
            let address = format!("  content_url  {}", package.content_url);
            [vec![head, address], package_lines(&package.to_json())].concat()
        }
        Err(refusal) => refusal_lines(refusal, &content_url(outcome)),
    };
    let warning = |warning: &&str| format!("tracking error, listed all the same: {warning}");
    lines.extend(warnings(outcome).iter().map(warning));
    if !is_looked_at(outcome) && outcome.ingested.outcome.is_ok() {
        lines.push("signatures are looked for in the registry, when the version is there".to_owned());
    }
    lines.extend(outcome.images.as_ref().map(|images| match images {
        Ok(found) => format!("dry run: {}", dry_run(found)),
        Err(reason) => format!("dry run: no images, it fails: {reason}"),
    }));
    let notes = outcome.ingested.notes.iter().filter(|note| note.effect != Effect::Warning);
    lines.extend(notes.map(note_line));
    lines.join("\n")
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

fn package_lines(package: &Value) -> Vec<String> {
    let fields = package.as_object().into_iter().flatten();
    let shown = fields.filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()));
    let mut lines: Vec<String> = shown.flat_map(|(key, value)| field_lines(key, value)).collect();
    let readme = package["readme"].as_str().map(|readme| format!("{} bytes", readme.len()));
    lines.push(format!("  readme  {}", readme.unwrap_or_else(|| "none".to_owned())));
    lines
}

fn field_lines(key: &str, value: &Value) -> Vec<String> {
    match value {
        Value::String(value) => vec![format!("  {key}  {}", value.replace('\n', " "))],
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let items = items.iter().map(|item| format!("    {item}"));
            std::iter::once(format!("  {key}")).chain(items).collect()
        }
        value => vec![format!("  {key}  {value}")],
    }
}

fn refusal_lines(refusal: &Refusal, reference: &str) -> Vec<String> {
    let silent = match refusal.kind {
        RefusalKind::Panic => "the tracker crashes: the version is missing and no error is shown anywhere",
        RefusalKind::RepositoryPanic => {
            "the tracker crashes in every run: no version of the repository is listed any more"
        }
        RefusalKind::Ignored => "hidden by artifacthub-repo.yml",
        RefusalKind::NotAVersion => "Artifact Hub does not look at the tag",
        _ => "what Artifact Hub would say of it is not known",
    };
    let error = refusal.tracking_error.as_deref().unwrap_or(silent);
    let head = [format!("refused {reference}"), error.to_owned()];
    head.into_iter().chain(refusal.causes.iter().map(cause_line)).collect()
}

fn cause_line(cause: &Cause) -> String {
    let about = [&cause.annotation, &cause.file].into_iter().flatten().next();
    let about = about.map(|about| format!("{about}: ")).unwrap_or_default();
    let place = place(cause.file.as_deref().unwrap_or_default(), cause.position);
    let detail = cause.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    format!("cause {place}{about}{}{detail}", cause.message.trim_end())
}

fn place(file: &str, position: Option<Position>) -> String {
    position.map(|at| format!("{file}:{}:{}: ", at.line, at.column)).unwrap_or_default()
}

fn note_line(note: &Note) -> String {
    let about = if note.subject == note.file { String::new() } else { format!("{}: ", note.subject) };
    let place = place(&note.file, note.position);
    let place = if place.is_empty() { format!("{}: ", note.file) } else { place };
    format!("note [{}] {place}{about}{}", note.effect.word(), note.message)
}

//! Answers of Artifact Hub's own functions, recorded: `EnrichPackageFromAnnotations` and `Register` up to the JSON that
//! goes to the database, the decoding of both metadata files, `ValidatePackageMetadata`. A row holds what went in
//! (annotations; URLs of `sources`, addresses of maintainers; or a file) and what came out: the fields of the package
//! that annotations decide, without nulls; errors; or where it stumbled.

use serde_json::{Map, Value, json};

use super::{chart, look};
use crate::ingest::{Ingested, RefusalKind};
use crate::package_file::{self, FileRefusal};
use crate::repository_file;

const FIELDS: [&str; 15] = [
    "category",
    "is_operator",
    "links",
    "crds",
    "crds_examples",
    "capabilities",
    "license",
    "containers_images",
    "changes",
    "contains_security_updates",
    "prerelease",
    "maintainers",
    "recommendations",
    "screenshots",
    "sign_key",
];

fn texts<'a>(input: &'a Value, key: &str) -> Vec<&'a str> {
    input[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What becomes of a chart with the row's annotations.
fn ingested(input: &Value) -> Ingested {
    let quote = gostd::json::quote;
    let mut lines = String::new();
    for source in texts(input, "Sources") {
        lines.push_str(if lines.is_empty() { "sources:\n" } else { "" });
        lines.push_str(&format!("- {}\n", quote(source)));
    }
    for (index, email) in texts(input, "Emails").into_iter().enumerate() {
        lines.push_str(if index == 0 { "maintainers:\n" } else { "" });
        lines.push_str(&format!("- name: someone\n  email: {}\n", quote(email)));
    }
    lines.push_str("annotations:\n");
    for (key, text) in input["annotations"].as_object().into_iter().flatten() {
        lines.push_str(&format!("  {key}: {}\n", quote(text.as_str().unwrap_or_default())));
    }
    look(&chart(&lines, &[]))
}

/// The answer in the form of the recording.
fn answer(input: &Value) -> Value {
    let file = input["file"].as_str().unwrap_or_default().as_bytes();
    match input["kind"].as_str() {
        Some("pkg") => match package_file::read(file).refusal {
            None => json!({}),
            Some(FileRefusal::Error(error)) => json!({"error": error}),
            Some(FileRefusal::Panic) => json!({"panic": "version"}),
        },
        // The id is looked at elsewhere.
        Some(_) => match repository_file::refusal(file).filter(|error| !error.starts_with("invalid metadata")) {
            None => json!({}),
            Some(error) => json!({"error": error}),
        },
        None => of_version(&ingested(input)),
    }
}

fn of_version(ingested: &Ingested) -> Value {
    let refusal = match &ingested.outcome {
        Ok(package) => {
            let all = package.to_json();
            let fields = FIELDS.iter().filter_map(|key| Some(((*key).to_owned(), all.get(*key)?.clone())));
            return json!({"package": fields.collect::<Map<_, _>>()});
        }
        Err(refusal) => refusal,
    };
    let text = refusal.tracking_error.as_deref().unwrap_or_default();
    let text = text.trim_end_matches(" (package: chart version: 1.0.0)");
    match refusal.kind {
        RefusalKind::Panic => json!({"panic": "version"}),
        RefusalKind::RepositoryPanic => json!({"panic": "repository"}),
        RefusalKind::Annotations => {
            json!({"error": text.trim_start_matches("error preparing package: error enriching package from annotations: ")})
        }
        _ => json!({"refused": text.trim_start_matches("error registering package chart version 1.0.0: ")}),
    }
}

/// The database refuses it later on.
fn is_refused_for_nul(found: &Value, expected: &Value) -> bool {
    found["refused"].as_str().is_some_and(|text| text.contains("22P05")) && expected.to_string().contains("\\u0000")
}

#[test]
fn artifact_hub_answers_the_same() {
    let mut wrong = Vec::new();
    for line in include_str!("../../testdata/recorded.jsonl").lines() {
        let row: Value = serde_json::from_str(line).expect("a row");
        let (found, expected) = (answer(&row["in"]), &row["out"]);
        if found != *expected && !is_refused_for_nul(&found, expected) {
            wrong.push(format!("{}\n  found    {found}\n  expected {expected}", row["in"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

use goyaml::Position;
use schema::CompileError;

use crate::schema_verdicts::{Verdict, judge, stopped};
use crate::text_place::{Places, of_byte, steps};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/compiles",
    severity: Severity::Error,
    summary: "values.schema.json is JSON and a schema that Helm's validator can use.",
    page: include_str!("schema_compiles.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let schema = subject.chart.schema.as_ref();
    if subject.chart.is_library() {
        let error = schema.and_then(|schema| schema::compile(&schema.data).err());
        return schema
            .zip(error)
            .and_then(|(file, error)| observation(subject, "", &file.data, &error))
            .into_iter()
            .collect();
    }
    let mut told: Vec<Vec<String>> = Vec::new();
    let mut seen = Vec::new();
    for name in stopped(subject) {
        let file = subject.values_files().iter().find(|file| Some(file.path.as_str()) == name);
        let user = file.and_then(|file| file.values.as_ref().ok()).cloned().unwrap_or_default();
        for Verdict { chart, schema, refused } in judge(subject.chart, &user) {
            let Err(error) = refused else { continue };
            if !told.contains(&chart) {
                seen.extend(observation(subject, &folder(&chart), &schema.data, &error));
                told.push(chart);
            }
        }
    }
    seen
}

/// `charts/a/charts/b/`
pub(super) fn folder(chart: &[String]) -> String {
    chart.iter().map(|name| format!("charts/{name}/")).collect()
}

/// References to schemas elsewhere are what `schema/remote-ref` is about.
fn observation(subject: &Subject<'_>, folder: &str, text: &[u8], error: &CompileError) -> Option<Observation> {
    let (message, position) = match error {
        CompileError::External(_) => return None,
        CompileError::Json(_) => {
            let offset = gostd::json::parse(text).err().map(|error| error.offset.saturating_sub(1));
            (format!("this is no JSON, and Helm refuses every install: {error}"), offset.map(|at| of_byte(text, at)))
        }
        CompileError::Schema(words) => {
            let (reason, position) = reason(words, text);
            (format!("this is no valid schema, and Helm refuses every install: {reason}"), position)
        }
    };
    let file = subject.path(&format!("{folder}values.schema.json"));
    let seen = Observation::of(&file, message).at_position(position);
    Some(match error {
        CompileError::Schema(words) if words.contains("Perl syntax") => {
            seen.hint("Go's regular expressions know neither lookahead nor lookbehind: write the pattern without them")
        }
        _ => seen.hint("mend the schema; `portolan template` shows Helm's own text"),
    })
}

/// The innermost reason in the validator's text, and its place: that of the pointer or of the value it speaks of.
fn reason(words: &str, text: &[u8]) -> (String, Option<Position>) {
    let lines = words.lines().filter_map(|line| line.trim_start().strip_prefix("- at '"));
    let deepest = lines.clone().max_by_key(|line| line.split("':").next().map_or(0, |at| at.matches('/').count()));
    let places = Places::read(text);
    let Some((pointer, reason)) = deepest.and_then(|line| line.split_once("': ")) else {
        let pointer = words.split("values.schema.json#").nth(1).and_then(|rest| rest.split(['"', '\'']).next());
        let found = pointer
            .and_then(|pointer| reference(text, pointer).or_else(|| Some(places.find(&steps(pointer))?.position)));
        return (words.lines().next().unwrap_or_default().to_owned(), found);
    };
    let position = places.find(&steps(pointer)).map(|found| found.position);
    (format!("{pointer}: {reason}"), position)
}

/// Where a reference is written as it is.
fn reference(text: &[u8], pointer: &str) -> Option<Position> {
    let written = format!("\"#{pointer}\"");
    memchr::memmem::find(text, written.as_bytes()).map(|at| of_byte(text, at))
}

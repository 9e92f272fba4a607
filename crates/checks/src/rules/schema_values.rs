use crate::schema_verdicts::{Refused, forbidden_names, judge, stopped};
use crate::text_place::{Places, dotted};
use crate::told::short;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/values",
    severity: Severity::Error,
    summary: "values.yaml and every ci/*-values.yaml fit values.schema.json, and the schemas of the charts within.",
    page: include_str!("schema_values.md"),
    look,
};

const VALUES: &str = "values.yaml";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let stopped = stopped(subject);
    if stopped.is_empty() {
        return Vec::new();
    }
    let own = subject.chart.values.as_ref().map_or_else(Places::default, |file| Places::read(&file.data));
    let mut told: Vec<Refused> = Vec::new();
    let mut seen = Vec::new();
    for name in stopped {
        let file = subject.values_files().iter().find(|file| Some(file.path.as_str()) == name);
        let user = file.and_then(|file| file.values.as_ref().ok()).cloned().unwrap_or_default();
        let over = file.map_or_else(Places::default, |file| Places::read(&file.text));
        let refused = judge(subject.chart, &user).into_iter().filter_map(|verdict| verdict.refused.ok()).flatten();
        for refused in refused {
            if !told.contains(&refused) {
                let found = observation(subject, &refused, (name, &over), &own);
                seen.push(found);
                told.push(refused);
            }
        }
    }
    seen
}

/// The value is the one of the file of values if that has it as exactly as `values.yaml`.
fn observation(
    subject: &Subject<'_>,
    refused: &Refused,
    (name, over): (Option<&str>, &Places),
    own: &Places,
) -> Observation {
    let mut path = refused.path.clone();
    path.extend(forbidden_names(&refused.message).into_iter().next());
    let (above, below) = (over.find(&path), own.find(&path));
    let depth = |found: Option<crate::text_place::Found>| found.map_or(0, |found| found.depth);
    let (file, found) = match name {
        Some(name) if depth(above) >= depth(below) => (name, above),
        _ => (VALUES, below),
    };
    let value = if refused.path.is_empty() { String::new() } else { format!("{}: ", dotted(&refused.path)) };
    let with = name.map(|name| format!(" (with {name})")).unwrap_or_default();
    let seen = Observation::of(&subject.path(file), short(&format!("{value}{}{with}", words(refused))));
    let seen = seen.at_position(found.map(|found| found.position));
    if name.is_none() && asks_for_values(refused) {
        return asked(subject, seen);
    }
    seen.hint("Helm stops here: mend the value, or what values.schema.json says about it")
}

/// What is wrong, on one line. Of alternatives it is why each of them does not fit.
fn words(refused: &Refused) -> String {
    match refused.because.as_slice() {
        [] => refused.message.lines().map(str::trim).collect::<Vec<_>>().join(" "),
        because => format!("none of the alternatives fits: {}", because.join(", or ")),
    }
}

/// Whether something that only a user can know is missing.
fn asks_for_values(refused: &Refused) -> bool {
    const WORDS: [&str; 5] =
        ["missing propert", "got null", "minLength: got 0", "minItems: got 0", "minProperties: got 0"];
    let mut reasons = refused.because.iter().chain([&refused.message]);
    reasons.any(|reason| WORDS.iter().any(|words| reason.contains(words)))
}

/// A chart may ask for values; then a file in `ci/` shows how it is meant.
fn asked(subject: &Subject<'_>, seen: Observation) -> Observation {
    let shown = subject.renders().matrix().any(|run| run.scene.values.is_some() && run.outcome.is_ok());
    if shown {
        return seen.severity(Severity::Info).hint("the chart asks for values: Artifact Hub finds no images in it");
    }
    seen.severity(Severity::Warning)
        .hint("the chart asks for values: add a ci/NAME-values.yaml with some, so that it can be checked")
}

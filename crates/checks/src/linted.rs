//! From messages of `helm lint` to observations, with the places that Helm does not tell.

use goyaml::{Node, Position};
use lint::Message;

use crate::{Observation, Severity, Subject};

/// What of the chart a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `Chart.yaml`
    ChartFile,
    /// `values.yaml`
    Values,
    /// `templates/`, without deprecated APIs.
    Templates,
    /// Charts within.
    Dependencies,
    /// `crds/`
    Definitions,
    /// Nothing that a check of this group tells: another one has said it.
    Elsewhere,
}

/// The messages about a part, as observations.
pub fn observations(subject: &Subject<'_>, wanted: Part) -> Vec<Observation> {
    let messages = subject.linted().messages.iter();
    messages.filter(|message| part(message) == wanted).map(|message| observation(subject, message)).collect()
}

fn part(message: &Message) -> Part {
    match message.path.as_str() {
        "Chart.yaml" if is_unquoted(message) => Part::Elsewhere,
        "Chart.yaml" if is_about_semver(message) => Part::Elsewhere,
        "Chart.yaml" => Part::ChartFile,
        "values.yaml" if is_told_elsewhere(message) => Part::Elsewhere,
        "values.yaml" => Part::Values,
        "templates/" if is_render(message) => Part::Elsewhere,
        path if path.starts_with("templates/") && is_deprecation(message) => Part::Elsewhere,
        path if path.starts_with("templates/") => Part::Templates,
        path if path.starts_with("crds/") => Part::Definitions,
        _ => Part::Dependencies,
    }
}

/// `version/quotes` says what the version becomes, and mends it.
fn is_unquoted(message: &Message) -> bool {
    let number = message.text.strip_suffix(" should be of type string but it's of type float64");
    number.is_some_and(|field| matches!(field, "version" | "appVersion"))
}

/// `version/semver` says how to write it.
fn is_about_semver(message: &Message) -> bool {
    message.text.ends_with("is not a valid SemVerV2")
}

/// `package/files` says that it is missing; `schema/compiles` and `schema/values` say which value is meant.
fn is_told_elsewhere(message: &Message) -> bool {
    !message.text.starts_with("unable to parse YAML")
}

/// `helm/render` says which line it is, and for which values.
fn is_render(message: &Message) -> bool {
    !matches!(message.text.as_str(), "directory does not exist" | "not a directory")
}

/// `helm/deprecated-api` and `helm/removed-api` say for which versions of Kubernetes.
fn is_deprecation(message: &Message) -> bool {
    message.text.contains(" is deprecated in v1.")
}

fn observation(subject: &Subject<'_>, message: &Message) -> Observation {
    let is_inside = !message.path.is_empty() && !message.path.starts_with('/');
    let (file, position) = match part(message) {
        Part::ChartFile => (subject.chart_yaml(), field_position(&subject.chart.chart_yaml, &message.text)),
        Part::Dependencies => (subject.chart_yaml(), subject.field("dependencies").map(|node| node.span.start)),
        // Lines of what a template renders to are none of the template's.
        Part::Templates => (subject.path(message.path.trim_end_matches('/')), None),
        _ if is_inside => (subject.path(message.path.trim_end_matches('/')), line(&message.text)),
        _ => (subject.folder.to_owned(), None),
    };
    let is_fine = message.text == "directory does not exist" && brings_other_things(subject);
    let severity = if is_fine { Severity::Info } else { severity(message) };
    let seen = Observation::of(&file, message.text.trim_end()).at_position(position).severity(severity);
    match advice(subject, message) {
        Some(advice) => seen.hint(advice),
        None => seen,
    }
}

/// Helm's severity as ours.
pub fn severity(message: &Message) -> Severity {
    match message.severity {
        lint::Severity::Info => Severity::Info,
        lint::Severity::Warning => Severity::Warning,
        lint::Severity::Error => Severity::Error,
    }
}

/// A chart without templates is for something if it has definitions or other charts.
fn brings_other_things(subject: &Subject<'_>) -> bool {
    !subject.chart.crds().is_empty() || !subject.chart.metadata.dependencies.is_empty()
}

/// How to mend what Helm only states.
fn advice(subject: &Subject<'_>, message: &Message) -> Option<String> {
    if let Some(advice) = advice_on_field(&message.text) {
        return Some(advice);
    }
    let asks = || {
        let plain = subject.renders().matrix().find(|run| run.scene.values.is_none());
        plain.is_some_and(|run| run.outcome.is_err())
    };
    let is_consequence = part(message) == Part::Templates && message.path != "templates/" && asks();
    is_consequence.then(|| {
        "`helm lint` goes on where `required` or `fail` end a render, and judges what comes of it; see helm/render"
            .to_owned()
    })
}

/// How to mend a field of `Chart.yaml` that Helm does not know.
pub fn advice_on_field(text: &str) -> Option<String> {
    let key = unknown_field(text)?;
    Some(match goyaml::nearest(key, &chart::METADATA_KEYS) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove `{key}`: Helm does not know it"),
    })
}

/// The key in `unknown field "a.b"`.
fn unknown_field(text: &str) -> Option<&str> {
    let path = text.split("unknown field \"").nth(1)?.split('"').next()?;
    path.rsplit('.').next()
}

/// The field of `Chart.yaml` that a text speaks of.
pub fn field_position(chart_yaml: &Node, text: &str) -> Option<Position> {
    const FIELDS: [(&str, &str); 9] = [
        ("chart type", "type"),
        ("appVersion", "appVersion"),
        ("apiVersion", "apiVersion"),
        ("chart name", "name"),
        ("version", "version"),
        ("maintainer", "maintainers"),
        ("source URL", "sources"),
        ("icon URL", "icon"),
        ("dependencies", "dependencies"),
    ];
    let unknown = unknown_field(text);
    let key = match unknown {
        Some(key) => key,
        None => FIELDS.iter().find(|(words, _)| text.contains(words))?.1,
    };
    let (key, value) = chart_yaml.entry(key)?;
    Some(if unknown.is_some() { key.span.start } else { value.span.start })
}

/// The line in `… line 3: …`.
pub fn line(text: &str) -> Option<Position> {
    let digits = text.split("line ").nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?;
    Some(Position { line: digits.parse().ok()?, column: 1 })
}

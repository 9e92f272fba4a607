use gostd::semver::Version;
use goyaml::Position;

use crate::finding::Edit;
use crate::install_pins::{Pin, pins};
use crate::{Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/readme-version",
    severity: Severity::Warning,
    summary: "Instructions that name a version of the chart name this one.",
    page: include_str!("drift_readme_version.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    // Before a prerelease, instructions keep naming the last stable version; 0.0.0 is filled in elsewhere.
    let Ok(version) = Version::parse(chart.version()) else { return Vec::new() };
    if version.is_prerelease() || (version.major, version.minor, version.patch) == (0, 0, 0) {
        return Vec::new();
    }
    let files = chart.files.iter().chain(&chart.templates).filter(|file| is_instruction(&file.path));
    let mut seen = Vec::new();
    for file in files {
        let found = file.text().map(|text| pins(text, chart.name())).unwrap_or_default();
        let old = found.iter().filter(|pin| Version::parse(&pin.version).is_ok_and(|pinned| pinned < version));
        seen.extend(old.map(|pin| observation(subject, &subject.path(&file.path), pin)));
    }
    seen
}

fn observation(subject: &Subject<'_>, file: &str, pin: &Pin) -> Observation {
    let version = subject.chart.version();
    let message = format!("`{}` names an older version than this chart's {version}", pin.words);
    let length = u32::try_from(pin.version.chars().count()).unwrap_or_default();
    let edit = |start: &Position| {
        let end = Position { column: start.column.saturating_add(length), ..*start };
        Edit { file: file.to_owned(), start: *start, end, text: version.to_owned() }
    };
    let fix = Fix { title: format!("write {version}"), edits: pin.places.iter().map(edit).collect() };
    let hint = format!("write {version}, so that people who follow the instructions get what they read about");
    Observation::of(file, message).at_position(pin.places.first().copied()).hint(hint).fix(fix)
}

/// README, notes and documents, but no histories.
fn is_instruction(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_text = [".md", ".md.gotmpl", ".adoc", ".txt"].iter().any(|end| name.ends_with(end));
    let histories = ["change", "upgrad", "migrat", "histor", "news", "release"];
    is_text && !histories.iter().any(|word| name.contains(word))
}

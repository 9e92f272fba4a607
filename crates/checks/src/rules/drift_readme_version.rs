use chart::File;
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

/// What the name of a template for helm-docs adds to the file's.
const TEMPLATE: &str = ".gotmpl";
/// A larger template is not read.
const MAX_BYTES: u64 = 1 << 20;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    // Before a prerelease, instructions keep naming the last stable version; 0.0.0 is filled in elsewhere.
    let Ok(version) = Version::parse(chart.version()) else { return Vec::new() };
    if version.is_prerelease() || (version.major, version.minor, version.patch) == (0, 0, 0) {
        return Vec::new();
    }
    let files = chart.files.iter().chain(&chart.templates).filter(|file| is_instruction(&file.path));
    files.flat_map(|file| in_file(subject, file, &version)).collect()
}

/// The older versions that a file names. What stands in the template of a README, too, is told there.
fn in_file(subject: &Subject<'_>, file: &File, version: &Version) -> Vec<Observation> {
    let old = |text: &str| {
        let found = pins(text, subject.chart.name()).into_iter();
        found.filter(|pin| Version::parse(&pin.version).is_ok_and(|pinned| pinned < *version)).collect::<Vec<_>>()
    };
    let found = file.text().map(old).unwrap_or_default();
    let path = subject.path(&file.path);
    if let Some(made) = file.path.strip_suffix(TEMPLATE) {
        let elsewhere = subject.chart.files.iter().find(|file| file.path == made);
        let elsewhere = elsewhere.and_then(|file| file.text()).map(old).unwrap_or_default();
        let own = found.iter().filter(|pin| place_of(pin, &elsewhere).is_none());
        return own.map(|pin| observation(subject, (&path, pin), None)).collect();
    }
    let template = format!("{}{TEMPLATE}", file.path);
    let source = subject.source().read(&template, MAX_BYTES).ok();
    let mut in_source = source.as_ref().and_then(|text| std::str::from_utf8(text).ok()).map(old).unwrap_or_default();
    let template_path = subject.path(&template);
    let told = found.iter().map(|pin| match place_of(pin, &in_source).map(|place| in_source.remove(place)) {
        Some(first) => observation(subject, (&template_path, &first), Some((&path, pin))),
        None if source.is_some() => observation(subject, (&path, pin), None)
            .hint(format!("run helm-docs, which makes {} from {template}", file.path)),
        None => observation(subject, (&path, pin), None),
    });
    told.collect()
}

/// Which of the versions in another file is the same.
fn place_of(pin: &Pin, others: &[Pin]) -> Option<usize> {
    others.iter().position(|other| other.words == pin.words && other.version == pin.version)
}

/// An observation with a fix, which changes the file that is made from this one, too.
fn observation(subject: &Subject<'_>, (file, pin): (&str, &Pin), made: Option<(&str, &Pin)>) -> Observation {
    let version = subject.chart.version();
    let message = format!("`{}` names an older version than this chart's {version}", pin.words);
    let edits = std::iter::once((file, pin)).chain(made).flat_map(|(file, pin)| edits(file, pin, version)).collect();
    let fix = Fix { title: format!("write {version}"), edits };
    let hint = format!("write {version}, so that people who follow the instructions get what they read about");
    Observation::of(file, message).at_position(pin.places.first().copied()).hint(hint).fix(fix)
}

fn edits<'p>(file: &'p str, pin: &'p Pin, version: &'p str) -> impl Iterator<Item = Edit> + 'p {
    let length = u32::try_from(pin.version.chars().count()).unwrap_or_default();
    pin.places.iter().map(move |start| {
        let end = Position { column: start.column.saturating_add(length), ..*start };
        Edit { file: file.to_owned(), start: *start, end, text: version.to_owned() }
    })
}

/// README, notes and documents, but no histories.
fn is_instruction(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_text = [".md", ".md.gotmpl", ".adoc", ".txt"].iter().any(|end| name.ends_with(end));
    let histories = ["change", "upgrad", "migrat", "histor", "news", "release"];
    is_text && !histories.iter().any(|word| name.contains(word))
}

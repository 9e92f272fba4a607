//! The cases by which it is told whether Artifact Hub takes a version and how it shows it, each with its number. Their
//! source are Artifact Hub's own tests and runs of its functions.
//!
//! Numbers that are missing here can't be decided without a registry, a database, time or a browser; each has a line in
//! [`ELSEWHERE`].

mod annotations;
mod archives;
mod charts;
mod recorded;
mod repositories;
mod tags;

use std::collections::BTreeSet;

use chart::{Chart, MemoryFolder};

use crate::ingest::{Effect, Ingested, RefusalKind, Seen, ingest};
use crate::package::Package;
use crate::repository::Repository;
use crate::{FoundAt, ingest as ingestion};

/// Cases that this room can't decide, and why; or the test that does.
const ELSEWHERE: [(u32, &str); 4] = [
    (11, "an index must be fetched manifest by manifest: crates/cli/tests/hub_ingest.rs"),
    (
        69,
        "metadata must be looked for in a registry: crates/cli/tests/hub_ingest.rs; that the flag is cleared, is a matter of the database",
    ),
    (73, "what was listed before is in the database, and stays"),
    (80, "a matter of the router of the HTTP API; what is asked for is tested in crates/cli/tests/hub_wait.rs"),
];

/// Where versions are found, unless a case says otherwise.
const URL: &str = "oci://registry/namespace/chart";

pub(super) fn found<'a>(url: &'a str, tag: &'a str) -> FoundAt<'a> {
    FoundAt { repository: Repository { url, ..Repository::default() }, tag }
}

pub(super) fn at<'a>() -> FoundAt<'a> {
    found(URL, "1.0.0")
}

/// A chart from lines of `Chart.yaml` after its first ones, and files.
pub(super) fn chart(lines: &str, files: &[(&str, &str)]) -> Chart {
    chart_of(&format!("apiVersion: v2\nname: chart\nversion: 1.0.0\n{lines}"), files)
}

pub(super) fn chart_of(chart_yaml: &str, files: &[(&str, &str)]) -> Chart {
    let folder = MemoryFolder::new().with("Chart.yaml", chart_yaml);
    let folder = files.iter().fold(folder, |folder, (path, text)| folder.with(path, *text));
    chart::load_any_version(&folder).expect("a chart").chart
}

/// Lines of `Chart.yaml` with annotations, without their prefix.
pub(super) fn annotated(annotations: &[(&str, &str)]) -> String {
    let lines = annotations.iter().map(|(key, text)| format!("  artifacthub.io/{key}: {}\n", gostd::json::quote(text)));
    format!("annotations:\n{}", lines.collect::<String>())
}

pub(super) fn look(chart: &Chart) -> Ingested {
    ingest(&at(), chart, &Seen::default())
}

/// What becomes of a chart with these annotations.
pub(super) fn with(annotations: &[(&str, &str)]) -> Ingested {
    look(&chart(&annotated(annotations), &[]))
}

pub(super) fn listed(case: u32, ingested: &Ingested) -> &Package {
    match &ingested.outcome {
        Ok(package) => package,
        Err(refusal) => panic!("case {case}: refused: {refusal:?}"),
    }
}

/// The tracking error of a refusal.
pub(super) fn error(case: u32, ingested: &Ingested) -> String {
    match &ingested.outcome {
        Ok(_) => panic!("case {case}: listed"),
        Err(refusal) => refusal.tracking_error.clone().unwrap_or_else(|| panic!("case {case}: silent: {refusal:?}")),
    }
}

/// The tracking error of annotations with these problems.
pub(super) fn bullets(problems: &[&str]) -> String {
    let errors = crate::multierror::text(problems.iter().copied());
    format!(
        "error preparing package: error enriching package from annotations: {errors} (package: chart version: 1.0.0)"
    )
}

pub(super) fn kind(case: u32, ingested: &Ingested) -> RefusalKind {
    match &ingested.outcome {
        Ok(_) => panic!("case {case}: listed"),
        Err(refusal) => refusal.kind,
    }
}

pub(super) fn has_note(ingested: &Ingested, effect: Effect, subject: &str) -> bool {
    ingested.notes.iter().any(|note| note.effect == effect && note.subject == subject)
}

/// The numbers in a test file: `let case = 12;`, and `(12, …` or a line `12,` at the beginning of a row.
fn numbers(source: &str) -> BTreeSet<u32> {
    let alone = |line: &str| line.trim().strip_suffix(',').unwrap_or_default().to_owned();
    let before = |text: &str, end: char| text.split(end).next().unwrap_or_default().to_owned();
    let cases = source.split("let case = ").skip(1).map(|text| before(text, ';'));
    let rows = source.split('(').skip(1).map(|text| before(text, ','));
    let texts = cases.chain(rows).chain(source.lines().map(alone));
    texts.filter_map(|text| text.parse().ok()).filter(|number| (1..=88).contains(number)).collect()
}

#[test]
fn every_case_is_here_or_has_a_reason() {
    let sources = [
        include_str!("annotations.rs"),
        include_str!("archives.rs"),
        include_str!("charts.rs"),
        include_str!("repositories.rs"),
        include_str!("tags.rs"),
    ];
    let mut seen: BTreeSet<u32> = sources.iter().flat_map(|source| numbers(source)).collect();
    seen.extend(ELSEWHERE.iter().map(|(number, _)| *number));
    for (number, reason) in ELSEWHERE {
        let tests = [include_str!("../../../cli/tests/hub_ingest.rs"), include_str!("../../../cli/tests/hub_wait.rs")];
        let told = tests.iter().any(|tests| tests.contains(&format!("let case = {number};")));
        assert_eq!(told, reason.contains("crates/cli/tests"), "case {number}");
    }
    let missing: Vec<u32> = (1..=88).filter(|number| !seen.contains(number)).collect();
    assert!(missing.is_empty(), "no case {missing:?}");
}

#[test]
fn a_refusal_tells_the_place_of_an_annotation() {
    let text = "annotations:\n  artifacthub.io/images: |\n    - image: ab\n    - imagee: cd\n      image: ef\n";
    let ingested = look(&chart(text, &[]));
    listed(0, &ingested);
    let note = ingested.notes.iter().find(|note| note.effect == Effect::Ignored).expect("a note");
    assert_eq!(note.position.map(|at| (at.line, at.column)), Some((7, 7)));
    assert_eq!(note.message, "key \"imagee\" is ignored: did you mean `image`?");
    let ingested = look(&chart("annotations:\n  artifacthub.io/links: '{'\n", &[]));
    let refusal = ingested.outcome.unwrap_err();
    assert_eq!(refusal.causes[0].position.map(|at| at.line), Some(5));
    assert_eq!(ingestion::detected_images("").stored(), [] as [String; 0]);
}

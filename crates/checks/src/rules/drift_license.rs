use hub::annotations::LICENSE;
use hub::ingest::{DetectedLicense, detected_license};

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/license",
    severity: Severity::Warning,
    summary: "artifacthub.io/license names the licence in the file LICENSE.",
    page: include_str!("drift_license.md"),
    look,
};

/// Licences that are told apart; an annotation with another one is not judged.
const KNOWN: [&str; 10] =
    ["Apache-2.0", "MIT", "MPL-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Unlicense", "GPL-", "LGPL-", "AGPL-"];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(annotated) = subject.annotation(LICENSE).map(str::trim) else { return Vec::new() };
    let Some(file) = subject.chart.files.iter().find(|file| file.path == "LICENSE") else { return Vec::new() };
    let found: Vec<&str> = match detected_license(&file.data) {
        DetectedLicense::Sure(id) => vec![id],
        DetectedLicense::Tied(ids) => ids.to_vec(),
        DetectedLicense::Unknown => return Vec::new(),
    };
    let is_judged =
        KNOWN.iter().any(|known| if known.ends_with('-') { annotated.starts_with(known) } else { annotated == *known });
    if !is_judged || found.contains(&annotated) {
        return Vec::new();
    }
    let message = format!("{LICENSE} is {annotated}, but the file LICENSE is {}", found.join(" or "));
    let hint = "the annotation is what Artifact Hub shows, the file is what holds: make them say the same";
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(LICENSE));
    vec![seen.hint(hint)]
}

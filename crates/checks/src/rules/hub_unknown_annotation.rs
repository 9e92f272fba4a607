use hub::annotations::{KNOWN, PREFIX};

use crate::{
    Edit, Fix,
    told::{self, Told},
};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/unknown-annotation",
    severity: Severity::Warning,
    summary: "Annotations that begin with artifacthub.io/ are ones that Artifact Hub knows.",
    page: include_str!("hub_unknown_annotation.md"),
    look,
};

/// Keys of `artifacthub-pkg.yml` and others that are taken for annotations, and what Helm charts have instead.
const INSTEAD: [(&str, &str); 11] = [
    ("keywords", "write `keywords` in Chart.yaml"),
    ("home", "write `home` in Chart.yaml"),
    ("homeURL", "write `home` in Chart.yaml"),
    ("sources", "write `sources` in Chart.yaml"),
    ("logoURL", "write `icon` in Chart.yaml"),
    ("deprecated", "write `deprecated: true` in Chart.yaml"),
    ("description", "write `description` in Chart.yaml"),
    ("displayName", "Helm charts have no display name; remove it"),
    ("provider", "Helm charts have no provider; remove it"),
    ("readme", "write README.md beside Chart.yaml"),
    ("install", "Helm charts have no text on how to install; write it in README.md"),
];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let notes = told::notes(subject, Told::UnknownAnnotation);
    notes
        .map(|(note, seen)| {
            let name = note.subject.strip_prefix(PREFIX).unwrap_or(&note.subject);
            let instead = INSTEAD.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
            let fix = note.meant.as_ref().and_then(|known| fix(subject, &note.subject, known));
            let hint = match (instead, &note.meant) {
                (Some((_, hint)), _) => (*hint).to_owned(),
                (None, Some(known)) => format!("write `{known}`"),
                (None, None) => format!("remove it; Artifact Hub reads {}", known().join(", ")),
            };
            Observation { fix, ..seen.hint(hint) }
        })
        .collect()
}

fn known() -> Vec<&'static str> {
    KNOWN.iter().filter_map(|known| known.strip_prefix(PREFIX)).collect()
}

/// A slip of spelling, where the right annotation is not there as well.
fn fix(subject: &Subject<'_>, written: &str, known: &str) -> Option<Fix> {
    if !hub::is_slip(written, known) || subject.annotation(known).is_some() {
        return None;
    }
    let (key, _) = subject.field("annotations")?.entry(written)?;
    Some(Fix::new(format!("write `{known}`"), Edit::replace(&subject.chart_yaml(), key, known)))
}

use crate::{
    Edit, Fix,
    told::{self, Told},
};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/coerced",
    severity: Severity::Warning,
    summary: "Helm and Artifact Hub read fields and annotations as they are written.",
    page: include_str!("hub_coerced.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let notes = told::notes(subject, Told::Coerced);
    notes.map(|(note, seen)| Observation { fix: fix(subject, &note.subject), ..seen }).collect()
}

/// A word of YAML 1.1 for true or false is meant as one.
fn fix(subject: &Subject<'_>, key: &str) -> Option<Fix> {
    let node = subject.annotation_node(key)?;
    let read = subject.annotation(key).filter(|read| matches!(*read, "true" | "false"))?;
    let text = format!("{read:?}");
    Some(Fix::new(format!("write `{key}: {text}`"), Edit::replace(&subject.chart_yaml(), node, text)))
}

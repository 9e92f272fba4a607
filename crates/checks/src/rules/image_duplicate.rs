use std::collections::HashMap;

use crate::images::annotated;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "image/duplicate",
    severity: Severity::Warning,
    summary: "artifacthub.io/images lists every image once, each under its own name.",
    page: include_str!("image_duplicate.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let listed = annotated(subject).unwrap_or_default();
    let mut names: HashMap<&str, &str> = HashMap::new();
    let mut images: HashMap<String, usize> = HashMap::new();
    let mut seen = Vec::new();
    for (index, entry) in listed.iter().enumerate() {
        let long = entry.reference.as_ref().map_or_else(|_| entry.text.clone(), ToString::to_string);
        let message = if let Some(first) = images.insert(long, index) {
            format!("artifacthub.io/images lists {} twice, as entries {} and {}", entry.text, first + 1, index + 1)
        } else if let Some(other) = names.get(entry.name.as_str()).filter(|_| !entry.name.is_empty()) {
            format!("artifacthub.io/images calls both {other} and {} {:?}", entry.text, entry.name)
        } else {
            names.insert(&entry.name, &entry.text);
            continue;
        };
        let hint = "remove one of them, or give it a name of its own";
        seen.push(Observation::of(&subject.chart_yaml(), message).at_position(entry.position).hint(hint));
    }
    seen
}

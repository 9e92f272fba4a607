use std::collections::BTreeSet;

use crate::{Facts, Observation, Rule, Severity, Subject, refusals};

pub(super) const RULE: Rule = Rule {
    id: "manifest/duplicate-key",
    severity: Severity::Warning,
    summary: "No mapping of an object has a key twice.",
    page: include_str!("manifest_duplicate_key.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for (object, run) in subject.renders().matrix_objects() {
        let kind = object.head.kind.as_str();
        for key in manifests::duplicate_keys(&object.document) {
            if !known.insert((object.template.as_str(), kind, key.path.clone())) {
                continue;
            }
            let file = subject.file_with(&object.template);
            let within =
                if file.ends_with(&object.template) { String::new() } else { format!(" in {}", object.template) };
            let which = if key.is_same { "" } else { ", with another value" };
            let values = run.scene.values_words();
            let message = format!("{}{within} has {} twice{which} ({values})", object.name(), key.path);
            let seen = Observation::of(&file, message).at_position(refusals::start(subject, object, kind));
            let hint = "Helm takes the last one, `kubectl apply` refuses the object: `merge` or `omit` keys that values may have too";
            let severity = if key.is_same { Severity::Info } else { Severity::Warning };
            found.push(seen.hint(hint).severity(severity));
        }
    }
    found
}

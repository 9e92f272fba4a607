use std::collections::BTreeSet;

use crd::kinds::Unmatched;

use crate::defined::examples;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/unknown",
    severity: Severity::Error,
    summary: "Examples are of kinds and versions that the chart defines.",
    page: include_str!("example_unknown.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let defined = &subject.defined().list;
    if defined.iter().any(|defined| defined.definition.is_none()) {
        return Vec::new();
    }
    let definitions = defined.iter().filter_map(|defined| defined.definition.as_ref());
    // Of some of them there is no verdict, since they are refused or have several forms.
    let kinds: BTreeSet<&str> = definitions.map(|definition| definition.names.kind.as_str()).collect();
    let seen = examples::unmatched(subject, |example| {
        let is_unknown = match example.judged.verdict {
            Err(Unmatched::Kind) => !kinds.contains(example.judged.kind.as_str()),
            Err(Unmatched::Version) => true,
            _ => false,
        };
        example.judged.message().filter(|_| is_unknown)
    });
    seen.into_iter().map(|seen| seen.hint("write a kind and version that the chart defines")).collect()
}

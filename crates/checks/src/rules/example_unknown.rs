use crd::kinds::Unmatched;

use crate::defined::examples::{Example, Source};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/unknown",
    severity: Severity::Error,
    summary: "Examples are of kinds and versions that the chart defines.",
    page: include_str!("example_unknown.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    // What the annotation has, a check of its own compares.
    let others = subject.examples().list.iter().filter(|example| !matches!(example.source, Source::Annotation(_)));
    let unknown = others.filter(|example| {
        matches!(example.judged.verdict, Err(Unmatched::Kind | Unmatched::Version)) && !is_refused(subject, example)
    });
    let mut all: Vec<Observation> = Vec::new();
    for example in unknown {
        let message = format!("{}: {}", example.words(), example.judged.message().unwrap_or_default());
        let seen = example.observation(subject, None, &message).hint("write a kind and version that the chart defines");
        if !all.iter().any(|known| known.file == seen.file && known.position == seen.position) {
            all.push(seen);
        }
    }
    all
}

/// Whether a definition of the kind is there, but could not be used.
fn is_refused(subject: &Subject<'_>, example: &Example) -> bool {
    let definitions = subject.defined().list.iter().filter_map(|defined| defined.definition.as_ref());
    example.judged.definition.is_none()
        && definitions.into_iter().any(|definition| definition.names.kind == example.judged.kind)
        || subject.defined().list.iter().any(|defined| defined.definition.is_none())
}

use crd::kinds::Unmatched;

use crate::defined::examples::Source;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/not-served",
    severity: Severity::Error,
    summary: "Examples are of versions that are served.",
    page: include_str!("example_not_served.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    // What the annotation has, a check of its own compares.
    let others = subject.examples().list.iter().filter(|example| !matches!(example.source, Source::Annotation(_)));
    let wrong = others.filter(|example| example.judged.verdict == Err(Unmatched::NotServed));
    let mut all: Vec<Observation> = Vec::new();
    for example in wrong {
        let message = format!("{}: its version {} is not served", example.words(), example.judged.api_version);
        let seen = example.observation(subject, None, &message).hint("write a version that the definition serves");
        if !all.iter().any(|known| known.file == seen.file && known.position == seen.position) {
            all.push(seen);
        }
    }
    all
}

use crd::kinds::Unmatched;

use crate::defined::examples;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/not-served",
    severity: Severity::Error,
    summary: "Examples are of versions that are served.",
    page: include_str!("example_not_served.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let seen = examples::unmatched(subject, |example| {
        let is_not_served = example.judged.verdict == Err(Unmatched::NotServed);
        is_not_served.then(|| format!("its version {} is not served", example.judged.api_version))
    });
    seen.into_iter().map(|seen| seen.hint("write a version that the definition serves")).collect()
}

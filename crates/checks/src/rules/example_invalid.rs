use crd::kinds::Judged;

use crate::defined::examples::{Example, Examples};
use crate::defined::refusals;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/invalid",
    severity: Severity::Error,
    summary: "The API server accepts every example, and every custom resource of the chart.",
    page: include_str!("example_invalid.md"),
    look,
};

/// Errors of one example that are told; what is more is counted.
const MOST: usize = 20;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Examples { list, unreadable } = subject.examples();
    let broken = unreadable
        .iter()
        .filter(|_| !subject.defined().list.is_empty())
        .map(|(file, at, reason)| Observation::of(&subject.path(file), reason.clone()).at_position(*at));
    let mut all: Vec<Observation> = broken.collect();
    for seen in list.iter().flat_map(|example| refused(subject, example)) {
        // Templates make the same object with many values.
        if !all.iter().any(|known| known.file == seen.file && same(&known.message, &seen.message)) {
            all.push(seen);
        }
    }
    all
}

/// Whether messages are the same but for what the chart was rendered with.
fn same(one: &str, other: &str) -> bool {
    let without = |text: &str| text.rsplit_once(" (with ").map_or(text.len(), |(head, _)| head.len());
    one.get(..without(one)) == other.get(..without(other))
}

fn refused(subject: &Subject<'_>, example: &Example) -> Vec<Observation> {
    let Judged { verdict: Ok(verdict), .. } = &example.judged else { return Vec::new() };
    let decode = verdict.decode.iter().chain(&verdict.strict).map(|told| (&told.place, told.what.clone()));
    let errors = verdict.errors.iter().map(|error| (&error.place, refusals::words(error)));
    let all: Vec<_> = decode.chain(errors).collect();
    let said = |(place, text): &(&crd::judge::Place, String)| {
        example.observation(subject, Some(place), &format!("{}: {text}", example.words()))
    };
    let more = all.len().saturating_sub(MOST);
    let words = format!("{}: and {more} more of these", example.words());
    let more = (more > 0).then(|| example.observation(subject, None, &words));
    all.iter().take(MOST).map(said).chain(more).collect()
}

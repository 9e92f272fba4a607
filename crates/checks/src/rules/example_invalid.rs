use std::collections::BTreeSet;

use crd::judge::Place;
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
/// Errors of all examples of a chart, more or less.
const MOST_OF_CHART: usize = 500;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Examples { list, unreadable } = subject.examples();
    let broken = unreadable
        .iter()
        .filter(|_| !subject.defined().list.is_empty())
        .map(|(file, at, reason)| Observation::of(&subject.path(file), reason.clone()).at_position(*at));
    let mut all: Vec<Observation> = broken.collect();
    let mut known = BTreeSet::new();
    for example in list {
        // Templates make the same object with many values.
        let mut texts = refused(example);
        texts.retain(|(_, text)| known.insert((example.file(), text.clone())));
        if all.len() >= MOST_OF_CHART {
            break;
        }
        let more = texts.len().saturating_sub(MOST);
        all.extend(texts.iter().take(MOST).map(|(place, text)| example.observation(subject, Some(place), text)));
        let words = format!("{}: and {more} more of these", example.words());
        all.extend((more > 0).then(|| example.observation(subject, None, &words)));
    }
    all
}

/// What is wrong with an example, with its name before it.
fn refused(example: &Example) -> Vec<(&Place, String)> {
    let Judged { verdict: Ok(verdict), .. } = &example.judged else { return Vec::new() };
    let decode = verdict.decode.iter().chain(&verdict.strict).map(|told| (&told.place, told.what.clone()));
    let errors = verdict.errors.iter().map(|error| (&error.place, refusals::words(error)));
    decode.chain(errors).map(|(place, text)| (place, format!("{}: {text}", example.words()))).collect()
}

use std::collections::{BTreeMap, BTreeSet};

use crd::judge::Located;
use crd::lint::{self, Finding, Lint};

use crate::defined::Defined;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "crd/lint",
    severity: Severity::Warning,
    summary: "Custom resource definitions say nothing that the API server accepts and that can't be meant.",
    page: include_str!("crd_lint.md"),
    look,
};

/// Observations about one chart.
const MOST: usize = 500;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut known = BTreeSet::new();
    let mut all = Vec::new();
    for defined in subject.defined().list.iter().filter(|defined| defined.is_own()) {
        for (lint, found) in by_kind(defined) {
            let is_new = known.insert((defined.file.as_str(), defined.name.as_str(), lint));
            if let Some(first) = found.first().filter(|_| is_new && all.len() < MOST) {
                all.push(observation(subject, defined, first, found.len() - 1));
            }
        }
    }
    all
}

fn by_kind(defined: &Defined) -> BTreeMap<Lint, Vec<&Located<Finding>>> {
    let mut found: BTreeMap<Lint, Vec<&Located<Finding>>> = BTreeMap::new();
    defined.overlooked.iter().for_each(|one| found.entry(one.what.lint).or_default().push(one));
    found
}

/// The first finding of a kind, and how many more there are.
fn observation(subject: &Subject<'_>, defined: &Defined, first: &Located<Finding>, more: usize) -> Observation {
    let lint = first.what.lint;
    let more = match more {
        0 => String::new(),
        1 => ", and at one more place".to_owned(),
        more => format!(", and at {more} more places"),
    };
    let message = format!("{}: {} ({}{more})", first.place.path, first.what.text, lint.id());
    let severity = if lint.severity() == lint::Severity::Info { Severity::Info } else { Severity::Warning };
    defined.observation(subject, &first.place, &message).severity(severity).hint(lint.hint())
}

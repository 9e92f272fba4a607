use std::collections::BTreeMap;

use manifests::Versions;

use crate::refusals::{self, Of};
use crate::{Facts, Observation, Rule, Severity, Subject, apis, definitions};

pub(super) const RULE: Rule = Rule {
    id: "manifest/unknown-kind",
    severity: Severity::Info,
    summary: "The kind of every object is known.",
    page: include_str!("manifest_unknown_kind.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let brought = definitions::definitions(subject);
    let is_brought = |of: &Of<'_>| {
        let group = of.judged.api_version.split('/').next().unwrap_or_default();
        brought.iter().any(|definition| definition.group == group && definition.kind == of.judged.kind)
    };
    let mut found: BTreeMap<(&str, &str), (Of<'_>, Versions)> = BTreeMap::new();
    for of in refusals::all(subject).into_iter().filter(|of| !is_brought(of)) {
        let unknown = told_here(&of);
        if !unknown.is_empty() {
            let key = (of.judged.api_version.as_str(), of.judged.kind.as_str());
            let entry = found.entry(key).or_insert((of, unknown));
            entry.1 = entry.1.or(unknown);
        }
    }
    found.into_values().map(|(of, unknown)| observation(subject, &of, unknown)).collect()
}

/// The versions that do not know an object's kind, but those in which it is gone: that has a rule of its own.
fn told_here(of: &Of<'_>) -> Versions {
    match apis::gone_since(&of.judged.api_version, &of.judged.kind) {
        Some(gone) => of.judged.unknown.without(Versions::of(gone..=manifests::NEWEST)),
        None => of.judged.unknown,
    }
}

fn observation(subject: &Subject<'_>, of: &Of<'_>, unknown: Versions) -> Observation {
    let (api_version, kind) = (of.judged.api_version.as_str(), of.judged.kind.as_str());
    let seen = |message: String| {
        let file = subject.file_with(&of.object.template);
        Observation::of(&file, message).at_position(refusals::start(subject, of.object, kind))
    };
    if api_version.is_empty() || kind.is_empty() {
        let what = if kind.is_empty() { "kind" } else { "apiVersion" };
        return seen(format!("an object has no {what}")).severity(Severity::Error);
    }
    if !manifests::has_group(api_version) {
        let message = format!("{api_version} {kind} is no kind of Kubernetes, and the chart does not define it");
        return seen(message).hint("whether a cluster accepts it was not looked at");
    }
    let versions = unknown.words();
    let message = format!("{api_version} {kind} is not known to Kubernetes {versions}");
    let seen = seen(message).severity(Severity::Error);
    let elsewhere = manifests::elsewhere(api_version, kind);
    let knows = |(api_version, versions): &(&str, Versions)| format!("{api_version} ({})", versions.words());
    match elsewhere.iter().map(knows).collect::<Vec<_>>().as_slice() {
        [] => seen,
        known => seen.hint(format!("{kind} is known as {}", known.join(", "))),
    }
}

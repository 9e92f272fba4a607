use std::collections::HashSet;

use gostd::semver::Version;
use hub::annotations::{CHANGES, changes};
use hub::package::Change;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/changes-cumulative",
    severity: Severity::Warning,
    summary: "The changes annotation holds the changes of this version only.",
    page: include_str!("hub_changes_cumulative.md"),
    look,
};

/// A patch with more changes than that most likely lists those of versions before it. Among real charts, releases that
/// are no patches have up to 15 of their own.
const MANY: usize = 10;

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(changes) = subject.annotation(CHANGES).and_then(|value| changes(value).ok()) else { return Vec::new() };
    let version = subject.chart.version();
    let reason = repeated(&changes, version, facts)
        .or_else(|| names_older(&changes, version))
        .or_else(|| many(&changes, version));
    let seen = reason.map(|reason| {
        let seen = Observation::of(&subject.chart_yaml(), format!("{CHANGES}: {reason}"));
        seen.at(subject.annotation_node(CHANGES)).hint(format!(
            "keep what changed in {version}; Artifact Hub has the changes of each version from that version itself"
        ))
    });
    seen.into_iter().collect()
}

/// The commit that is compared with has another version, and some of the same changes.
fn repeated(changes: &[Change], version: &str, facts: &Facts) -> Option<String> {
    let base = facts.base.as_ref()?;
    let before = base.version.as_deref().filter(|before| *before != version)?;
    let known: HashSet<&str> = base.changes.iter().map(String::as_str).collect();
    let count = changes.iter().filter(|change| known.contains(change.description.as_str())).count();
    let entries = if count == 1 { "1 entry is" } else { &format!("{count} entries are") };
    (count > 0)
        .then(|| format!("{entries} those of {before} at {}: they are shown as changes of {version}", base.reference))
}

/// An entry begins with a lower version of the chart's own line, as a heading: `1.2.2: …`, `[1.2.2] …`.
fn names_older(changes: &[Change], version: &str) -> Option<String> {
    let own = Version::parse_strict(version).ok()?;
    let older = changes.iter().find_map(|change| {
        let first = change.description.split_whitespace().next()?;
        let word =
            first.strip_suffix(':').or_else(|| first.strip_prefix('[')?.trim_end_matches(':').strip_suffix(']'))?;
        let word = word.strip_prefix('v').unwrap_or(word);
        let named = Version::parse_strict(word).ok()?;
        (named.major == own.major && named < own).then(|| word.to_owned())
    })?;
    Some(format!("an entry is of {older}, but all are shown as changes of {version}"))
}

fn many(changes: &[Change], version: &str) -> Option<String> {
    let own = Version::parse_strict(version).ok()?;
    let is_patch = own.patch > 0 && own.prerelease.is_empty();
    (is_patch && changes.len() > MANY).then(|| {
        format!(
            "{} entries, which look like those of several versions: all are shown as changes of {version}",
            changes.len()
        )
    })
}

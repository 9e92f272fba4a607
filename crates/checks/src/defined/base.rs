//! The chart's own definitions, compared with those at the commit that is compared with.

use std::collections::BTreeSet;

use crd::changes::{Bump, Change, compare_all};
use crd::decode;
use crd::definition::Definition;
use crd::judge::Place;
use gostd::semver::Version;

use super::Defined;
use crate::facts::Base;
use crate::{Facts, Observation, Subject};

/// The comparison.
pub(crate) struct Compared<'a> {
    /// What changed.
    pub(crate) changes: Vec<Change>,
    /// How the chart's version is raised; nothing if it is not.
    pub(crate) done: Option<Bump>,
    base: &'a Base,
    before: Version,
}

/// Compares, if there is something to compare with.
pub(crate) fn compare<'a>(subject: &Subject<'_>, facts: &'a Facts) -> Option<Compared<'a>> {
    let base = facts.base.as_ref()?;
    let before = Version::parse(base.version.as_deref()?).ok()?;
    let now = Version::parse(subject.chart.version()).ok()?;
    let old: Vec<Definition> = base.definitions.iter().filter_map(|text| read(text)).collect();
    let new = own(subject);
    let of_files: BTreeSet<&str> = subject
        .defined()
        .list
        .iter()
        .filter(|defined| defined.is_file())
        .map(|defined| defined.name.as_str())
        .collect();
    let fails = subject.renders().matrix().any(|run| run.outcome.is_err());
    // Templates may make more with other values than with those of the base, and less where they fail.
    let is_known = |change: &Change| match change.rule {
        "crd.added" => of_files.contains(change.definition.as_str()),
        "crd.removed" => !fails,
        _ => true,
    };
    let changes = compare_all(&old, &new).into_iter().filter(is_known).collect();
    Some(Compared { changes, done: done(&before, &now), base, before })
}

fn read(text: &str) -> Option<Definition> {
    let value = goyaml::to_json(text.as_bytes()).ok()??;
    Some(decode::definition(&value).ok()?.definition.with_defaults())
}

/// The chart's own definitions, the first form of each.
fn own(subject: &Subject<'_>) -> Vec<Definition> {
    let mut names = BTreeSet::new();
    let own = subject.defined().list.iter().filter(|defined| defined.is_own());
    let first = own.filter(|defined| defined.definition.is_some() && names.insert(defined.name.clone()));
    first.filter_map(|defined| defined.definition.clone()).collect()
}

/// How a version is raised. What is before a major or minor version may still change as that one may.
fn done(before: &Version, now: &Version) -> Option<Bump> {
    let is_before =
        |patch_too: bool| !before.prerelease.is_empty() && before.patch == 0 && (patch_too || before.minor == 0);
    if now.major > before.major || now.major == before.major && is_before(false) && now != before {
        return Some(Bump::Major);
    }
    if now.major == before.major && (now.minor > before.minor || is_before(true) && now != before) {
        return Some(Bump::Minor);
    }
    (now > before).then_some(Bump::Patch)
}

impl Compared<'_> {
    /// The bump that a change needs here: with a major version of 0 a smaller one is enough.
    pub(crate) fn needed(&self, bump: Bump) -> Option<Bump> {
        let is_initial = self.before.major == 0;
        Some(match bump {
            Bump::Major if is_initial => Bump::Minor,
            Bump::Minor if is_initial => Bump::Patch,
            other => other,
        })
    }

    /// The version that it asks for, in words.
    pub(crate) fn wanted(&self, bump: Bump) -> String {
        let Version { major, minor, .. } = &self.before;
        let version = match self.needed(bump) {
            Some(Bump::Major) => format!("{}.0.0", major.saturating_add(1)),
            Some(Bump::Minor) => format!("{major}.{}.0", minor.saturating_add(1)),
            _ => "a new patch".to_owned(),
        };
        let base = self.base.version.as_deref().unwrap_or_default();
        format!("version {version} after {base} at {}", self.base.reference)
    }

    /// An observation at the place of a change; in `Chart.yaml` if the definition is gone.
    pub(crate) fn observation(&self, subject: &Subject<'_>, change: &Change, words: &str) -> Observation {
        let is_it = |defined: &&Defined| defined.is_own() && defined.name == change.definition;
        let hint = "raise the version in Chart.yaml, or take the change back";
        match subject.defined().list.iter().find(is_it) {
            Some(defined) => {
                let position = defined.find(subject, &change.place);
                let place = Place { path: change.place.clone(), position };
                defined.observation(subject, &place, words).hint(hint)
            }
            None => {
                let message = format!("{}: {words}", change.definition);
                Observation::of(&subject.chart_yaml(), message).at(subject.field("version")).hint(hint)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_raised_by_their_numbers() {
        let cases = [
            ("1.2.3", "2.0.0", Some(Bump::Major)),
            ("1.2.3", "2.0.0-rc.1", Some(Bump::Major)),
            ("2.0.0-rc.1", "2.0.0-rc.2", Some(Bump::Major)),
            ("2.1.0-rc.1", "2.1.0", Some(Bump::Minor)),
            ("1.2.3", "1.3.0", Some(Bump::Minor)),
            ("1.2.3", "1.2.4", Some(Bump::Patch)),
            ("1.2.3", "1.2.3", None),
            ("1.2.3", "1.2.2", None),
            ("1.2.3", "0.9.0", None),
        ];
        for (before, now, bump) in cases {
            let [before, now] = [before, now].map(|text| Version::parse(text).unwrap());
            assert_eq!(done(&before, &now), bump, "{before:?} {now:?}");
        }
    }
}

//! The versions that Artifact Hub sees in a repository's tags (`internal/oci/oci.go`, `TagsGetter.Tags`).
//!
//! It reads tags with a loose SemVer grammar, so `1.2`, `v1.0.0` or `20240101` become versions too. This is why
//! Portolan never writes another tag than the strict version, and why "no version is visible" is measured with
//! this reading and not with Helm's stricter one.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use gostd::semver::Version;

/// A tag that Artifact Hub takes for a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleVersion {
    /// The tag with its first `_` turned into `+`, as it enters the repository digest.
    pub restored: String,
    /// The version as it is stored and shown: without `v`, three numbers, no leading zeros.
    pub version: String,
}

/// The visible versions among `tags`, highest first.
pub fn visible<'a>(tags: impl IntoIterator<Item = &'a str>) -> Vec<VisibleVersion> {
    let parsed = tags.into_iter().filter_map(|tag| {
        let restored = tag.replacen('_', "+", 1);
        let version = Version::parse(&restored).ok()?;
        Some((version, restored))
    });
    let mut versions: Vec<(Version, String)> = parsed.collect();
    versions.sort_by(|a, b| Reverse(&a.0).cmp(&Reverse(&b.0)));
    versions.into_iter().map(|(version, restored)| VisibleVersion { restored, version: version.to_string() }).collect()
}

/// The text whose SHA-256 is Artifact Hub's repository digest: it tracks a repository again only when this changes.
pub fn repository_digest_input(versions: &[VisibleVersion]) -> String {
    versions.iter().map(|version| version.restored.as_str()).collect::<Vec<_>>().join(",")
}

/// Versions that several tags stand for, with those tags: which of them is stored, is a matter of chance.
pub fn collisions<'a>(tags: impl IntoIterator<Item = &'a str>) -> Vec<(String, Vec<String>)> {
    let mut by_version: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tag in tags {
        for found in visible([tag]) {
            by_version.entry(found.version).or_default().push(tag.to_owned());
        }
    }
    by_version.into_iter().filter(|(_, tags)| tags.len() > 1).collect()
}

/// The version that is shown where none is asked for: the highest, prereleases included (`semver_gte.sql`).
pub fn latest(versions: &[VisibleVersion]) -> Option<&VisibleVersion> {
    let mut latest: Option<(&VisibleVersion, Version)> = None;
    for found in versions {
        let Ok(version) = Version::parse(&found.version) else { continue };
        if latest.as_ref().is_none_or(|(_, highest)| !is_lower(&version, highest)) {
            latest = Some((found, version));
        }
    }
    latest.map(|(found, _)| found)
}

/// Whether the database takes a version for a lower one. It compares prereleases as words with numbers in them
/// (ICU: `en-US-u-kn-true`), so `rc10` is above `rc9`; on a tie the later one counts.
fn is_lower(version: &Version, highest: &Version) -> bool {
    let core = |version: &Version| (version.major, version.minor, version.patch);
    let by_prerelease = || match (version.prerelease.as_str(), highest.prerelease.as_str()) {
        ("", _) => Ordering::Greater,
        (_, "") => Ordering::Less,
        (own, other) => words(own).cmp(&words(other)).then_with(|| swapped_case(own).cmp(&swapped_case(other))),
    };
    core(version).cmp(&core(highest)).then_with(by_prerelease).is_lt()
}

/// What is compared first: runs of digits as numbers, letters without their case, and punctuation before both.
fn words(text: &str) -> Vec<(u8, u128, char)> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        let (head, tail) = rest.split_at(digits.max(first.len_utf8()));
        words.push(match (digits, first.is_alphabetic()) {
            (0, true) => (2, 0, first.to_ascii_lowercase()),
            (0, false) => (0, 0, first),
            _ => (1, head.parse().unwrap_or(u128::MAX), '0'),
        });
        rest = tail;
    }
    words
}

/// Lower case sorts before upper case.
fn swapped_case(text: &str) -> String {
    let swap = |character: char| {
        if character.is_ascii_lowercase() { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() }
    };
    text.chars().map(swap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(tags: &[&str]) -> Vec<String> {
        visible(tags.iter().copied()).into_iter().map(|visible| visible.version).collect()
    }

    #[test]
    fn tags_become_versions_as_loosely_as_the_hub_reads_them() {
        let cases = [
            ("1.0.0", "1.0.0"),
            ("v1.0.0", "1.0.0"),
            ("1", "1.0.0"),
            ("1.2", "1.2.0"),
            ("20240101", "20240101.0.0"),
            ("0123456", "123456.0.0"),
            ("1.0.0_build.5", "1.0.0+build.5"),
            ("1.0.0-rc_1", "1.0.0-rc+1"),
            ("01.2.3", "1.2.3"),
            ("1-abc", "1.0.0-abc"),
            ("1.2-rc1", "1.2.0-rc1"),
        ];
        for (tag, version) in cases {
            assert_eq!(versions(&[tag]), [version], "{tag}");
        }
    }

    #[test]
    fn other_tags_are_invisible() {
        let digest = format!("sha256-{}", "a".repeat(64));
        let tags = ["latest", "artifacthub.io", "V1.0.0", "1.2.3.4", "1.0.0-01", "1.0.0_a_b", "1.0.0-", &digest];
        assert!(versions(&tags).is_empty());
    }

    #[test]
    fn the_latest_version_may_be_a_prerelease() {
        let latest_of = |tags: &[&str]| latest(&visible(tags.iter().copied())).map(|found| found.version.clone());
        let cases: [(&[&str], &str); 6] = [
            (&["1.9.9", "2.0.0-rc.1"], "2.0.0-rc.1"),
            (&["2.0.0", "2.0.0-rc.1"], "2.0.0"),
            (&["1.0.0-rc.9", "1.0.0-rc.10"], "1.0.0-rc.10"),
            (&["1.0.0-rc9", "1.0.0-rc10"], "1.0.0-rc10"),
            (&["1.0.0-rc1", "1.0.0-RC1"], "1.0.0-RC1"),
            (&["1234567", "1.0.0"], "1234567.0.0"),
        ];
        for (tags, version) in cases {
            assert_eq!(latest_of(tags).as_deref(), Some(version), "{tags:?}");
        }
        assert_eq!(latest_of(&["latest"]), None);
    }

    #[test]
    fn the_repository_digest_is_over_the_restored_tags_highest_first() {
        assert_eq!(repository_digest_input(&visible(["1.0.0", "latest", "2.0.0"])), "2.0.0,1.0.0");
    }
}

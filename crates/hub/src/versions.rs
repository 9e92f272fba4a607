//! The versions that Artifact Hub sees in a repository's tags (`internal/oci/oci.go`, `TagsGetter.Tags`).
//!
//! It reads tags with a loose SemVer grammar, so `1.2`, `v1.0.0` or `20240101` become versions too. This is why
//! Portolan never writes another tag than the strict version, and why "no version is visible" is measured with
//! this reading and not with Helm's stricter one.

use std::cmp::Reverse;

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
    fn the_repository_digest_is_over_the_restored_tags_highest_first() {
        assert_eq!(repository_digest_input(&visible(["1.0.0", "latest", "2.0.0"])), "2.0.0,1.0.0");
    }
}

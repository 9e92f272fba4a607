//! The version that comes after another one.

use gostd::semver::Version;

/// The lowest sensible version above one: the next patch; for a prerelease its last number more by one, or the release.
pub(crate) fn after(version: &Version) -> String {
    let Version { major, minor, patch, prerelease, .. } = version;
    if prerelease.is_empty() {
        return format!("{major}.{minor}.{}", patch.saturating_add(1));
    }
    let digits = prerelease.len() - prerelease.trim_end_matches(|last: char| last.is_ascii_digit()).len();
    let (head, number) = prerelease.split_at(prerelease.len() - digits);
    match number.parse::<u64>() {
        Ok(number) => format!("{major}.{minor}.{patch}-{head}{}", number.saturating_add(1)),
        Err(_) => format!("{major}.{minor}.{patch}"),
    }
}

/// What of a package's changed files can break its users, so that more than a patch may be due.
pub(crate) fn breaking(changed: &[String]) -> Option<&str> {
    let can_break = |path: &&String| path.as_str() == "values.schema.json" || path.starts_with("crds/");
    changed.iter().find(can_break).map(String::as_str)
}

/// The first few of a list, and how many more there are.
pub(crate) fn first_of(list: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = list.iter().take(SHOWN).map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match list.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_is_a_higher_one() {
        let cases = [
            ("1.2.3", "1.2.4"),
            ("1.2.3+b", "1.2.4"),
            ("1.2.3-rc.1", "1.2.3-rc.2"),
            ("1.2.3-rc9", "1.2.3-rc10"),
            ("1.2.3-alpha", "1.2.3"),
            ("1.2.3-99999999999999999999", "1.2.3"),
        ];
        for (version, next) in cases {
            assert_eq!(after(&Version::parse(version).unwrap()), next);
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let list: Vec<String> = (0..7).map(|number| format!("changed  {number}")).collect();
        assert_eq!(first_of(&list), "changed 0, changed 1, changed 2, changed 3, changed 4 and 2 more");
        assert_eq!(breaking(&["crds/a.yaml".to_owned()]), Some("crds/a.yaml"));
    }
}

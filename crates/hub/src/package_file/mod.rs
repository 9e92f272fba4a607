//! `artifacthub-pkg.yml` (Artifact Hub, `internal/hub/pkg.go`, `internal/pkg/metadata.go`).
//!
//! Artifact Hub never reads this file for Helm charts. Portolan asks for it beside `Chart.yaml` all the same, so that
//! every package of a repository is described in the same kind of file; and then the two must agree.

use goyaml::{Kind, Node};

use crate::fields::{Problem, list, text, top_mapping, unknown_keys};

/// The fields that are compared with `Chart.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageMetadata {
    /// Package version.
    pub version: Option<String>,
    /// Package name.
    pub name: Option<String>,
    /// Version of the application.
    pub app_version: Option<String>,
    /// Where the README stands, if it says so; otherwise its text.
    pub readme: Option<String>,
    /// `name` and `url` of each link.
    pub links: Vec<(String, String)>,
}

/// The metadata with everything that is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct PackageFile {
    /// What could be read.
    pub metadata: PackageMetadata,
    /// The document, for positions.
    pub document: Option<Node>,
    /// What is wrong: each of them makes Artifact Hub's parser refuse the file.
    pub problems: Vec<Problem>,
}

const KEYS: [&str; 30] = [
    "version",
    "name",
    "displayName",
    "createdAt",
    "description",
    "logoPath",
    "logoURL",
    "digest",
    "license",
    "homeURL",
    "appVersion",
    "publisherID",
    "containersImages",
    "operator",
    "deprecated",
    "keywords",
    "links",
    "readme",
    "install",
    "changes",
    "containsSecurityUpdates",
    "prerelease",
    "maintainers",
    "provider",
    "ignore",
    "recommendations",
    "screenshots",
    "annotations",
    "category",
    "alternativeName",
];

const REQUIRED: [&str; 5] = ["version", "name", "displayName", "createdAt", "description"];

/// Reads and validates `artifacthub-pkg.yml` with the strict parser's rules.
pub fn read(file: &[u8]) -> PackageFile {
    let top = match top_mapping(file) {
        Ok(top) => top,
        Err(problem) => return PackageFile { problems: vec![problem], ..PackageFile::default() },
    };
    let mut problems = unknown_keys(&top, &KEYS, true);
    for key in REQUIRED {
        if text(&top, key).is_none_or(|value| value.is_empty()) {
            problems.push(Problem::fatal(&top, format!("`{key}` not provided")));
        }
    }
    if let Some(node) = top.get("createdAt")
        && let Some(created) = text(&top, "createdAt")
        && gostd::time::parse_rfc3339(&created).is_err()
    {
        let hint = "for example 2026-01-31T12:00:00Z";
        problems
            .push(Problem::fatal(node, format!("invalid createdAt {created:?}: expected RFC 3339")).with_hint(hint));
    }
    let metadata = PackageMetadata {
        version: text(&top, "version"),
        name: text(&top, "name"),
        app_version: text(&top, "appVersion"),
        readme: text(&top, "readme"),
        links: links(&top, &mut problems),
    };
    PackageFile { metadata, document: Some(top), problems }
}

fn links(top: &Node, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let items = list(top, "links", problems).to_vec();
    let mut links = Vec::new();
    for item in &items {
        if !matches!(item.kind, Kind::Mapping(_)) {
            problems.push(Problem::fatal(item, "a link must be a mapping with `name` and `url`"));
            continue;
        }
        links.push((text(item, "name").unwrap_or_default(), text(item, "url").unwrap_or_default()));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "version: 1.0.0\nname: a\ndisplayName: A\ncreatedAt: 2026-01-31T12:00:00Z\ndescription: d\n";

    #[test]
    fn a_good_file_has_no_problems() {
        let file = read(format!("{GOOD}links:\n- name: x\n  url: https://x.example\n").as_bytes());
        assert_eq!(file.problems, []);
        assert_eq!(file.metadata.links, [("x".to_owned(), "https://x.example".to_owned())]);
    }

    #[test]
    fn the_strict_parser_refuses_unknown_keys_missing_fields_and_bare_dates() {
        let file = read(GOOD.replace("12:00:00Z", "").replace("T\n", "\n").replace("name: a", "Name: a").as_bytes());
        let said: Vec<&str> = file.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(said[0], "unknown key \"Name\"");
        assert_eq!(said[1], "`name` not provided");
        assert!(said[2].starts_with("invalid createdAt"), "{said:?}");
    }
}

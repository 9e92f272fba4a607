//! `artifacthub-pkg.yml` (Artifact Hub, `internal/hub/pkg.go`, `internal/pkg/metadata.go`).
//!
//! Artifact Hub never reads this file for Helm charts. Portolan asks for it beside `Chart.yaml` all the same, so that
//! every package of a repository is described in the same kind of file; and then the two must agree.

mod raw;
mod validate;

use goyaml::{Kind, Node};

use crate::fields::{Problem, text, top_mapping, unknown_keys};
use crate::go_yaml::{DecodeError, Dialect, GoStruct, unmarshal};
use crate::multierror;
use raw::{KEYS, Raw};
use validate::{Broken, Stumble, validate};

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
    /// What Artifact Hub says of the file in other kinds of packages.
    pub refusal: Option<FileRefusal>,
}

/// Why Artifact Hub does not take a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// It says so, in these words.
    Error(String),
    /// It stumbles over an empty item of a list.
    Panic,
}

/// Reads and validates `artifacthub-pkg.yml` with the strict parser's rules.
pub fn read(file: &[u8]) -> PackageFile {
    let (refusal, mut problems) = judge(file);
    let top = match top_mapping(file) {
        Ok(top) => top,
        Err(problem) => return PackageFile { problems: vec![problem], refusal, ..PackageFile::default() },
    };
    let mut all = unknown_keys(&top, &KEYS, true);
    for problem in &mut problems {
        problem.locate(&top);
    }
    all.extend(problems.into_iter().map(|found| found.problem));
    let metadata = PackageMetadata {
        version: text(&top, "version"),
        name: text(&top, "name"),
        app_version: text(&top, "appVersion"),
        readme: text(&top, "readme"),
        links: links(&top),
    };
    PackageFile { metadata, document: Some(top), problems: all, refusal }
}

/// A problem whose place is known by key and index first.
struct Found {
    problem: Problem,
    key: &'static str,
    index: Option<usize>,
}

impl Found {
    fn of_rule(broken: &Broken) -> Self {
        let Broken { key, index, message } = broken;
        let message = match message.strip_suffix("not provided") {
            Some(_) if index.is_none() => format!("`{key}` not provided"),
            _ => flat(message),
        };
        let hint = (*key == "createdAt").then(|| "for example 2026-01-31T12:00:00Z".to_owned());
        Self { problem: Problem { hint, ..Problem::whole_file(message) }, key, index: *index }
    }

    /// The item, else the field, else the file.
    fn locate(&mut self, top: &Node) {
        if self.problem.position.is_some() {
            return;
        }
        let field = top.get(self.key);
        let item = field.and_then(|node| node.as_sequence()?.get(self.index?)).or(field);
        self.problem.position = Some(item.unwrap_or(top).span.start);
    }
}

/// Artifact Hub's list of errors on one line.
fn flat(message: &str) -> String {
    let lines = message.lines().map(|line| line.trim_start_matches(['\t', '*', ' ']));
    let lines = lines.filter(|line| !line.is_empty() && !line.ends_with("occurred:"));
    lines.collect::<Vec<_>>().join("; ")
}

/// What Artifact Hub says, and its parts (`internal/pkg/metadata.go`, `GetPackageMetadata`).
fn judge(file: &[u8]) -> (Option<FileRefusal>, Vec<Found>) {
    let read = unmarshal(file, Dialect::V2Strict, |decoder, node, metadata| decoder.pointer::<Raw>(node, metadata));
    let is_nil = read.value.is_none();
    let refused =
        |reason: &str| Some(FileRefusal::Error(format!("error unmarshaling package metadata file: {reason}")));
    let (refusal, broken) = read.value.map_or_else(|| (None, Vec::new()), |raw| rules(&raw));
    if let Some(error) = &read.error {
        // Artifact Hub does not come to the rules, but whoever mends the file wants to know of all.
        let problems = type_problems(error).into_iter().chain(broken).collect();
        return (refused(&error.text), problems);
    }
    // Go formats the error that it has not got.
    (if is_nil { refused("%!w(<nil>)") } else { refusal }, broken)
}

fn rules(raw: &Raw) -> (Option<FileRefusal>, Vec<Found>) {
    match validate(raw) {
        Err(Stumble { key, index }) => {
            let problem = Problem::whole_file("an empty item, over which Artifact Hub stumbles");
            (Some(FileRefusal::Panic), vec![Found { problem, key, index: Some(index) }])
        }
        Ok(broken) if broken.is_empty() => (None, Vec::new()),
        Ok(broken) => {
            let errors: Vec<String> =
                broken.iter().map(|broken| format!("invalid metadata: {}", broken.message)).collect();
            let text = multierror::text(errors.iter().map(String::as_str));
            let text = format!("error validating package metadata file: {text}");
            (Some(FileRefusal::Error(text)), broken.iter().map(Found::of_rule).collect())
        }
    }
}

/// Values of the wrong type and keys that are there twice; unknown keys of the file itself are told with what was meant.
fn type_problems(error: &DecodeError) -> Vec<Found> {
    let unknown = format!("not found in type {}", Raw::NAME);
    let parts = error.parts.iter().filter(|(_, message)| !message.ends_with(&unknown));
    parts
        .map(|(position, message)| {
            let problem = Problem { position: *position, ..Problem::whole_file(message.clone()) };
            Found { problem, key: "", index: None }
        })
        .collect()
}

fn links(top: &Node) -> Vec<(String, String)> {
    let Some(Node { kind: Kind::Sequence(items), .. }) = top.get("links") else { return Vec::new() };
    let mappings = items.iter().filter(|item| matches!(item.kind, Kind::Mapping(_)));
    mappings.map(|item| (text(item, "name").unwrap_or_default(), text(item, "url").unwrap_or_default())).collect()
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

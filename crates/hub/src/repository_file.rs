//! `artifacthub-repo.yml`: the repository metadata file (Artifact Hub, `internal/hub/repo.go`,
//! `internal/repo/manager.go`).

use std::collections::BTreeMap;

use gostd::budget::Budget;
use gostd::regexp::{self, DEFAULT_UNITS};
use goyaml::{Kind, Node, Position};

use crate::fields::{Problem, list, text, top_mapping, unknown_keys};
use crate::go_yaml::{Abort, Decoder, Dialect, GoStruct, unmarshal};

/// What the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositoryMetadata {
    /// The id that Artifact Hub gave the repository; equality with it makes a verified publisher.
    pub repository_id: Option<String>,
    /// Who may claim ownership.
    pub owners: Vec<Owner>,
    /// Which versions are not listed.
    pub ignore: Vec<Ignore>,
}

/// An owner: the e-mail address must be that of the account that claims the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Display name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Where the address stands, or else the owner.
    pub position: Option<Position>,
}

/// A rule that hides versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// Package name, exact.
    pub name: Option<String>,
    /// Unanchored regular expression over the normalised version; empty matches all.
    pub version: Option<String>,
    /// Whether the entry is null, over which the tracker stumbles.
    pub is_null: bool,
    /// Where the entry stands in its file.
    pub position: Option<Position>,
}

/// Whether a version is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreVerdict {
    /// No entry covers it.
    Kept,
    /// An entry covers it.
    Ignored {
        /// Its index in the list.
        entry: usize,
    },
    /// The tracker stumbles over a null entry.
    Panic,
}

impl RepositoryMetadata {
    /// Whether an entry covers a version (`internal/tracker/helpers.go`, `shouldIgnorePackage`). The version is the
    /// normalised one, which has no `v`.
    pub fn ignores(&self, name: &str, version: &str) -> IgnoreVerdict {
        let budget = Budget::new(DEFAULT_UNITS);
        for (entry, ignore) in self.ignore.iter().enumerate() {
            if ignore.is_null {
                return IgnoreVerdict::Panic;
            }
            if ignore.covers(name, version, &budget) {
                return IgnoreVerdict::Ignored { entry };
            }
        }
        IgnoreVerdict::Kept
    }

    /// Whether the file makes a verified publisher: its id must be that of the repository, letter by letter.
    pub fn verifies(&self, repository_id: &str) -> bool {
        self.repository_id.as_deref().unwrap_or_default() == repository_id
    }
}

impl Ignore {
    /// An expression that can't be compiled covers nothing.
    fn covers(&self, name: &str, version: &str, budget: &Budget) -> bool {
        if self.name.as_deref().unwrap_or_default() != name {
            return false;
        }
        let pattern = regexp::compile(self.version.as_deref().unwrap_or_default(), budget);
        pattern.is_ok_and(|pattern| pattern.is_match(version.as_bytes(), budget).unwrap_or(false))
    }
}

/// The metadata with everything that is wrong with it. Without fatal problems Artifact Hub accepts the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositoryFile {
    /// What could be read.
    pub metadata: RepositoryMetadata,
    /// Where the id stands.
    pub id_position: Option<Position>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// What people write before they know the id.
const PLACEHOLDER: &str = "00000000-0000-0000-0000-000000000000";
const COPY: &str = "copy the id from the repository's card in Artifact Hub's control panel";
const KEYS: [&str; 3] = ["repositoryID", "owners", "ignore"];

/// `hub.RepositoryMetadata`, for what yaml.v2 says of a file.
#[derive(Debug, Default)]
struct Raw {
    repository_id: String,
    owners: Option<Vec<Option<RawOwner>>>,
    ignore: Option<Vec<Option<RawIgnore>>>,
}

impl GoStruct for Raw {
    const NAME: &'static str = "hub.RepositoryMetadata";
    const FIELDS: &'static [&'static str] = &KEYS;

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        match field {
            "repositoryID" => decoder.text(value, &mut self.repository_id),
            "owners" => decoder.list(value, &mut self.owners),
            _ => decoder.list(value, &mut self.ignore),
        }
    }
}

#[derive(Debug, Default)]
struct RawOwner;

impl GoStruct for RawOwner {
    const NAME: &'static str = "hub.Owner";
    const FIELDS: &'static [&'static str] = &["name", "email"];

    fn set(&mut self, _field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, &mut String::new())
    }
}

#[derive(Debug, Default)]
struct RawIgnore;

impl GoStruct for RawIgnore {
    const NAME: &'static str = "hub.RepositoryIgnoreEntry";
    const FIELDS: &'static [&'static str] = &["name", "version"];

    fn set(&mut self, _field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        decoder.text(value, &mut String::new())
    }
}

/// Why the tracker does not take a file, in its words (`internal/repo/manager.go`, `GetMetadata`). The tracking error has
/// the prefix `error getting repository metadata: `; versions are listed as if there were no file.
pub fn refusal(file: &[u8]) -> Option<String> {
    let read = unmarshal(file, Dialect::V2, |decoder, node, metadata| decoder.pointer::<Raw>(node, metadata));
    if let Some(error) = read.error {
        return Some(format!("error unmarshaling repository metadata file: {}", error.text));
    }
    match read.value {
        // Go formats the error that it has not got.
        None => Some("error unmarshaling repository metadata file: %!w(<nil>)".to_owned()),
        Some(raw) if !raw.repository_id.is_empty() && !is_uuid(&raw.repository_id) => {
            Some("invalid metadata: invalid repository id".to_owned())
        }
        Some(_) => None,
    }
}

/// Reads and validates `artifacthub-repo.yml`.
pub fn read(text: &[u8]) -> RepositoryFile {
    let top = match top_mapping(text) {
        Ok(top) => top,
        Err(problem) => return RepositoryFile { problems: vec![problem], ..RepositoryFile::default() },
    };
    let mut problems = unknown_keys(&top, &KEYS, false);
    problems.extend(repeated_keys(&top));
    let metadata = RepositoryMetadata {
        repository_id: repository_id(&top, &mut problems),
        owners: owners(&top, &mut problems),
        ignore: ignore(&top, &mut problems),
    };
    let id_position = top.get("repositoryID").map(|node| node.span.start);
    RepositoryFile { metadata, id_position, problems }
}

/// Keys of the file that stand there twice: the tracker takes the last one and says nothing.
fn repeated_keys(top: &Node) -> Vec<Problem> {
    let Kind::Mapping(entries) = &top.kind else { return Vec::new() };
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, _) in entries {
        let Some(name) = key.as_str().filter(|name| KEYS.contains(name)) else { continue };
        if let Some(line) = first.get(name) {
            let message = format!("{name:?} stands on line {line} already: Artifact Hub takes the last one");
            problems.push(Problem::ignored(key, message).with_hint("remove the one that is wrong"));
        }
        first.entry(name).or_insert(key.span.start.line);
    }
    problems
}

fn repository_id(top: &Node, problems: &mut Vec<Problem>) -> Option<String> {
    let node = top.get("repositoryID")?;
    let id = text(top, "repositoryID")?;
    let id = id.as_str();
    if id.is_empty() {
        return None;
    }
    if !is_uuid(id) {
        problems.push(Problem::fatal(node, format!("invalid repository id {id:?}: expected a UUID")).with_hint(COPY));
    } else if canonical(id) == PLACEHOLDER {
        let message = format!("repository id {id:?} is a placeholder: no repository in Artifact Hub has it");
        problems.push(Problem::ignored(node, message).with_hint(COPY));
    } else if !is_canonical(id) {
        let hint = format!("write {:?}", canonical(id));
        let message =
            format!("repository id {id:?} is a UUID but not in its canonical form, so it never equals the Hub's");
        problems.push(Problem::ignored(node, message).with_hint(hint).with_mend(node, canonical(id)));
    }
    Some(id.to_owned())
}

fn owners(top: &Node, problems: &mut Vec<Problem>) -> Vec<Owner> {
    let items = list(top, "owners", problems).to_vec();
    let mut owners = Vec::new();
    for item in &items {
        if !matches!(item.kind, Kind::Mapping(_)) {
            problems.push(Problem::fatal(item, "an owner must be a mapping with `name` and `email`"));
            continue;
        }
        problems.extend(unknown_keys(item, &["name", "email"], false));
        let position = Some(item.get("email").unwrap_or(item).span.start);
        let owner = Owner { name: text(item, "name"), email: text(item, "email"), position };
        match owner.email.as_deref() {
            Some(email) if is_email(email) => {}
            Some(email) => problems.push(Problem::ignored(item, format!("owner e-mail {email:?} is not an address"))),
            None => problems.push(Problem::ignored(item, "an owner without `email` can't claim anything")),
        }
        owners.push(owner);
    }
    owners
}

fn ignore(top: &Node, problems: &mut Vec<Problem>) -> Vec<Ignore> {
    let items = list(top, "ignore", problems).to_vec();
    let mut rules = Vec::new();
    for item in &items {
        if !matches!(item.kind, Kind::Mapping(_)) {
            problems.push(Problem::fatal(
                item,
                "an `ignore` entry must be a mapping; a null entry crashes Artifact Hub's tracker",
            ));
            let is_null = item.to_json().is_ok_and(|value| value.is_null());
            rules.extend(is_null.then(|| Ignore { is_null, position: Some(item.span.start), ..Ignore::default() }));
            continue;
        }
        problems.extend(unknown_keys(item, &["name", "version"], false));
        let position = Some(item.span.start);
        let rule = Ignore { name: text(item, "name"), version: text(item, "version"), is_null: false, position };
        problems.extend(pattern_problem(item, &rule));
        rules.push(rule);
    }
    rules
}

/// A pattern that no version can match.
fn pattern_problem(item: &Node, rule: &Ignore) -> Option<Problem> {
    let pattern = rule.version.as_deref()?;
    let at = item.get("version").unwrap_or(item);
    if let Err(error) = regexp::check(pattern, &Budget::new(DEFAULT_UNITS)) {
        return Some(Problem::ignored(at, format!("`version` {pattern:?} is no regular expression: {error}")));
    }
    let wants_v = pattern.strip_prefix("^v").is_some_and(|rest| !rest.starts_with(['?', '*', '{', '|']));
    wants_v.then(|| {
        let message = format!("`version` {pattern:?} matches nothing: versions are compared without their `v`");
        Problem::ignored(at, message)
    })
}

/// Whether the text is a UUID in one of the spellings that `satori/uuid` 1.2.0 parses: with dashes or without, also after
/// `urn:uuid:`; in braces only with dashes.
pub fn is_uuid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bare = |text: &str| text.len() == 32 && hex(text);
    let dashed = |text: &str| {
        let parts: Vec<&str> = text.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| hex(part))
    };
    let braced = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let named = text.strip_prefix("urn:uuid:");
    bare(text) || dashed(text) || braced.is_some_and(dashed) || named.is_some_and(|id| bare(id) || dashed(id))
}

/// Whether two ids are the same one, however they are written.
pub fn is_same_id(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || is_uuid(one) && is_uuid(other) && canonical(one) == canonical(other)
}

/// The file with its `repositoryID` set to `id`. Every other line stays as it is, and where it is: without the key the id
/// comes last.
pub fn with_id(file: &[u8], id: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let mut is_set = false;
    let mut lines = String::new();
    for line in text.split_inclusive('\n') {
        match (line.starts_with("repositoryID:"), is_set) {
            (false, _) => lines.push_str(line),
            (true, true) => lines.push('\n'),
            (true, false) => {
                lines.push_str(&format!("repositoryID: {id}\n"));
                is_set = true;
            }
        }
    }
    if !is_set {
        let end = if lines.is_empty() || lines.ends_with('\n') { "" } else { "\n" };
        lines.push_str(&format!("{end}repositoryID: {id}\n"));
    }
    lines.into_bytes()
}

fn canonical(id: &str) -> String {
    let digits: String = id.to_lowercase().chars().skip_while(|c| *c == 'u').filter(char::is_ascii_hexdigit).collect();
    let tail = digits.get(digits.len().saturating_sub(32)..).unwrap_or(&digits);
    let part = |from: usize, to: usize| tail.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

fn is_canonical(id: &str) -> bool {
    is_uuid(id) && id.len() == 36 && !id.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_email(text: &str) -> bool {
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "8f14e45f-ceea-467f-9b1d-3d8c2f0a7e11";

    #[test]
    fn a_good_file_has_no_problems() {
        let file = read(format!("repositoryID: {ID}\nowners:\n- name: A\n  email: a@example.com\n").as_bytes());
        assert_eq!(file.problems, []);
        assert_eq!(file.metadata.repository_id.as_deref(), Some(ID));
        assert_eq!(file.metadata.owners.len(), 1);
    }

    #[test]
    fn the_id_of_one_chart_replaces_the_files_own() {
        let set = |file: &str| String::from_utf8(with_id(file.as_bytes(), ID)).unwrap();
        let ours = format!("# ours\nrepositoryID: {ID}\n");
        assert_eq!(set("# ours\nrepositoryID: x # old\nowners: []\n"), format!("{ours}owners: []\n"));
        assert_eq!(set("# ours\nrepositoryID: x\nrepositoryID: y"), format!("{ours}\n"));
        assert_eq!(set("# ours"), ours);
        assert_eq!(set(""), format!("repositoryID: {ID}\n"));
    }

    #[test]
    fn a_repeated_key_and_a_placeholder_are_told() {
        let file = read(format!("repositoryID: {PLACEHOLDER}\nrepositoryID: {ID}\n").as_bytes());
        assert_eq!(file.metadata.repository_id.as_deref(), Some(ID));
        let [problem] = file.problems.as_slice() else { panic!("{:#?}", file.problems) };
        assert_eq!(problem.message, "\"repositoryID\" stands on line 1 already: Artifact Hub takes the last one");
        assert_eq!(problem.position.map(|at| at.line), Some(2));
        for written in [PLACEHOLDER.to_owned(), format!("{{{PLACEHOLDER}}}"), "0".repeat(32)] {
            let problems = read(format!("repositoryID: \"{written}\"\n").as_bytes()).problems;
            assert!(problems.len() == 1 && problems[0].message.contains("placeholder"), "{problems:#?}");
            assert!(!problems[0].fatal && problems[0].mend.is_none());
        }
    }

    #[test]
    fn ids_are_the_same_in_every_spelling() {
        assert!(is_same_id(ID, &ID.to_uppercase()) && is_same_id(&ID.replace('-', ""), &format!("{{{ID}}}")));
        assert!(!is_same_id(ID, PLACEHOLDER) && !is_same_id("x", "y") && !is_same_id("", ID));
    }

    #[test]
    fn uuids_as_satori_uuid_reads_them() {
        let raw = ID.replace('-', "");
        let urn = format!("urn:uuid:{raw}");
        for good in [ID, &ID.to_uppercase(), &format!("urn:uuid:{ID}"), &urn, &format!("{{{ID}}}"), &raw] {
            assert!(is_uuid(good), "{good}");
        }
        let upper_urn = format!("URN:UUID:{ID}");
        for bad in ["", "x", &upper_urn, &ID[1..], &format!("{ID}0"), &ID.replace('8', "g"), &format!("{{{raw}}}")] {
            assert!(!is_uuid(bad), "{bad}");
        }
        assert_eq!(canonical(&format!("urn:uuid:{}", ID.to_uppercase())), ID);
    }

    #[test]
    fn what_the_hub_refuses_or_ignores_is_said_with_its_line() {
        let file = read(b"repositoryId: x\nowners:\n- email: nobody\nignore:\n-\n");
        let said: Vec<(u32, bool, &str)> = file
            .problems
            .iter()
            .map(|problem| (problem.position.map_or(0, |at| at.line), problem.fatal, problem.message.as_str()))
            .collect();
        assert_eq!(said[0], (1, false, "unknown key \"repositoryId\""));
        assert_eq!(file.problems[0].hint.as_deref(), Some("did you mean `repositoryID`?"));
        assert_eq!((said[1].0, said[1].1), (3, false));
        assert!(said[2].1, "{said:?}");
        assert!(read(b"").problems[0].fatal);
        assert!(read(b"repositoryID: nope\n").problems[0].fatal);
    }
}

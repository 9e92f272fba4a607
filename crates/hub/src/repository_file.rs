//! `artifacthub-repo.yml`: the repository metadata file (Artifact Hub, `internal/hub/repo.go`,
//! `internal/repo/manager.go`).

use goyaml::{Kind, Node};

use crate::fields::{Problem, list, text, top_mapping, unknown_keys};

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
}

/// A rule that hides versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore {
    /// Package name, exact.
    pub name: Option<String>,
    /// Unanchored regular expression over the normalised version; empty matches all.
    pub version: Option<String>,
}

/// The metadata with everything that is wrong with it. Without fatal problems Artifact Hub accepts the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepositoryFile {
    /// What could be read.
    pub metadata: RepositoryMetadata,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

const KEYS: [&str; 3] = ["repositoryID", "owners", "ignore"];

/// Reads and validates `artifacthub-repo.yml`.
pub fn read(text: &[u8]) -> RepositoryFile {
    let top = match top_mapping(text) {
        Ok(top) => top,
        Err(problem) => return RepositoryFile { problems: vec![problem], ..RepositoryFile::default() },
    };
    let mut problems = unknown_keys(&top, &KEYS, false);
    let metadata = RepositoryMetadata {
        repository_id: repository_id(&top, &mut problems),
        owners: owners(&top, &mut problems),
        ignore: ignore(&top, &mut problems),
    };
    RepositoryFile { metadata, problems }
}

fn repository_id(top: &Node, problems: &mut Vec<Problem>) -> Option<String> {
    let node = top.get("repositoryID")?;
    let id = text(top, "repositoryID")?;
    let id = id.as_str();
    if id.is_empty() {
        return None;
    }
    if !is_uuid(id) {
        let hint = "copy the id from the repository's card in Artifact Hub's control panel";
        problems.push(Problem::fatal(node, format!("invalid repository id {id:?}: expected a UUID")).with_hint(hint));
    } else if !is_canonical(id) {
        let hint = format!("write {:?}", canonical(id));
        let message =
            format!("repository id {id:?} is a UUID but not in its canonical form, so it never equals the Hub's");
        problems.push(Problem::ignored(node, message).with_hint(hint));
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
        let owner = Owner { name: text(item, "name"), email: text(item, "email") };
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
            continue;
        }
        problems.extend(unknown_keys(item, &["name", "version"], false));
        rules.push(Ignore { name: text(item, "name"), version: text(item, "version") });
    }
    rules
}

/// Whether the text is a UUID in one of the four spellings that Go's `google/uuid` parses.
pub fn is_uuid(text: &str) -> bool {
    let strip_urn = text.get(..9).filter(|head| head.eq_ignore_ascii_case("urn:uuid:")).and_then(|_| text.get(9..));
    let braced = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let plain = strip_urn.or(braced).unwrap_or(text);
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let dashed = || {
        let parts: Vec<&str> = plain.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| hex(part))
    };
    (plain.len() == 32 && plain == text && hex(plain)) || dashed()
}

/// The file with its `repositoryID` set to `id`; every other line stays as it is.
pub fn with_id(file: &[u8], id: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(file);
    let is_id = |line: &&str| line.starts_with("repositoryID:");
    let others: String = text.split_inclusive('\n').filter(|line| !is_id(line)).collect();
    format!("repositoryID: {id}\n{others}").into_bytes()
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
        let file = with_id(b"# ours\nrepositoryID: x # old\nowners: []\n", ID);
        assert_eq!(String::from_utf8_lossy(&file), format!("repositoryID: {ID}\n# ours\nowners: []\n"));
    }

    #[test]
    fn uuids_as_google_uuid_reads_them() {
        let raw = ID.replace('-', "");
        for good in [ID, &ID.to_uppercase(), &format!("urn:uuid:{ID}"), &format!("{{{ID}}}"), &raw] {
            assert!(is_uuid(good), "{good}");
        }
        for bad in ["", "x", &ID[1..], &format!("{ID}0"), &ID.replace('8', "g"), &format!("{{{raw}}}")] {
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

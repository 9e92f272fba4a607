//! Files, folders and stdin as documents.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use chart::YamlStream;
use goyaml::{Kind, Node, Position};

use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::{disk, misplaced};

/// Bytes of one file. The server takes 3 MiB of one object.
const LARGEST_FILE: u64 = 16 << 20;
/// Bytes of all files.
const LARGEST_SUM: usize = 64 << 20;
/// Files of one folder.
const MOST_FILES: usize = 10_000;
/// Documents of all files.
const MOST_DOCUMENTS: usize = 5_000;
/// Nodes of one document: an object that the server takes can't have more.
const MOST_NODES: usize = 2_000_000;
/// How stdin is named in what is told.
const STDIN: &str = "stdin";

/// A document of a file.
#[derive(Debug)]
pub(super) struct Document {
    /// The file as it was named.
    pub(super) file: String,
    /// Lines of the file before the document.
    pub(super) lines_before: u32,
    /// What it says, or why it can't be read.
    pub(super) node: Result<Node, (String, Option<Position>)>,
}

impl Document {
    /// A place of the document as one of the file.
    pub(super) fn in_file(&self, at: Position) -> Position {
        Position { line: at.line.saturating_add(self.lines_before), ..at }
    }

    /// Where it begins.
    pub(super) fn start(&self) -> Position {
        let at = self.node.as_ref().map_or(Position { line: 1, column: 1 }, |node| node.span.start);
        self.in_file(at)
    }

    /// The text of a key, or of one below it.
    pub(super) fn text(&self, path: &[&str]) -> String {
        let found = self.node.as_ref().ok().and_then(|node| path.iter().try_fold(node, |node, key| node.get(key)));
        found.and_then(|node| node.to_go_string().ok()?).unwrap_or_default()
    }
}

/// A document that is not read yet: its text, or why there is none.
#[derive(Debug)]
pub(super) struct Unread {
    file: String,
    lines_before: u32,
    text: Result<Vec<u8>, (String, Option<Position>)>,
}

impl Unread {
    /// The document; of a list its items, of nothing none.
    pub(super) fn read(&self) -> Vec<Document> {
        let add = |node| Document { file: self.file.clone(), lines_before: self.lines_before, node };
        let text = match &self.text {
            Ok(text) => text,
            Err(error) => return vec![add(Err(error.clone()))],
        };
        match goyaml::parse_within(text, MOST_NODES) {
            Ok(None) => Vec::new(),
            Ok(Some(node)) if is_null(&node) => Vec::new(),
            Ok(Some(node)) if is_list(&node) => {
                let items = items(node);
                if items.len() > MOST_DOCUMENTS {
                    return vec![add(Err((format!("a list of more than {MOST_DOCUMENTS} objects"), None)))];
                }
                items.into_iter().map(Ok).map(add).collect()
            }
            Ok(Some(node)) => vec![add(Ok(node))],
            Err(error) => vec![add(Err((error.to_string(), error.position())))],
        }
    }
}

/// Reads files, and keeps their text for excerpts.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Names and texts.
    pub(super) files: Vec<(String, Vec<u8>)>,
    sum: usize,
    documents: usize,
    has_read_stdin: bool,
}

impl Reader {
    /// The documents of what is named.
    ///
    /// # Errors
    /// Exit 2: what can't be read, and what is too much.
    pub(super) fn read(&mut self, named: &[String]) -> Result<Vec<Unread>> {
        let mut found = Vec::new();
        for name in named {
            if name == "-" {
                let text = self.stdin()?;
                self.add(STDIN.to_owned(), text, &mut found)?;
                continue;
            }
            misplaced::refuse_address(Path::new(name), "name a file or a folder, or pipe it and give -")?;
            for path in files_of(Path::new(name))? {
                let text = disk::read(&path, LARGEST_FILE).map_err(usage)?;
                self.add(path.display().to_string(), text, &mut found)?;
            }
        }
        Ok(found)
    }

    fn stdin(&mut self) -> Result<Vec<u8>> {
        if std::mem::replace(&mut self.has_read_stdin, true) {
            return Err(Failure::usage("stdin can be read only once"));
        }
        let mut text = Vec::new();
        let read = std::io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut text);
        read.map_err(|error| Failure::usage(format!("stdin: {error}")))?;
        if text.len() as u64 > LARGEST_FILE {
            return Err(Failure::usage(format!("stdin: larger than the limit of {LARGEST_FILE} bytes")));
        }
        Ok(text)
    }

    fn add(&mut self, file: String, text: Vec<u8>, found: &mut Vec<Unread>) -> Result<()> {
        self.sum = self.sum.saturating_add(text.len());
        if self.sum > LARGEST_SUM {
            return Err(Failure::usage(format!("{file}: all files together are larger than {LARGEST_SUM} bytes")));
        }
        let before = found.len();
        for part in YamlStream::new(&text) {
            let (lines_before, text) = match part {
                Ok(part) => (part.lines_before, Ok(part.text.into_owned())),
                Err(error) => (0, Err((error.to_string(), Some(Position { line: error.line, column: 1 })))),
            };
            found.push(Unread { file: file.clone(), lines_before, text });
            if self.documents + found.len() - before > MOST_DOCUMENTS {
                return Err(Failure::usage(format!("{file}: more than {MOST_DOCUMENTS} documents")));
            }
        }
        self.documents += found.len() - before;
        self.files.push((file, text));
        Ok(())
    }
}

/// What can't be read is a matter of usage here.
fn usage(failure: Failure) -> Failure {
    Failure { exit: Exit::Usage, ..failure }
}

fn is_null(node: &Node) -> bool {
    node.as_scalar().is_some() && node.to_json().is_ok_and(|value| value.is_null())
}

fn is_list(node: &Node) -> bool {
    let kind = node.get("kind").and_then(Node::as_str).unwrap_or_default();
    kind.ends_with("List") && node.get("items").is_some_and(|items| items.as_sequence().is_some())
}

fn items(node: Node) -> Vec<Node> {
    let Kind::Mapping(entries) = node.kind else { return Vec::new() };
    let items = entries.into_iter().find(|(key, _)| key.as_str() == Some("items"));
    match items.map(|(_, items)| items.kind) {
        Some(Kind::Sequence(items)) => items,
        _ => Vec::new(),
    }
}

/// A file itself, or the files of a folder that `kubectl -f` would read.
fn files_of(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let failed = |error| Failure::usage(format!("{}: {error}", path.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        let is_wanted = file.extension().is_some_and(|end| ["yaml", "yml", "json"].iter().any(|known| end == *known));
        if is_wanted && file.is_file() {
            found.push(file);
        }
        if found.len() > MOST_FILES {
            return Err(Failure::usage(format!("{}: more than {MOST_FILES} files", path.display())));
        }
    }
    if found.is_empty() {
        return Err(Failure::usage(format!("{}: no *.yaml, *.yml or *.json in this folder", path.display())));
    }
    found.sort();
    Ok(found)
}

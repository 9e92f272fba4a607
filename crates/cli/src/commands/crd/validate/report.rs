//! What is told: plain values, which are printed as text or JSON.

use crd::changes::{Bump, Change};
use crd::judge::{Located, Place};
use crd::lint;
use crd::target::Target;
use crd::violation::{MOST_TOLD, Violation};
use goyaml::Position;

use super::documents::Document;

/// Everything.
#[derive(Default)]
pub(super) struct Report {
    /// Whose verdict.
    pub(super) target: Target,
    /// The definitions, in the order of the files.
    pub(super) definitions: Vec<Judged>,
    /// The custom resources.
    pub(super) resources: Vec<Judged>,
    /// Definitions that the server would make and not serve.
    pub(super) clashes: Vec<Clashing>,
    /// What changes from the old definitions; `None` if there are none.
    pub(super) changes: Option<Vec<Changed>>,
    /// What the changes ask of the version number.
    pub(super) bump: Option<Bump>,
    /// Objects that nobody judged.
    pub(super) skipped: Vec<Skipped>,
}

impl Report {
    /// Whether the server takes everything.
    pub(super) fn is_accepted(&self) -> bool {
        self.definitions.iter().chain(&self.resources).all(|judged| judged.errors.is_empty())
    }
}

/// A document and what the server says of it.
pub(super) struct Judged {
    pub(super) file: String,
    /// Where it begins.
    pub(super) start: Position,
    pub(super) api_version: String,
    pub(super) kind: String,
    pub(super) name: String,
    /// Whether it takes the place of an old one.
    pub(super) is_update: bool,
    /// The server's whole answer, if it refuses.
    pub(super) message: Option<String>,
    /// Why it is refused.
    pub(super) errors: Vec<Told>,
    /// What the server warns of.
    pub(super) warnings: Vec<Told>,
    /// What the server overlooks.
    pub(super) overlooked: Vec<Told>,
    /// How large it is, if it is a definition that can be read.
    pub(super) sizes: Option<Sizes>,
}

impl Judged {
    /// Whether there may be more errors than are told.
    pub(super) fn is_truncated(&self) -> bool {
        self.errors.len() >= MOST_TOLD
    }

    /// A document of which nothing is said yet.
    pub(super) fn new(document: &Document) -> Self {
        Self {
            file: document.file.clone(),
            start: document.start(),
            api_version: document.text(&["apiVersion"]),
            kind: document.text(&["kind"]),
            name: document.text(&["metadata", "name"]),
            is_update: false,
            message: None,
            errors: Vec::new(),
            warnings: Vec::new(),
            overlooked: Vec::new(),
            sizes: None,
        }
    }
}

/// How many bytes it has, where there are limits.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// All annotations after `kubectl apply` without `--server-side`.
    pub(super) annotations: usize,
    /// In etcd, about.
    pub(super) stored: usize,
}

/// One thing that is said, with its place.
pub(super) struct Told {
    /// The server's kind of error, the rule of an opinion, or nothing.
    pub(super) kind: &'static str,
    /// The path as the user wrote it; empty for the whole document.
    pub(super) path: String,
    /// The place in the file.
    pub(super) position: Option<Position>,
    /// The path as the server has it, if it names one.
    pub(super) field: Option<String>,
    /// What is wrong; of the server's errors what it says, which may be nothing.
    pub(super) detail: String,
    /// The server's line, with its path and the value.
    pub(super) message: String,
    /// How to mend it.
    pub(super) hint: Option<&'static str>,
    /// How bad it is, of opinions.
    pub(super) severity: Option<lint::Severity>,
}

/// The kind of errors of objects that can't be decoded.
pub(super) const DECODE: &str = "DecodeError";
/// The kind of errors that only strict clients ask for.
pub(super) const STRICT: &str = "StrictDecodingError";
/// The kind of errors of objects without a definition.
pub(super) const NO_MATCH: &str = "NoMatch";

impl Told {
    /// Something that has no more than a text.
    pub(super) fn plain(kind: &'static str, document: &Document, at: &Place, text: String) -> Self {
        Self {
            kind,
            path: path(at),
            position: at.position.or_else(|| line_in(&text)).map(|at| document.in_file(at)),
            field: None,
            detail: text.clone(),
            message: text,
            hint: None,
            severity: None,
        }
    }

    /// An error of the server's.
    pub(super) fn violation(document: &Document, error: &Located<Violation>) -> Self {
        let Violation { kind, field, detail, .. } = &error.what;
        let plain = Self::plain(kind.name(), document, &error.place, error.what.to_string());
        Self { field: Some(field.to_string()), detail: detail.clone(), ..plain }
    }

    /// An opinion.
    pub(super) fn opinion(document: &Document, finding: &Located<lint::Finding>) -> Self {
        let lint = finding.what.lint;
        let plain = Self::plain(lint.id(), document, &finding.place, finding.what.text.clone());
        Self { hint: Some(lint.hint()), severity: Some(lint.severity()), ..plain }
    }
}

/// The line that go-yaml's words name: `line 7: key "a" already set in map`.
fn line_in(text: &str) -> Option<Position> {
    let (_, behind) = text.strip_prefix("yaml: ")?.split_once("line ")?;
    let line = behind.split(':').next()?.parse().ok()?;
    Some(Position { line, column: 1 })
}

fn path(place: &Place) -> String {
    if place.path.0.is_empty() { String::new() } else { place.path.to_string() }
}

/// A name that an earlier definition has.
pub(super) struct Clashing {
    pub(super) file: String,
    pub(super) position: Option<Position>,
    /// The definition that does not get it.
    pub(super) definition: String,
    /// The one that has it.
    pub(super) owner: String,
    /// The reason in the condition.
    pub(super) reason: &'static str,
    /// The condition's text.
    pub(super) message: String,
}

/// A change, with its place.
pub(super) struct Changed {
    /// The new file; the old one for what is gone.
    pub(super) file: String,
    pub(super) position: Option<Position>,
    pub(super) change: Change,
}

/// The word for a bump.
pub(super) fn bump_word(bump: Bump) -> &'static str {
    match bump {
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}

/// An object that is not for this command.
pub(super) struct Skipped {
    pub(super) file: String,
    pub(super) start: Position,
    pub(super) api_version: String,
    pub(super) kind: String,
    pub(super) name: String,
    /// Why.
    pub(super) reason: &'static str,
}

impl Skipped {
    pub(super) fn new(document: &Document, reason: &'static str) -> Self {
        let Judged { file, start, api_version, kind, name, .. } = Judged::new(document);
        Self { file, start, api_version, kind, name, reason }
    }

    /// One line.
    pub(super) fn words(&self) -> String {
        let Self { file, start, api_version, kind, name, reason } = self;
        let what = format!("{api_version} {kind} {name}");
        format!("{file}:{}: {} was not judged: {reason}", start.line, what.trim())
    }
}

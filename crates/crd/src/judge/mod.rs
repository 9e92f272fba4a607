//! The server's verdict on a definition: create and update.
//!
//! The steps are those of the server: is it small enough, can it be decoded, are there unknown keys, defaults, the form in
//! which it is kept ([`crate::internal`]), then all rules.

mod overlooked;
mod verdict;

use gostd::budget::Budget;
use gostd::json::Value;
use goyaml::Node;

pub use verdict::{Located, Place, Verdict};

use crate::decode::{self, Decoded};
use crate::definition::Definition;
use crate::internal::Internal;
use crate::locate::{Locator, user_path};
use crate::object::{approval, metadata, spec, stored};
use crate::options::Options;
use crate::path::{FieldPath, Path, Segment};
use crate::schema::Schema;
use crate::sizes;
use crate::target::Target;
use crate::violation::Violation;
use crate::warnings::{self, Warning};

/// What patterns and expressions of one definition may cost; a tenth of a second or so.
const WORK: u64 = 50_000_000;

/// A definition, read once for all that is asked of it.
#[derive(Debug)]
pub struct Reading<'a> {
    document: &'a Node,
    value: Option<Value>,
    /// The definition with the server's defaults, or why there is none and where.
    decoded: Result<Decoded, (String, FieldPath)>,
}

impl<'a> Reading<'a> {
    /// Reads a document.
    #[must_use]
    pub fn new(document: &'a Node) -> Self {
        match document.to_json() {
            Err(error) => Self { document, value: None, decoded: Err((error.to_string(), FieldPath::default())) },
            Ok(value) => Self { document, decoded: decode(&value), value: Some(value) },
        }
    }

    /// The document as JSON, if it can be.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.value.as_ref()
    }

    /// The definition with the server's defaults, if it can be read.
    #[must_use]
    pub fn definition(&self) -> Option<&Definition> {
        self.decoded.as_ref().ok().map(|decoded| &decoded.definition)
    }

    /// Why the server can't read it.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.decoded.as_ref().err().map(|(text, _)| text.as_str())
    }

    /// The definition with the server's defaults, if it can be read.
    #[must_use]
    pub fn into_definition(self) -> Option<Definition> {
        self.decoded.ok().map(|decoded| decoded.definition)
    }

    /// The verdict when it is created.
    #[must_use]
    pub fn create(&self, target: Target) -> Verdict {
        self.judge(|new| {
            let internal = Internal::new(new);
            (create_errors(&internal, target), warnings::at_create(&internal, target))
        })
    }

    /// The verdict when it takes the place of an old one, which is served. If the old document has the versions that were
    /// stored so far in its status, they count.
    #[must_use]
    pub fn update(&self, old: &Reading<'_>, target: Target) -> Verdict {
        match &old.decoded {
            Ok(decoded) => self.update_of(&decoded.definition, old.document, target),
            Err((text, _)) => Verdict::unreadable(format!("old: {text}"), Place::nowhere()),
        }
    }

    /// As [`Self::update`], of an old definition that was read before from this document.
    #[must_use]
    pub fn update_of(&self, before: &Definition, document: &Node, target: Target) -> Verdict {
        let stored = stored_before(document, before);
        self.judge(|new| {
            let (new, old) = (Internal::new(new), Internal::new(before));
            (update_errors(&new, &old, &stored, target), warnings::at_update(&new, &old, target))
        })
    }

    fn judge(&self, rules: impl FnOnce(&Definition) -> (Vec<Violation>, Vec<Warning>)) -> Verdict {
        let mut locator = Locator::new(self.document);
        let decoded = match &self.decoded {
            Ok(decoded) => decoded,
            Err((text, path)) => return Verdict::unreadable(text.clone(), place(&mut locator, path)),
        };
        let strict = strict(self.document, decoded, &mut locator);
        let definition = &decoded.definition;
        let (errors, warnings) = rules(definition);
        Verdict {
            name: definition.metadata.name.clone(),
            decode: None,
            strict,
            errors: errors.into_iter().map(|error| located(error, &mut locator)).collect(),
            warnings: warnings
                .into_iter()
                .map(|Warning { text, field }| Located { what: text, place: place(&mut locator, &field) })
                .collect(),
        }
    }
}

/// The verdict on a definition that is created.
#[must_use]
pub fn create(document: &Node, target: Target) -> Verdict {
    Reading::new(document).create(target)
}

/// The verdict on a definition that takes the place of an old one: [`Reading::update`].
#[must_use]
pub fn update(new: &Node, old: &Node, target: Target) -> Verdict {
    Reading::new(new).update(&Reading::new(old), target)
}

/// The definition, or why there is none and where.
fn decode(value: &Value) -> Result<Decoded, (String, FieldPath)> {
    if sizes::body(value) > sizes::BODY_LIMIT {
        return Err((crate::message::too_large(sizes::BODY_LIMIT), FieldPath::default()));
    }
    let decoded = decode::definition(value).map_err(|error| (error.text, error.at))?;
    if let Some(text) = too_large(&decoded.definition) {
        let path = ["spec", "versions"].map(|name| Segment::Child(name.to_owned()));
        return Err((text, FieldPath(path.to_vec())));
    }
    Ok(Decoded { definition: decoded.definition.with_defaults(), ..decoded })
}

/// Versions that are judged. Real definitions have at most ten.
const MOST_VERSIONS: usize = 1_000;

/// Schemas, of all versions, that are judged. Real definitions have at most some ten thousand.
const MOST_SCHEMAS: usize = 100_000;

/// What is said, instead of a verdict, of a definition that is larger than anybody needs.
fn too_large(definition: &Definition) -> Option<String> {
    let versions = definition.versions.len();
    if versions > MOST_VERSIONS {
        return Some(format!(
            "not judged: it has {versions} versions, more than the {MOST_VERSIONS} that are looked at"
        ));
    }
    let schemas = definition.versions.iter().filter_map(|version| version.schema.as_ref());
    let schemas: usize = schemas.map(Schema::count).sum();
    (schemas > MOST_SCHEMAS)
        .then(|| format!("not judged: it has {schemas} schemas, more than the {MOST_SCHEMAS} that are looked at"))
}

/// What a strict reader says of keys that stand twice. Keys that only override those of a merge (`<<`) do not count: clients
/// send JSON, in which nothing of them is left.
pub(crate) fn repeated_keys(document: &Node) -> Option<goyaml::Error> {
    if document.duplicate_keys().is_empty() { None } else { document.check_strict().err() }
}

/// Keys that stand twice, then those that nobody knows.
fn strict(document: &Node, decoded: &Decoded, locator: &mut Locator<'_>) -> Vec<Located<String>> {
    let twice = repeated_keys(document).map(|error| {
        let position = document.duplicate_keys().first().map(|(second, _)| second.span.start);
        Located { what: error.to_string(), place: Place { path: FieldPath::default(), position } }
    });
    let unknown = decoded.strict.iter().zip(&decoded.strict_at);
    let unknown = unknown.map(|(text, path)| Located { what: text.clone(), place: place(locator, path) });
    twice.into_iter().chain(unknown).collect()
}

fn located(error: Violation, locator: &mut Locator<'_>) -> Located<Violation> {
    let place = place(locator, error.place.as_ref().unwrap_or(&error.field));
    Located { what: error, place }
}

fn place(locator: &mut Locator<'_>, server: &FieldPath) -> Place {
    let path = user_path(server);
    let position = Some(locator.find(&path));
    Place { path, position }
}

fn create_errors(new: &Internal<'_>, target: Target) -> Vec<Violation> {
    let mut errors = metadata::check(new.definition, target);
    errors.extend(spec::check(new, &Options::create(target), &Budget::new(WORK)));
    errors.extend(last_errors(new.definition, None, &stored::after(&[], new.definition)));
    errors
}

fn update_errors(new: &Internal<'_>, old: &Internal<'_>, stored: &[String], target: Target) -> Vec<Violation> {
    let work = &Budget::new(WORK);
    let options = Options::update(new, old, target, work);
    let mut errors = metadata::check_update(&new.definition.metadata, &old.definition.metadata, target);
    errors.extend(spec::check(new, &options, work));
    errors.extend(spec::immutable(new.definition, old.definition, &options));
    errors.extend(last_errors(new.definition, Some(old.definition), &stored::after(stored, new.definition)));
    errors
}

fn last_errors(new: &Definition, old: Option<&Definition>, stored: &[String]) -> Vec<Violation> {
    let mut errors = stored::check(stored, &new.versions);
    errors.extend(approval::check(new, old));
    if new.preserve_unknown_fields && !old.is_some_and(|old| old.preserve_unknown_fields) {
        let (root, key) = (Path::root(), "preserveUnknownFields");
        let detail =
            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
        errors.push(Violation::invalid(&root.child("spec").child(key), "true", detail));
    }
    errors
}

/// `status.storedVersions` of a document that came from a server; otherwise the version that is stored.
fn stored_before(document: &Node, definition: &Definition) -> Vec<String> {
    let listed = document.get("status").and_then(|status| status.get("storedVersions"));
    let listed = listed.and_then(Node::as_sequence).unwrap_or_default();
    let names: Vec<String> = listed.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    if names.is_empty() { stored::after(&[], definition) } else { names }
}

//! The kinds of some definitions, and custom resources judged by whichever of them they are of.

mod unknown;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use gostd::json::{Number, Value};
use goyaml::Node;

use crate::definition::Definition;
use crate::judge::{Located, Place, Verdict, repeated_keys};
use crate::locate::Locator;
use crate::message;
use crate::path::FieldPath;
use crate::resource::Served;
use crate::target::Target;
use crate::violation::Violation;

/// Whole numbers below it are read as such: those above may not fit 64 bits.
const WHOLE: f64 = 9.2e18;

/// Definitions whose kinds are known by their names; what judging needs is made when it is first asked for.
#[derive(Debug)]
pub struct Kinds {
    definitions: Vec<Definition>,
    target: Target,
    /// By group, then by kind.
    known: BTreeMap<String, BTreeMap<String, usize>>,
    served: Vec<Vec<OnceCell<Result<Served, String>>>>,
}

/// Why no verdict can be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmatched {
    /// No definition has its group.
    Group,
    /// The group is known, the kind is not.
    Kind,
    /// The kind is known, the version is not.
    Version,
    /// The version is there, and not served.
    NotServed,
    /// The server would not have made the definition.
    Unusable(String),
}

/// A custom resource and what the server says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// `apiVersion`, empty if there is none.
    pub api_version: String,
    /// `kind`, empty if there is none.
    pub kind: String,
    /// `metadata.name`, empty if there is none.
    pub name: String,
    /// The definition of its group and kind.
    pub definition: Option<usize>,
    /// The verdict, with places in the document.
    pub verdict: Result<Verdict, Unmatched>,
}

impl Kinds {
    /// The kinds of definitions, of which the first counts if several are of the same kind.
    #[must_use]
    pub fn new(definitions: Vec<Definition>, target: Target) -> Self {
        let mut known: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (index, definition) in definitions.iter().enumerate() {
            let group = known.entry(definition.group.clone()).or_default();
            group.entry(definition.names.kind.clone()).or_insert(index);
        }
        let served = definitions.iter().map(|definition| definition.versions.iter().map(|_| OnceCell::new()).collect());
        Self { served: served.collect(), definitions, target, known }
    }

    /// Whether any definition has this group.
    #[must_use]
    pub fn has_group(&self, group: &str) -> bool {
        self.known.contains_key(group)
    }

    /// The definition of a group and a kind, by its place among those that were given.
    #[must_use]
    pub fn definition(&self, api_version: &str, kind: &str) -> Option<usize> {
        let (group, _) = api_version.split_once('/')?;
        self.known.get(group)?.get(kind).copied()
    }

    /// The verdict when this document is created.
    #[must_use]
    pub fn judge(&self, document: &Node) -> Judged {
        let text = |node: Option<&Node>| node.and_then(|node| node.to_go_string().ok()?).unwrap_or_default();
        let (api_version, kind) = (text(document.get("apiVersion")), text(document.get("kind")));
        let name = text(document.get("metadata").and_then(|metadata| metadata.get("name")));
        let definition = self.definition(&api_version, &kind);
        let verdict = self.served(&api_version, &kind).map(|served| verdict(document, served, &name));
        Judged { api_version, kind, name, definition, verdict }
    }

    fn served(&self, api_version: &str, kind: &str) -> Result<&Served, Unmatched> {
        let (group, version) = api_version.split_once('/').ok_or(Unmatched::Group)?;
        if !self.has_group(group) {
            return Err(Unmatched::Group);
        }
        let index = self.definition(api_version, kind).ok_or(Unmatched::Kind)?;
        let definition = self.definitions.get(index).ok_or(Unmatched::Kind)?;
        let position = definition.versions.iter().position(|one| one.name == version).ok_or(Unmatched::Version)?;
        if !definition.versions.get(position).is_some_and(|version| version.served) {
            return Err(Unmatched::NotServed);
        }
        let cell = self.served.get(index).and_then(|versions| versions.get(position)).ok_or(Unmatched::Version)?;
        let served = cell.get_or_init(|| Served::new(definition, version, self.target));
        served.as_ref().map_err(|reason| Unmatched::Unusable(reason.clone()))
    }
}

impl Judged {
    /// The server's whole answer, `None` if it takes the object.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        let (group, version) = self.api_version.split_once('/').unwrap_or(("", &self.api_version));
        let kind = &self.kind;
        let verdict = match &self.verdict {
            Ok(verdict) => verdict,
            Err(Unmatched::Unusable(reason)) => return Some(reason.clone()),
            Err(_) => {
                let [kind, version] = [kind, &self.api_version].map(|text| gostd::strconv::quote(text));
                return Some(format!("no matches for kind {kind} in version {version}"));
            }
        };
        if let Some(decode) = &verdict.decode {
            return Some(message::unreadable(kind, version, &decode.what));
        }
        if !verdict.strict.is_empty() {
            let texts: Vec<&str> = verdict.strict.iter().map(|strict| strict.what.as_str()).collect();
            return Some(message::unreadable(kind, version, &message::strict(&texts)));
        }
        let errors: Vec<&Violation> = verdict.errors.iter().map(|error| &error.what).collect();
        (!errors.is_empty()).then(|| message::invalid(&format!("{kind}.{group}"), &verdict.name, &errors))
    }
}

fn verdict(document: &Node, served: &Served, name: &str) -> Verdict {
    let mut locator = Locator::new(document);
    let value = match document.to_json() {
        Ok(value) => as_sent(value),
        Err(error) => return undecoded(document, error.to_string(), name),
    };
    let said = served.create(value);
    if let Some(text) = said.decode {
        return undecoded(document, text, name);
    }
    let twice = repeated_keys(document).map(|error| {
        let position = document.duplicate_keys().first().map(|(second, _)| second.span.start);
        Located { what: error.to_string(), place: Place { path: FieldPath::default(), position } }
    });
    let mut fields = unknown::Finder::new(document);
    let unknown = said.unknown.iter().map(|path| Located {
        what: format!("unknown field {}", gostd::strconv::quote(path)),
        place: fields.place(path),
    });
    Verdict {
        name: name.to_owned(),
        decode: None,
        strict: twice.into_iter().chain(unknown).collect(),
        errors: said.errors.into_iter().map(|error| located(error, &mut locator)).collect(),
        warnings: said.warnings.into_iter().map(|text| whole(document, text)).collect(),
    }
}

/// The value that the server gets: clients send JSON, in which `1.0` and `1e3` of YAML are whole numbers.
fn as_sent(value: Value) -> Value {
    match value {
        Value::Number(Number::Float(number)) if number.fract() == 0.0 && number.abs() < WHOLE => {
            Value::Number(Number::Int(number as i64))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(as_sent).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, value)| (key, as_sent(value))).collect())
        }
        other => other,
    }
}

fn undecoded(document: &Node, text: String, name: &str) -> Verdict {
    let (name, decode) = (name.to_owned(), Some(whole(document, text)));
    Verdict { name, decode, strict: Vec::new(), errors: Vec::new(), warnings: Vec::new() }
}

/// Something about the whole document.
fn whole(document: &Node, what: String) -> Located<String> {
    Located { what, place: Place { path: FieldPath::default(), position: Some(document.span.start) } }
}

fn located(error: Violation, locator: &mut Locator<'_>) -> Located<Violation> {
    let path = error.place.as_ref().unwrap_or(&error.field).clone();
    let position = Some(locator.find(&path));
    Located { what: error, place: Place { path, position } }
}

#[cfg(test)]
mod tests;

//! What the server says of a definition.

use goyaml::Position;

use crate::message;
use crate::path::FieldPath;
use crate::violation::Violation;

/// Where something stands in the user's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as the user wrote it: `spec.versions[0].schema.openAPIV3Schema.properties.spec`.
    pub path: FieldPath,
    /// Line and column: those of the deepest part of the path that exists. `None` if it is in no document.
    pub position: Option<Position>,
}

impl Place {
    pub(super) fn nowhere() -> Self {
        Self { path: FieldPath::default(), position: None }
    }
}

/// Something and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// What it is.
    pub what: T,
    /// Where it is.
    pub place: Place,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `metadata.name`, empty if there is none.
    pub name: String,
    /// Why the server cannot read it: then nothing else was looked at.
    pub decode: Option<Located<String>>,
    /// Unknown and repeated keys, which kubectl and Helm have refused.
    pub strict: Vec<Located<String>>,
    /// What is wrong, in the server's order; keys of maps, which the server takes at random, are sorted.
    pub errors: Vec<Located<Violation>>,
    /// What the server accepts with a warning.
    pub warnings: Vec<Located<String>>,
}

impl Verdict {
    pub(super) fn unreadable(text: String, place: Place) -> Self {
        let decode = Some(Located { what: text, place });
        Self { name: String::new(), decode, strict: Vec::new(), errors: Vec::new(), warnings: Vec::new() }
    }

    /// Whether the server takes it, from clients that ask for the strict mode.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.decode.is_none() && self.strict.is_empty() && self.errors.is_empty()
    }

    /// The server's whole answer, `None` if it takes the definition. Unknown keys come before everything else.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        if let Some(decode) = &self.decode {
            return Some(message::unreadable("CustomResourceDefinition", "v1", &decode.what));
        }
        if !self.strict.is_empty() {
            let texts: Vec<&str> = self.strict.iter().map(|strict| strict.what.as_str()).collect();
            return Some(message::unreadable("CustomResourceDefinition", "v1", &message::strict(&texts)));
        }
        let errors: Vec<&Violation> = self.errors.iter().map(|error| &error.what).collect();
        (!errors.is_empty()).then(|| message::invalid(message::DEFINITION, &self.name, &errors))
    }
}

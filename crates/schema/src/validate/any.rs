//! `type`, `const`, `enum`, `format`: what counts for every value, each by itself.

use super::frame::Frame;
use crate::document::{Document, Kind, NodeId};
use crate::english::quote;
use crate::failure::Failure;
use crate::formats;
use crate::instance::{Instance, Shape};
use crate::keyword::{Keyword, Keywords};

/// The types in the order in which messages list them.
const TYPES: [&str; 7] = ["null", "boolean", "number", "integer", "string", "array", "object"];

/// Of so many values of an `enum` or less each is compared.
const FEW: usize = 16;

const NUMBER: u8 = 1 << 2;
const INTEGER: u8 = 1 << 3;

/// The bit of a type's name; none for other words.
fn type_bit(name: &str) -> u8 {
    TYPES.iter().position(|known| *known == name).map_or(0, |index| 1 << index)
}

fn shape_bit(shape: Shape<'_>) -> u8 {
    match shape {
        Shape::Null => 1,
        Shape::Bool(_) => 1 << 1,
        Shape::Number(_) => NUMBER,
        Shape::Text(_) => 1 << 4,
        Shape::Array(_) => 1 << 5,
        Shape::Object(_) => 1 << 6,
    }
}

/// The names of types, joined by `or`.
fn type_names(bits: u8) -> String {
    let names = TYPES.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0).map(|(_, name)| *name);
    names.collect::<Vec<_>>().join(" or ")
}

impl<'v> Frame<'_, 'v> {
    /// Checks what makes all else pointless if it is wrong.
    pub(super) fn check_any(&self, keywords: &Keywords<'v>, asserts_formats: bool) -> Result<(), Failure> {
        let Some(document) = self.document() else {
            return Ok(());
        };
        let shape = self.instance.shape();
        if let Shape::Number(number) = shape
            && number.is_invalid()
        {
            return Err(self.failure(|| "invalid jsonType float64".to_owned()));
        }
        if self.hides_siblings(keywords) {
            return self.check_const(keywords, document);
        }
        self.check_type(keywords, shape)?;
        self.check_const(keywords, document)?;
        self.check_enum(keywords, document)?;
        if asserts_formats { self.check_format(keywords, shape) } else { Ok(()) }
    }

    fn check_type(&self, keywords: &Keywords<'v>, shape: Shape<'v>) -> Result<(), Failure> {
        let wanted = match keywords.kind(Keyword::Type) {
            Some(Kind::Text(name)) => type_bit(name),
            Some(Kind::Array(_)) => keywords.strings(Keyword::Type).fold(0, |bits, name| bits | type_bit(name)),
            _ => 0,
        };
        let got = shape_bit(shape);
        let is_whole = || matches!(shape, Shape::Number(number) if number.is_integer());
        if wanted == 0 || wanted & got != 0 || (wanted & INTEGER != 0 && is_whole()) {
            return Ok(());
        }
        Err(self.failure(|| format!("got {}, want {}", type_names(got), type_names(wanted))))
    }

    fn check_const(&self, keywords: &Keywords<'v>, document: &'v Document<'v>) -> Result<(), Failure> {
        let Some(wanted) = keywords.get(Keyword::Const) else {
            return Ok(());
        };
        if self.instance.equals(Instance::Node(document, wanted), &self.run.steps) {
            return Ok(());
        }
        Err(self.failure(|| match display(document, wanted) {
            Some(text) => format!("value must be {text}"),
            None => "'const' failed".to_owned(),
        }))
    }

    fn check_enum(&self, keywords: &Keywords<'v>, document: &'v Document<'v>) -> Result<(), Failure> {
        let Some(wanted) = keywords.array(Keyword::Enum) else {
            return Ok(());
        };
        if self.is_one_of(keywords, document, wanted) {
            return Ok(());
        }
        Err(self.failure(|| {
            let texts: Option<Vec<String>> = wanted.iter().map(|item| display(document, *item)).collect();
            match texts.as_deref() {
                None => "'enum' failed".to_owned(),
                Some([text]) => format!("value must be {text}"),
                Some(texts) => format!("value must be one of {}", texts.join(", ")),
            }
        }))
    }

    fn is_one_of(&self, keywords: &Keywords<'v>, document: &'v Document<'v>, wanted: &'v [NodeId]) -> bool {
        let steps = &self.run.steps;
        let mut items = wanted.iter().map(|item| Instance::Node(document, *item));
        match keywords.get(Keyword::Enum) {
            Some(node) if wanted.len() > FEW => self.run.values(self.schema_at(node), items).has(self.instance, steps),
            _ => items.any(|item| self.instance.equals(item, steps)),
        }
    }

    fn check_format(&self, keywords: &Keywords<'v>, shape: Shape<'v>) -> Result<(), Failure> {
        let (Some(name), Shape::Text(text)) = (keywords.string(Keyword::Format), shape) else {
            return Ok(());
        };
        formats::check(name, text, self.run.patterns)
            .map_err(|error| self.failure(|| format!("{} is not valid {name}: {error}", quote(text))))
    }
}

/// A plain value as messages show it; nothing for arrays and objects.
fn display(document: &Document<'_>, node: NodeId) -> Option<String> {
    Some(match document.kind(node) {
        Kind::Null => "<nil>".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(digits) => digits.to_owned(),
        Kind::Text(text) => quote(text),
        Kind::Array(_) | Kind::Object(_) => return None,
    })
}

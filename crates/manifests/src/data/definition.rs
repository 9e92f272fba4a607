//! Definitions, and how their lines are read.

use std::sync::OnceLock;

use crate::Versions;

/// The type of a field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    /// A text that is a value of the enumeration with this number.
    Enumeration(usize),
    Base64,
    Int32,
    Int64,
    Float,
    Boolean,
    Quantity,
    IntOrText,
    Time,
    MicroTime,
    Anything,
    /// Whatever object.
    Object,
    /// The definition with this number.
    Defined(usize),
    List(Items, Box<Self>),
    Map(Box<Self>),
}

/// How the items of a list are told apart by server-side apply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Items {
    /// They are not.
    Atomic,
    /// By their value.
    Set,
    /// By these fields.
    Keyed(Vec<&'static str>),
}

/// A field, or what it is in some versions.
#[derive(Debug)]
pub(crate) struct Field {
    pub name: &'static str,
    pub type_: Type,
    /// Whether it must be there.
    pub is_required: bool,
    /// Whether an empty text is refused, if this is an enumeration.
    pub refuses_empty: bool,
    pub versions: Versions,
}

/// A definition. Its fields are read when they are first asked for.
pub(crate) struct Definition {
    pub name: &'static str,
    lines: &'static str,
    fields: OnceLock<Vec<Field>>,
}

impl Definition {
    pub(super) fn new(name: &'static str, lines: &'static str) -> Self {
        Self { name, lines, fields: OnceLock::new() }
    }

    /// All fields, sorted by name.
    pub(crate) fn fields(&self) -> &[Field] {
        self.fields.get_or_init(|| self.lines.lines().filter_map(field).collect())
    }

    /// How many lines its fields have.
    #[cfg(test)]
    pub(crate) fn lines(&self) -> usize {
        self.lines.lines().count()
    }

    /// What a field is: once, or several times for different versions.
    pub(crate) fn named(&self, name: &str) -> &[Field] {
        let fields = self.fields();
        let start = fields.partition_point(|field| field.name < name);
        let end = fields.partition_point(|field| field.name <= name);
        fields.get(start..end).unwrap_or_default()
    }

    /// The name of Go's type: `DeploymentSpec` for `apps.v1.DeploymentSpec`.
    pub(crate) fn go_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or_default()
    }
}

fn field(line: &'static str) -> Option<Field> {
    let mut parts = line.strip_prefix(' ')?.split('\t');
    let (name, code) = (parts.next()?, parts.next()?);
    let (code, refuses_empty) = code.strip_suffix('*').map_or((code, false), |code| (code, true));
    let (code, is_required) = code.strip_suffix('!').map_or((code, false), |code| (code, true));
    let versions = match parts.next() {
        Some(bits) => Versions::from_bits(u16::from_str_radix(bits, 16).ok()?),
        None => Versions::ALL,
    };
    Some(Field { name, type_: type_of(code)?, is_required, refuses_empty, versions })
}

fn type_of(code: &'static str) -> Option<Type> {
    let (letter, rest) = code.split_at_checked(1)?;
    Some(match letter {
        "s" => Type::Text,
        "e" => Type::Enumeration(rest.parse().ok()?),
        "y" => Type::Base64,
        "I" => Type::Int32,
        "L" => Type::Int64,
        "f" => Type::Float,
        "b" => Type::Boolean,
        "q" => Type::Quantity,
        "p" => Type::IntOrText,
        "t" => Type::Time,
        "u" => Type::MicroTime,
        "a" => Type::Anything,
        "o" => Type::Object,
        "r" => Type::Defined(rest.parse().ok()?),
        "{" => Type::Map(Box::new(type_of(rest)?)),
        "[" => list(rest)?,
        _ => return None,
    })
}

fn list(rest: &'static str) -> Option<Type> {
    let (items, code) = if let Some(code) = rest.strip_prefix('=') {
        (Items::Set, code)
    } else if let Some(keyed) = rest.strip_prefix('(') {
        let (keys, code) = keyed.split_once(')')?;
        (Items::Keyed(keys.split(',').collect()), code)
    } else {
        (Items::Atomic, rest)
    };
    Some(Type::List(items, Box::new(type_of(code)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_letters() {
        let keyed = Items::Keyed(vec!["port", "protocol"]);
        assert_eq!(type_of("[(port,protocol)r12"), Some(Type::List(keyed, Box::new(Type::Defined(12)))));
        assert_eq!(type_of("{q"), Some(Type::Map(Box::new(Type::Quantity))));
        assert_eq!(type_of("[=s"), Some(Type::List(Items::Set, Box::new(Type::Text))));
        assert_eq!(type_of("x"), None);
        assert_eq!(type_of(""), None);
    }

    #[test]
    fn fields_say_their_versions() {
        let field = field(" pathType\te3!*\t1f0").unwrap();
        assert_eq!((field.name, field.type_), ("pathType", Type::Enumeration(3)));
        assert!(field.is_required && field.refuses_empty);
        assert_eq!(field.versions.words(), "1.33–1.37");
    }
}

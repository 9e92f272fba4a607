//! What scalars are to go-yaml (`resolve.go`).

use gostd::json::{Number, Value};
use gostd::strconv::{parse_float, parse_int, parse_uint};
use gostd::time::{Location, Time, parse_in_location};
use goyaml::{Error, Node, Scalar, Style};

use super::Dialect;
use super::error::Abort;

const TAG_PREFIX: &str = "tag:yaml.org,2002:";

/// What a scalar is.
#[derive(Clone, Debug)]
pub(super) enum Resolved {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Timestamp(Time),
    Text,
    /// What `!!binary` holds.
    Binary(String),
}

impl Resolved {
    fn short_tag(&self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Timestamp(_) => "!!timestamp",
            Self::Text => "!!str",
            Self::Binary(_) => "!!binary",
        }
    }
}

/// What a scalar is in a dialect.
pub(super) fn resolve(node: &Node, scalar: &Scalar, dialect: Dialect) -> Result<Resolved, Abort> {
    if dialect == Dialect::V3 { resolve_v3(node, scalar) } else { resolve_v2(node, scalar) }
}

/// The tag by which errors name a scalar: its own if it has one.
pub(super) fn named_tag(scalar: &Scalar, resolved: &Resolved) -> String {
    match scalar.tag.as_deref() {
        Some(tag) => short(tag),
        None => resolved.short_tag().to_owned(),
    }
}

/// `tag:yaml.org,2002:str` as `!!str`.
fn short(tag: &str) -> String {
    match tag.strip_prefix(TAG_PREFIX) {
        Some(name) => format!("!!{name}"),
        None => tag.to_owned(),
    }
}

/// The tree knows the types of yaml.v2.
fn resolve_v2(node: &Node, scalar: &Scalar) -> Result<Resolved, Abort> {
    let is_binary = scalar.tag.as_deref().is_some_and(|tag| short(tag) == "!!binary");
    match node.to_json() {
        Ok(Value::Null) => Ok(Resolved::Null),
        Ok(Value::Bool(truth)) => Ok(Resolved::Bool(truth)),
        Ok(Value::Number(Number::Int(number))) => Ok(Resolved::Int(number)),
        Ok(Value::Number(Number::Uint(number))) => Ok(Resolved::Uint(number)),
        Ok(Value::Number(Number::Float(number))) => Ok(Resolved::Float(number)),
        Ok(Value::String(text)) if is_binary => Ok(Resolved::Binary(text)),
        Ok(_) => Ok(Resolved::Text),
        Err(Error::UnsupportedNumber { .. }) => Ok(Resolved::Float(f64::INFINITY)),
        Err(error) => Err(Abort::of_reader(node, &error)),
    }
}

fn resolve_v3(node: &Node, scalar: &Scalar) -> Result<Resolved, Abort> {
    let tag = scalar.tag.as_deref().filter(|tag| *tag != "!").map(short);
    let text = scalar.value.as_str();
    match tag.as_deref() {
        None if scalar.style != Style::Plain => Ok(Resolved::Text),
        None => Ok(plain(text, true)),
        Some("!!binary") => gostd::base64::decode(text.as_bytes())
            .map(|bytes| Resolved::Binary(String::from_utf8_lossy(&bytes).into_owned()))
            .map_err(|_| Abort::new(node, "!!binary value contains invalid base64 data")),
        Some(wanted @ ("!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp")) => {
            let found = plain(text, wanted == "!!timestamp");
            match found {
                Resolved::Int(number) if wanted == "!!float" => Ok(Resolved::Float(number as f64)),
                found if found.short_tag() == wanted => Ok(found),
                found => {
                    let found = found.short_tag();
                    Err(Abort::new(node, &format!("cannot decode {found} `{text}` as a {wanted}")))
                }
            }
        }
        Some(_) => Ok(Resolved::Text),
    }
}

/// What a plain scalar is to yaml.v3: its first character says where to look.
fn plain(text: &str, timestamps: bool) -> Resolved {
    if let Some(word) = word(text) {
        return word;
    }
    let float = || parse_float(text.as_bytes(), 64).ok().map(Resolved::Float);
    let resolved = match text.bytes().next() {
        Some(b'.') => float(),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            timestamp(text).filter(|_| timestamps).map(Resolved::Timestamp).or_else(|| number(text))
        }
        _ => None,
    };
    resolved.unwrap_or(Resolved::Text)
}

fn word(text: &str) -> Option<Resolved> {
    Some(match text {
        "true" | "True" | "TRUE" => Resolved::Bool(true),
        "false" | "False" | "FALSE" => Resolved::Bool(false),
        "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
        ".nan" | ".NaN" | ".NAN" => Resolved::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Resolved::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Resolved::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn number(text: &str) -> Option<Resolved> {
    let digits = text.replace('_', "");
    let bytes = digits.as_bytes();
    if let Ok(number) = parse_int(bytes, 0, 64) {
        return Some(Resolved::Int(number));
    }
    if let Ok(number) = parse_uint(bytes, 0, 64) {
        return Some(Resolved::Uint(number));
    }
    let number = parse_float(bytes, 64).ok()?;
    is_decimal(&digits).then_some(Resolved::Float(number))
}

/// Go's `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, of what is a float already: neither hexadecimal nor a
/// word.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    unsigned.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
}

/// Layouts of `allowedTimestampFormats`.
const LAYOUTS: [&[u8]; 4] =
    [b"2006-1-2T15:4:5.999999999Z07:00", b"2006-1-2t15:4:5.999999999Z07:00", b"2006-1-2 15:4:5.999999999", b"2006-1-2"];

fn timestamp(text: &str) -> Option<Time> {
    let year = text.bytes().take_while(u8::is_ascii_digit).count();
    if year != 4 || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    LAYOUTS.iter().find_map(|layout| parse_in_location(layout, text.as_bytes(), &Location::utc()).ok())
}

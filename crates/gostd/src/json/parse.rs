//! Reading JSON with `encoding/json`'s verdicts and error texts.

use std::collections::BTreeMap;
use std::fmt;

use super::invalid::{quote_character, quote_escape};
use super::value::{Number, Value};
use crate::utf8::decode_rune;

/// How deep arrays and objects may nest. Go allows 10,000; dropping, comparing and writing a [`Value`] take stack per
/// level, so hostile input must stop earlier. Both say `exceeded max depth`.
pub const MAX_DEPTH: usize = 500;

/// Why a text is not JSON, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Go's text, such as `invalid character 'x' looking for beginning of value`.
    pub message: String,
    /// How many bytes were read when it was noticed, including the offending character. Where the text ends too early
    /// within a number or an escape, that is where these begin.
    pub offset: usize,
}

/// What is wrong when the text ends too early.
const UNEXPECTED_END: &str = "unexpected end of JSON input";

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Reads one JSON value and nothing after it but white space: `json.Unmarshal` into an `interface{}`.
///
/// Whole numbers that fit 64 bits stay integers, other numbers become floats; of equal keys the last one counts.
///
/// # Errors
///
/// Go's syntax errors, nesting beyond [`MAX_DEPTH`], and numbers too large for a float.
pub fn parse(text: &[u8]) -> Result<Value, SyntaxError> {
    match parse_partly(text)? {
        (_, Some(error)) => Err(error),
        (value, None) => Ok(value),
    }
}

/// [`parse`], with the value that `json.Unmarshal` leaves behind if numbers are too large: these are 0, and the first
/// of them is the error beside the value.
///
/// # Errors
///
/// As [`parse`], but for numbers too large.
pub fn parse_partly(text: &[u8]) -> Result<(Value, Option<SyntaxError>), SyntaxError> {
    let mut parser = Parser { text, position: 0, depth: 0, keeps_infinities: false, out_of_range: None };
    let value = parser.value()?;
    parser.skip_space();
    if parser.byte().is_some() {
        return Err(parser.unexpected("after top-level value"));
    }
    Ok((value, parser.out_of_range.map(OutOfRange::error)))
}

/// Reads the first JSON value of a text that may hold more: `json.Decoder.Decode`. Gives the value and how many bytes
/// it takes with the white space before it; `None` when there is only white space. Numbers beyond the range of floats
/// are infinite.
///
/// # Errors
///
/// As [`parse`]; the early end of the text is called `unexpected EOF` here.
pub fn parse_first(text: &[u8]) -> Result<Option<(Value, usize)>, SyntaxError> {
    let mut parser = Parser { text, position: 0, depth: 0, keeps_infinities: true, out_of_range: None };
    parser.skip_space();
    if parser.byte().is_none() {
        return Ok(None);
    }
    match parser.value() {
        Ok(value) => Ok(Some((value, parser.position))),
        Err(error) if error.message == UNEXPECTED_END => {
            Err(SyntaxError { message: "unexpected EOF".to_owned(), ..error })
        }
        Err(error) => Err(error),
    }
}

struct Parser<'a> {
    text: &'a [u8],
    position: usize,
    depth: usize,
    /// Whether numbers beyond the range of floats are infinite; else they are 0.
    keeps_infinities: bool,
    /// The first of them: Go reports it only if the whole text is well-formed.
    out_of_range: Option<OutOfRange>,
}

/// A number beyond the range of floats.
struct OutOfRange {
    literal: String,
    offset: usize,
    /// The way to it from where `depth` is, backwards.
    steps: Vec<Step>,
    /// The depth up to which the steps are known.
    depth: usize,
}

enum Step {
    Key(String),
    Index(usize),
}

impl OutOfRange {
    /// The text of `json.UnmarshalTypeError`. List elements are worded differently from members.
    fn error(self) -> SyntaxError {
        let Self { literal, offset, steps, .. } = self;
        let mut place = String::new();
        for step in steps.iter().rev() {
            match step {
                Step::Key(key) => place.push_str(&format!(".{}", key.replace('~', "~0").replace('/', "~1"))),
                Step::Index(index) => place.push_str(&format!(".{index}")),
            }
        }
        let target = match steps.first() {
            _ if matches!(place.as_str(), "" | ".") => "Go value".to_owned(),
            None | Some(Step::Index(_)) => place,
            Some(Step::Key(_)) => format!("Go struct field {place}"),
        };
        let message = format!("json: cannot unmarshal number {literal} into {target} of type float64");
        SyntaxError { message, offset }
    }
}

impl Parser<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    /// Moves past the byte if it is the next one.
    fn skip(&mut self, wanted: u8) -> bool {
        let found = self.byte() == Some(wanted);
        if found {
            self.position += 1;
        }
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.position += 1;
        }
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// The error for the next character, or for the end of the text.
    fn unexpected(&self, context: &str) -> SyntaxError {
        let rest = self.rest();
        let (_, width) = decode_rune(rest);
        if width == 0 {
            return SyntaxError { message: UNEXPECTED_END.to_owned(), offset: self.text.len() };
        }
        let character = quote_character(rest);
        SyntaxError { message: format!("invalid character {character} {context}"), offset: self.position + width }
    }

    fn unexpected_end(offset: usize) -> SyntaxError {
        SyntaxError { message: UNEXPECTED_END.to_owned(), offset }
    }

    fn value(&mut self) -> Result<Value, SyntaxError> {
        self.skip_space();
        match self.byte() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Ok(Value::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Value::Number(self.number()?)),
            Some(b't') => self.literal("true", Value::Bool(true)),
            Some(b'f') => self.literal("false", Value::Bool(false)),
            Some(b'n') => self.literal("null", Value::Null),
            _ => Err(self.unexpected("looking for beginning of value")),
        }
    }

    /// Reads what a bracket opens, unless it opens one level too many.
    fn nested(&mut self, content: fn(&mut Self) -> Result<Value, SyntaxError>) -> Result<Value, SyntaxError> {
        if self.depth >= MAX_DEPTH {
            let message = "exceeded max depth".to_owned();
            return Err(SyntaxError { message, offset: self.position + 1 });
        }
        self.depth += 1;
        self.position += 1;
        let value = content(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, SyntaxError> {
        let mut items = Vec::new();
        self.skip_space();
        if self.skip(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            let item = self.value()?;
            self.locate(|| Step::Index(items.len()));
            items.push(item);
            self.skip_space();
            if self.skip(b']') {
                return Ok(Value::Array(items));
            }
            if !self.skip(b',') {
                return Err(self.unexpected("after array element"));
            }
        }
    }

    fn object(&mut self) -> Result<Value, SyntaxError> {
        let mut members = BTreeMap::new();
        self.skip_space();
        if self.skip(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            let key = self.key()?;
            let value = self.value()?;
            self.locate(|| Step::Key(key.clone()));
            members.insert(key, value);
            self.skip_space();
            if self.skip(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.skip(b',') {
                return Err(self.unexpected("after object key:value pair"));
            }
        }
    }

    /// Notes where a number beyond the range of floats is, if it was in the value just read.
    fn locate(&mut self, step: impl FnOnce() -> Step) {
        if let Some(found) = self.out_of_range.as_mut().filter(|found| found.depth == self.depth) {
            found.steps.push(step());
            found.depth -= 1;
        }
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<String, SyntaxError> {
        self.skip_space();
        if self.byte() != Some(b'"') {
            return Err(self.unexpected("looking for beginning of object key string"));
        }
        let key = self.string()?;
        self.skip_space();
        if !self.skip(b':') {
            return Err(self.unexpected("after object key"));
        }
        Ok(key)
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, SyntaxError> {
        for expected in word.bytes() {
            if !self.skip(expected) {
                return Err(self.unexpected(&format!("in literal {word} (expecting '{}')", char::from(expected))));
            }
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<Number, SyntaxError> {
        let start = self.position;
        self.skip(b'-');
        if !self.skip(b'0') {
            self.digits(start)?;
        }
        let whole_end = self.position;
        if self.skip(b'.') {
            self.digits(start)?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _sign = self.skip(b'+') || self.skip(b'-');
            self.digits(start)?;
        }
        let literal = self.text.get(start..self.position).unwrap_or_default();
        let literal = std::str::from_utf8(literal).unwrap_or_default();
        Ok(self.interpret_number(literal, whole_end == self.position))
    }

    /// Reads at least one digit of the number that starts there.
    fn digits(&mut self, start: usize) -> Result<(), SyntaxError> {
        match self.byte() {
            Some(b'0'..=b'9') => {}
            Some(_) => return Err(self.unexpected("in numeric literal")),
            None => return Err(Self::unexpected_end(start)),
        }
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        Ok(())
    }

    fn interpret_number(&mut self, literal: &str, whole: bool) -> Number {
        if whole && literal != "-0" {
            if let Ok(number) = literal.parse::<i64>() {
                return Number::Int(number);
            }
            if let Ok(number) = literal.parse::<u64>() {
                return Number::Uint(number);
            }
        }
        let number = literal.parse::<f64>().unwrap_or(f64::INFINITY);
        if number.is_finite() {
            return Number::Float(number);
        }
        let (literal, offset, depth) = (literal.to_owned(), self.position, self.depth);
        self.out_of_range.get_or_insert_with(|| OutOfRange { literal, offset, steps: Vec::new(), depth });
        Number::Float(if self.keeps_infinities { number } else { 0.0 })
    }

    /// Reads a string from its opening quote to its closing one.
    fn string(&mut self) -> Result<String, SyntaxError> {
        self.position += 1;
        let mut content = String::new();
        loop {
            match self.byte() {
                None => return Err(Self::unexpected_end(self.text.len())),
                Some(b'"') => {
                    self.position += 1;
                    return Ok(content);
                }
                Some(b'\\') => content.push(self.escape()?),
                Some(0x00..=0x1f) => return Err(self.unexpected("in string")),
                Some(_) => {
                    let (character, width) = decode_rune(self.rest());
                    content.push(character);
                    self.position += width;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let start = self.position;
        self.position += 1;
        let character = match self.byte() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{08}',
            Some(b'f') => '\u{0c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            Some(_) => return Err(self.invalid_escape(start, 2)),
            None => return Err(Self::unexpected_end(start)),
        };
        self.position += 1;
        Ok(character)
    }

    /// The error for an escape of so many bytes.
    fn invalid_escape(&self, start: usize, length: usize) -> SyntaxError {
        let end = self.text.len().min(start + length);
        let escape = quote_escape(self.text.get(start..end).unwrap_or_default());
        let offset = self.text.len().min(if length == 2 { start + 2 } else { start + 6 });
        SyntaxError { message: format!("invalid escape sequence {escape} in string"), offset }
    }

    /// Reads `uXXXX`, and the `\uXXXX` after it if both are a surrogate pair; a lone surrogate becomes U+FFFD.
    fn unicode_escape(&mut self, start: usize) -> Result<char, SyntaxError> {
        self.position += 1;
        let mut code = 0;
        for _ in 0..4 {
            let Some(byte) = self.byte() else {
                return Err(Self::unexpected_end(start));
            };
            let Some(digit) = char::from(byte).to_digit(16) else {
                return Err(self.invalid_escape(start, 6));
            };
            code = code * 16 + digit;
            self.position += 1;
        }
        if (0xd800..=0xdbff).contains(&code)
            && let Some(low @ 0xdc00..=0xdfff) = self.upcoming_unicode_escape()
        {
            self.position += 6;
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The code of a `\uXXXX` that comes next, without moving.
    fn upcoming_unicode_escape(&self) -> Option<u32> {
        let rest = self.text.get(self.position..)?.strip_prefix(b"\\u")?;
        let mut code = 0;
        for byte in rest.get(..4)? {
            code = code * 16 + char::from(*byte).to_digit(16)?;
        }
        Some(code)
    }
}

//! Reading JSON with `encoding/json`'s verdicts and error texts.

use std::collections::BTreeMap;
use std::fmt;

use super::value::{Number, Value};
use crate::strconv;
use crate::utf8::decode_rune;

/// How deep arrays and objects may nest. Go allows 10,000; dropping, comparing and writing a [`Value`] take stack per
/// level, so hostile input must stop earlier. Both say `exceeded max depth`.
pub const MAX_DEPTH: usize = 500;

/// Why a text is not JSON, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Go's text, such as `invalid character 'x' looking for beginning of value`.
    pub message: String,
    /// How many bytes were read when it was noticed, including the offending one.
    pub offset: usize,
}

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
    let mut parser = Parser { text, position: 0, depth: 0, out_of_range: None };
    let value = parser.value()?;
    parser.skip_space();
    if parser.byte().is_some() {
        return Err(parser.unexpected("after top-level value"));
    }
    match parser.out_of_range {
        Some(error) => Err(error),
        None => Ok(value),
    }
}

struct Parser<'a> {
    text: &'a [u8],
    position: usize,
    depth: usize,
    /// The first number beyond the range of floats: Go reports it only if the whole text is well-formed.
    out_of_range: Option<SyntaxError>,
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

    /// The error for the next byte. Go's scanner tries a space at the end of the text, so where a space is wrong the
    /// end is reported as one.
    fn unexpected(&self, context: &str) -> SyntaxError {
        let (byte, offset) = match self.byte() {
            Some(byte) => (byte, self.position + 1),
            None => (b' ', self.text.len()),
        };
        SyntaxError { message: format!("invalid character {} {context}", quote_byte(byte)), offset }
    }

    /// The same where a space would be fine: then the end of the text is what is wrong.
    fn unexpected_or_end(&self, context: &str) -> SyntaxError {
        match self.byte() {
            Some(_) => self.unexpected(context),
            None => SyntaxError { message: "unexpected end of JSON input".to_owned(), offset: self.text.len() },
        }
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
            _ => Err(self.unexpected_or_end("looking for beginning of value")),
        }
    }

    /// Reads what a bracket opens, unless it opens one level too many.
    fn nested(&mut self, content: fn(&mut Self) -> Result<Value, SyntaxError>) -> Result<Value, SyntaxError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.unexpected("exceeded max depth"));
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
            items.push(self.value()?);
            self.skip_space();
            if self.skip(b']') {
                return Ok(Value::Array(items));
            }
            if !self.skip(b',') {
                return Err(self.unexpected_or_end("after array element"));
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
            members.insert(key, value);
            self.skip_space();
            if self.skip(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.skip(b',') {
                return Err(self.unexpected_or_end("after object key:value pair"));
            }
        }
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<String, SyntaxError> {
        self.skip_space();
        if self.byte() != Some(b'"') {
            return Err(self.unexpected_or_end("looking for beginning of object key string"));
        }
        let key = self.string()?;
        self.skip_space();
        if !self.skip(b':') {
            return Err(self.unexpected_or_end("after object key"));
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
            self.digits("in numeric literal")?;
        }
        let whole_end = self.position;
        if self.skip(b'.') {
            self.digits("after decimal point in numeric literal")?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _sign = self.skip(b'+') || self.skip(b'-');
            self.digits("in exponent of numeric literal")?;
        }
        let literal = self.text.get(start..self.position).unwrap_or_default();
        let literal = std::str::from_utf8(literal).unwrap_or_default();
        Ok(self.interpret_number(literal, whole_end == self.position))
    }

    /// Reads at least one digit.
    fn digits(&mut self, context: &str) -> Result<(), SyntaxError> {
        if !matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err(self.unexpected(context));
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
        if number.is_infinite() && self.out_of_range.is_none() {
            let message = format!("json: cannot unmarshal number {literal} into Go value of type float64");
            self.out_of_range = Some(SyntaxError { message, offset: self.position });
        }
        Number::Float(number)
    }

    /// Reads a string from its opening quote to its closing one.
    fn string(&mut self) -> Result<String, SyntaxError> {
        self.position += 1;
        let mut content = String::new();
        loop {
            match self.byte() {
                None => return Err(self.unexpected_or_end("in string literal")),
                Some(b'"') => {
                    self.position += 1;
                    return Ok(content);
                }
                Some(b'\\') => content.push(self.escape()?),
                Some(0x00..=0x1f) => return Err(self.unexpected("in string literal")),
                Some(_) => {
                    let (character, width) = decode_rune(self.text.get(self.position..).unwrap_or_default());
                    content.push(character);
                    self.position += width;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        self.position += 1;
        let character = match self.byte() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{08}',
            Some(b'f') => '\u{0c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.unexpected("in string escape code")),
        };
        self.position += 1;
        Ok(character)
    }

    /// Reads `uXXXX`, and the `\uXXXX` after it if both are a surrogate pair; a lone surrogate becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, SyntaxError> {
        self.position += 1;
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.unexpected("in \\u hexadecimal character escape"));
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

/// Writes a byte as Go's messages do: as the code point of that number, quoted.
fn quote_byte(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".to_owned(),
        b'"' => "'\"'".to_owned(),
        _ => {
            let quoted = strconv::quote(char::from(byte).encode_utf8(&mut [0; 4]));
            format!("'{}'", quoted.trim_matches('"'))
        }
    }
}

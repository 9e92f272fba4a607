//! Values and collections: how they are indented and where their parts begin.

use std::borrow::Cow;

use gostd::base64;

use super::analysis::{self, Analysis, Quoting};
use super::scalar::Scalar;
use super::writer::Writer;
use super::{Dialect, Tree, View, key_order, number, v2};
use crate::{Error, MAX_DEPTH, lossy};

/// Columns of an indentation.
const INDENT: usize = 2;

/// Lines of go-yaml v2 are folded behind this column, those of v3 never.
const V2_WIDTH: usize = 80;

/// The longest key without `?`, in bytes.
const KEY_LENGTH: usize = 128;

/// Characters per line of base64, where there are several.
const BASE64_LINE: usize = 70;

/// The tag of pretty strings that are not UTF-8.
const BINARY: &[u8] = b"!!binary";

/// Writes a document.
pub(super) fn write<T: Tree>(value: &T, dialect: Dialect) -> Result<String, Error> {
    let width = match dialect {
        Dialect::V2 => V2_WIDTH,
        Dialect::V3 => usize::MAX,
    };
    let mut emitter = Emitter { writer: Writer::new(width), dialect, depth: 0 };
    emitter.value(value, Place { indent: None, in_mapping: false })?;
    emitter.writer.write_indent(0);
    Ok(emitter.writer.finish())
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Place {
    /// Indentation of the collection around it, `None` in the document itself.
    indent: Option<usize>,
    /// Whether it is the value of a key.
    in_mapping: bool,
}

struct Emitter {
    writer: Writer,
    dialect: Dialect,
    depth: usize,
}

impl Emitter {
    fn value<T: Tree>(&mut self, value: &T, place: Place) -> Result<(), Error> {
        value.show(|view| self.view(view, place))
    }

    fn view<T: Tree>(&mut self, view: View<'_, T>, place: Place) -> Result<(), Error> {
        match view {
            View::Null => self.writer.write_word(b"null"),
            View::Bool(truth) => self.writer.write_word(if truth { b"true" } else { b"false" }),
            View::Int(number) => self.integer(number.unsigned_abs(), number < 0),
            View::Uint(number) => self.integer(number, false),
            View::Float(number) => {
                let text = number::float_text(number, self.dialect)?;
                self.writer.write_word(text.as_bytes());
            }
            View::Word(word) if self.dialect == Dialect::V3 => self.writer.write_word(word),
            View::Text(text) | View::Word(text) => return self.text(text, place),
            View::Bytes(bytes) => self.bytes(bytes, place)?,
            View::List([]) => self.empty(b'[', b']'),
            View::List(items) => return self.sequence(items, place),
            View::Map(entries) | View::Fields(entries) if entries.is_empty() => self.empty(b'{', b'}'),
            View::Fields(entries) if self.dialect == Dialect::V3 => return self.mapping(entries, place),
            View::Map(mut entries) | View::Fields(mut entries) => {
                key_order::sort(&mut entries, self.dialect);
                return self.mapping(entries, place);
            }
        }
        Ok(())
    }

    fn integer(&mut self, number: u64, negative: bool) {
        let mut buffer = [0; 20];
        self.writer.write_word(number::digits(number, negative, &mut buffer));
    }

    fn empty(&mut self, open: u8, close: u8) {
        self.writer.write_separate(open);
        self.writer.write_indicator(close);
    }

    fn text(&mut self, text: &[u8], place: Place) -> Result<(), Error> {
        if self.is_short(text) && analysis::is_simple(text, self.dialect) {
            self.writer.write_word(text);
            return Ok(());
        }
        let Some(text) = self.readable(text, v2::read_back)? else {
            self.binary(text, place.indent);
            return Ok(());
        };
        let quoting = Analysis::of(&text, self.dialect).quoting(&text, self.dialect, false);
        self.scalar(&text, quoting, place.indent, true);
        Ok(())
    }

    /// Whether a text fits into the line, so that it need not be folded.
    fn is_short(&self, text: &[u8]) -> bool {
        self.writer.width.saturating_sub(self.writer.column) > text.len()
    }

    /// A string as the library gets it; `None` if it needs a tag.
    fn readable<'text>(
        &self,
        text: &'text [u8],
        read_back: impl Fn(&str) -> Result<Cow<'_, str>, Error>,
    ) -> Result<Option<Cow<'text, str>>, Error> {
        if self.dialect == Dialect::V3 {
            return Ok(std::str::from_utf8(text).ok().map(Cow::Borrowed));
        }
        let text = lossy::text(text);
        let changed = match read_back(&text)? {
            Cow::Borrowed(_) => None,
            Cow::Owned(changed) => Some(Cow::Owned(changed)),
        };
        Ok(Some(changed.unwrap_or(text)))
    }

    fn scalar(&mut self, text: &str, quoting: Quoting, indent: Option<usize>, foldable: bool) {
        let indent = indent.unwrap_or(0) + INDENT;
        self.writer.write_scalar(Scalar { text, quoting, indent, foldable });
    }

    /// A string that is not UTF-8, in base64.
    fn binary(&mut self, text: &[u8], indent: Option<usize>) {
        self.writer.write_word(BINARY);
        let lines = encode_lines(text);
        let quoting = if lines.contains('\n') { Quoting::Literal } else { Quoting::Plain };
        self.scalar(&lines, quoting, indent, true);
    }

    fn bytes(&mut self, bytes: &[u8], place: Place) -> Result<(), Error> {
        if self.dialect == Dialect::V2 {
            return self.text(base64::encode(bytes).as_bytes(), place);
        }
        if bytes.is_empty() {
            self.empty(b'[', b']');
        }
        let indent = self.sequence_indent(place);
        for byte in bytes {
            self.item(indent);
            self.integer(u64::from(*byte), false);
        }
        Ok(())
    }

    fn sequence<T: Tree>(&mut self, items: &[T], place: Place) -> Result<(), Error> {
        self.enter()?;
        let indent = self.sequence_indent(place);
        for item in items {
            self.item(indent);
            self.value(item, Place { indent: Some(indent), in_mapping: false })?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// v2 does not indent a sequence under its key.
    fn sequence_indent(&self, place: Place) -> usize {
        let flat = self.dialect == Dialect::V2 && place.in_mapping && !self.writer.indention;
        match place.indent {
            None => 0,
            Some(outer) if flat => outer,
            Some(outer) => outer + INDENT,
        }
    }

    fn item(&mut self, indent: usize) {
        self.writer.write_indent(indent);
        self.writer.write_block_indicator(b'-');
    }

    fn mapping<T: Tree>(&mut self, entries: Vec<(&[u8], &T)>, place: Place) -> Result<(), Error> {
        self.enter()?;
        let indent = place.indent.map_or(0, |outer| outer + INDENT);
        for (key, value) in entries {
            self.writer.write_indent(indent);
            self.key(key, indent)?;
            self.value(value, Place { indent: Some(indent), in_mapping: true })?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn key(&mut self, key: &[u8], indent: usize) -> Result<(), Error> {
        if key.len() <= KEY_LENGTH && analysis::is_simple(key, self.dialect) {
            self.writer.write_word(key);
            self.writer.write_indicator(b':');
            return Ok(());
        }
        let Some(key) = self.readable(key, v2::read_back_key)? else {
            self.binary_key(key, indent);
            return Ok(());
        };
        let analysis = Analysis::of(&key, self.dialect);
        let simple = !analysis.multiline && key.len() <= KEY_LENGTH;
        let quoting = analysis.quoting(&key, self.dialect, simple);
        self.begin_key(simple);
        self.scalar(&key, quoting, Some(indent), !simple);
        self.end_key(simple, indent);
        Ok(())
    }

    fn binary_key(&mut self, key: &[u8], indent: usize) {
        let lines = encode_lines(key);
        let simple = !lines.contains('\n') && BINARY.len() + lines.len() <= KEY_LENGTH;
        self.begin_key(simple);
        self.binary(key, Some(indent));
        self.end_key(simple, indent);
    }

    fn begin_key(&mut self, simple: bool) {
        if !simple {
            self.writer.write_block_indicator(b'?');
        }
    }

    fn end_key(&mut self, simple: bool, indent: usize) {
        if simple {
            self.writer.write_indicator(b':');
        } else {
            self.writer.write_indent(indent);
            self.writer.write_block_indicator(b':');
        }
    }

    fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Error::TooDeep { limit: MAX_DEPTH }) } else { Ok(()) }
    }
}

/// Base64 with a line break behind every line if there would be more than 70 characters on one
/// (go-yaml's `encodeBase64`).
fn encode_lines(bytes: &[u8]) -> String {
    let text = base64::encode(bytes);
    if text.len() < BASE64_LINE {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / BASE64_LINE + 1);
    for (place, digit) in text.char_indices() {
        if place > 0 && place % BASE64_LINE == 0 {
            lines.push('\n');
        }
        lines.push(digit);
    }
    lines.push('\n');
    lines
}

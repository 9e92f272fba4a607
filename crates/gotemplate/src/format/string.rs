//! Texts and bytes.

use gostd::strconv::{append_quoted, can_backquote};
use gostd::utf8::{rune_count, runes};

use super::printer::Printer;
use crate::value::Value;

impl Printer<'_> {
    /// A text under any verb (`fmtString`). The value is named in complaints.
    pub(super) fn print_text(&mut self, value: &Value, text: &[u8], verb: char) {
        match verb {
            'v' if self.flags.go_syntax => self.print_quoted(text),
            'v' | 's' => self.print_plain(text),
            'x' | 'X' => self.print_encoded(text, verb == 'X'),
            'q' => self.print_quoted(text),
            _ => self.bad_verb(value, verb),
        }
    }

    /// Writes a text, padded to the width.
    pub(super) fn pad(&mut self, text: &[u8]) {
        let padding = match self.flags.width {
            Some(width) if width > 0 => width.saturating_sub(rune_count(text)),
            _ => 0,
        };
        if self.flags.minus {
            self.output.write(text);
            self.output.fill(b' ', padding);
        } else {
            self.output.fill(if self.flags.zero { b'0' } else { b' ' }, padding);
            self.output.write(text);
        }
    }

    /// Writes a text, cut to the precision and padded to the width.
    pub(super) fn print_plain(&mut self, text: &[u8]) {
        let cut = self.cut(text);
        self.pad(cut);
    }

    /// The characters that the precision leaves.
    fn cut<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let end = match self.flags.precision {
            Some(precision) if precision < text.len() => runes(text).nth(precision).map(|(place, _)| place),
            _ => None,
        };
        end.and_then(|end| text.get(..end)).unwrap_or(text)
    }

    /// A Go literal; with the flag `#` between backquotes where that is possible.
    pub(super) fn print_quoted(&mut self, text: &[u8]) {
        let text = self.cut(text);
        // Every byte may become `\xff` or a part of `\U0010ffff`.
        if !self.output.allows(text.len().saturating_mul(4)) {
            return;
        }
        if self.flags.sharp && can_backquote(text) {
            return self.pad(&[b"`", text, b"`"].concat());
        }
        let mut quoted = Vec::with_capacity(text.len() + 2);
        append_quoted(&mut quoted, text, self.flags.plus);
        self.pad(&quoted);
    }

    /// Bytes in base 16; the precision counts bytes.
    pub(super) fn print_encoded(&mut self, bytes: &[u8], capitals: bool) {
        let flags = self.flags;
        let length = flags.precision.unwrap_or(bytes.len()).min(bytes.len());
        let encoded_length = match (flags.space, flags.sharp) {
            _ if length == 0 => 0,
            (true, true) => 5 * length - 1,
            (true, false) => 3 * length - 1,
            (false, true) => 2 * length + 2,
            (false, false) => 2 * length,
        };
        let padding = flags.width.unwrap_or(0).saturating_sub(encoded_length);
        let filling = if flags.pads_with_zeros() { b'0' } else { b' ' };
        if length == 0 {
            return self.output.fill(filling, padding);
        }
        if !flags.minus {
            self.output.fill(filling, padding);
        }
        if self.output.allows(encoded_length) {
            self.write_encoded(bytes.get(..length).unwrap_or(bytes), capitals);
        }
        if flags.minus {
            self.output.fill(filling, padding);
        }
    }

    fn write_encoded(&mut self, bytes: &[u8], capitals: bool) {
        let digits: &[u8; 16] = if capitals { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        let digit = |place: u8| digits.get(usize::from(place & 15)).copied().unwrap_or(b'0');
        let prefix: &[u8] = match (self.flags.sharp, capitals) {
            (false, _) => b"",
            (true, false) => b"0x",
            (true, true) => b"0X",
        };
        for (place, byte) in bytes.iter().enumerate() {
            if self.flags.space && place > 0 {
                self.output.write(b" ");
            }
            if self.flags.space || place == 0 {
                self.output.write(prefix);
            }
            self.output.write(&[digit(byte >> 4), digit(*byte)]);
        }
    }
}

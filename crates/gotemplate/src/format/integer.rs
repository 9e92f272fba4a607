//! Integers and code points.

use gostd::strconv::append_quoted_rune;
use gostd::unicode::is_print;

use super::flags::Flags;
use super::printer::Printer;
use crate::value::{Int, Value};

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Digits of any 64-bit number in any base, written from the end.
struct Digits {
    bytes: [u8; 64],
    start: usize,
}

impl Digits {
    fn of(number: u64, base: u64, alphabet: &[u8; 16]) -> Self {
        let mut digits = Self { bytes: [b'0'; 64], start: 64 };
        let mut rest = number;
        for (place, byte) in digits.bytes.iter_mut().enumerate().rev() {
            let digit = alphabet.get((rest % base) as usize);
            *byte = digit.copied().unwrap_or(b'0');
            digits.start = place;
            rest /= base;
            if rest == 0 {
                break;
            }
        }
        digits
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

/// A number and how its digits are to look.
struct Shape {
    magnitude: u64,
    negative: bool,
    base: u64,
    capitals: bool,
}

impl Printer<'_> {
    /// An integer under any verb (`fmtInteger` of `print.go`). The value is named in complaints.
    pub(super) fn print_integer(&mut self, value: &Value, number: Int, verb: char) {
        let bits = number.as_i64().cast_unsigned();
        let base = match verb {
            'v' if self.flags.go_syntax && !number.kind().is_signed() => return self.print_hexadecimal(bits, true),
            'v' | 'd' => 10,
            'b' => 2,
            'o' | 'O' => 8,
            'x' | 'X' => 16,
            'c' => return self.print_code_point(bits),
            'q' => return self.print_quoted_code_point(bits),
            'U' => return self.print_unicode(bits),
            _ => return self.bad_verb(value, verb),
        };
        let negative = number.kind().is_signed() && number.as_i64() < 0;
        let magnitude = if negative { number.as_i64().unsigned_abs() } else { bits };
        self.print_digits(&Shape { magnitude, negative, base, capitals: verb == 'X' }, verb);
    }

    /// An unsigned number in base 16, with `0x` or not whatever the flags say.
    pub(super) fn print_hexadecimal(&mut self, magnitude: u64, prefix: bool) {
        let sharp = self.flags.sharp;
        self.flags.sharp = prefix;
        self.print_digits(&Shape { magnitude, negative: false, base: 16, capitals: false }, 'v');
        self.flags.sharp = sharp;
    }

    /// Signs, prefixes, zeros and padding (`fmtInteger` of `format.go`).
    fn print_digits(&mut self, shape: &Shape, verb: char) {
        let flags = self.flags;
        if flags == Flags::default() && shape.base == 10 {
            self.output.write(if shape.negative { b"-" } else { b"" });
            return self.output.write(Digits::of(shape.magnitude, 10, LOWER).as_bytes());
        }
        if flags.precision == Some(0) && shape.magnitude == 0 {
            return self.output.fill(b' ', flags.width.unwrap_or(0));
        }
        let sign: &[u8] = match (shape.negative, flags.plus, flags.space) {
            (true, ..) => b"-",
            (false, true, _) => b"+",
            (false, false, true) => b" ",
            _ => b"",
        };
        let least = match (flags.precision, flags.width) {
            (Some(precision), _) => precision,
            (None, Some(width)) if flags.pads_with_zeros() => width.saturating_sub(sign.len()),
            _ => 0,
        };
        let digits = Digits::of(shape.magnitude, shape.base, if shape.capitals { UPPER } else { LOWER });
        let zeros = least.saturating_sub(digits.as_bytes().len());
        let starts_with_zero = zeros > 0 || digits.as_bytes().starts_with(b"0");
        let prefix: &[u8] = match (shape.base, shape.capitals) {
            _ if !flags.sharp => b"",
            (2, _) => b"0b",
            (8, _) if !starts_with_zero => b"0",
            (16, false) => b"0x",
            (16, true) => b"0X",
            _ => b"",
        };
        let octal: &[u8] = if verb == 'O' { b"0o" } else { b"" };
        self.print_number(&[sign, octal, prefix], zeros, digits.as_bytes(), "");
    }

    /// Writes the parts of a number, padded with spaces.
    fn print_number(&mut self, prefixes: &[&[u8]], zeros: usize, digits: &[u8], suffix: &str) {
        let prefix_length: usize = prefixes.iter().map(|prefix| prefix.len()).sum();
        let length = prefix_length + zeros + digits.len() + suffix.chars().count();
        let padding = self.flags.width.unwrap_or(0).saturating_sub(length);
        if !self.flags.minus {
            self.output.fill(b' ', padding);
        }
        for prefix in prefixes {
            self.output.write(prefix);
        }
        self.output.fill(b'0', zeros);
        self.output.write(digits);
        self.output.write(suffix.as_bytes());
        if self.flags.minus {
            self.output.fill(b' ', padding);
        }
    }

    /// `U+0078`, or `U+0078 'x'` with the flag `#`.
    fn print_unicode(&mut self, number: u64) {
        let least = self.flags.precision.unwrap_or(0).max(4);
        let shown = code_point(number).filter(|character| self.flags.sharp && is_print(*character));
        let suffix = shown.map_or(String::new(), |character| format!(" '{character}'"));
        let digits = Digits::of(number, 16, UPPER);
        let zeros = least.saturating_sub(digits.as_bytes().len());
        self.print_number(&[b"U+"], zeros, digits.as_bytes(), &suffix);
    }

    fn print_code_point(&mut self, number: u64) {
        let character = code_point(number).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.pad(character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn print_quoted_code_point(&mut self, number: u64) {
        let character = code_point(number).unwrap_or(char::REPLACEMENT_CHARACTER);
        let mut quoted = Vec::with_capacity(12);
        append_quoted_rune(&mut quoted, character, self.flags.plus);
        self.pad(&quoted);
    }
}

fn code_point(number: u64) -> Option<char> {
    u32::try_from(number).ok().and_then(char::from_u32)
}

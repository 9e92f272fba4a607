//! Scans numbers. The scan takes more than Go's number syntax has; the parser says what is wrong then.

use super::lexer::Lexer;
use super::runes;
use super::token::{Kind, Token};

const DECIMAL: &[u8] = b"0123456789_";
const HEXADECIMAL: &[u8] = b"0123456789abcdefABCDEF_";
const OCTAL: &[u8] = b"01234567_";
const BINARY: &[u8] = b"01_";

impl Lexer<'_> {
    /// A number, or two joined by a sign, the second imaginary.
    pub(super) fn number(&mut self) -> Token {
        if !self.scan_number() {
            return self.bad_number();
        }
        if !matches!(self.rest(), [b'+' | b'-', ..]) {
            return self.token(Kind::Number);
        }
        let is_imaginary =
            self.scan_number() && self.text.get(..self.position).is_some_and(|text| text.ends_with(b"i"));
        if is_imaginary { self.token(Kind::Complex) } else { self.bad_number() }
    }

    fn bad_number(&mut self) -> Token {
        let text = self.text.get(self.start..self.position).unwrap_or_default();
        self.error(format!("bad number syntax: {}", runes::quote(text)))
    }

    /// Passes over one number; false if a letter or digit follows, which is passed over too.
    fn scan_number(&mut self) -> bool {
        self.accept(b"+-");
        let digits = self.base();
        self.accept_run(digits);
        if self.accept(b".") {
            self.accept_run(digits);
        }
        let exponent: &[u8] = match digits {
            DECIMAL => b"eE",
            HEXADECIMAL => b"pP",
            _ => b"",
        };
        if self.accept(exponent) {
            self.accept(b"+-");
            self.accept_run(DECIMAL);
        }
        self.accept(b"i");
        match runes::first(self.rest()) {
            Some((character, width)) if runes::is_alphanumeric(character) => {
                self.position += width;
                false
            }
            _ => true,
        }
    }

    /// Passes over a prefix such as `0x` and gives the digits that may follow.
    fn base(&mut self) -> &'static [u8] {
        if !self.accept(b"0") {
            DECIMAL
        } else if self.accept(b"xX") {
            HEXADECIMAL
        } else if self.accept(b"oO") {
            OCTAL
        } else if self.accept(b"bB") {
            BINARY
        } else {
            DECIMAL
        }
    }

    fn accept(&mut self, bytes: &[u8]) -> bool {
        let accepted = self.rest().first().is_some_and(|byte| bytes.contains(byte));
        self.position += usize::from(accepted);
        accepted
    }

    fn accept_run(&mut self, bytes: &[u8]) {
        self.position += self.rest().iter().take_while(|byte| bytes.contains(byte)).count();
    }
}

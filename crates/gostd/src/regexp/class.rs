//! Classes in brackets (`parseClass`).

use super::error::{Error, ErrorCode};
use super::named_class;
use super::parser::Parser;
use super::ranges;
use crate::unicode::Ranges;

impl Parser<'_> {
    /// Reads a class from its bracket to the closing one.
    pub(super) fn class(&mut self) -> Result<(), Error> {
        let start = self.position;
        self.position += 1;
        let negated = self.peek(0) == Some(b'^');
        if negated {
            self.position += 1;
        }
        let mut class = Ranges::new();
        let mut first = true;
        while first || self.peek(0) != Some(b']') {
            first = false;
            if !self.posix_class(&mut class)? && !self.unicode_class(&mut class)? && !self.perl_class(&mut class) {
                self.class_range(start, &mut class)?;
            }
        }
        self.position += 1;
        if negated {
            class = ranges::negate(&ranges::clean(class));
        }
        self.push_class(class)
    }

    /// Adds `[:alpha:]` or `[:^alpha:]`, if that is what comes.
    fn posix_class(&mut self, class: &mut Ranges) -> Result<bool, Error> {
        let Some((name, _)) = self.rest().strip_prefix("[:").and_then(|rest| rest.split_once(":]")) else {
            return Ok(false);
        };
        let start = self.position;
        self.position += name.len() + 4;
        let (negated, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
        let Some(set) = named_class::posix(name) else {
            return self.fail(ErrorCode::InvalidCharRange, start);
        };
        ranges::add_all(class, set, self.flags.fold, negated);
        Ok(true)
    }

    /// Adds one character or a range of them.
    fn class_range(&mut self, class_start: usize, class: &mut Ranges) -> Result<(), Error> {
        let start = self.position;
        let low = self.class_character(class_start)?;
        let mut high = low;
        if self.peek(0) == Some(b'-') && self.peek(1).is_some_and(|next| next != b']') {
            self.position += 1;
            high = self.class_character(class_start)?;
            if high < low {
                return self.fail(ErrorCode::InvalidCharRange, start);
            }
        }
        ranges::add(class, low, high, self.flags.fold);
        Ok(())
    }

    fn class_character(&mut self, class_start: usize) -> Result<u32, Error> {
        if self.peek(0) == Some(b'\\') {
            return self.escape();
        }
        match self.next() {
            Some(character) => Ok(u32::from(character)),
            None => Err(Error::new(ErrorCode::MissingBracket, self.slice(class_start, self.pattern.len()))),
        }
    }
}

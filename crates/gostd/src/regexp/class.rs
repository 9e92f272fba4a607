//! Classes in brackets (`parseClass`).

use super::error::{Error, ErrorCode};
use super::named_class::{self, NamedClass};
use super::parser::Parser;
use super::ranges::{Collection, Set};

/// What a part of a class costs.
const PART_UNITS: u64 = 16;

/// What a range costs that was made of it, mostly by the sorting.
const RANGE_UNITS: u64 = 8;

/// What it costs to look for a letter in another case.
const FOLD_UNITS: u64 = 24;

impl Parser<'_> {
    /// Reads a class from its bracket to the closing one.
    pub(super) fn class(&mut self) -> Result<(), Error> {
        let start = self.position;
        self.position += 1;
        let negated = self.peek(0) == Some(b'^');
        if negated {
            self.position += 1;
        }
        let mut class = Collection::default();
        let mut first = true;
        while first || self.peek(0) != Some(b']') {
            first = false;
            let set = match self.posix_class()? {
                Some(set) => Some(set),
                None => self.backslash_class()?,
            };
            let made = match set {
                Some(set) => class.add_set(&set),
                None => self.class_range(start, &mut class)?,
            };
            self.budget.spend(PART_UNITS + RANGE_UNITS * made as u64)?;
        }
        self.position += 1;
        self.push_class(class.finish(negated))
    }

    /// Reads `[:alpha:]` or `[:^alpha:]`, if that is what comes.
    fn posix_class(&mut self) -> Result<Option<Set>, Error> {
        let Some(rest) = self.rest().strip_prefix("[:") else {
            return Ok(None);
        };
        let Some(end) = rest.find(":]") else {
            self.budget.spend(rest.len() as u64)?;
            return Ok(None);
        };
        let start = self.position;
        self.position += end + 4;
        let name = rest.get(..end).unwrap_or_default();
        let (negated, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
        // Other than Perl's and Unicode's names, these begin with a bracket.
        match self.named_set(&format!("[{name}"), negated, || named_class::posix(name).map(NamedClass::of))? {
            Some(set) => Ok(Some(set)),
            None => self.fail(ErrorCode::InvalidCharRange, start),
        }
    }

    /// Adds one character or a range of them; says how many ranges that made.
    fn class_range(&mut self, class_start: usize, class: &mut Collection) -> Result<usize, Error> {
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
        let made = class.add(low, high, self.flags.fold);
        if self.flags.fold {
            self.budget.spend(FOLD_UNITS * made as u64)?;
        }
        Ok(made)
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

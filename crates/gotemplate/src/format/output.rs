//! Where printed text goes, and who is asked before it grows.

use super::Charge;
use crate::error::Error;

/// Memory is asked for in pieces of so many bytes, and so many are free.
const PIECE: usize = 4096;

/// A text that grows. After a failure all writing does nothing.
pub(super) struct Output<'a> {
    out: &'a mut Vec<u8>,
    /// Up to this length there is nothing to ask.
    paid: usize,
    charge: &'a mut Charge<'a>,
    failure: Option<Error>,
}

impl<'a> Output<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, charge: &'a mut Charge<'a>) -> Self {
        let paid = out.len() + PIECE;
        Self { out, paid, charge, failure: None }
    }

    /// Whether so many bytes may be written, or made for writing.
    pub(super) fn allows(&mut self, bytes: usize) -> bool {
        let needed = self.out.len().saturating_add(bytes);
        if needed > self.paid && self.failure.is_none() {
            let piece = (needed - self.paid).max(PIECE);
            self.paid = self.paid.saturating_add(piece);
            self.failure = (self.charge)(piece).err();
        }
        self.failure.is_none()
    }

    /// Gives up.
    pub(super) fn fail(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        if self.allows(bytes.len()) {
            self.out.extend_from_slice(bytes);
        }
    }

    pub(super) fn write_char(&mut self, character: char) {
        self.write(character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    pub(super) fn fill(&mut self, byte: u8, count: usize) {
        if count > 0 && self.allows(count) {
            self.out.resize(self.out.len() + count, byte);
        }
    }

    /// The first failure.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.failure.map_or(Ok(()), Err)
    }
}

//! The text that is searched.

use super::ast::Assertion;
use super::program::{Address, Instruction, Program};
use crate::utf8::decode_rune;

/// A text, read by code points; broken bytes are U+FFFD.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub text: &'a [u8],
}

impl Input<'_> {
    /// The code point at a place and its width; `None` at the end.
    pub fn rune(&self, position: usize) -> Option<(u32, usize)> {
        let first = *self.text.get(position)?;
        if first < 0x80 {
            return Some((u32::from(first), 1));
        }
        let (character, width) = decode_rune(self.text.get(position..)?);
        Some((u32::from(character), width))
    }

    /// Where the next match might start: here or later.
    pub fn next_start(&self, program: &Program, position: usize) -> Option<usize> {
        match program.first_byte {
            None => Some(position),
            Some(_) if program.anchored => Some(position),
            Some(wanted) => {
                let rest = self.text.get(position..)?;
                rest.iter().position(|byte| *byte == wanted).map(|offset| position + offset)
            }
        }
    }

    /// Whether a condition is met between two characters.
    pub fn holds(&self, assertion: Assertion, position: usize) -> bool {
        let before = position.checked_sub(1).and_then(|index| self.text.get(index)).copied();
        let after = self.text.get(position).copied();
        let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        match assertion {
            Assertion::BeginText => before.is_none(),
            Assertion::EndText => after.is_none(),
            Assertion::BeginLine => before.is_none_or(|byte| byte == b'\n'),
            Assertion::EndLine => after.is_none_or(|byte| byte == b'\n'),
            Assertion::WordBoundary => is_word(before) != is_word(after),
            Assertion::NoWordBoundary => is_word(before) == is_word(after),
        }
    }
}

impl Program {
    /// Where an instruction that takes a character leads with this one.
    pub fn step(&self, instruction: Instruction, rune: u32) -> Option<Address> {
        match instruction {
            Instruction::Rune(wanted, next) if wanted == rune => Some(next),
            Instruction::Any(next) => Some(next),
            Instruction::AnyButNewline(next) if rune != u32::from('\n') => Some(next),
            Instruction::Class(class, next) if self.class_has(class, rune) => Some(next),
            _ => None,
        }
    }
}

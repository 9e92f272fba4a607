//! For tests: inputs that are almost right. Parsers must not panic over them or take long. They are the same in every run.
//!
//! 1. Seeds are given to a check as they are.
//! 2. Seeds with one to four small changes follow, in turn.
//! 3. A panic of the check, or a check that takes longer than [`LONGEST`], fails the test and shows the input.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// What one input may take, in a debug build on a busy machine.
pub const LONGEST: Duration = Duration::from_secs(1);

/// Bytes that one change touches at most.
const REACH: usize = 24;

/// Numbers that look random and are the same in every run (xorshift).
pub struct Random(u64);

impl Random {
    /// From the start.
    fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    /// The text after one to four changes: bytes flipped, replaced by one of `marks`, cut, doubled, or taken from another
    /// text. Marks are bytes that mean something to the reader.
    pub fn mutated(&mut self, text: &[u8], others: &[impl AsRef<[u8]>], marks: &[u8]) -> Vec<u8> {
        let mut text = text.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(text.len() + 1);
            let end = text.len().min(at + 1 + self.below(REACH));
            let to = self.below(text.len() + 1);
            let (bit, mark) = (1_u8 << self.below(8), marks[self.below(marks.len())]);
            match self.below(5) {
                0 => text[at..end].iter_mut().take(1).for_each(|byte| *byte ^= bit),
                1 => text[at..end].iter_mut().take(1).for_each(|byte| *byte = mark),
                2 => drop(text.drain(at..end)),
                3 => {
                    let piece = text[at..end].to_vec();
                    drop(text.splice(to..to, piece));
                }
                _ => {
                    let other = others[self.below(others.len())].as_ref();
                    let start = self.below(other.len() + 1);
                    drop(text.splice(to..to, other.iter().copied().skip(start).take(REACH)));
                }
            }
        }
        text
    }
}

/// Gives the seeds and mutations of them to a check.
///
/// # Panics
/// If the check panics or takes too long.
pub fn for_mutations(count: usize, seeds: &[impl AsRef<[u8]>], marks: &[u8], check: impl Fn(&[u8])) {
    seeds.iter().for_each(|seed| check(seed.as_ref()));
    let next = |number: usize, random: &mut Random| random.mutated(seeds[number % seeds.len()].as_ref(), seeds, marks);
    for_inputs(count, next, check);
}

/// The same for a check that says whether it takes an input: a test of which no seed is taken would test nothing.
///
/// # Panics
/// If the check panics or takes too long, or takes no seed.
pub fn for_taken_mutations(count: usize, seeds: &[impl AsRef<[u8]>], marks: &[u8], check: impl Fn(&[u8]) -> bool) {
    assert!(seeds.iter().filter(|seed| check(seed.as_ref())).count() > 0, "no seed is taken");
    for_mutations(count, seeds, marks, |input| {
        let _ = check(input);
    });
}

/// The same for a check of texts: what is no UTF-8 is replaced.
///
/// # Panics
/// If the check panics or takes too long.
pub fn for_texts(count: usize, seeds: &[&str], marks: &[u8], check: impl Fn(&str)) {
    for_mutations(count, seeds, marks, |input| check(&String::from_utf8_lossy(input)));
}

/// Gives the inputs that `next` makes to a check.
///
/// # Panics
/// If the check panics or takes too long.
pub fn for_inputs(count: usize, mut next: impl FnMut(usize, &mut Random) -> Vec<u8>, check: impl Fn(&[u8])) {
    let mut random = Random::new();
    for number in 0..count {
        let input = next(number, &mut random);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&input)));
        let took = begun.elapsed();
        assert!(outcome.is_ok() && took < LONGEST, "mutation {number}, {took:?}: {}", input.escape_ascii());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn seen(seeds: &[&str]) -> Vec<Vec<u8>> {
        let seen = RefCell::new(Vec::new());
        for_mutations(200, seeds, b"{}", |input| seen.borrow_mut().push(input.to_vec()));
        seen.into_inner()
    }

    #[test]
    fn inputs_are_the_same_in_every_run_and_differ_from_each_other() {
        let inputs = seen(&["one seed", "another"]);
        assert_eq!(inputs, seen(&["one seed", "another"]));
        let different: std::collections::BTreeSet<&Vec<u8>> = inputs.iter().collect();
        assert!(different.len() > 150, "{}", different.len());
    }

    #[test]
    #[should_panic(expected = "mutation 0")]
    fn a_check_that_panics_shows_its_input() {
        for_inputs(1, |_, _| vec![0], |input| assert!(input.is_empty()));
    }

    #[test]
    #[should_panic(expected = "no seed is taken")]
    fn a_check_that_takes_no_seed_tests_nothing() {
        for_taken_mutations(1, &["a"], b"x", |_| false);
    }
}

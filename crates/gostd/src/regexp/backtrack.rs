//! Running a program by trying one way after the other, each place at most once: for small programs and texts.

use super::input::Input;
use super::program::{Address, Instruction, Program};

/// How many bits may remember the visited places (`maxBacktrackVector`).
const MAX_PLACES: usize = 256 * 1024;

/// Not set.
pub(super) const NONE: usize = usize::MAX;

/// Whether this way of running is fit for the size.
pub(super) fn fits(program: &Program, text: &[u8]) -> bool {
    program.instructions.len().saturating_mul(text.len() + 1) <= MAX_PLACES
}

/// Finds the leftmost match that starts at `from` or later and fills the slots: start and end of the match, then of
/// each group; as many as are wanted, maybe none.
pub(super) fn search(program: &Program, text: &[u8], from: usize, slots: &mut [usize]) -> bool {
    let places = program.instructions.len() * (text.len() + 1);
    let visited = vec![0; places.div_ceil(64)];
    let mut run = Run { program, input: Input { text }, visited, jobs: Vec::new(), slots };
    let mut position = from;
    loop {
        if program.anchored && position != 0 {
            return false;
        }
        let Some(start) = run.input.next_start(program, position) else {
            return false;
        };
        if run.try_at(start) {
            return true;
        }
        match run.input.rune(start) {
            Some((_, width)) => position = start + width,
            None => return false,
        }
    }
}

/// What is still to be done.
enum Job {
    /// Go on here.
    Visit(Address, usize),
    /// Put back what a slot held.
    Restore(usize, usize),
}

struct Run<'a> {
    program: &'a Program,
    input: Input<'a>,
    visited: Vec<u64>,
    jobs: Vec<Job>,
    slots: &'a mut [usize],
}

impl Run<'_> {
    /// Whether nobody has been at this place yet.
    fn is_new(&mut self, address: Address, position: usize) -> bool {
        let place = address as usize * (self.input.text.len() + 1) + position;
        let Some(word) = self.visited.get_mut(place / 64) else {
            return false;
        };
        let bit = 1 << (place % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn try_at(&mut self, start: usize) -> bool {
        self.slots.fill(NONE);
        if let Some(slot) = self.slots.first_mut() {
            *slot = start;
        }
        self.jobs.push(Job::Visit(self.program.start, start));
        while let Some(job) = self.jobs.pop() {
            match job {
                Job::Restore(slot, position) => {
                    if let Some(held) = self.slots.get_mut(slot) {
                        *held = position;
                    }
                }
                Job::Visit(address, position) => {
                    if self.follow(address, position) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Follows one way to its end; other ways become jobs.
    fn follow(&mut self, mut address: Address, mut position: usize) -> bool {
        while self.is_new(address, position) {
            match self.program.get(address) {
                Instruction::Fail => return false,
                Instruction::Match => {
                    if let Some(slot) = self.slots.get_mut(1) {
                        *slot = position;
                    }
                    return true;
                }
                Instruction::Split(first, second) => {
                    self.jobs.push(Job::Visit(second, position));
                    address = first;
                }
                Instruction::Save(slot, next) => {
                    if let Some(held) = self.slots.get_mut(slot as usize) {
                        self.jobs.push(Job::Restore(slot as usize, *held));
                        *held = position;
                    }
                    address = next;
                }
                Instruction::Assert(assertion, next) => {
                    if !self.input.holds(assertion, position) {
                        return false;
                    }
                    address = next;
                }
                consuming => {
                    let Some((rune, width)) = self.input.rune(position) else {
                        return false;
                    };
                    let Some(next) = self.program.step(consuming, rune) else {
                        return false;
                    };
                    position += width;
                    address = next;
                }
            }
        }
        false
    }
}

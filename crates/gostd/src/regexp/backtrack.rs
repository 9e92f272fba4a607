//! Running a program by trying one way after the other, each place at most once: for small programs and texts.

use super::error::Exhausted;
use super::input::Input;
use super::program::{Address, Instruction, Program};
use crate::budget::Budget;

/// How many bits may remember the visited places (`maxBacktrackVector`).
const MAX_PLACES: usize = 256 * 1024;

/// What a visited place costs.
const STEP_UNITS: u64 = 2;

/// Not set.
pub(super) const NONE: usize = usize::MAX;

/// Whether this way of running is fit for the size.
pub(super) fn fits(program: &Program, text: &[u8]) -> bool {
    program.instructions.len().saturating_mul(text.len() + 1) <= MAX_PLACES
}

/// What is still to be done.
enum Job {
    /// Go on here.
    Visit(Address, usize),
    /// Put back what a slot held.
    Restore(usize, usize),
}

/// Searches in one text. What was visited in one search is forgotten before the next.
pub(super) struct Backtracker<'r> {
    program: &'r Program,
    input: Input<'r>,
    visited: Vec<u64>,
    /// The words of `visited` that are not zero.
    touched: Vec<usize>,
    jobs: Vec<Job>,
    /// How many places were visited.
    steps: u64,
}

impl<'r> Backtracker<'r> {
    pub fn new(program: &'r Program, input: Input<'r>) -> Self {
        let places = program.instructions.len() * (input.text.len() + 1);
        let visited = vec![0; places.div_ceil(64)];
        let touched = Vec::with_capacity(visited.len().min(64));
        Self { program, input, visited, touched, jobs: Vec::new(), steps: 0 }
    }

    /// Finds the leftmost match that starts at `from` or later and fills the slots: start and end of the match, then
    /// of each group; as many as are wanted, maybe none.
    pub fn search(&mut self, from: usize, slots: &mut [usize], budget: &Budget) -> Result<bool, Exhausted> {
        self.forget();
        let found = self.search_from(from, slots);
        // No search visits more places than fit, so it is early enough to count them now.
        budget.spend(STEP_UNITS * std::mem::take(&mut self.steps))?;
        Ok(found)
    }

    fn forget(&mut self) {
        self.jobs.clear();
        for index in self.touched.drain(..) {
            if let Some(word) = self.visited.get_mut(index) {
                *word = 0;
            }
        }
    }

    fn search_from(&mut self, from: usize, slots: &mut [usize]) -> bool {
        let mut position = from;
        loop {
            if self.program.anchored && position != 0 {
                return false;
            }
            let Some(start) = self.input.next_start(self.program, position) else {
                return false;
            };
            if self.try_at(start, slots) {
                return true;
            }
            match self.input.rune(start) {
                Some((_, width)) => position = start + width,
                None => return false,
            }
        }
    }

    /// Whether nobody has been at this place yet.
    fn is_new(&mut self, address: Address, position: usize) -> bool {
        let place = address as usize * (self.input.text.len() + 1) + position;
        let Some(word) = self.visited.get_mut(place / 64) else {
            return false;
        };
        let bit = 1 << (place % 64);
        if *word & bit != 0 {
            return false;
        }
        if *word == 0 {
            self.touched.push(place / 64);
        }
        *word |= bit;
        true
    }

    fn try_at(&mut self, start: usize, slots: &mut [usize]) -> bool {
        slots.fill(NONE);
        self.steps += 1 + slots.len() as u64 / 16;
        if let Some(slot) = slots.first_mut() {
            *slot = start;
        }
        self.jobs.push(Job::Visit(self.program.start, start));
        while let Some(job) = self.jobs.pop() {
            match job {
                Job::Restore(slot, position) => {
                    if let Some(held) = slots.get_mut(slot) {
                        *held = position;
                    }
                }
                Job::Visit(address, position) => {
                    if self.follow(address, position, slots) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Follows one way to its end; other ways become jobs.
    fn follow(&mut self, mut address: Address, mut position: usize, slots: &mut [usize]) -> bool {
        while self.is_new(address, position) {
            self.steps += 1;
            match self.program.get(address) {
                Instruction::Fail => return false,
                Instruction::Match => {
                    if let Some(slot) = slots.get_mut(1) {
                        *slot = position;
                    }
                    return true;
                }
                Instruction::Split(first, second) => {
                    self.jobs.push(Job::Visit(second, position));
                    address = first;
                }
                Instruction::Save(slot, next) => {
                    if let Some(held) = slots.get_mut(slot as usize) {
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

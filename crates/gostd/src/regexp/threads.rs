//! Running a program with all ways side by side: slower, but linear whatever the size.

use std::rc::Rc;

use super::backtrack::NONE;
use super::error::Exhausted;
use super::input::Input;
use super::program::{Address, Instruction, Program};
use crate::budget::Budget;

/// What it costs to visit an instruction.
const VISIT_UNITS: u64 = 6;

/// What it costs to give a thread a character.
const STEP_UNITS: u64 = 8;

/// How many units are spent at once.
const BATCH: u64 = 1 << 12;

/// How many slots the threads may hold together.
const MAX_SLOTS: usize = 1 << 20;

/// Searches in one text.
pub(super) struct Machine<'r> {
    run: Run<'r>,
    now: Threads,
    next: Threads,
}

impl<'r> Machine<'r> {
    /// For searches that fill so many slots.
    pub fn new(program: &'r Program, input: Input<'r>, slots: usize, budget: &'r Budget) -> Self {
        let size = program.instructions.len();
        let run = Run { program, input, empty: vec![NONE; slots].into(), pending: Vec::new(), budget, units: 0 };
        Self { run, now: Threads::new(size), next: Threads::new(size) }
    }

    /// Finds the leftmost match, as [`super::backtrack::Backtracker::search`] does.
    pub fn search(&mut self, from: usize, slots: &mut [usize]) -> Result<bool, Exhausted> {
        self.now.clear();
        self.next.clear();
        let found = self.search_from(from)?;
        self.run.settle()?;
        let Some(held) = found else {
            return Ok(false);
        };
        slots.copy_from_slice(&held);
        Ok(true)
    }

    fn search_from(&mut self, from: usize) -> Result<Option<Slots>, Exhausted> {
        let mut found = None;
        let mut position = from;
        loop {
            let may_start = found.is_none() && (!self.run.program.anchored || position == 0);
            if self.now.list.is_empty() {
                match self.run.next_start(position).filter(|_| may_start) {
                    Some(start) => position = start,
                    None => return Ok(found),
                }
                // What led nowhere at the last place may lead on from this one.
                self.now.clear();
            }
            if may_start {
                self.run.start(&mut self.now, position)?;
            }
            let rune = self.run.input.rune(position);
            found = self.step(position, rune)?.or(found);
            let Some((_, width)) = rune else {
                return Ok(found);
            };
            position += width;
        }
    }

    /// Lets all threads take the character; gives the slots of the one that is at the end of a match.
    fn step(&mut self, position: usize, rune: Option<(u32, usize)>) -> Result<Option<Slots>, Exhausted> {
        let mut found = None;
        self.run.count(1 + STEP_UNITS * self.now.list.len() as u64)?;
        for (address, held) in self.now.list.drain(..) {
            match (self.run.program.get(address), rune) {
                (Instruction::Match, _) => {
                    found = Some(with(held, 1, position));
                    // The threads behind this one are less preferred.
                    break;
                }
                (instruction, Some((rune, width))) => {
                    if let Some(target) = self.run.program.step(instruction, rune) {
                        self.run.add(&mut self.next, target, position + width, held)?;
                    }
                }
                (_, None) => {}
            }
        }
        self.now.clear();
        std::mem::swap(&mut self.now, &mut self.next);
        Ok(found)
    }
}

/// What a thread has saved; shared until one of them changes it.
type Slots = Rc<[usize]>;

/// The slots with one of them set, if it is wanted at all.
fn with(mut slots: Slots, slot: usize, position: usize) -> Slots {
    if slot < slots.len()
        && let Some(held) = Rc::make_mut(&mut slots).get_mut(slot)
    {
        *held = position;
    }
    slots
}

/// Threads by preference, each instruction at most once.
struct Threads {
    list: Vec<(Address, Slots)>,
    known: Vec<u64>,
    added: Vec<Address>,
}

impl Threads {
    fn new(size: usize) -> Self {
        Self { list: Vec::new(), known: vec![0; size.div_ceil(64)], added: Vec::new() }
    }

    fn is_new(&mut self, address: Address) -> bool {
        let Some(word) = self.known.get_mut(address as usize / 64) else {
            return false;
        };
        let bit = 1 << (address % 64);
        if *word & bit != 0 {
            return false;
        }
        *word |= bit;
        self.added.push(address);
        true
    }

    fn clear(&mut self) {
        self.list.clear();
        for address in self.added.drain(..) {
            if let Some(word) = self.known.get_mut(address as usize / 64) {
                *word = 0;
            }
        }
    }
}

struct Run<'r> {
    program: &'r Program,
    input: Input<'r>,
    empty: Slots,
    pending: Vec<(Address, Slots)>,
    budget: &'r Budget,
    /// Not yet spent.
    units: u64,
}

impl Run<'_> {
    fn count(&mut self, units: u64) -> Result<(), Exhausted> {
        self.units += units;
        if self.units < BATCH { Ok(()) } else { self.settle() }
    }

    fn settle(&mut self) -> Result<(), Exhausted> {
        self.budget.spend(std::mem::take(&mut self.units))
    }

    /// Where the next match might start: here or later.
    fn next_start(&mut self, position: usize) -> Option<usize> {
        let start = self.input.next_start(self.program, position);
        self.units += (start.unwrap_or(self.input.text.len()) - position) as u64 / 8;
        start
    }

    fn start(&mut self, threads: &mut Threads, position: usize) -> Result<(), Exhausted> {
        let slots = with(Rc::clone(&self.empty), 0, position);
        self.add(threads, self.program.start, position, slots)
    }

    /// Follows everything that takes no character and adds the threads that wait for one.
    fn add(&mut self, threads: &mut Threads, address: Address, position: usize, slots: Slots) -> Result<(), Exhausted> {
        self.pending.push((address, slots));
        let mut visited = 0;
        while let Some((address, slots)) = self.pending.pop() {
            if !threads.is_new(address) {
                continue;
            }
            visited += 1;
            match self.program.get(address) {
                Instruction::Fail => {}
                Instruction::Split(first, second) => {
                    self.pending.push((second, Rc::clone(&slots)));
                    self.pending.push((first, slots));
                }
                Instruction::Save(slot, next) => {
                    if (threads.list.len() + self.pending.len()) * slots.len() > MAX_SLOTS {
                        return Err(Exhausted);
                    }
                    visited += slots.len() as u64 / 16;
                    self.pending.push((next, with(slots, slot as usize, position)));
                }
                Instruction::Assert(assertion, next) => {
                    if self.input.holds(assertion, position) {
                        self.pending.push((next, slots));
                    }
                }
                _ => threads.list.push((address, slots)),
            }
        }
        self.count(VISIT_UNITS * visited)
    }
}

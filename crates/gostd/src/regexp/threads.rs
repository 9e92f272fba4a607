//! Running a program with all ways side by side: slower, but linear whatever the size.

use std::rc::Rc;

use super::backtrack::NONE;
use super::input::Input;
use super::program::{Address, Instruction, Program};

/// Finds the leftmost match, as [`super::backtrack::search`] does.
pub(super) fn search(program: &Program, text: &[u8], from: usize, slots: &mut [usize]) -> bool {
    let empty: Slots = vec![NONE; slots.len()].into();
    let size = program.instructions.len();
    let mut run = Run { program, input: Input { text }, pending: Vec::new() };
    let mut now = Threads::new(size);
    let mut next = Threads::new(size);
    let mut found: Option<Slots> = None;
    let mut position = from;
    loop {
        if now.list.is_empty() {
            if found.is_some() || (program.anchored && position != 0) {
                break;
            }
            match run.input.next_start(program, position) {
                Some(start) => position = start,
                None => break,
            }
        }
        if found.is_none() && (!program.anchored || position == 0) {
            run.add(&mut now, program.start, position, with(&empty, 0, position));
        }
        let rune = run.input.rune(position);
        let after = position + rune.map_or(0, |(_, width)| width);
        for (address, held) in now.list.drain(..) {
            match (program.get(address), rune) {
                (Instruction::Match, _) => {
                    found = Some(with(&held, 1, position));
                    // The threads behind this one are less preferred.
                    break;
                }
                (instruction, Some((rune, _))) => {
                    if let Some(target) = program.step(instruction, rune) {
                        run.add(&mut next, target, after, held);
                    }
                }
                (_, None) => {}
            }
        }
        now.clear();
        std::mem::swap(&mut now, &mut next);
        if rune.is_none() {
            break;
        }
        position = after;
    }
    let Some(held) = found else {
        return false;
    };
    slots.copy_from_slice(&held);
    true
}

/// What a thread has saved; shared until one of them changes it.
type Slots = Rc<[usize]>;

/// The slots with one of them set, if it is wanted at all.
fn with(slots: &Slots, slot: usize, position: usize) -> Slots {
    let mut changed = Rc::clone(slots);
    if slot < slots.len()
        && let Some(held) = Rc::make_mut(&mut changed).get_mut(slot)
    {
        *held = position;
    }
    changed
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

struct Run<'a> {
    program: &'a Program,
    input: Input<'a>,
    pending: Vec<(Address, Slots)>,
}

impl Run<'_> {
    /// Follows everything that takes no character and adds the threads that wait for one.
    fn add(&mut self, threads: &mut Threads, address: Address, position: usize, slots: Slots) {
        self.pending.push((address, slots));
        while let Some((address, slots)) = self.pending.pop() {
            if !threads.is_new(address) {
                continue;
            }
            match self.program.get(address) {
                Instruction::Fail => {}
                Instruction::Split(first, second) => {
                    self.pending.push((second, Rc::clone(&slots)));
                    self.pending.push((first, slots));
                }
                Instruction::Save(slot, next) => {
                    self.pending.push((next, with(&slots, slot as usize, position)));
                }
                Instruction::Assert(assertion, next) => {
                    if self.input.holds(assertion, position) {
                        self.pending.push((next, slots));
                    }
                }
                _ => threads.list.push((address, slots)),
            }
        }
    }
}

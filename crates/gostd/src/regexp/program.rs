//! Patterns as programs (`regexp/syntax.Compile`, with `Simplify` done on the way).

use std::collections::HashMap;

use super::ast::{Assertion, Kind, Node, Repetition};
use super::ranges::{self, Set};
use crate::unicode::simple_fold;

/// The index of an instruction.
pub(super) type Address = u32;

/// One step. The last field is the next instruction.
#[derive(Debug, Clone, Copy)]
pub(super) enum Instruction {
    Fail,
    Match,
    /// Tries the first, then the second.
    Split(Address, Address),
    Save(u32, Address),
    Assert(Assertion, Address),
    Rune(u32, Address),
    Any(Address),
    AnyButNewline(Address),
    /// The number of the class
    Class(u32, Address),
}

/// A pattern ready to run.
pub(super) struct Program {
    pub instructions: Vec<Instruction>,
    pub classes: Vec<Set>,
    pub start: Address,
    /// Whether it can match at the beginning of the text only.
    pub anchored: bool,
    /// The byte that every match begins with.
    pub first_byte: Option<u8>,
}

impl Program {
    pub fn get(&self, address: Address) -> Instruction {
        self.instructions.get(address as usize).copied().unwrap_or(Instruction::Fail)
    }

    /// Whether a class has the character.
    pub fn class_has(&self, class: u32, rune: u32) -> bool {
        let ranges = self.classes.get(class as usize).map(|class| &**class).unwrap_or_default();
        if ranges.len() <= 4 {
            return ranges.iter().any(|(first, last)| *first <= rune && rune <= *last);
        }
        let after = ranges.partition_point(|range| range.0 <= rune);
        after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|range| rune <= range.1)
    }
}

/// Turns a tree into a program.
pub(super) fn compile(tree: &Node) -> Program {
    let mut compiler =
        Compiler { instructions: vec![Instruction::Fail], classes: Vec::new(), known_classes: HashMap::new() };
    let fragment = compiler.node(tree);
    let end = compiler.emit(Instruction::Match);
    compiler.patch(&fragment.exits, end);
    let mut program = Program {
        instructions: compiler.instructions,
        classes: compiler.classes,
        start: fragment.start,
        anchored: false,
        first_byte: None,
    };
    find_beginning(&mut program);
    program
}

/// Notes what each match begins with.
fn find_beginning(program: &mut Program) {
    let mut address = program.start;
    loop {
        match program.get(address) {
            Instruction::Save(_, next) => address = next,
            Instruction::Assert(assertion, next) => {
                program.anchored |= assertion == Assertion::BeginText;
                address = next;
            }
            Instruction::Rune(rune, _) => {
                let character = char::from_u32(rune).unwrap_or(char::REPLACEMENT_CHARACTER);
                // Broken bytes count as U+FFFD too, so that one has no certain first byte.
                if character != char::REPLACEMENT_CHARACTER {
                    program.first_byte = character.encode_utf8(&mut [0; 4]).bytes().next();
                }
                return;
            }
            _ => return,
        }
    }
}

/// A part of a program: where it starts and which instructions still need a next one.
struct Fragment {
    start: Address,
    exits: Exits,
    nullable: bool,
}

/// Open ends: instruction and, of a split, which of both ways.
type Exits = Vec<(Address, bool)>;

struct Compiler {
    instructions: Vec<Instruction>,
    classes: Vec<Set>,
    /// The classes of the tree by where they are in memory: copies share one.
    known_classes: HashMap<*const (u32, u32), u32>,
}

impl Compiler {
    fn emit(&mut self, instruction: Instruction) -> Address {
        let address = self.instructions.len() as Address;
        self.instructions.push(instruction);
        address
    }

    fn patch(&mut self, exits: &[(Address, bool)], target: Address) {
        for (address, second) in exits {
            match self.instructions.get_mut(*address as usize) {
                Some(Instruction::Split(next, other)) => *(if *second { other } else { next }) = target,
                Some(
                    Instruction::Save(_, next)
                    | Instruction::Assert(_, next)
                    | Instruction::Rune(_, next)
                    | Instruction::Any(next)
                    | Instruction::AnyButNewline(next)
                    | Instruction::Class(_, next),
                ) => *next = target,
                Some(Instruction::Fail | Instruction::Match) | None => {}
            }
        }
    }

    /// One instruction that goes on with what follows.
    fn single(&mut self, instruction: Instruction, nullable: bool) -> Fragment {
        let start = self.emit(instruction);
        Fragment { start, exits: vec![(start, false)], nullable }
    }

    fn node(&mut self, node: &Node) -> Fragment {
        match &node.kind {
            Kind::Empty => self.empty(),
            Kind::Literal(rune, fold) => self.literal(*rune, *fold),
            Kind::Class(class) => self.known_class(class),
            Kind::Any => self.single(Instruction::Any(0), false),
            Kind::AnyButNewline => self.single(Instruction::AnyButNewline(0), false),
            Kind::Assert(assertion) => self.single(Instruction::Assert(*assertion, 0), true),
            Kind::Capture(index, content) => self.capture(*index, content),
            Kind::Repeat(content, repetition) => self.repeat(content, *repetition),
            Kind::Concat(items) => self.concat(items),
            Kind::Alternate(items) => self.alternate(items),
        }
    }

    /// A step that does nothing: both ways of a split lead on.
    fn empty(&mut self) -> Fragment {
        let start = self.emit(Instruction::Split(0, 0));
        Fragment { start, exits: vec![(start, false)], nullable: true }
    }

    fn literal(&mut self, rune: u32, fold: bool) -> Fragment {
        if !fold || simple_fold(rune) == rune {
            return self.single(Instruction::Rune(rune, 0), false);
        }
        let mut class = Vec::new();
        ranges::add(&mut class, rune, rune, true);
        let number = self.class(ranges::clean(class).into());
        self.single(Instruction::Class(number, 0), false)
    }

    fn class(&mut self, class: Set) -> u32 {
        self.classes.push(class);
        self.classes.len() as u32 - 1
    }

    fn known_class(&mut self, class: &Set) -> Fragment {
        let number = match self.known_classes.get(&class.as_ptr()) {
            Some(number) => *number,
            None => {
                let number = self.class(Set::clone(class));
                self.known_classes.insert(class.as_ptr(), number);
                number
            }
        };
        self.single(Instruction::Class(number, 0), false)
    }

    fn capture(&mut self, index: usize, content: &Node) -> Fragment {
        let slot = 2 * index as u32;
        let open = self.single(Instruction::Save(slot, 0), true);
        let inner = self.node(content);
        let opened = self.join(open, inner);
        let close = self.single(Instruction::Save(slot + 1, 0), true);
        self.join(opened, close)
    }

    fn join(&mut self, first: Fragment, second: Fragment) -> Fragment {
        self.patch(&first.exits, second.start);
        Fragment { start: first.start, exits: second.exits, nullable: first.nullable && second.nullable }
    }

    fn concat(&mut self, items: &[Node]) -> Fragment {
        let mut whole: Option<Fragment> = None;
        for item in items {
            let next = self.node(item);
            whole = Some(match whole {
                Some(before) => self.join(before, next),
                None => next,
            });
        }
        whole.unwrap_or_else(|| self.empty())
    }

    fn alternate(&mut self, items: &[Node]) -> Fragment {
        let mut whole: Option<Fragment> = None;
        // From the last one, so that each exit list is moved once.
        for item in items.iter().rev() {
            let next = self.node(item);
            whole = Some(match whole {
                None => next,
                Some(rest) => {
                    let start = self.emit(Instruction::Split(next.start, rest.start));
                    let mut exits = rest.exits;
                    exits.extend(next.exits);
                    Fragment { start, exits, nullable: next.nullable || rest.nullable }
                }
            });
        }
        whole.unwrap_or_else(|| self.empty())
    }

    fn repeat(&mut self, content: &Node, repetition: Repetition) -> Fragment {
        if content.is_empty || repetition.maximum == Some(0) {
            return self.empty();
        }
        let Repetition { minimum, maximum, greedy, .. } = repetition;
        match (minimum, maximum) {
            (0, None) => self.star(content, greedy),
            (1, Some(1)) => self.node(content),
            (_, None) => {
                let copies = self.copies(content, minimum - 1);
                let last = self.plus(content, greedy);
                self.after(copies, last)
            }
            (_, Some(maximum)) => {
                let copies = self.copies(content, minimum);
                match self.optional_copies(content, maximum - minimum, greedy) {
                    Some(optional) => self.after(copies, optional),
                    None => copies.unwrap_or_else(|| self.empty()),
                }
            }
        }
    }

    fn after(&mut self, first: Option<Fragment>, second: Fragment) -> Fragment {
        match first {
            Some(first) => self.join(first, second),
            None => second,
        }
    }

    /// The same several times in a row.
    fn copies(&mut self, content: &Node, count: u32) -> Option<Fragment> {
        let mut whole = None;
        for _ in 0..count {
            let next = self.node(content);
            whole = Some(self.after(whole, next));
        }
        whole
    }

    /// Copies of which each is tried only after the one before it: `(x(x(x)?)?)?`.
    fn optional_copies(&mut self, content: &Node, count: u32, greedy: bool) -> Option<Fragment> {
        let mut whole = None;
        for _ in 0..count {
            let mut copy = self.node(content);
            if let Some(rest) = whole {
                copy = self.join(copy, rest);
            }
            whole = Some(self.optional(copy, greedy));
        }
        whole
    }

    fn optional(&mut self, content: Fragment, greedy: bool) -> Fragment {
        let start = self.emit(split(content.start, greedy));
        let mut exits = content.exits;
        exits.push((start, greedy));
        Fragment { start, exits, nullable: true }
    }

    /// Something that can be empty is repeated as `(x+)?`, which keeps the order of preference right.
    fn star(&mut self, content: &Node, greedy: bool) -> Fragment {
        let inner = self.node(content);
        let nullable = inner.nullable;
        let first = inner.start;
        let turn = self.looped(&inner, greedy);
        if nullable {
            let plus = Fragment { start: first, exits: vec![(turn, greedy)], nullable };
            return self.optional(plus, greedy);
        }
        Fragment { start: turn, exits: vec![(turn, greedy)], nullable: true }
    }

    fn plus(&mut self, content: &Node, greedy: bool) -> Fragment {
        let inner = self.node(content);
        let turn = self.looped(&inner, greedy);
        Fragment { start: inner.start, exits: vec![(turn, greedy)], nullable: inner.nullable }
    }

    /// After the content: again, or on.
    fn looped(&mut self, content: &Fragment, greedy: bool) -> Address {
        let turn = self.emit(split(content.start, greedy));
        self.patch(&content.exits, turn);
        turn
    }
}

/// A split whose preferred way is the content if it is greedy; the other one stays open.
fn split(content: Address, greedy: bool) -> Instruction {
    if greedy { Instruction::Split(content, 0) } else { Instruction::Split(0, content) }
}

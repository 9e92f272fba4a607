//! Makes the nodes of a tree: numbers, places, and what is wrong with them.

use crate::ast::{Entry, Expr, Field, Id, Kind, Name};
use crate::issue::Issues;

/// More nodes than this are not made: `optMap` doubles what it is called on.
const MOST_NODES: usize = 100_000;

/// The numbers given so far.
#[derive(Debug)]
pub(super) struct Nodes {
    offsets: Vec<u32>,
    pub(super) issues: Issues,
}

impl Nodes {
    /// None yet; numbers begin with 1.
    pub(super) fn new(issues: Issues) -> Self {
        Self { offsets: vec![0], issues }
    }

    /// Where each number's node is.
    pub(super) fn into_offsets(self) -> Vec<u32> {
        self.offsets
    }

    /// Whether there are too many to go on.
    pub(super) fn are_too_many(&self) -> bool {
        self.offsets.len() > MOST_NODES
    }

    /// The next number.
    pub(super) fn id(&mut self, offset: usize) -> Id {
        self.offsets.push(u32::try_from(offset).unwrap_or(u32::MAX));
        self.offsets.len() - 1
    }

    /// Tells later where a node is.
    pub(super) fn place(&mut self, id: Id, offset: usize) {
        if let Some(place) = self.offsets.get_mut(id) {
            *place = u32::try_from(offset).unwrap_or(u32::MAX);
        }
    }

    /// Where a node is.
    pub(super) fn offset(&self, id: Id) -> usize {
        self.offsets.get(id).map_or(0, |offset| usize::try_from(*offset).unwrap_or(0))
    }

    /// A node with the next number.
    pub(super) fn node(&mut self, offset: usize, kind: Kind) -> Expr {
        Expr { id: self.id(offset), kind }
    }

    /// Notes what is wrong here; the node stands for what should have been.
    pub(super) fn wrong(&mut self, offset: usize, message: impl Into<String>) -> Expr {
        self.issues.report(u32::try_from(offset).ok(), message);
        self.node(offset, Kind::Constant(crate::ast::Constant::Null))
    }

    /// The same tree with new numbers.
    pub(super) fn copy(&mut self, expr: &Expr) -> Expr {
        let id = self.id(self.offset(expr.id));
        if self.are_too_many() {
            return Expr { id, kind: Kind::Constant(crate::ast::Constant::Null) };
        }
        let kind = match &expr.kind {
            Kind::Constant(_) | Kind::Ident(_) => expr.kind.clone(),
            Kind::Select { operand, field, test_only } => {
                Kind::Select { operand: Box::new(self.copy(operand)), field: field.clone(), test_only: *test_only }
            }
            Kind::Call { function, target, arguments } => {
                let arguments = arguments.iter().map(|argument| self.copy(argument)).collect();
                let target = target.as_ref().map(|target| Box::new(self.copy(target)));
                Kind::Call { function: function.clone(), target, arguments }
            }
            Kind::List { elements, optional } => {
                let elements = elements.iter().map(|element| self.copy(element)).collect();
                Kind::List { elements, optional: optional.clone() }
            }
            Kind::Map(entries) => Kind::Map(entries.iter().map(|entry| self.copy_entry(entry)).collect()),
            Kind::Struct { name, fields } => self.copy_struct(name, fields),
            Kind::Comprehension(fold) => {
                let mut copy = fold.clone();
                for part in copy.parts_mut() {
                    *part = self.copy(part);
                }
                Kind::Comprehension(copy)
            }
        };
        Expr { id, kind }
    }

    fn copy_entry(&mut self, entry: &Entry) -> Entry {
        let id = self.id(self.offset(entry.id));
        let (key, value) = (self.copy(&entry.key), self.copy(&entry.value));
        Entry { id, key, value, optional: entry.optional }
    }

    fn copy_struct(&mut self, name: &Name, fields: &[Field]) -> Kind {
        let mut copies = Vec::with_capacity(fields.len());
        for field in fields {
            let id = self.id(self.offset(field.id));
            copies.push(Field { id, value: self.copy(&field.value), ..field.clone() });
        }
        Kind::Struct { name: name.clone(), fields: copies }
    }
}

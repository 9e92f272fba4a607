//! How large the values of nodes are.

use super::Estimator;
use super::path::Path;
use crate::ast::{Constant, Expr, Kind};
use crate::estimate::{Size, Sizes};
use crate::types::Type;

/// The sizes of what is in a list or map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntrySize {
    /// Whether it is a list.
    pub(super) is_list: bool,
    /// The size of the keys; of a list, 1.
    pub(super) key: Size,
    /// The size of the values or elements.
    pub(super) value: Size,
}

impl EntrySize {
    /// The range that holds both.
    pub(super) fn union(self, other: Self) -> Self {
        Self { is_list: self.is_list, key: self.key.union(other.key), value: self.value.union(other.value) }
    }
}

impl Estimator<'_> {
    /// What a node stands for; nothing if that is not known.
    pub(super) fn path(&self, expr: &Expr) -> Path {
        let local = match &expr.kind {
            Kind::Ident(name) => self.locals.get(name),
            _ => None,
        };
        local.map(|local| &local.path).or_else(|| self.paths.get(&expr.id)).cloned().unwrap_or_default()
    }

    pub(super) fn set_path(&mut self, expr: &Expr, path: Path) {
        self.paths.insert(expr.id, path);
    }

    /// The size of a node, if it is known.
    pub(super) fn size(&mut self, expr: &Expr) -> Option<Size> {
        if let Some(size) = self.computed.get(&expr.id) {
            return Some(*size);
        }
        if let Some(size) = literal_size(expr) {
            return Some(size);
        }
        if let Some(size) = self.sizes.at(&self.path(expr).names()) {
            self.computed.insert(expr.id, size);
            return Some(size);
        }
        if is_scalar(self.checked.type_of(expr.id)) {
            return Some(Size::exactly(1));
        }
        match &expr.kind {
            Kind::Ident(name) => self.locals.get(name)?.size,
            _ => None,
        }
    }

    pub(super) fn size_or_unknown(&mut self, expr: &Expr) -> Size {
        self.size(expr).unwrap_or(Size::UNKNOWN)
    }

    pub(super) fn set_size(&mut self, expr: &Expr, size: Option<Size>) {
        if let Some(size) = size {
            self.computed.insert(expr.id, size);
        }
    }

    /// The sizes of what is in a node's value, if they are known.
    pub(super) fn entry_size(&self, expr: &Expr) -> Option<EntrySize> {
        if let Some(size) = self.entries.get(&expr.id) {
            return Some(*size);
        }
        match &expr.kind {
            Kind::Ident(name) => self.locals.get(name)?.entries,
            _ => None,
        }
    }

    pub(super) fn set_entry_size(&mut self, expr: &Expr, size: Option<EntrySize>) {
        if let Some(size) = size {
            self.entries.insert(expr.id, size);
        }
    }

    /// One node is what another one is.
    pub(super) fn copy_sizes(&mut self, to: &Expr, from: &Expr) {
        let size = self.size(from);
        self.set_size(to, size);
        self.set_entry_size(to, self.entry_size(from));
    }
}

/// The size of a literal.
fn literal_size(expr: &Expr) -> Option<Size> {
    let size = match &expr.kind {
        Kind::Constant(Constant::String(text)) => text.chars().count(),
        Kind::Constant(Constant::Bytes(bytes)) => bytes.len(),
        Kind::Constant(_) => 1,
        Kind::List { elements, .. } => elements.len(),
        Kind::Map(entries) => entries.len(),
        _ => return None,
    };
    Some(Size::exactly(size as u64))
}

/// Whether all values of a type are of size 1.
fn is_scalar(kind: &Type) -> bool {
    match kind {
        Type::Bool | Type::Double | Type::Duration | Type::Int | Type::Timestamp | Type::Uint => true,
        Type::Optional(value) => is_scalar(value),
        _ => false,
    }
}

//! What stands in a chart's top folder, links followed.

use std::collections::BTreeMap;

use chart::{Entry, EntryKind, LinkTarget};

/// What a name in the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Folder,
    /// A file, or what else can't be a folder.
    File,
}

/// The names in a chart's top folder.
pub(crate) struct Root {
    shapes: BTreeMap<String, Shape>,
}

impl Root {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        let shapes = entries.into_iter().filter_map(|entry| Some((entry.name, shape(&entry.kind)?)));
        Self { shapes: shapes.collect() }
    }

    /// What a name is; `None` if there is no such thing.
    pub(crate) fn shape(&self, name: &str) -> Option<Shape> {
        self.shapes.get(name).copied()
    }
}

/// A link that ends nowhere is as good as nothing to Go's `os.Stat`.
fn shape(kind: &EntryKind) -> Option<Shape> {
    match kind {
        EntryKind::Folder | EntryKind::Symlink { target: LinkTarget::Folder, .. } => Some(Shape::Folder),
        EntryKind::Symlink { target: LinkTarget::Broken { .. }, .. } => None,
        EntryKind::File | EntryKind::Irregular | EntryKind::Symlink { .. } => Some(Shape::File),
    }
}

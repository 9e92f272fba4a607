//! The templates that a text defines.

use std::sync::Arc;

use foldhash::HashMap;

use crate::ast::Tree;

/// Templates by name, in the order in which their definitions end.
#[derive(Default)]
pub(super) struct Defined {
    trees: Vec<Tree>,
    /// Where each stands, and whether it is empty.
    places: HashMap<Arc<str>, (usize, bool)>,
}

impl Defined {
    /// Adds a template. Of two with one name the one that is not empty stays.
    ///
    /// Returns whether that can be: two that are not empty are a mistake.
    pub(super) fn add(&mut self, tree: Tree) -> bool {
        let is_empty = tree.is_empty();
        let Some(place) = self.places.get_mut(&tree.name) else {
            self.places.insert(Arc::clone(&tree.name), (self.trees.len(), is_empty));
            self.trees.push(tree);
            return true;
        };
        if !place.1 {
            return is_empty;
        }
        place.1 = is_empty;
        if let Some(old) = self.trees.get_mut(place.0) {
            *old = tree;
        }
        true
    }

    /// Whether a template could be added without a mistake.
    pub(super) fn allows(&self, tree: &Tree) -> bool {
        self.places.get(&tree.name).is_none_or(|(_, is_empty)| *is_empty) || tree.is_empty()
    }

    pub(super) fn into_trees(self) -> Vec<Tree> {
        self.trees
    }
}

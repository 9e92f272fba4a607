//! Ways from a variable down to what a node stands for.

use std::cell::RefCell;
use std::rc::Rc;

use crate::ast::Name;

/// Names of fields, `@items`, `@keys`, `@values`, `@indices`; the first is a variable, if the way is known at all.
///
/// Paths behave as Go's slices do, since estimates of nested macros show it: paths made from the same one share the place
/// after its end while there is room, so that the later one changes the last name of the earlier one.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    shared: Rc<RefCell<Shared>>,
    length: usize,
}

#[derive(Debug, Default)]
struct Shared {
    names: Vec<Name>,
    room: usize,
}

impl Path {
    /// The way to a variable.
    pub(super) fn of_variable(name: &Name) -> Self {
        Self::default().to(name.clone())
    }

    /// One step further down.
    pub(super) fn to(&self, name: Name) -> Self {
        let mut shared = self.shared.borrow_mut();
        if self.length < shared.room {
            match shared.names.get_mut(self.length) {
                Some(place) => *place = name,
                None => shared.names.push(name),
            }
            return Self { shared: Rc::clone(&self.shared), length: self.length + 1 };
        }
        let mut names: Vec<Name> = shared.names.iter().take(self.length).cloned().collect();
        names.push(name);
        let room = (2 * self.length).max(1);
        Self { shared: Rc::new(RefCell::new(Shared { names, room })), length: self.length + 1 }
    }

    /// The names as they are now.
    pub(super) fn names(&self) -> Vec<Name> {
        self.shared.borrow().names.iter().take(self.length).cloned().collect()
    }
}

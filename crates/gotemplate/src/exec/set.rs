//! Sets of templates and tables of functions.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use crate::ast::Tree;
use crate::builtins::BUILTINS;
use crate::bytes::Str;
use crate::function::Function;
use crate::parse::Parsed;

/// Templates that can call each other by name. Once filled it can be shared by threads.
#[derive(Debug)]
pub struct Set {
    name: Arc<str>,
    trees: HashMap<Str, Arc<Tree>>,
}

impl Set {
    /// An empty set. Messages and texts that are executed without a name of their own use the name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: Arc::from(name), trees: HashMap::new() }
    }

    /// The name of the set.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Adds what a text defines. A template replaces one of the same name, unless it is empty
    /// (Go: `Template.associate`).
    pub fn add(&mut self, parsed: Parsed) {
        for tree in parsed.defined.into_iter().chain([parsed.main]) {
            self.insert(Arc::new(tree));
        }
    }

    /// Adds one template.
    pub fn insert(&mut self, tree: Arc<Tree>) {
        insert(&mut self.trees, tree);
    }

    /// The template of a name.
    #[must_use]
    pub fn get(&self, name: &[u8]) -> Option<&Arc<Tree>> {
        self.trees.get(name)
    }
}

fn insert(trees: &mut HashMap<Str, Arc<Tree>>, tree: Arc<Tree>) {
    let name = Str::from(&*tree.name);
    if !tree.is_empty() || !trees.contains_key(&name) {
        trees.insert(name, tree);
    }
}

/// What one text defines on top of a set.
#[derive(Debug)]
pub(super) struct Layer {
    main: Arc<Tree>,
    trees: HashMap<Str, Arc<Tree>>,
}

impl Layer {
    pub(super) fn new(parsed: Parsed) -> Self {
        let mut trees = HashMap::new();
        for tree in parsed.defined {
            insert(&mut trees, Arc::new(tree));
        }
        let main = Arc::new(parsed.main);
        if !main.is_empty() {
            trees.insert(Str::from(&*main.name), Arc::clone(&main));
        }
        Self { main, trees }
    }

    pub(super) fn main(&self) -> Arc<Tree> {
        Arc::clone(&self.main)
    }

    pub(super) fn get(&self, name: &[u8]) -> Option<&Arc<Tree>> {
        self.trees.get(name)
    }
}

/// The functions that templates can call by name.
#[derive(Debug)]
pub struct Functions {
    by_name: HashMap<&'static str, Callable>,
}

/// A function, and whether it is the language's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Callable {
    pub(super) function: &'static Function,
    pub(super) is_builtin: bool,
}

impl Functions {
    /// The builtin functions and these; of equal names the last counts.
    pub fn new(functions: impl IntoIterator<Item = &'static Function>) -> Self {
        let builtins = BUILTINS.iter().map(|function| (function, true));
        let others = functions.into_iter().map(|function| (function, false));
        let by_name = builtins
            .chain(others)
            .map(|(function, is_builtin)| (function.name, Callable { function, is_builtin }))
            .collect();
        Self { by_name }
    }

    /// Whether there is a function of that name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.by_name.keys().copied()
    }

    pub(super) fn get(&self, name: &str) -> Option<Callable> {
        self.by_name.get(name).copied()
    }
}

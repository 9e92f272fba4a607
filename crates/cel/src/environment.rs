//! What an expression may use: functions of a version of Kubernetes, and its variables.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ast::Name;
use crate::declared::Declared;
use crate::function::Function;
use crate::library;

/// The functions that a version of Kubernetes has.
///
/// The API server compiles *new* expressions with the functions of its previous minor version, *stored* ones with all.
#[derive(Debug, Clone)]
pub struct Environment {
    minor: u32,
    server: u32,
    functions: Arc<BTreeMap<&'static str, Function>>,
}

/// A variable: its name, what is declared of it, and whether it is an optional of that.
#[derive(Debug, Clone)]
pub struct Variable<'a> {
    /// Its name (`self`, `oldSelf`).
    pub name: Name,
    /// Its type and bounds.
    pub declared: &'a Declared,
    /// Whether its type is `optional_type` of that.
    pub optional: bool,
}

impl Environment {
    /// With the libraries that Kubernetes 1.`minor` has.
    #[must_use]
    pub fn of_minor(minor: u32) -> Self {
        Self { minor, server: minor, functions: Arc::new(library::functions(minor)) }
    }

    /// The same functions, in a server of version 1.`minor`, whose estimates of costs may be others.
    #[must_use]
    pub fn in_server(self, minor: u32) -> Self {
        Self { server: minor, ..self }
    }

    /// The minor version of the server that asks.
    #[must_use]
    pub fn server(&self) -> u32 {
        self.server
    }

    /// The minor version of Kubernetes.
    #[must_use]
    pub fn minor(&self) -> u32 {
        self.minor
    }

    /// The function of this name.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)
    }
}

//! What names stand for: variables of folds, variables of the environment, types (`checker/env.go`,
//! `checker/scopes.go`).

use std::sync::Arc;

use crate::ast::{Constant, Expr, Kind, Name};
use crate::checked::Reference;
use crate::types::Type;

use super::Checker;

/// The variables that can be seen, outer ones first.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    globals: Vec<(Name, Type)>,
    locals: Vec<(Name, Type)>,
}

/// What a name stands for.
pub(super) struct Meaning {
    name: Name,
    kind: Type,
}

impl Scopes {
    /// A variable of the environment.
    pub(super) fn declare(&mut self, name: Name, kind: Type) {
        self.globals.push((name, kind));
    }

    /// A variable of a fold.
    pub(super) fn enter(&mut self, name: Name, kind: Type) {
        self.locals.push((name, kind));
    }

    /// How many variables of folds there are.
    pub(super) fn depth(&self) -> usize {
        self.locals.len()
    }

    /// Forgets all variables of folds but so many.
    pub(super) fn leave(&mut self, depth: usize) {
        self.locals.truncate(depth);
    }

    fn local(&self, name: &str) -> Option<&Type> {
        self.locals.iter().rev().find(|(local, _)| &**local == name).map(|(_, kind)| kind)
    }

    fn global(&self, name: &str) -> Option<Type> {
        let variable = self.globals.iter().find(|(global, _)| &**global == name).map(|(_, kind)| kind.clone());
        variable.or_else(|| type_named(name).map(|kind| Type::Type(Some(Arc::new(kind)))))
    }

    /// What a name stands for, whose part before the first selection is `first`; a dot in front leaves out the
    /// variables of folds.
    fn find(&self, first: &str, name: &str) -> Option<Meaning> {
        let plain = first.strip_prefix('.').unwrap_or(first);
        let local = self.local(plain);
        if let Some(kind) = local.filter(|_| plain.len() == first.len()) {
            return (first == name).then(|| Meaning { name: first.into(), kind: kind.clone() });
        }
        let global = name.strip_prefix('.').unwrap_or(name);
        let kind = self.global(global)?;
        let name = if local.is_some() { format!(".{global}").into() } else { global.into() };
        Some(Meaning { name, kind })
    }
}

/// The type that has this name.
pub(super) fn type_named(name: &str) -> Option<Type> {
    Some(match name {
        "bool" => Type::Bool,
        "bytes" => Type::Bytes,
        "double" => Type::Double,
        "int" => Type::Int,
        "uint" => Type::Uint,
        "string" => Type::String,
        "null_type" | "google.protobuf.NullValue" => Type::Null,
        "google.protobuf.Duration" | "duration" => Type::Duration,
        "google.protobuf.Timestamp" | "timestamp" => Type::Timestamp,
        "google.protobuf.Value" => Type::Dyn,
        "list" | "google.protobuf.ListValue" => Type::list(Type::Dyn),
        "map" => Type::map(Type::Dyn, Type::Dyn),
        "google.protobuf.Struct" => Type::map(Type::String, Type::Dyn),
        "optional_type" => Type::optional(Type::Dyn),
        "net.IP" => Type::Opaque("net.IP"),
        "net.CIDR" => Type::Opaque("net.CIDR"),
        "type" => Type::Type(None),
        _ => return None,
    })
}

/// The one enum that every environment knows.
const NULL_VALUE: &str = "google.protobuf.NullValue.NULL_VALUE";

impl Checker<'_> {
    pub(super) fn check_ident(&mut self, expr: &mut Expr) {
        let Kind::Ident(name) = &expr.kind else { return };
        let name = name.clone();
        if !self.resolve(expr, &name, &name) {
            self.set_type(expr.id, Type::Error);
            self.report_undeclared(expr.id, &name);
        }
    }

    /// Makes the node the variable or type that this name stands for, if it does; `first` is the part of the name
    /// before the first selection.
    pub(super) fn resolve(&mut self, expr: &mut Expr, first: &str, name: &str) -> bool {
        let Some(Meaning { name, kind }) = self.scopes.find(first, name) else {
            let is_enum = name.trim_start_matches('.') == NULL_VALUE;
            if is_enum {
                self.set_type(expr.id, Type::Int);
                expr.kind = Kind::Constant(Constant::Int(0));
            }
            return is_enum;
        };
        self.set_type(expr.id, kind);
        self.set_reference(expr.id, Reference::Name(name.clone()));
        expr.kind = Kind::Ident(name);
        true
    }
}

//! The libraries of functions, one file each: signatures, meaning, prices, and since when Kubernetes has them
//! (`k8s.io/apiserver/pkg/cel/environment/base.go`).

mod arguments;
mod authorization;
mod cidr;
mod comprehension;
pub mod format;
mod ip;
mod list_extensions;
mod lists;
pub mod opaque;
mod optional;
mod prices;
pub mod quantity;
mod regex;
pub mod semver;
mod sets;
mod shown;
pub(crate) mod standard;
pub mod strings;
#[cfg(test)]
mod tests;
mod url;

use std::collections::BTreeMap;

use crate::function::Function;

/// A library: the functions it adds for a minor version of Kubernetes.
type Library = fn(minor: u32) -> Vec<Function>;

/// All of them, in the order in which the API server adds them. One line each.
const LIBRARIES: &[Library] = &[
    standard::functions,
    url::functions,
    regex::functions,
    lists::functions,
    authorization::functions,
    optional::functions,
    quantity::functions,
    strings::functions,
    sets::functions,
    ip::functions,
    cidr::functions,
    format::functions,
    authorization::selectors,
    comprehension::functions,
    semver::functions,
    list_extensions::functions,
    lists::functions_with_includes,
];

/// The functions of Kubernetes 1.`minor`, those of the same name merged.
pub(crate) fn functions(minor: u32) -> BTreeMap<&'static str, Function> {
    let mut merged: BTreeMap<&'static str, Function> = BTreeMap::new();
    for function in LIBRARIES.iter().flat_map(|library| library(minor)) {
        match merged.get_mut(function.name) {
            Some(known) => known.overloads.extend(function.overloads),
            None => {
                merged.insert(function.name, function);
            }
        }
    }
    merged
}

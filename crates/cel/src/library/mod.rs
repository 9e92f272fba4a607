//! The libraries of functions, one file each: signatures, meaning, prices, and since when Kubernetes has them
//! (`k8s.io/apiserver/pkg/cel/environment/base.go`).

pub mod opaque;
pub(crate) mod standard;

use std::collections::BTreeMap;

use crate::function::Function;

/// A library: the functions it adds for a minor version of Kubernetes.
type Library = fn(minor: u32) -> Vec<Function>;

/// All of them. One line each.
const LIBRARIES: &[Library] = &[standard::functions];

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

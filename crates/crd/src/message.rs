//! The server's whole answer to an object that it refuses.

use std::collections::BTreeSet;
use std::fmt::Display;

/// `CustomResourceDefinition.apiextensions.k8s.io "NAME" is invalid: …`: what [`invalid`] says of definitions.
pub const DEFINITION: &str = "CustomResourceDefinition.apiextensions.k8s.io";

/// The message of status 422: the only error, or all in brackets, each once. `kind` has its group behind a dot.
#[must_use]
pub fn invalid<E: Display>(kind: &str, name: &str, errors: &[E]) -> String {
    let name = gostd::strconv::quote(name);
    let texts = each_once(errors);
    match texts.as_slice() {
        [] => format!("{kind} {name} is invalid"),
        [only] => format!("{kind} {name} is invalid: {only}"),
        _ => format!("{kind} {name} is invalid: [{}]", texts.join(", ")),
    }
}

fn each_once<E: Display>(errors: &[E]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    errors.iter().map(ToString::to_string).filter(|text| seen.insert(text.clone())).collect()
}

/// The message of status 400: what stands in the object does not fit. `text` is what decoding said.
#[must_use]
pub fn unreadable(kind: &str, version: &str, text: &str) -> String {
    format!("{kind} in version {} cannot be handled as a {kind}: {text}", gostd::strconv::quote(version))
}

/// The text of unknown and repeated keys, which only the strict mode refuses.
#[must_use]
pub fn strict(texts: &[&str]) -> String {
    format!("strict decoding error: {}", texts.join(", "))
}

/// The message of status 413.
#[must_use]
pub fn too_large(limit: usize) -> String {
    format!("Request entity too large: limit is {limit}")
}

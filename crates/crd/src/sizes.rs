//! How large an object is where servers have limits.
//!
//! * `kubectl apply` without `--server-side` keeps the whole object in an annotation, and all annotations together may have
//!   262,144 bytes: [`applied_annotations`] is exact.
//! * A request may have 3 MiB: [`body`] is exact for clients that send JSON.
//! * etcd takes 1.5 MiB for a value: [`stored_definition`] is an estimate.

mod applied;
mod stored;

use gostd::json::{Number, Value, encoded_len};

pub use applied::{ANNOTATION, applied_annotations, last_applied};
pub use stored::stored_definition;

/// All annotations of an object, keys and values together.
pub const ANNOTATIONS_LIMIT: usize = crate::object::metadata::ANNOTATIONS_LIMIT;

/// The body of a request.
pub const BODY_LIMIT: usize = 3 << 20;

/// A value in etcd, as the server and etcd are set up if nobody says otherwise.
pub const STORED_LIMIT: usize = 1_572_864;

/// The bytes of the request that creates the object: JSON with a line break, as Go writes it.
#[must_use]
pub fn body(object: &Value) -> usize {
    encoded_len(object) + 1
}

/// Whole numbers above the largest signed one become floats and zero has no sign, as kubectl reads them.
fn as_kubectl_reads(value: &mut Value) {
    match value {
        Value::Number(Number::Float(number)) if *number == 0.0 => *value = Value::Number(Number::Int(0)),
        Value::Number(Number::Uint(number)) => *value = Value::Number(Number::Float(*number as f64)),
        Value::Array(items) => items.iter_mut().for_each(as_kubectl_reads),
        Value::Object(members) => members.values_mut().for_each(as_kubectl_reads),
        _ => {}
    }
}

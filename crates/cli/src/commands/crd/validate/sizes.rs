//! Sizes of definitions, and what is said where one is over a limit.

use crd::sizes::{ANNOTATIONS_LIMIT, STORED_LIMIT, applied_annotations, stored_definition};
use gostd::json::Value;

use super::report::Sizes;

/// The sizes of a definition.
pub(super) fn of(value: &Value) -> Sizes {
    Sizes { annotations: applied_annotations(value, None), stored: stored_definition(value) }
}

/// What is over a limit, in words.
pub(super) fn words(sizes: Sizes) -> Vec<String> {
    let mut words = Vec::new();
    let Sizes { annotations, stored } = sizes;
    if annotations > ANNOTATIONS_LIMIT {
        words.push(format!(
            "with `kubectl apply` its annotations have {annotations} bytes, more than the {ANNOTATIONS_LIMIT} that are \
             allowed: it works with server-side apply and Helm, not with client-side `kubectl apply`"
        ));
    }
    if stored > STORED_LIMIT {
        words.push(format!(
            "etcd gets about {stored} bytes, more than the {STORED_LIMIT} that it takes unless it is set up otherwise"
        ));
    }
    words
}

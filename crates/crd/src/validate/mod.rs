//! A value against a schema, with the API server's verdict and texts.
//!
//! The counterpart of `k8s.io/kube-openapi/pkg/validation/validate` as `k8s.io/apiextensions-apiserver` uses it: the
//! same validators in the same order, the same count of passed checks (which of several failed branches is told
//! depends on it), the same oddities: a known string format lets arrays pass, `enum` compares after Go's conversion,
//! lengths are characters although the message says bytes.

mod demands;
mod enumeration;
mod number;
mod outcome;
mod text;
mod trail;
mod types;
mod walk;

#[cfg(test)]
mod tests;

use gostd::json::Value;

pub use demands::Demands;
pub use walk::Work;

use crate::path::FieldPath;
use crate::resource::correlated::Correlated;
use crate::violation::{ErrorKind, Violation};
use trail::Trail;
use walk::Spot;

/// What is wrong with `value`, which stands at `base`. What has not changed since `old` is not wrong.
///
/// When the work is spent before the end, the only answer is one [`ErrorKind::Internal`] that says so.
#[must_use]
pub fn validate(
    demands: &Demands,
    value: &Value,
    old: Option<Correlated<'_>>,
    base: &FieldPath,
    work: &Work,
) -> Vec<Violation> {
    let outcome = walk::check(demands, value, &Spot { trail: Trail::ROOT, work, old });
    if work.is_spent() {
        return vec![too_much(base)];
    }
    outcome.into_violations(base)
}

/// The only answer when the work is spent.
pub(crate) fn too_much(base: &FieldPath) -> Violation {
    Violation {
        kind: ErrorKind::Internal,
        field: base.clone(),
        value: None,
        detail: "not judged: schema and value together are too large".to_owned(),
        place: None,
    }
}

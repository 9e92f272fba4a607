//! Keys that the server drops without a word, even when it is strict.

use super::finding::{Findings, Lint};
use crate::path::{FieldPath, Segment};

pub(super) fn check(unseen: &[FieldPath], into: &mut Findings) {
    for field in unseen {
        let Some(Segment::Child(key)) = field.0.last() else { continue };
        into.add_at(Lint::UnseenKey, field, || {
            format!(
                "{key} is no keyword; the server drops it, and below items and additionalProperties it does not say so"
            )
        });
    }
}

//! cosign's classic signatures: layers of a manifest under the tag `sha256-….sig` (cosign `specs/SIGNATURE_SPEC.md`).

mod annotations;
mod read;

pub use annotations::Annotations;
pub use read::{LAYERS, PAYLOAD_LIMIT, Payload, is_signature_referrer, layers};

//! Signatures and attestations of OCI artifacts as sigstore and cosign write and read them, without files, clock and
//! network.
//!
//! A signature is made in numbered steps:
//!
//! 1. A [`Message`] is what is signed: an in-toto statement, or cosign's older payload ([`message`]).
//! 2. A [`Signer`] turns messages into [`Signature`]s: bytes, and the material that proves whose they are ([`signer`]);
//!    a [`KeySigner`] does with a key on disk ([`keys`]).
//! 3. What was signed travels as a [`mod@bundle`] that refers to the release, and under cosign's older tag ([`classic`]);
//!    both are pushed as [`Attachment`]s.
//!
//! It is read and verified in others:
//!
//! 1. A sigstore bundle ([`mod@bundle`]) or a classic signature ([`classic`]) is read strictly: limits, no unknown field.
//! 2. A [`Policy`] says whose signature is believed and on which evidence, a [`TrustedRoot`] who is trusted.
//! 3. [`verify`] proves it or says which part is wrong: its documentation is the numbered recipe.
//!
//! Sources: the sigstore protobuf specifications (bundle 0.3), cosign's `SIGNATURE_SPEC.md`, the in-toto attestation
//! framework 1, DSSE 1.0.2.

pub mod attachment;
pub mod bundle;
pub mod classic;
mod json;
pub mod key_signer;
pub mod keys;
pub mod message;
mod pem;
pub mod policy;
mod proven;
pub mod public_key;
pub mod refusal;
pub mod signer;
pub mod statement;
pub mod trust;
pub mod verify;

pub use attachment::Attachment;
pub use key_signer::KeySigner;
pub use message::Message;
pub use policy::Policy;
pub use proven::Proven;
pub use public_key::PublicKey;
pub use refusal::{Part, Refusal};
pub use signer::{Holder, Identity, Material, Signature, Signer, SignerError, SignerErrorKind, Witnesses};
pub use trust::TrustedRoot;

//! Helm's provenance files: OpenPGP-signed texts that name a chart archive and its digest, made and verified without
//! files, clock and network.
//!
//! ```text
//! key file ─ material ─ packets ─ certificates ─ choose, judge, unlock → Key ─ make → demo-1.0.0.tgz.prov
//! keyring  ─ material ─ packets ─ certificates → Keyring ─┐
//! .prov    ─ clear-signed text, signatures ───────────────┴─ verify → Verified
//! ```
//!
//! * [`material`]: the bytes of keys in whatever form they come: packets, armour, GnuPG's keybox, base64.
//! * [`certificate`]: packets sorted into keys with their names, subkeys and self-signatures.
//! * [`judge`]: which part of a key may sign at a time, and why another may not.
//! * [`key`]: the one key that signs, chosen as `helm package --key` chooses.
//! * [`document`]: the clear-signed text as Helm's library reads and writes it.
//! * [`make`](make()): a provenance file with the same bytes for the same chart, key and time.
//! * [`verify`](verify()): what `helm verify` checks, and what it does not.
//!
//! Sources: RFC 4880 and RFC 9580, Helm's `pkg/provenance` and `pkg/action/package.go`, ProtonMail's `go-crypto` as
//! Helm uses it.

pub mod certificate;
pub mod document;
mod error;
pub mod judge;
pub mod key;
mod keyring;
mod make;
pub mod material;
mod message;
mod signature;
mod verify;

pub use error::Error;
pub use key::Key;
pub use keyring::Keyring;
pub use make::make;
pub use verify::{Refusal, Verified, agree, verify};

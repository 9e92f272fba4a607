//! Key pairs on disk: cosign's encrypted files and plain PEM, read, made and encrypted.
//!
//! A file becomes a key in numbered steps:
//!
//! 1. It is at most 64 KiB, and has exactly one PEM block with a private key ([`KeyPair::read`]).
//! 2. A block that cosign encrypted is decrypted: scrypt, then secretbox.
//! 3. The DER within is a key of an algorithm that readers verify ([`Algorithm`], [`Accept`]).
//!
//! Sources: cosign, `pkg/cosign/keys.go`; securesystemslib, `encrypted/encrypted.go`; RFC 5958 (PKCS#8), RFC 5915 (SEC 1),
//! RFC 8017 (PKCS#1).

mod algorithm;
mod encrypted;
mod pair;
mod private;
pub mod public;
mod rsa_size;

pub use algorithm::{Accept, Algorithm};
pub use pair::KeyPair;

/// The largest file that is read as a key; the largest real ones have 4 KiB.
pub const MOST_BYTES: usize = 64 << 10;

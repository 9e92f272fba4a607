//! Public keys as verifiers are given them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::pem;

/// A public key: its SubjectPublicKeyInfo in DER.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    der: Vec<u8>,
}

impl PublicKey {
    /// A key from its SubjectPublicKeyInfo in DER, which is not looked into here.
    pub fn from_spki(der: impl Into<Vec<u8>>) -> Self {
        Self { der: der.into() }
    }

    /// The SubjectPublicKeyInfo in DER.
    pub fn spki(&self) -> &[u8] {
        &self.der
    }

    /// The key as `cosign.pub` holds it: PEM of type `PUBLIC KEY`, lines of 64.
    pub fn to_pem(&self) -> String {
        pem::write("PUBLIC KEY", &self.der)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", STANDARD.encode(&self.der))
    }
}

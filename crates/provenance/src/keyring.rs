//! The public keys that a verifier trusts.

use crate::certificate::{Certificate, certificates};
use crate::material::MaterialError;

/// Public keys, all trusted alike.
///
/// Read from any form that Helm 4.3 reads: packets (`pubring.gpg`, `gpg --export`), ASCII armour with any number of
/// blocks, GnuPG's keybox (`pubring.kbx`). Secret keys in it count as their public parts.
#[derive(Clone)]
pub struct Keyring {
    certificates: Vec<Certificate>,
}

impl Keyring {
    /// Reads a keyring.
    ///
    /// # Errors
    /// [`MaterialError`]: too large, damaged, or without any key.
    pub fn read(bytes: &[u8]) -> Result<Self, MaterialError> {
        let (_, certificates) = certificates(bytes)?;
        Ok(Self::of(certificates.iter().map(Certificate::public).collect()))
    }

    pub(crate) fn of(certificates: Vec<Certificate>) -> Self {
        Self { certificates }
    }

    /// The keys in it.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }
}

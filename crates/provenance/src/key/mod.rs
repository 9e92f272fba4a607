//! The key that signs: chosen, judged and unlocked.
//!
//! 1. Read every key of the file ([`crate::material`]).
//! 2. Choose one as `helm package --key` does: by its whole name, else by a part of its name, else by its
//!    fingerprint (`choose`).
//! 3. Refuse it when it is revoked, expired, weak, or can't be read by GnuPG 2.2 or Helm ([`crate::judge`]).
//! 4. Of the parts that may sign, subkeys and primary key, take the newest. (Helm takes the primary key always, and
//!    writes a file that nobody accepts when that may only certify.)
//! 5. Unlock it with the passphrase.

mod choose;
mod error;
mod unlock;

use std::fmt;

use pgp::packet::{SecretKey, SecretSubkey};
use pgp::types::KeyDetails as _;

pub use error::KeyError;

use crate::Error;
use crate::certificate::{Certificate, Subkey, certificates};
use crate::judge::{Good, Unfit, is_readable_by_gnupg, judge, subkeys};
use crate::keyring::Keyring;
use crate::material::{Form, Secret};
use crate::signature::hex;

/// A key that may sign now, with its secret unlocked. The secret leaves memory with it.
pub struct Key {
    pub(crate) signer: Signer,
    certificate: Certificate,
    names: Vec<String>,
    now: i64,
}

/// The part of the key that signs.
pub(crate) enum Signer {
    Primary(Box<SecretKey>),
    Subkey(Box<SecretSubkey>),
}

impl Key {
    /// Reads a signing key.
    ///
    /// `material` are the bytes of a key file or keyring in any form of [`crate::material`]; `choice` is a name, a part
    /// of one, or the end of a fingerprint, and may be left out when there is one key; `now` is in Unix seconds.
    ///
    /// # Errors
    /// [`Error::Material`] when the bytes can't be read, [`Error::Key`] when no key is found, when it may not sign, or
    /// when it can't be unlocked.
    pub fn read(material: &[u8], passphrase: Option<&[u8]>, choice: Option<&str>, now: i64) -> Result<Self, Error> {
        let (form, found) = certificates(material)?;
        let certificate = choose::choose(found, choice.filter(|choice| !choice.is_empty()), form == Form::Keybox)?;
        let unfit = |why| KeyError::Unfit { key: certificate.shown(), why };
        is_readable_by_gnupg(&certificate.primary).map_err(unfit)?;
        let good = judge(&certificate, now).map_err(unfit)?;
        let names = good.names();
        let signer = signer(&certificate, &good).map_err(unfit)?;
        let signer = unlock::unlock(signer, passphrase, &certificate.shown())?;
        Ok(Self { signer, certificate: certificate.public(), names, now })
    }

    /// The primary key's fingerprint in upper-case hexadecimal.
    pub fn fingerprint(&self) -> String {
        self.certificate.fingerprint()
    }

    /// The fingerprint of the part that signs: of the primary key or a subkey.
    pub fn signing_fingerprint(&self) -> String {
        match &self.signer {
            Signer::Primary(key) => hex(&key.fingerprint()),
            Signer::Subkey(key) => hex(&key.fingerprint()),
        }
    }

    /// Whose key it is.
    pub fn user_ids(&self) -> &[String] {
        &self.names
    }

    /// A keyring with the public part of this key and nothing else.
    pub fn public(&self) -> Keyring {
        Keyring::of(vec![self.certificate.clone()])
    }

    /// When the key was looked at.
    pub(crate) fn read_at(&self) -> i64 {
        self.now
    }

    /// When the last of the keys that a signature rests on was made: no signature may be older.
    pub(crate) fn born(&self) -> i64 {
        let primary = self.certificate.primary.created_at().as_secs();
        let signer = match &self.signer {
            Signer::Primary(key) => key.created_at().as_secs(),
            Signer::Subkey(key) => key.created_at().as_secs(),
        };
        i64::from(primary.max(signer))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Key({})", self.signing_fingerprint())
    }
}

/// Step 4: a part that may sign and whose secret is here.
fn signer(certificate: &Certificate, good: &Good<'_>) -> Result<Signer, Unfit> {
    let mut found: Vec<(u32, Result<Signer, Unfit>)> =
        subkeys(certificate).map(|subkey| (subkey.key.created_at().as_secs(), subkey_signer(subkey, good))).collect();
    found.sort_by_key(|(born, _)| std::cmp::Reverse(*born));
    found.push((0, primary_signer(certificate, good)));
    if let Some(best) = found.iter().position(|(_, signer)| signer.is_ok()) {
        return found.swap_remove(best).1;
    }
    // The newest part that was meant to sign tells best what is wrong; the primary key otherwise.
    let meant =
        |one: &(u32, Result<Signer, Unfit>)| !matches!(one.1, Err(Unfit::NotForSigning | Unfit::CertifyOnly { .. }));
    let last = found.len().saturating_sub(1);
    found.swap_remove(found.iter().position(meant).unwrap_or(last)).1
}

fn subkey_signer(subkey: &Subkey, good: &Good<'_>) -> Result<Signer, Unfit> {
    good.subkey(subkey)?;
    is_readable_by_gnupg(&subkey.key)?;
    match &subkey.secret {
        Some(Secret::Key(key)) => Ok(Signer::Subkey(key.clone())),
        Some(Secret::Stub(stub)) => Err(Unfit::NoSecret { stub: Some(*stub) }),
        None => Err(Unfit::NoSecret { stub: None }),
    }
}

fn primary_signer(certificate: &Certificate, good: &Good<'_>) -> Result<Signer, Unfit> {
    good.primary()?;
    match &certificate.secret {
        Some(Secret::Key(key)) => Ok(Signer::Primary(key.clone())),
        Some(Secret::Stub(stub)) => Err(Unfit::NoSecret { stub: Some(*stub) }),
        None => Err(Unfit::NoSecret { stub: None }),
    }
}

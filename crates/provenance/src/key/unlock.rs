//! Unlocking the secret with a passphrase.

use pgp::types::{Password, S2kParams, SecretParams, StringToKey};

use super::{KeyError, Signer};

/// Most memory that Argon2 may take: 2^20 KiB, one gibibyte.
const MAX_ARGON2_MEMORY: u8 = 20;
/// Most passes of Argon2.
const MAX_ARGON2_PASSES: u8 = 8;

/// The signer with its secret in the open.
///
/// # Errors
/// [`KeyError::Locked`], [`KeyError::WrongPassphrase`], [`KeyError::Protection`].
pub(super) fn unlock(signer: Signer, passphrase: Option<&[u8]>, key: &str) -> Result<Signer, KeyError> {
    let parameters = match &signer {
        Signer::Primary(secret) => secret.secret_params(),
        Signer::Subkey(secret) => secret.secret_params(),
    };
    let SecretParams::Encrypted(encrypted) = parameters else { return Ok(signer) };
    bounded(encrypted.string_to_key_params())
        .map_err(|protection| KeyError::Protection { key: key.to_owned(), protection })?;
    let passphrase = passphrase.ok_or_else(|| KeyError::Locked { key: key.to_owned() })?;
    let password = Password::from(passphrase);
    let wrong = |_| KeyError::WrongPassphrase { key: key.to_owned() };
    match signer {
        Signer::Primary(mut secret) => {
            secret.remove_password(&password).map_err(wrong)?;
            Ok(Signer::Primary(secret))
        }
        Signer::Subkey(mut secret) => {
            secret.remove_password(&password).map_err(wrong)?;
            Ok(Signer::Subkey(secret))
        }
    }
}

/// The specifier's count of iterations is bounded by its form (65 MB are hashed at most); Argon2's memory is not.
fn bounded(parameters: &S2kParams) -> Result<(), &'static str> {
    let s2k = match parameters {
        S2kParams::Unprotected | S2kParams::LegacyCfb { .. } => return Ok(()),
        S2kParams::Aead { s2k, .. } | S2kParams::Cfb { s2k, .. } | S2kParams::MalleableCfb { s2k, .. } => s2k,
    };
    match s2k {
        StringToKey::Argon2 { t, m_enc, .. } if *m_enc > MAX_ARGON2_MEMORY || *t > MAX_ARGON2_PASSES => {
            Err("Argon2 with more memory or passes than is allowed here")
        }
        StringToKey::Simple { .. }
        | StringToKey::Salted { .. }
        | StringToKey::IteratedAndSalted { .. }
        | StringToKey::Argon2 { .. } => Ok(()),
        _ => Err("a method that is not known"),
    }
}

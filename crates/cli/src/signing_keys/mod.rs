//! Which key signs: from a reference and a password to a key pair.
//!
//! 1. A [`KeyReference`] names a file, a variable or stdin, never the key itself: a command line is seen by everybody.
//! 2. An encrypted key needs a password: `COSIGN_PASSWORD`, else the terminal, else stdin ([`password`]).
//! 3. What signs into a layout on this machine without any key is the [`development`] key.

pub mod development;
pub mod password;
mod reference;

pub use reference::KeyReference;

use signing::keys::KeyPair;

use crate::failure::{Failure, Result};
use crate::terminal;

/// Whether stdin is there for a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stdin {
    /// Nobody else reads it.
    Free,
    /// Something else is read from it.
    Taken,
}

/// Reads the key pair that a reference names.
///
/// # Errors
/// The file or variable with what is wrong: it is not there, is no private key, or its password is another.
pub fn read(reference: &KeyReference, stdin: Stdin) -> Result<KeyPair> {
    let text = reference.text()?;
    let what = reference.to_string();
    let stdin = if *reference == KeyReference::Stdin { Stdin::Taken } else { stdin };
    if !KeyPair::is_encrypted(&text) {
        let pair = KeyPair::read(&text, None, &what)?;
        warn_of_readers(reference);
        return Ok(pair);
    }
    let password = password::of_existing(&what, stdin)?;
    let pair = KeyPair::read(&text, password.as_ref().map(|password| password.as_slice()), &what);
    pair.map_err(|error| match &password {
        Some(password) if password.is_empty() && !password::is_given() => Failure::usage(format!(
            "{what}: it is encrypted, {} is not set, and the password from stdin is empty",
            password::VARIABLE
        ))
        .hint(format!("set {}; an empty value is the empty password", password::VARIABLE)),
        _ => error.into(),
    })
}

/// Tells that others can read an unencrypted key. In CI nobody else is on the machine, and secrets are mounted so.
#[cfg(unix)]
fn warn_of_readers(reference: &KeyReference) {
    use std::os::unix::fs::PermissionsExt;

    let KeyReference::File(path) = reference else { return };
    let readable =
        std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o004 != 0);
    if readable && std::env::var_os("CI").is_none() {
        let path = path.display();
        terminal::warn(&format!("{path}: everybody on this machine can read this private key; `chmod 600 {path}`"));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &KeyReference) {}

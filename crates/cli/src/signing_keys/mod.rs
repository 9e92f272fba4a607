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

use crate::failure::Result;

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
    let password = if KeyPair::is_encrypted(&text) { password::of_existing(&what, stdin)? } else { None };
    let password = password.as_ref().map(|password| password.as_slice());
    Ok(KeyPair::read(&text, password, &what)?)
}

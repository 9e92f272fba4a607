//! Passwords of keys: from `COSIGN_PASSWORD`, else the terminal, else stdin, as cosign takes them.
//!
//! Source: cosign, `cmd/cosign/cli/generate/generate_key_pair.go`. "Not set" and "empty" are different: an empty
//! password is a password.

use std::env;
use std::io::{self, IsTerminal, Read};

use zeroize::Zeroizing;

use super::Stdin;
use crate::failure::{Failure, Result};
use crate::terminal;

/// The variable that holds the password.
pub const VARIABLE: &str = "COSIGN_PASSWORD";
/// More than anybody types.
const MOST_BYTES: u64 = 64 << 10;

/// A password, wiped when it is dropped.
pub type Password = Zeroizing<Vec<u8>>;

/// The password of a key that exists; none when it could only come from a stdin that is taken.
///
/// # Errors
/// When the terminal or stdin can't be read.
pub fn of_existing(what: &str, stdin: Stdin) -> Result<Option<Password>> {
    match (from_variable(), stdin) {
        (Some(password), _) => Ok(Some(password)),
        (None, Stdin::Taken) => Ok(None),
        (None, Stdin::Free) if io::stdin().is_terminal() => Ok(Some(asked(&format!("Password of {what}: "))?)),
        (None, Stdin::Free) => {
            terminal::say(&format!("{what}: the password is read from stdin, since {VARIABLE} is not set"));
            Ok(Some(piped()?))
        }
    }
}

/// The password of a key that is about to be made; at a terminal it is typed twice.
///
/// # Errors
/// When the terminal or stdin can't be read, or the two differ.
pub fn of_new() -> Result<Password> {
    if let Some(password) = from_variable() {
        return Ok(password);
    }
    if !io::stdin().is_terminal() {
        return piped();
    }
    let password = asked("Password for the private key: ")?;
    if asked("The same again: ")? != password {
        return Err(Failure::usage("the two passwords differ").hint("run again: nothing was written"));
    }
    Ok(password)
}

/// Whether nobody has to be asked.
pub fn is_given() -> bool {
    env::var_os(VARIABLE).is_some()
}

fn from_variable() -> Option<Password> {
    env::var_os(VARIABLE).map(|value| Zeroizing::new(value.into_encoded_bytes()))
}

fn asked(prompt: &str) -> Result<Password> {
    let typed = terminal::secret(prompt);
    let typed = typed.map_err(|error| Failure::usage(format!("terminal: {error}")).hint(format!("set {VARIABLE}")))?;
    Ok(Zeroizing::new(typed.into_bytes()))
}

/// All of stdin, a line break at its end included: cosign takes it so, and must open what is made here.
fn piped() -> Result<Password> {
    let mut password = Zeroizing::new(Vec::new());
    let read = io::stdin().lock().take(MOST_BYTES).read_to_end(&mut password);
    read.map_err(|error| Failure::usage(format!("stdin: {error}")).hint(format!("set {VARIABLE}")))?;
    Ok(password)
}

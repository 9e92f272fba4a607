//! The development key: signs into layouts on this machine, so that a local release has the same shape as a real one.
//!
//! It is made on first use, belongs to the user and not to a project, and proves nothing to anybody else.

use std::env;
use std::io::ErrorKind;
use std::path::PathBuf;

use signing::keys::{KeyPair, MOST_BYTES};

use crate::disk::{self, Existing, Readers};
use crate::failure::{Failure, Result};

const FILE: &str = "development.key";

/// The development key with its file. Of several that make it at the same moment, all get the same one.
///
/// # Errors
/// No home, or a file that can't be written or is no key.
pub fn pair() -> Result<(KeyPair, PathBuf)> {
    let path = folder().ok_or_else(no_home)?.join(FILE);
    let text = match disk::read_if_there(&path, MOST_BYTES as u64)? {
        Some(text) => text,
        None => made(&path)?,
    };
    let pair = KeyPair::read(&text, None, &format!("development key {}", path.display()))?;
    Ok((pair, path))
}

/// Writes a new key unless another was quicker; what counts is what stands there then.
fn made(path: &std::path::Path) -> Result<Vec<u8>> {
    let text = KeyPair::generate()?.unencrypted()?;
    match disk::create(path, text.as_bytes(), Readers::Owner, Existing::Keep) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Failure::input(format!("development key {}: {error}", path.display())))
        }
        _ => disk::read(path, MOST_BYTES as u64),
    }
}

fn no_home() -> Failure {
    Failure::usage("there is no folder for the development key: neither XDG_STATE_HOME nor a home is known")
        .hint("set XDG_STATE_HOME, or sign with a key of your own: `portolan key generate`")
}

/// The user's folder for state (XDG base directory specification 0.8, Apple's and Microsoft's conventions).
fn folder() -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = variable("XDG_STATE_HOME").or_else(|| {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            variable("HOME").map(|home| home.join("Library/Application Support"))
        } else {
            variable("HOME").map(|home| home.join(".local/state"))
        }
    })?;
    Some(state.join("portolan"))
}

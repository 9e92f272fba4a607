//! `portolan key generate`: a new key pair in two files, as `cosign generate-key-pair` makes it.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use signing::keys::KeyPair;

use crate::disk::{self, Existing, Readers};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::signing_keys::password;
use crate::terminal;

/// Arguments of `portolan key generate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The files are called PREFIX.key and PREFIX.pub; it may begin with a folder
    #[arg(long, value_name = "PREFIX", default_value = "cosign")]
    output_key_prefix: OsString,
    /// Replace files that are there: what the old key signs can't be verified with the new one
    #[arg(long)]
    force: bool,
}

/// Runs the command. The password is that of `COSIGN_PASSWORD`, else it is asked for, else it is all of stdin.
///
/// # Errors
/// Files that are there, a password that was mistyped, a folder that can't be written.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let [private, public] = ["key", "pub"].map(|extension| with_extension(&arguments.output_key_prefix, extension));
    if existing == Existing::Keep {
        [&private, &public].into_iter().try_for_each(|path| must_be_new(path))?;
    }
    let password = password::of_new()?;
    let pair = KeyPair::generate()?;
    write(&private, &pair.encrypt(&password)?, Readers::Owner, existing)?;
    write(&public, &pair.public().to_pem(), Readers::All, existing)?;
    terminal::say(&format!("{}: the private key, encrypted; keep it and its password secret", private.display()));
    terminal::say(&format!("{}: the public key; whoever verifies needs it", public.display()));
    if password.is_empty() {
        terminal::warn("the password is empty: whoever reads the private key's file can sign");
    }
    Ok(Exit::Done)
}

fn with_extension(prefix: &OsString, extension: &str) -> PathBuf {
    let mut name = prefix.clone();
    name.push(".");
    name.push(extension);
    name.into()
}

fn must_be_new(path: &Path) -> Result<()> {
    if fs::symlink_metadata(path).is_ok() { Err(is_there(path)) } else { Ok(()) }
}

fn is_there(path: &Path) -> Failure {
    Failure::usage(format!("{} is there already", path.display()))
        .hint("choose another --output-key-prefix, or lose that key with --force")
}

fn write(path: &Path, text: &str, readers: Readers, existing: Existing) -> Result<()> {
    disk::create(path, text.as_bytes(), readers, existing).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(path),
        _ => Failure::input(format!("{}: {error}", path.display())),
    })
}

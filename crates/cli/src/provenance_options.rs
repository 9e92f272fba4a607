//! The key for Helm's provenance files: from options, as `helm package` names them, to a key that signs.
//!
//! 1. The key's place: `--provenance-key` (a file, `env:NAME` or `-`), `--keyring` (a file), or the configuration.
//! 2. Which key in it: `--key`, needed only where there are several.
//! 3. Its passphrase: `--passphrase-file` (its first line), else the terminal, where the key is locked.
//!
//! Helm 4.3 reads no environment variables for these (`pkg/cmd/package.go`).

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Read};
use std::path::PathBuf;

use clap::Args;
use provenance::key::KeyError;
use provenance::{Error, Key};
use zeroize::Zeroizing;

use crate::disk;
use crate::failure::{Failure, Result};
use crate::signing_keys::KeyReference;
use crate::{now, terminal};

/// Longest passphrase.
const MAX_PASSPHRASE: u64 = 64 << 10;

/// Options that name the key for provenance files.
#[derive(Debug, Default, Args)]
pub struct ProvenanceOptions {
    /// OpenPGP key for Helm's provenance file: FILE, env:NAME or - for stdin
    #[arg(long, value_name = "REF", conflicts_with = "keyring")]
    provenance_key: Option<String>,
    /// Name, mail address or fingerprint of the OpenPGP key, where there are several
    #[arg(long, value_name = "NAME")]
    key: Option<String>,
    /// File with secret OpenPGP keys, as GnuPG exports them
    #[arg(long, value_name = "FILE")]
    keyring: Option<PathBuf>,
    /// File whose first line is the passphrase of the OpenPGP key, env:NAME, or - for stdin
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<String>,
}

impl ProvenanceOptions {
    /// The key that the options name, else the one that the configuration names, if any.
    ///
    /// # Errors
    /// A key that is not there, can't be unlocked or may not sign; options that go nowhere.
    pub fn key(&self, configured: Option<&str>) -> Result<Option<Key>> {
        let Some(place) = self.place(configured)? else {
            return match self.key.is_some() || self.passphrase_file.is_some() {
                true => Err(Failure::usage("--key and --passphrase-file need --keyring or --provenance-key")),
                false => Ok(None),
            };
        };
        let passphrase = self.passphrase_file.as_deref().map(KeyReference::parse).transpose()?;
        if passphrase == Some(KeyReference::Stdin) && place == KeyReference::Stdin {
            return Err(Failure::usage("stdin can't give both the OpenPGP key and its passphrase"));
        }
        let material = bytes(&place, provenance::material::MAX_BYTES as u64)?;
        let passphrase = passphrase.map(|place| first_line(&place)).transpose()?;
        let read =
            |passphrase: Option<&[u8]>| Key::read(&material, passphrase, self.key.as_deref(), now::unix_seconds());
        let key = match read(passphrase.as_ref().map(|passphrase| passphrase.as_slice())) {
            Err(Error::Key(KeyError::Locked { key })) if place != KeyReference::Stdin && io::stdin().is_terminal() => {
                read(Some(asked(&key)?.as_slice()))
            }
            read => read,
        };
        key.map(Some).map_err(|error| of(&place, &error))
    }

    /// Whether any of them is given.
    pub fn is_given(&self) -> bool {
        let texts = [&self.provenance_key, &self.key, &self.passphrase_file];
        texts.iter().any(|text| text.is_some()) || self.keyring.is_some()
    }

    fn place(&self, configured: Option<&str>) -> Result<Option<KeyReference>> {
        match (&self.provenance_key, &self.keyring, configured) {
            (Some(reference), _, _) => KeyReference::parse(reference).map(Some),
            (None, Some(file), _) => Ok(Some(KeyReference::File(file.clone()))),
            (None, None, Some(reference)) => KeyReference::parse(reference).map(Some),
            (None, None, None) => Ok(None),
        }
    }
}

/// The failure with the key's place in front.
fn of(place: &impl Display, error: &Error) -> Failure {
    let failure = Failure::usage(format!("OpenPGP key {place}: {error}"));
    match error.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

fn bytes(place: &KeyReference, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
    match place {
        KeyReference::File(path) => disk::read(path, limit).map(Zeroizing::new),
        KeyReference::Stdin => {
            let mut read = Zeroizing::new(Vec::new());
            let outcome = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut read);
            outcome.map(|_| read).map_err(|error| Failure::usage(format!("stdin: {error}")))
        }
        KeyReference::Variable(name) => {
            let value = env::var_os(name).filter(|value| !value.is_empty());
            let value = value.ok_or_else(|| Failure::usage(format!("{place}: the variable is not set or empty")))?;
            Ok(Zeroizing::new(value.into_encoded_bytes()))
        }
    }
}

/// As Helm reads it: up to the first line end.
fn first_line(place: &KeyReference) -> Result<Zeroizing<Vec<u8>>> {
    if *place == KeyReference::Stdin && io::stdin().is_terminal() {
        return Err(Failure::usage("--passphrase-file -: the passphrase is expected through a pipe"));
    }
    let read = bytes(place, MAX_PASSPHRASE)?;
    if read.is_empty() {
        return Err(Failure::usage(format!("passphrase {place}: it is empty")));
    }
    let line = read.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(Zeroizing::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
}

fn asked(key: &str) -> Result<Zeroizing<Vec<u8>>> {
    let typed = terminal::secret(&format!("Passphrase of {key}: "));
    let typed = typed.map_err(|error| Failure::usage(format!("terminal: {error}")).hint("give --passphrase-file"))?;
    Ok(Zeroizing::new(typed.into_bytes()))
}

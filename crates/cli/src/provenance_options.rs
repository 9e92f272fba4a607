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
use crate::{now, stdin, terminal};

const KEY_HINT: &str =
    "`gpg --export-secret-keys NAME > FILE` writes one; env:NAME is a variable that holds it, - stdin";
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
        stdin::only_one(self.of_stdin(configured))?;
        let material = place.bytes(provenance::material::MAX_BYTES as u64, KEY_HINT)?;
        let passphrase =
            self.passphrase_file.as_deref().map(|text| Place::of("--passphrase-file", text)).transpose()?;
        let passphrase = passphrase.map(|place| first_line(&place)).transpose()?;
        let read =
            |passphrase: Option<&[u8]>| Key::read(&material, passphrase, self.key.as_deref(), now::unix_seconds());
        let key = match read(passphrase.as_ref().map(|passphrase| passphrase.as_slice())) {
            Err(Error::Key(KeyError::Locked { key })) if !place.is_stdin() && io::stdin().is_terminal() => {
                read(Some(asked(&key)?.as_slice()))
            }
            read => read,
        };
        key.map(Some).map_err(|error| of(&place.reference, &error))
    }

    /// Whether any of them is given.
    pub fn is_given(&self) -> bool {
        let texts = [&self.provenance_key, &self.key, &self.passphrase_file];
        texts.iter().any(|text| text.is_some()) || self.keyring.is_some()
    }

    /// The options that read stdin, as one writes them.
    pub fn of_stdin(&self, configured: Option<&str>) -> [Option<&'static str>; 2] {
        let key = match (&self.provenance_key, &self.keyring) {
            (Some(reference), _) => Some(reference.as_str()),
            (None, Some(_)) => None,
            (None, None) => configured,
        };
        let is_stdin = |text: Option<&str>| text == Some("-");
        [
            is_stdin(key).then_some("--provenance-key -"),
            is_stdin(self.passphrase_file.as_deref()).then_some("--passphrase-file -"),
        ]
    }

    fn place(&self, configured: Option<&str>) -> Result<Option<Place>> {
        match (&self.provenance_key, &self.keyring, configured) {
            (Some(reference), _, _) => Place::of("--provenance-key", reference).map(Some),
            (None, Some(file), _) => {
                Ok(Some(Place { named_by: "--keyring", reference: KeyReference::File(file.clone()) }))
            }
            (None, None, Some(reference)) => Place::of("signing.provenance.key", reference).map(Some),
            (None, None, None) => Ok(None),
        }
    }
}

/// Where a key or a passphrase is.
struct Place {
    /// The option or setting that says it.
    named_by: &'static str,
    reference: KeyReference,
}

impl Place {
    fn of(named_by: &'static str, text: &str) -> Result<Self> {
        Ok(Self { named_by, reference: KeyReference::parse(text)? })
    }

    fn is_stdin(&self) -> bool {
        self.reference == KeyReference::Stdin
    }

    /// What is there; `hint` says what should be.
    fn bytes(&self, limit: u64, hint: &str) -> Result<Zeroizing<Vec<u8>>> {
        let named_by = self.named_by;
        match &self.reference {
            KeyReference::File(path) => disk::read(path, limit).map(Zeroizing::new).map_err(|failure| {
                let told = match self.reference.is_like_a_key() {
                    true => format!("{named_by}: there is no such file"),
                    false => format!("{named_by} {}", failure.message),
                };
                Failure::usage(told).hint(hint)
            }),
            KeyReference::Stdin => {
                let mut read = Zeroizing::new(Vec::new());
                let outcome = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut read);
                outcome.map(|_| read).map_err(|error| Failure::usage(format!("{named_by}: stdin: {error}")))
            }
            KeyReference::Variable(name) => {
                let value = env::var_os(name).filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| {
                    Failure::usage(format!("{named_by} {}: the variable is not set or empty", self.reference))
                })?;
                Ok(Zeroizing::new(value.into_encoded_bytes()))
            }
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

/// As Helm reads it: up to the first line end.
fn first_line(place: &Place) -> Result<Zeroizing<Vec<u8>>> {
    if place.is_stdin() && io::stdin().is_terminal() {
        return Err(Failure::usage("--passphrase-file -: the passphrase is expected through a pipe"));
    }
    let read =
        place.bytes(MAX_PASSPHRASE, "name a file whose first line is the passphrase, env:NAME, or - for stdin")?;
    if read.is_empty() {
        return Err(Failure::usage(format!("passphrase {}: it is empty", place.reference)));
    }
    let line = read.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok(Zeroizing::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
}

fn asked(key: &str) -> Result<Zeroizing<Vec<u8>>> {
    let typed = terminal::secret(&format!("Passphrase of {key}: "));
    let typed = typed.map_err(|error| Failure::usage(format!("terminal: {error}")).hint("give --passphrase-file"))?;
    Ok(Zeroizing::new(typed.into_bytes()))
}

//! What a verification demands and with what it proves it: options of `portolan verify` and `portolan policy emit`.

use std::path::{Path, PathBuf};

use clap::Args;
use provenance::Keyring;
use release::verify::{Request, Requirement, Source};
use signing::{Policy, TrustedRoot};

use crate::arguments::RegistryOptions;
use crate::believed::{Believed, nobody};
use crate::failure::{Failure, Result};
use crate::{disk, now};

/// Largest key, keyring or trusted root.
const LIMIT: u64 = 16 << 20;

/// Options of commands that verify. The names are cosign's where cosign has them.
#[derive(Debug, Default, Args)]
pub struct VerifyOptions {
    #[command(flatten)]
    pub believed: Believed,
    /// Public OpenPGP keys whose provenance files are believed
    #[arg(long, value_name = "FILE", help_heading = "Verification")]
    pub keyring: Option<PathBuf>,
    /// What must be there and proven: signature, provenance, sbom, slsa, record [default with a key or identity: signature]
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = ["signature", "provenance", "sbom", "slsa", "record"], hide_possible_values = true, help_heading = "Verification")]
    pub require: Vec<String>,
    /// The repository that the chart must be built from
    #[arg(long, value_name = "URL", help_heading = "Verification")]
    pub source_uri: Option<String>,
    /// The commit that the chart must be built from, the last one that changed its folder: its full hash
    #[arg(long, value_name = "HASH", help_heading = "Verification")]
    pub source_commit: Option<String>,
}

/// The options, read and complete.
pub struct Means {
    /// Whose signatures are believed.
    pub policy: Option<Policy>,
    /// Who is trusted.
    pub root: TrustedRoot,
    /// Whose provenance files are believed.
    pub keyring: Option<Keyring>,
    /// What must be there.
    pub required: Vec<Requirement>,
    /// Where the chart must come from.
    pub source: Source,
}

impl VerifyOptions {
    /// Reads files, and fetches sigstore's current trusted root where an identity is to be proven with it.
    ///
    /// # Errors
    /// Exit 2: a file that can't be used, or options that can't be fulfilled.
    pub async fn means(&self, registry: &RegistryOptions) -> Result<Means> {
        let policy = self.believed.policy()?;
        let required = self.required(policy.is_some())?;
        let keyring = self.keyring.as_deref().map(keyring).transpose()?;
        let source = Source { uri: self.source_uri.clone(), commit: self.commit()? };
        if source.is_asked_for() && policy.is_none() {
            return Err(nobody("--source-uri and --source-commit"));
        }
        let root = self.believed.root(policy.iter(), registry).await?;
        Ok(Means { policy, root, keyring, required, source })
    }

    fn required(&self, judged: bool) -> Result<Vec<Requirement>> {
        let required: Vec<Requirement> = self.require.iter().filter_map(|name| Requirement::named(name)).collect();
        if required.contains(&Requirement::Provenance) && self.keyring.is_none() {
            return Err(Failure::usage("--require provenance needs --keyring: nothing else proves a provenance file"));
        }
        if !judged && required.iter().any(|one| *one != Requirement::Provenance) {
            return Err(nobody("--require"));
        }
        Ok(required)
    }

    /// A part of a hash would be a part of a proof.
    fn commit(&self) -> Result<Option<String>> {
        let is_hash = |text: &String| [40, 64].contains(&text.len()) && text.chars().all(|one| one.is_ascii_hexdigit());
        match &self.source_commit {
            Some(text) if !is_hash(text) => Err(Failure::usage(format!(
                "--source-commit {text:?}: expected the full hash of a commit"
            ))
            .hint(
                "it is the last commit that changed the chart's folder: `git log -1 --format=%H -- CHART` prints it",
            )),
            commit => Ok(commit.clone()),
        }
    }
}

impl Means {
    /// A request about a reference.
    pub fn request<'a>(&'a self, reference: &'a oci::Reference, image_name: &'a str) -> Request<'a> {
        Request {
            reference,
            image_name,
            policy: self.policy.as_ref(),
            root: &self.root,
            keyring: self.keyring.as_ref(),
            required: &self.required,
            source: &self.source,
            now: now::unix_seconds(),
        }
    }
}

fn keyring(path: &Path) -> Result<Keyring> {
    let bytes = disk::read(path, LIMIT).map_err(|failure| {
        let failure = Failure::usage(format!("--keyring {}", failure.message));
        failure.hint("`gpg --export NAME > FILE` writes one")
    })?;
    Keyring::read(&bytes).map_err(|error| {
        let failure = Failure::usage(format!("--keyring {}: {error}", path.display()));
        error
            .hint()
            .map_or_else(|| Failure::usage(&failure.message), |hint| Failure::usage(&failure.message).hint(hint))
    })
}

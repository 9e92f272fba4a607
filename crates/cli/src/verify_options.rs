//! What a verification demands and with what it proves it: options of `portolan verify` and `portolan policy emit`.

use std::path::{Path, PathBuf};

use clap::Args;
use provenance::Keyring;
use release::verify::{Request, Requirement, Source};
use signing::policy::{CertificateLogRule, LogRule, Matcher, Pattern, TimestampRule};
use signing::{Policy, PublicKey, TrustedRoot};

use crate::arguments::RegistryOptions;
use crate::failure::{Failure, Result};
use crate::keyless_options::verifiers_trust;
use crate::{disk, now};

/// Largest key, keyring or trusted root.
const LIMIT: u64 = 16 << 20;

/// Options of commands that verify. The names are cosign's where cosign has them.
#[derive(Debug, Default, Args)]
pub struct VerifyOptions {
    /// A public key, PEM, whose signatures are believed; several: any of them
    #[arg(long = "key", value_name = "FILE", help_heading = "Verification")]
    pub keys: Vec<PathBuf>,
    /// The identity whose signatures are believed: a workflow's URI or a mail address
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["keys", "certificate_identity_regexp"], help_heading = "Verification")]
    pub certificate_identity: Option<String>,
    /// The same as a regular expression, which must cover the whole identity
    #[arg(long, value_name = "REGEXP", conflicts_with = "keys", help_heading = "Verification")]
    pub certificate_identity_regexp: Option<String>,
    /// Who vouches for the identity: the URL of the OIDC issuer
    #[arg(long, value_name = "URL", conflicts_with_all = ["keys", "certificate_oidc_issuer_regexp"], help_heading = "Verification")]
    pub certificate_oidc_issuer: Option<String>,
    /// The same as a regular expression, which must cover the whole URL
    #[arg(long, value_name = "REGEXP", conflicts_with = "keys", help_heading = "Verification")]
    pub certificate_oidc_issuer_regexp: Option<String>,
    /// Keys and certificates of sigstore's services: a trusted root [default: that of the public services]
    #[arg(
        long,
        value_name = "FILE",
        env = "PORTOLAN_TRUSTED_ROOT",
        hide_env_values = true,
        help_heading = "Verification"
    )]
    pub trusted_root: Option<PathBuf>,
    /// Demand an entry in a transparency log of a key's signatures, too
    #[arg(long, conflicts_with = "ignore_log", help_heading = "Verification")]
    pub require_log: bool,
    /// Do not look at entries of transparency logs
    #[arg(long, help_heading = "Verification")]
    pub ignore_log: bool,
    /// Do not demand that the certificate is in a certificate transparency log
    #[arg(long, conflicts_with = "keys", help_heading = "Verification")]
    pub insecure_ignore_sct: bool,
    /// Ask nobody but the registry: no newer trusted root is fetched
    #[arg(long, help_heading = "Verification")]
    pub offline: bool,
    /// Public OpenPGP keys whose provenance files are believed
    #[arg(long, value_name = "FILE", help_heading = "Verification")]
    pub keyring: Option<PathBuf>,
    /// What must be there and proven: signature, provenance, sbom, slsa, record [default with a key or identity: signature]
    #[arg(long, value_name = "WHAT", value_delimiter = ',', value_parser = ["signature", "provenance", "sbom", "slsa", "record"], hide_possible_values = true, help_heading = "Verification")]
    pub require: Vec<String>,
    /// The repository that the chart must be built from
    #[arg(long, value_name = "URL", help_heading = "Verification")]
    pub source_uri: Option<String>,
    /// The commit that the chart must be built from: its full hash
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
        let policy = self.policy()?;
        let required = self.required(policy.is_some())?;
        let keyring = self.keyring.as_deref().map(keyring).transpose()?;
        let source = Source { uri: self.source_uri.clone(), commit: self.commit()? };
        if source.is_asked_for() && policy.is_none() {
            return Err(nobody("--source-uri and --source-commit"));
        }
        let root = self.root(policy.as_ref(), registry).await?;
        Ok(Means { policy, root, keyring, required, source })
    }

    fn policy(&self) -> Result<Option<Policy>> {
        let log = match (self.require_log, self.ignore_log) {
            (true, _) => LogRule::Required,
            (_, true) => LogRule::Ignored,
            _ => LogRule::Accepted,
        };
        if !self.keys.is_empty() {
            let keys = self.keys.iter().map(|path| key(path)).collect::<Result<_>>()?;
            return Ok(Some(Policy::Key { keys, log }));
        }
        let subject = matcher(self.certificate_identity.as_deref(), self.certificate_identity_regexp.as_deref())?;
        let issuer = matcher(self.certificate_oidc_issuer.as_deref(), self.certificate_oidc_issuer_regexp.as_deref())?;
        match (subject, issuer) {
            (Some(subject), Some(issuer)) => Ok(Some(Policy::Identity {
                subject,
                issuer,
                log: if self.ignore_log { LogRule::Ignored } else { LogRule::Required },
                certificate_log: if self.insecure_ignore_sct { CertificateLogRule::Waived } else { CertificateLogRule::Required },
                timestamp: TimestampRule::Accepted,
            })),
            (None, None) if self.require_log || self.ignore_log || self.insecure_ignore_sct => {
                Err(nobody("--require-log, --ignore-log and --insecure-ignore-sct"))
            }
            (None, None) => Ok(None),
            (Some(_), None) => Err(Failure::usage("--certificate-identity needs --certificate-oidc-issuer")
                .hint("anybody may vouch for anybody: say whom you believe, https://token.actions.githubusercontent.com for GitHub")),
            (None, Some(_)) => Err(Failure::usage("--certificate-oidc-issuer needs --certificate-identity")),
        }
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
            Some(text) if !is_hash(text) => {
                Err(Failure::usage(format!("--source-commit {text:?}: expected the full hash of a commit"))
                    .hint("git rev-parse COMMIT prints it"))
            }
            commit => Ok(commit.clone()),
        }
    }

    /// A key without log entries needs nobody else; if there are entries they are verified with what is built in.
    async fn root(&self, policy: Option<&Policy>, registry: &RegistryOptions) -> Result<TrustedRoot> {
        let is_identity = matches!(policy, Some(Policy::Identity { .. }));
        let trust = verifiers_trust(self.trusted_root.as_deref(), self.offline || !is_identity, registry).await?;
        TrustedRoot::read(&trust.json, &trust.source).map_err(|refusal| Failure::usage(refusal.to_string()))
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

fn nobody(options: &str) -> Failure {
    Failure::usage(format!("{options}: nothing is proven without a key or an identity"))
        .hint("give --key FILE, or --certificate-identity and --certificate-oidc-issuer")
}

fn key(path: &Path) -> Result<PublicKey> {
    let text = disk::read(path, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(signing::keys::public::read(&text, &path.display().to_string())?)
}

fn keyring(path: &Path) -> Result<Keyring> {
    let bytes = disk::read(path, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Keyring::read(&bytes).map_err(|error| {
        let failure = Failure::usage(format!("--keyring {}: {error}", path.display()));
        error
            .hint()
            .map_or_else(|| Failure::usage(&failure.message), |hint| Failure::usage(&failure.message).hint(hint))
    })
}

fn matcher(exact: Option<&str>, pattern: Option<&str>) -> Result<Option<Matcher>> {
    match (exact, pattern) {
        (Some(text), _) => Ok(Some(Matcher::Exact(text.to_owned()))),
        (None, Some(text)) => match Pattern::new(text) {
            Ok(pattern) => Ok(Some(Matcher::Pattern(pattern))),
            Err(refusal) => Err(Failure::usage(refusal.to_string())),
        },
        (None, None) => Ok(None),
    }
}

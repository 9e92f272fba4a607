//! Whose signatures are believed, and with whose keys that is proven: options of commands that verify.

use std::path::{Path, PathBuf};

use clap::Args;
use signing::policy::{CertificateLogRule, LogRule, Matcher, Pattern, TimestampRule};
use signing::{Policy, PublicKey, TrustedRoot};

use crate::arguments::RegistryOptions;
use crate::disk;
use crate::failure::{Failure, Result};
use crate::keyless_options::{TufOptions, Wanted, verifiers_trust};

/// Largest key.
const LIMIT: u64 = 16 << 20;

/// Whose signatures are believed. The names are cosign's where cosign has them.
#[derive(Clone, Debug, Default, Args)]
pub struct Believed {
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
    #[command(flatten)]
    pub tuf: TufOptions,
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
}

impl Believed {
    /// Whose signatures are believed, if anybody's.
    ///
    /// # Errors
    /// Exit 2: a key that can't be read, an identity that nobody vouches for.
    pub fn policy(&self) -> Result<Option<Policy>> {
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

    /// Who is trusted. A key without log entries needs nobody else; if there are entries they are verified with what is built
    /// in.
    ///
    /// # Errors
    /// Exit 2 for a file that can't be used, exit 5 for a repository that can't be reached or believed.
    pub async fn root(
        &self,
        mut policies: impl Iterator<Item = &Policy>,
        registry: &RegistryOptions,
    ) -> Result<TrustedRoot> {
        let is_identity = policies.any(|policy| matches!(policy, Policy::Identity { .. }));
        let wanted =
            Wanted { file: self.trusted_root.as_deref(), tuf: &self.tuf, offline: self.offline, current: is_identity };
        let trust = verifiers_trust(wanted, registry).await?;
        TrustedRoot::read(&trust.json, &trust.source).map_err(|refusal| Failure::usage(refusal.to_string()))
    }
}

/// An option that says nothing without somebody who is believed.
pub fn nobody(options: &str) -> Failure {
    Failure::usage(format!("{options}: nothing is proven without a key or an identity"))
        .hint("give --key FILE, or --certificate-identity and --certificate-oidc-issuer")
}

fn key(path: &Path) -> Result<PublicKey> {
    let text = disk::read(path, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
    Ok(signing::keys::public::read(&text, &path.display().to_string())?)
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

//! Signing without a key of one's own, and logging the signatures of a key: options, and the signers made from them.
//!
//! 1. Which services: a signing config, addresses given by name, else sigstore's public ones ([`means`]).
//! 2. Whom to trust: the trusted root with which each new signature is verified before it is published; a file, or what a
//!    TUF repository publishes ([`tuf`]).
//! 3. Who signs: an identity token from where this runs ([`surroundings`]).

mod means;
mod person;
mod surroundings;
mod tuf;

use clap::Args;
use keyless::{KeylessSigner, LoggedSigner, SelfCheck, token};
use signing::{Signer, SignerError};
use tokio::sync::OnceCell;

use self::means::Means;
use crate::arguments::RegistryOptions;
use crate::config::KeylessConfig;
use crate::failure::Result;
use crate::now;

pub use self::means::{Trust, Wanted, verifiers_trust};
pub use self::surroundings::is_token;
pub use self::tuf::TufOptions;

/// Options of commands that sign.
#[derive(Clone, Debug, Default, Args)]
pub struct KeylessOptions {
    /// Sign as whom an identity provider vouches for: a workflow of GitHub or GitLab, or a person in a browser
    #[arg(long, conflicts_with_all = ["log", "unsigned"], help_heading = "Signing")]
    pub keyless: bool,
    /// Where the identity token is: a file, or env:NAME [default: where this runs]
    #[arg(long, value_name = "FILE", requires = "keyless", help_heading = "Signing")]
    pub identity_token: Option<String>,
    /// Put the key's signatures into a transparency log
    #[arg(long, help_heading = "Signing")]
    pub log: bool,
    /// Which services sign, log and timestamp: a signing config 0.2 [default: sigstore's public ones]
    #[arg(
        long,
        value_name = "FILE",
        env = "PORTOLAN_SIGNING_CONFIG",
        hide_env_values = true,
        help_heading = "Signing"
    )]
    pub signing_config: Option<std::path::PathBuf>,
    /// Keys and certificates of those services: a trusted root [default: sigstore's public ones]
    #[arg(long, value_name = "FILE", env = "PORTOLAN_TRUSTED_ROOT", hide_env_values = true, help_heading = "Signing")]
    pub trusted_root: Option<std::path::PathBuf>,
    #[command(flatten)]
    pub tuf: TufOptions,
    /// The certificate authority for identities (Fulcio)
    #[arg(long, value_name = "URL", help_heading = "Signing")]
    pub fulcio_url: Option<String>,
    /// The transparency log (Rekor)
    #[arg(long, value_name = "URL", help_heading = "Signing")]
    pub rekor_url: Option<String>,
    /// Which Rekor answers at --rekor-url
    #[arg(long, value_name = "1|2", requires = "rekor_url", default_value = "1", value_parser = ["1", "2"], hide_possible_values = true, help_heading = "Signing")]
    pub rekor_version: String,
    /// The timestamp authority (RFC 3161), the whole URL
    #[arg(long, value_name = "URL", help_heading = "Signing")]
    pub timestamp_url: Option<String>,
}

impl KeylessOptions {
    /// The options with what `portolan.yaml` says where they say nothing. Whoever names a key means the key.
    #[must_use]
    pub fn or(self, config: &KeylessConfig, names_a_key: bool) -> Self {
        let keyless = self.keyless || (config.keyless && !names_a_key && !self.log);
        let (rekor_url, rekor_version) = match self.rekor_url {
            Some(url) => (Some(url), self.rekor_version),
            None => (config.rekor_url.clone(), config.rekor_version.clone()),
        };
        // A file on the command line is meant instead of a repository in the configuration, and the other way round.
        let (trusted_root, tuf) = match (self.trusted_root, self.tuf) {
            (Some(file), tuf) => (Some(file), tuf),
            (None, tuf) if tuf.tuf_mirror.is_some() => (None, tuf.or(&config.tuf)),
            (None, tuf) => (config.trusted_root.clone(), tuf.or(&config.tuf)),
        };
        Self {
            keyless,
            identity_token: self.identity_token.or_else(|| config.identity_token.clone()),
            log: !keyless && (self.log || config.log),
            signing_config: self.signing_config.or_else(|| config.signing_config.clone()),
            trusted_root,
            tuf,
            fulcio_url: self.fulcio_url.or_else(|| config.fulcio_url.clone()),
            rekor_url,
            rekor_version,
            timestamp_url: self.timestamp_url.or_else(|| config.timestamp_url.clone()),
        }
    }
}

/// A signer that was made from the options, and what its signatures are verified with.
pub struct Made<S> {
    /// Makes signatures.
    pub signer: S,
    /// The trusted root of the services, JSON, with its source.
    pub trust: Trust,
}

/// The identity that runs this. It asks for its token when the signer is asked for: tokens live for minutes.
pub struct Keyless {
    options: KeylessOptions,
    means: Means,
    signer: OnceCell<KeylessSigner>,
}

impl Keyless {
    /// Finds the services, and whether there will be a token.
    ///
    /// # Errors
    /// Exit 2 with nowhere to get a token from or with services that can't be used, exit 5 when they can't be asked for.
    pub async fn new(options: KeylessOptions, registry: &RegistryOptions) -> Result<Self> {
        let means = Means::new(&options, registry).await?;
        means.services.can_certify()?;
        surroundings::token_sources(&options)?.is_any(&means.services)?;
        Ok(Self { options, means, signer: OnceCell::new() })
    }

    /// What signatures are verified with.
    pub fn trust(&self) -> &Trust {
        &self.means.trust
    }

    /// The signer; the first time it gets its token.
    ///
    /// # Errors
    /// Without a usable token, and when the service that gives them out refuses or is away.
    pub async fn signer(&self) -> Result<&KeylessSigner, SignerError> {
        self.signer.get_or_try_init(|| self.made()).await
    }

    async fn made(&self) -> Result<KeylessSigner, SignerError> {
        let Means { services, http, trust, .. } = &self.means;
        let sources = surroundings::token_sources(&self.options);
        let sources = sources.map_err(|failure| SignerError::configuration("the identity token", failure.message))?;
        let token = token::find(&sources, services, http, now::unix_seconds()).await?;
        let check = SelfCheck::read(&trust.json, &trust.source)?;
        KeylessSigner::new(services.clone(), token, http.clone(), Some(check))
    }
}

/// A signer whose signatures are logged and timestamped.
///
/// # Errors
/// As `keyless_signer`, without the token.
pub async fn logged_signer<S: Signer>(
    signer: S,
    options: &KeylessOptions,
    registry: &RegistryOptions,
) -> Result<Made<LoggedSigner<S>>> {
    let means = Means::new(options, registry).await?;
    let signer = LoggedSigner::new(signer, means.services, means.http, Some(means.check))?;
    Ok(Made { signer, trust: means.trust })
}

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;
    use crate::signatory::SigningOptions;

    fn parsed(arguments: &[&str]) -> std::result::Result<KeylessOptions, clap::Error> {
        let command = SigningOptions::augment_args(Command::new("test"));
        let matches = command.try_get_matches_from(std::iter::once(&"test").chain(arguments))?;
        KeylessOptions::from_arg_matches(&matches)
    }

    #[test]
    fn the_options_are_consistent() {
        SigningOptions::augment_args(Command::new("test")).debug_assert();
        let options = parsed(&["--keyless", "--rekor-url", "http://127.0.0.1:1", "--rekor-version", "2"]).unwrap();
        assert_eq!(options.rekor_version, "2");
        let unsigned = ["--keyless", "--unsigned", "--reason", "none"];
        for wrong in [&["--identity-token", "x"][..], &["--keyless", "--log"], &["--rekor-version", "2"], &unsigned] {
            assert!(parsed(wrong).is_err(), "{wrong:?}");
        }
    }
}

//! Who signs a release: the key that the command line, a variable or `portolan.yaml` names; into a layout on this machine
//! without any of them the development key; and nobody only where somebody says why.

use clap::Args;
use signing::{Holder, KeySigner, Policy, Signer, TrustedRoot};

use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::signing_keys::{self, KeyReference, Stdin};
use crate::terminal;

/// Options of commands that sign.
#[derive(Debug, Default, Args)]
pub struct SigningOptions {
    /// The private key that signs: a file, env:NAME, or - for stdin; its password is COSIGN_PASSWORD
    #[arg(long, value_name = "KEY", env = "PORTOLAN_SIGN_KEY", hide_env_values = true, help_heading = "Signing")]
    pub sign_key: Option<String>,
    /// Publish without signatures and attestations; needs --reason
    #[arg(long, requires = "reason", help_heading = "Signing")]
    pub unsigned: bool,
    /// Why nothing is signed, for the report
    #[arg(long, value_name = "TEXT", requires = "unsigned", help_heading = "Signing")]
    pub reason: Option<String>,
}

/// Somebody who signs, and what proves that a signature is theirs.
pub struct Signatory {
    /// Makes signatures.
    pub signer: Box<dyn Signer>,
    /// What is trusted when signatures are verified.
    pub root: TrustedRoot,
}

/// What was decided.
pub enum Decision {
    /// Somebody signs.
    Signed(Signatory),
    /// Nobody signs, and why.
    Unsigned(String),
}

/// Where a release goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To layouts on this machine only.
    Local,
    /// To a registry, at once or as a mirror.
    Remote,
}

/// Decides who signs.
///
/// # Errors
/// Exit 2: a key that can't be used, a reason that says nothing, or nobody who signs what goes to a registry.
pub fn decide(options: &SigningOptions, config: &Config, reach: Reach, stdin: Stdin) -> Result<Decision> {
    if options.unsigned {
        let reason = options.reason.as_deref().map(str::trim).unwrap_or_default();
        return match reason {
            "" => Err(Failure::usage("--reason says nothing: an unsigned release needs a reason")),
            reason => Ok(Decision::Unsigned(reason.to_owned())),
        };
    }
    let pair = match key(options, config)? {
        Some(reference) => signing_keys::read(&reference, stdin)?,
        None if reach == Reach::Local => development_key()?,
        None => return Err(nobody()),
    };
    Ok(Decision::Signed(Signatory { signer: Box::new(KeySigner::new(pair)), root: TrustedRoot::none() }))
}

/// The key that is named, by whoever comes first; a path in the configuration is relative to it.
fn key(options: &SigningOptions, config: &Config) -> Result<Option<KeyReference>> {
    if let Some(text) = options.sign_key.as_deref().filter(|text| !text.is_empty()) {
        return KeyReference::parse(text).map(Some);
    }
    let Some(named) = &config.signing.key else { return Ok(None) };
    let located =
        |failure: Failure| Failure { message: format!("{}: {}", named.decided_by, failure.message), ..failure };
    Ok(Some(match KeyReference::parse(&named.value).map_err(located)? {
        KeyReference::File(path) => KeyReference::File(config.folder().join(path)),
        other => other,
    }))
}

fn development_key() -> Result<signing::keys::KeyPair> {
    let (pair, path) = signing_keys::development::pair()?;
    terminal::say(&format!(
        "signed with this machine's development key {}: it proves nothing to anybody else",
        path.display()
    ));
    Ok(pair)
}

fn nobody() -> Failure {
    Failure::usage("releases to a registry are signed, but no key is named").hint(
        "name one with --sign-key FILE or env:NAME, or as `signing: {cosign: {key: …}}` in portolan.yaml; \
         `portolan key generate` makes one; to publish without signatures: --unsigned --reason TEXT",
    )
}

/// What a signature of this holder must prove to be as good as a new one.
pub fn policy(holder: Holder) -> Policy {
    match holder {
        Holder::Key(key) => Policy::keys(vec![key]),
        Holder::Identity(identity) => Policy::identity(
            signing::policy::Matcher::Exact(identity.subject),
            signing::policy::Matcher::Exact(identity.issuer),
        ),
    }
}

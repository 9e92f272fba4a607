//! Who signs a release: the key that the command line, a variable or `portolan.yaml` names; into a layout on this machine
//! without any of them the development key; and nobody only where somebody says why.

use clap::Args;
use signing::keys::KeyPair;
use signing::policy::{LogRule, Matcher};
use signing::{Holder, KeySigner, Policy, Signer, TrustedRoot};

use crate::arguments::RegistryOptions;
use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::keyless_options::{self, KeylessOptions, Trust};
use crate::signing_keys::{self, KeyReference, Stdin};
use crate::terminal;

/// Options of commands that sign.
#[derive(Debug, Default, Args)]
pub struct SigningOptions {
    #[command(flatten)]
    pub keyless: KeylessOptions,
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

impl SigningOptions {
    /// Why nobody is to sign, if that is what is asked for.
    pub fn unsigned_reason(&self) -> Option<&str> {
        self.unsigned.then(|| self.reason.as_deref().map(str::trim).unwrap_or_default())
    }
}

/// What was decided, before anything is asked of a service.
pub enum Decision {
    /// A key signs.
    Key {
        /// The key.
        pair: KeyPair,
        /// Whether its signatures are logged.
        logged: bool,
    },
    /// An identity signs.
    Keyless,
    /// Nobody signs.
    Unsigned,
}

/// Somebody who signs, and what proves that a signature is theirs.
pub struct Signatory {
    /// Makes signatures.
    pub signer: Box<dyn Signer>,
    /// What a signature must prove to be as good as a new one.
    pub policy: Policy,
    /// What is trusted when signatures are verified.
    pub root: TrustedRoot,
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
    if let Some(reason) = options.unsigned_reason() {
        return match reason {
            "" => Err(Failure::usage("--reason says nothing: an unsigned release needs a reason")),
            _ => Ok(Decision::Unsigned),
        };
    }
    if options.keyless.keyless {
        return Ok(Decision::Keyless);
    }
    let pair = match key(options, config)? {
        Some(reference) => signing_keys::read(&reference, stdin)?,
        None if reach == Reach::Local => development_key()?,
        None => return Err(nobody()),
    };
    Ok(Decision::Key { pair, logged: options.keyless.log })
}

/// Makes the signer; identities are asked for now, since their tokens live for minutes.
///
/// # Errors
/// Exit 2 for what can't be used, 4 and 5 when a service refuses or is away.
pub async fn signatory(
    decision: Decision,
    options: &SigningOptions,
    registry: &RegistryOptions,
) -> Result<Option<Signatory>> {
    let options = &options.keyless;
    let signatory = match decision {
        Decision::Unsigned => return Ok(None),
        Decision::Key { pair, logged: false } => {
            let policy = Policy::keys(vec![pair.public()]);
            Signatory { signer: Box::new(KeySigner::new(pair)), policy, root: TrustedRoot::none() }
        }
        Decision::Key { pair, logged: true } => {
            let policy = Policy::Key { keys: vec![pair.public()], log: LogRule::Required };
            let made = keyless_options::logged_signer(KeySigner::new(pair), options, registry).await?;
            Signatory { signer: Box::new(made.signer), policy, root: root(&made.trust)? }
        }
        Decision::Keyless => {
            let made = keyless_options::keyless_signer(options, registry).await?;
            let policy = policy(made.signer.holder().await?);
            Signatory { signer: Box::new(made.signer), policy, root: root(&made.trust)? }
        }
    };
    Ok(Some(signatory))
}

fn root(trust: &Trust) -> Result<TrustedRoot> {
    TrustedRoot::read(&trust.json, &trust.source).map_err(|refusal| Failure::usage(refusal.to_string()))
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

fn development_key() -> Result<KeyPair> {
    let (pair, path) = signing_keys::development::pair()?;
    terminal::say(&format!(
        "signed with this machine's development key {}: it proves nothing to anybody else",
        path.display()
    ));
    Ok(pair)
}

fn nobody() -> Failure {
    Failure::usage("releases to a registry are signed, but no key is named").hint(
        "name one with --sign-key FILE or env:NAME, or sign with --keyless, or name it as `signing: {cosign: {key: …}}` in portolan.yaml; \
         `portolan key generate` makes one; to publish without signatures: --unsigned --reason TEXT",
    )
}

fn policy(holder: Holder) -> Policy {
    match holder {
        Holder::Key(key) => Policy::keys(vec![key]),
        Holder::Identity(identity) => {
            Policy::identity(Matcher::Exact(identity.subject), Matcher::Exact(identity.issuer))
        }
    }
}

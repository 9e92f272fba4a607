//! Who signs a release: the key that the command line, a variable or `portolan.yaml` names; into a layout on this machine
//! without any of them the development key; and nobody only where somebody says why.

use async_trait::async_trait;
use clap::Args;
use keyless::LoggedSigner;
use release::sign::{ClassicRule, Signing};
use signing::keys::KeyPair;
use signing::policy::{LogRule, Matcher};
use signing::{Holder, KeySigner, Policy, Signer, SignerError, TrustedRoot};

use crate::arguments::RegistryOptions;
use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::keyless_options::{self, Keyless, KeylessOptions, Trust};
use crate::signing_keys::{self, KeyReference, Stdin};
use crate::{now, terminal};

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
        /// Where its signatures are logged, if they are.
        log: Option<KeylessOptions>,
    },
    /// An identity signs.
    Keyless(KeylessOptions),
    /// Nobody signs.
    Unsigned,
}

/// Somebody who signs, and what proves that a signature is theirs.
pub struct Signatory {
    who: Who,
    root: TrustedRoot,
}

enum Who {
    Key { signer: KeySigner, policy: Policy },
    Logged { signer: Box<LoggedSigner<KeySigner>>, policy: Policy, classic: Policy },
    Keyless(Box<Keyless>),
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
    let keyless = options.keyless.clone().or(&config.signing.keyless, named_key(options).is_some());
    if keyless.keyless {
        return Ok(Decision::Keyless(keyless));
    }
    let pair = match key(options, config)? {
        Some(reference) => signing_keys::read(&reference, stdin)?,
        None if reach == Reach::Local => development_key()?,
        None => return Err(nobody()),
    };
    Ok(Decision::Key { pair, log: keyless.log.then_some(keyless) })
}

/// Prepares the signer: everything that can be wrong but the identity, which is asked for when it is time to sign.
///
/// # Errors
/// Exit 2 for what can't be used, 4 and 5 when a service refuses or is away.
pub async fn signatory(decision: Decision, registry: &RegistryOptions) -> Result<Option<Signatory>> {
    Ok(Some(match decision {
        Decision::Unsigned => return Ok(None),
        Decision::Key { pair, log: None } => {
            // Without a log there is no root: entries of an earlier run that had one can't be verified, and need not be.
            let policy = Policy::Key { keys: vec![pair.public()], log: LogRule::Ignored };
            Signatory { who: Who::Key { signer: KeySigner::new(pair), policy }, root: TrustedRoot::none() }
        }
        Decision::Key { pair, log: Some(options) } => logged(pair, &options, registry).await?,
        Decision::Keyless(options) => {
            let keyless = Keyless::new(options, registry).await?;
            let root = root(keyless.trust())?;
            Signatory { who: Who::Keyless(Box::new(keyless)), root }
        }
    }))
}

/// A log of the second version has no place for classic signatures: a key's are good without.
async fn logged(pair: KeyPair, options: &KeylessOptions, registry: &RegistryOptions) -> Result<Signatory> {
    let policy = Policy::Key { keys: vec![pair.public()], log: LogRule::Required };
    let unlogged = Policy::keys(vec![pair.public()]);
    let made = keyless_options::logged_signer(KeySigner::new(pair), options, registry).await?;
    let classic = if made.signer.services().logs_classic_signatures() { policy.clone() } else { unlogged };
    let root = root(&made.trust)?;
    Ok(Signatory { who: Who::Logged { signer: Box::new(made.signer), policy, classic }, root })
}

#[async_trait]
impl release::sign::Signatory for Signatory {
    async fn signing(&self) -> Result<Signing<'_>, SignerError> {
        let (signer, policy, classic): (&dyn Signer, _, _) = match &self.who {
            Who::Key { signer, policy } => (signer, policy.clone(), ClassicRule::Made(policy.clone())),
            Who::Logged { signer, policy, classic } => (&**signer, policy.clone(), ClassicRule::Made(classic.clone())),
            Who::Keyless(keyless) => {
                let signer = keyless.signer().await?;
                let policy = policy(signer.holder().await?);
                let classic = match signer.services().logs_classic_signatures() {
                    true => ClassicRule::Made(policy.clone()),
                    false => ClassicRule::LeftOut(NO_OLD_LOG.to_owned()),
                };
                (signer, policy, classic)
            }
        };
        Ok(Signing { signer, policy, root: &self.root, now: now::unix_seconds(), classic })
    }
}

/// Why there is no classic signature of an identity.
const NO_OLD_LOG: &str =
    "its form has no place for entries of Rekor 2, the only log here, and without one nobody could verify it";

fn root(trust: &Trust) -> Result<TrustedRoot> {
    TrustedRoot::read(&trust.json, &trust.source).map_err(|refusal| Failure::usage(refusal.to_string()))
}

/// The key that command line or variable name; an empty variable names none.
fn named_key(options: &SigningOptions) -> Option<&str> {
    options.sign_key.as_deref().filter(|text| !text.is_empty())
}

/// The key that is named, by whoever comes first; a path in the configuration is relative to it.
fn key(options: &SigningOptions, config: &Config) -> Result<Option<KeyReference>> {
    if let Some(text) = named_key(options) {
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

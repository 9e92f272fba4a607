//! Whose statements about images are believed: the signers of the command line and of `sbom.signers`.

use oci::Digest;
use sbom::images::{Evidence, Judge};
use signing::{Holder, Policy, Proven, Refusal, TrustedRoot, verify};

use crate::arguments::RegistryOptions;
use crate::believed::Believed;
use crate::failure::Result;
use crate::now;

/// Signers of images; any of them will do.
pub struct ImageSigners {
    policies: Vec<Policy>,
    root: TrustedRoot,
    now: i64,
}

impl ImageSigners {
    /// Those of the command line, else those of the configuration; without any nobody judges. `trust` says who is trusted.
    ///
    /// # Errors
    /// Exit 2 for keys, patterns and trusted roots that can't be used, exit 5 for a repository that can't be reached.
    pub async fn of(trust: &Believed, configured: &[Believed], registry: &RegistryOptions) -> Result<Option<Self>> {
        let policies = match trust.policy()? {
            Some(policy) => vec![policy],
            None => configured.iter().filter_map(|signer| signer.policy().transpose()).collect::<Result<_>>()?,
        };
        if policies.is_empty() {
            return Ok(None);
        }
        let root = trust.root(policies.iter(), registry).await?;
        Ok(Some(Self { policies, root, now: now::unix_seconds() }))
    }

    fn by(&self, subject: &Digest, evidence: &Evidence<'_>, policy: &Policy) -> std::result::Result<Proven, Refusal> {
        match evidence {
            Evidence::Bundle(bundle) => verify::bundle(bundle, subject, policy, &self.root, self.now),
            Evidence::Layer { layer, envelope, .. } => {
                verify::attestation(layer, envelope, subject, (policy, &self.root), self.now)
            }
        }
    }
}

impl Judge for ImageSigners {
    fn judge(&self, subject: &Digest, evidence: &Evidence<'_>) -> std::result::Result<String, String> {
        let mut reason = String::new();
        for policy in &self.policies {
            match self.by(subject, evidence, policy) {
                Ok(proven) => return Ok(name(&proven.holder)),
                Err(refusal) => reason = refusal.to_string(),
            }
        }
        Err(reason)
    }
}

/// A signer, for readers of the document.
fn name(holder: &Holder) -> String {
    match holder {
        Holder::Key(key) => format!("the key {}", Digest::of(key.spki())),
        Holder::Identity(identity) => format!("{}, for whom {} vouches", identity.subject, identity.issuer),
    }
}

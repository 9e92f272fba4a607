//! Signatures of a key, logged and timestamped when the user asks for it.

use async_trait::async_trait;
use signing::{Holder, Material, Message, Signature, Signer, SignerError, Witnesses};
use sigstore_types::{DerCertificate, SignatureBytes};

use crate::check::SelfCheck;
use crate::http::Http;
use crate::rekor::Verifier;
use crate::witness::testify;
use crate::{LogVersion, Services};

/// Signs as another signer does, and adds log entries and timestamps. A key does not expire, so that a log without
/// timestamps is enough. Cosign's classic payload is logged in Rekor 1 only, as with [`crate::KeylessSigner`].
pub struct LoggedSigner<S> {
    signer: S,
    services: Services,
    http: Http,
    check: Option<SelfCheck>,
}

impl<S: Signer> LoggedSigner<S> {
    /// Connects to nothing.
    ///
    /// # Errors
    /// When there is no log among the services.
    pub fn new(signer: S, services: Services, http: Http, check: Option<SelfCheck>) -> Result<Self, SignerError> {
        if services.logs.is_empty() {
            let error = SignerError::configuration("the signing services", "there is no transparency log");
            return Err(error.with_hint("give --rekor-url, or a signing config with rekorTlogUrls"));
        }
        Ok(Self { signer, services, http, check })
    }

    /// The services that it logs with.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// Whether entries go to a Rekor 2.
    pub fn uses_rekor_2(&self) -> bool {
        self.services.logs.iter().any(|log| log.version == LogVersion::V2)
    }

    async fn testified(&self, message: Message<'_>, mut signature: Signature) -> Result<Signature, SignerError> {
        let verifier = verifier(&signature.material);
        let signed = [(message, SignatureBytes::new(signature.bytes.clone()))];
        let testimonies = testify(&self.http, &self.services, &signed, &verifier).await?;
        for testimony in testimonies {
            signature.log_entries.extend(testimony.log_entries);
            signature.timestamps.extend(testimony.timestamps);
        }
        if let (Some(check), Material::Key(_)) = (&self.check, &signature.material) {
            check.check(message, &signature, None)?;
        }
        Ok(signature)
    }
}

fn verifier(material: &Material) -> Verifier {
    match material {
        Material::Key(key) => Verifier::Key(key.clone()),
        Material::Certificate { leaf, .. } => Verifier::Certificate(DerCertificate::new(leaf.clone())),
    }
}

#[async_trait]
impl<S: Signer> Signer for LoggedSigner<S> {
    async fn holder(&self) -> Result<Holder, SignerError> {
        self.signer.holder().await
    }

    fn witnesses(&self) -> Witnesses {
        self.services.witnesses()
    }

    async fn sign(&self, messages: &[Message<'_>]) -> Result<Vec<Signature>, SignerError> {
        let signatures = self.signer.sign(messages).await?;
        let pairs = messages.iter().zip(signatures);
        let testified = pairs.map(|(message, signature)| self.testified(*message, signature));
        futures_util::future::try_join_all(testified).await
    }
}

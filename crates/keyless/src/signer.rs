//! Signing as whom an OIDC issuer vouches for, without a key to keep.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use signing::{Holder, Identity, Material, Message, Signature, Signer, SignerError, Witnesses};
use sigstore_crypto::KeyPair;
use sigstore_types::{DerCertificate, SignatureBytes};

use crate::check::SelfCheck;
use crate::fulcio::{Certified, certificate};
use crate::http::{Http, now};
use crate::rekor::Verifier;
use crate::witness::{Testimony, testify};
use crate::{IdentityToken, Services};

/// Signs with keys that live for one call.
///
/// 1. The token is still good.
/// 2. A new ECDSA P-256 key.
/// 3. One certificate of Fulcio for all messages of the call.
/// 4. Each message is signed, and the key is gone.
/// 5. Timestamps over the signatures.
/// 6. Log entries: of statements wherever the services say, of cosign's classic payload in Rekor 1 only, since that
///    form carries a signed time. Without a Rekor 1 such a signature has no entries
///    ([`Services::logs_classic_signatures`] tells beforehand).
/// 7. What came back is verified against the trusted root.
pub struct KeylessSigner {
    services: Services,
    token: IdentityToken,
    http: Http,
    check: Option<SelfCheck>,
    certified: Mutex<Option<Identity>>,
}

impl KeylessSigner {
    /// Connects to nothing. Without a check, what the services answer is only looked into, not verified.
    ///
    /// # Errors
    /// When the services can't certify anybody, or could prove no time.
    pub fn new(
        services: Services,
        token: IdentityToken,
        http: Http,
        check: Option<SelfCheck>,
    ) -> Result<Self, SignerError> {
        services.can_certify()?;
        Ok(Self { services, token, http, check, certified: Mutex::default() })
    }

    /// The services that it signs with.
    pub fn services(&self) -> &Services {
        &self.services
    }

    async fn certificate(&self, key: &KeyPair) -> Result<Certified, SignerError> {
        let fulcio = self.services.fulcio.as_ref();
        let fulcio = fulcio
            .ok_or_else(|| SignerError::configuration("the signing services", "there is no certificate authority"))?;
        certificate(&self.http, fulcio, &self.token, key).await
    }

    fn checked(
        &self,
        message: Message<'_>,
        signature: Signature,
        identity: &Identity,
    ) -> Result<Signature, SignerError> {
        if let Some(check) = &self.check {
            check.check(message, &signature, Some(identity))?;
        }
        Ok(signature)
    }
}

#[async_trait]
impl Signer for KeylessSigner {
    /// The identity in the last certificate; before there is one, what is to be expected from the token.
    async fn holder(&self) -> Result<Holder, SignerError> {
        let certified = self.certified.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(Holder::Identity(certified.unwrap_or_else(|| self.token.identity())))
    }

    fn witnesses(&self) -> Witnesses {
        self.services.witnesses()
    }

    async fn sign(&self, messages: &[Message<'_>]) -> Result<Vec<Signature>, SignerError> {
        if messages.is_empty() {
            return Ok(Vec::new());
        }
        // 1
        self.token.check(now())?;
        // 2
        let key = KeyPair::generate_ecdsa_p256()
            .map_err(|error| SignerError::configuration("the ephemeral key", error.to_string()))?;
        // 3
        let certified = self.certificate(&key).await?;
        // 4
        let signed = signed(&key, messages)?;
        drop(key);
        // 5, 6
        let verifier = Verifier::Certificate(certified.leaf.clone());
        let testimonies = testify(&self.http, &self.services, &signed, &verifier).await?;
        // 7
        let signatures = signed.iter().zip(testimonies).map(|((message, bytes), testimony)| {
            self.checked(*message, signature(bytes, testimony, &certified), &certified.identity)
        });
        let signatures = signatures.collect::<Result<Vec<_>, _>>()?;
        *self.certified.lock().unwrap_or_else(PoisonError::into_inner) = Some(certified.identity);
        Ok(signatures)
    }
}

fn signed<'a>(key: &KeyPair, messages: &[Message<'a>]) -> Result<Vec<(Message<'a>, SignatureBytes)>, SignerError> {
    let sign = |message: &Message<'a>| {
        let bytes = key.sign(&message.signed_bytes());
        Ok((*message, bytes.map_err(|error| SignerError::configuration("the ephemeral key", error.to_string()))?))
    };
    messages.iter().map(sign).collect()
}

fn signature(bytes: &SignatureBytes, testimony: Testimony, certified: &Certified) -> Signature {
    let chain = certified.chain.iter().map(|certificate: &DerCertificate| certificate.as_bytes().to_vec());
    Signature {
        bytes: bytes.as_bytes().to_vec(),
        material: Material::Certificate { leaf: certified.leaf.as_bytes().to_vec(), chain: chain.collect() },
        log_entries: testimony.log_entries,
        timestamps: testimony.timestamps,
    }
}

//! Verifying our own signatures before anybody else gets them.
//!
//! The services may answer with something that no verifier accepts: the wrong log's key, a certificate without a
//! timestamp of its log, a time outside the certificate's. It must not be published.

use signing::message::STATEMENT_TYPE;
use signing::{Identity, Material, Message, Signature, SignerError};
use sigstore_bundle::BundleV03;
use sigstore_bundle::builder::VerificationMaterialV03;
use sigstore_crypto::sha256;
use sigstore_trust_root::TrustedRoot;
use sigstore_types::{
    Artifact, ArtifactDigest, Bundle, DerCertificate, DerPublicKey, DsseEnvelope, DsseSignature, KeyId, MessageDigest,
    MessageSignature, PayloadBytes, Sha256Hash, SignatureBytes, SignatureContent, Statement, TimestampToken,
};
use sigstore_verify::{PublicKeyVerificationPolicy, VerificationPolicy, Verifier};
use web::printable;

const LIMIT: usize = 4 << 20;

/// Verifies against a trusted root what was just signed.
pub struct SelfCheck {
    verifier: Verifier,
    what: String,
}

impl SelfCheck {
    /// Reads the trusted root (JSON) that came from `what`.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn read(trusted_root: &[u8], what: &str) -> Result<Self, SignerError> {
        let unusable =
            |detail: String| SignerError::configuration(what, format!("not a trusted root: {}", printable(&detail)));
        if trusted_root.len() > LIMIT {
            return Err(unusable(format!("it is longer than {LIMIT} bytes")));
        }
        let text = std::str::from_utf8(trusted_root).map_err(|error| unusable(error.to_string()))?;
        let root = TrustedRoot::from_json(text).map_err(|error| unusable(error.to_string()))?;
        let verifier = Verifier::new(&root).map_err(|error| unusable(error.to_string()))?;
        Ok(Self { verifier, what: what.to_owned() })
    }

    /// Verifies a signature of `message`, by the identity when it has a certificate.
    pub(crate) fn check(
        &self,
        message: Message<'_>,
        signature: &Signature,
        identity: Option<&Identity>,
    ) -> Result<(), SignerError> {
        self.verified(message, signature, identity).map_err(|detail| {
            let detail = format!("what the services answered can't be verified: {}", printable(&detail));
            let error = SignerError::service("the new signature", detail);
            error.with_hint(format!("nothing was published; {} must be of the services that signed", self.what))
        })
    }

    fn verified(&self, message: Message<'_>, signature: &Signature, identity: Option<&Identity>) -> Result<(), String> {
        let bundle = bundle(message, signature);
        let artifact = artifact(message)?;
        let logged = !signature.log_entries.is_empty();
        let verified = match (&signature.material, identity) {
            (Material::Key(key), _) => {
                let policy = PublicKeyVerificationPolicy::new(DerPublicKey::new(key.spki().to_vec()));
                self.verifier.verify(artifact, &bundle, &if logged { policy } else { policy.skip_tlog_unsafe() })
            }
            (Material::Certificate { .. }, Some(Identity { subject, issuer })) => {
                let policy = VerificationPolicy::new(subject.as_str(), issuer.as_str());
                self.verifier.verify(artifact, &bundle, &if logged { policy } else { policy.skip_tlog_unsafe() })
            }
            (Material::Certificate { .. }, None) => return Err("a certificate without an identity".to_owned()),
        };
        verified.map(|_| ()).map_err(|error| error.to_string())
    }
}

/// The signature as a bundle; cosign's classic payload as the bundle of a blob.
fn bundle(message: Message<'_>, signature: &Signature) -> Bundle {
    let bytes = SignatureBytes::new(signature.bytes.clone());
    let content = match message {
        Message::Statement(statement) => SignatureContent::DsseEnvelope(DsseEnvelope::new(
            STATEMENT_TYPE,
            PayloadBytes::from_bytes(statement),
            DsseSignature::new(bytes, KeyId::default()),
        )),
        Message::Simple(payload) => {
            let digest = MessageDigest::new(sigstore_types::HashAlgorithm::Sha2256, sha256(payload).into());
            SignatureContent::MessageSignature(MessageSignature::new(bytes).with_message_digest(digest))
        }
    };
    let material = match &signature.material {
        Material::Key(key) => VerificationMaterialV03::PublicKey { hint: sha256(key.spki()).to_base64() },
        Material::Certificate { leaf, .. } => VerificationMaterialV03::Certificate(DerCertificate::new(leaf.clone())),
    };
    let bundle = BundleV03::new(material, content);
    let bundle = signature.log_entries.iter().cloned().fold(bundle, BundleV03::with_tlog_entry);
    let timestamps = signature.timestamps.iter().map(|timestamp| TimestampToken::new(timestamp.clone()));
    timestamps.fold(bundle, BundleV03::with_rfc3161_timestamp).into_bundle()
}

/// What the message is about: the subject of a statement, a payload itself.
fn artifact(message: Message<'_>) -> Result<Artifact<'_>, String> {
    match message {
        Message::Simple(payload) => Ok(Artifact::from_blob(payload)),
        Message::Statement(statement) => {
            let statement: Statement = serde_json::from_slice(statement).map_err(|error| error.to_string())?;
            let digest: Option<Sha256Hash> = statement.subject.first().and_then(|subject| subject.digest.sha256);
            let digest = digest.ok_or("the statement has no subject with a SHA-256 digest")?;
            Ok(Artifact::from_digest(ArtifactDigest::sha256(digest)))
        }
    }
}

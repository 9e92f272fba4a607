//! A signature with everything that came along with it, in the one form that bundles and classic signatures share.

use oci::{Algorithm, Digest};
use sigstore_types::bundle::{
    CertificateContent, MediaType, MessageSignature, PublicKeyIdentifier, Rfc3161Timestamp, TimestampVerificationData,
    VerificationMaterial, VerificationMaterialContent, X509Certificate,
};
use sigstore_types::{
    Artifact, ArtifactDigest, Bundle, DerCertificate, DigestBytes, DsseEnvelope, DsseSignature, HashAlgorithm, KeyId,
    PayloadBytes, SignatureBytes, SignatureContent, TimestampToken, TransparencyLogEntry,
};

use super::{identity, key};
use crate::message::STATEMENT_TYPE;
use crate::policy::{CertificateLogRule, LogRule, Policy, TimestampRule};
use crate::refusal::{Part, Refusal};
use crate::trust::TrustedRoot;
use crate::{Proven, policy::Matcher};

/// A signature with its evidence; the form is checked, nothing is verified.
pub(super) struct Evidence {
    /// The signed bytes.
    pub message: Vec<u8>,
    /// What was signed.
    pub content: Content,
    /// The signature.
    pub signature: Vec<u8>,
    /// The leaf certificate.
    pub certificate: Option<Vec<u8>>,
    /// Whether a key's policy must refuse it because of its certificate: so for bundles, while cosign ignores the
    /// certificate of a classic signature when it is given a key.
    pub certificate_decides: bool,
    /// Intermediates as the signature brings them; they are not trusted.
    pub chain: Vec<Vec<u8>>,
    /// Log entries.
    pub log_entries: Vec<TransparencyLogEntry>,
    /// Timestamps over the signature.
    pub timestamps: Vec<Vec<u8>>,
}

/// Whose signature is looked for.
#[derive(Clone, Copy)]
pub(super) enum Who {
    /// A key's, whatever certificate came along.
    Key,
    /// The certificate's.
    Identity,
}

/// What was signed.
pub(super) enum Content {
    /// An in-toto statement about a subject.
    Statement {
        /// The statement.
        payload: Vec<u8>,
        /// The subject, which was found in it already.
        subject: Digest,
    },
    /// cosign's payload.
    Simple,
}

/// What an identity's policy asks for.
pub(super) struct IdentityRules<'p> {
    pub subject: &'p Matcher,
    pub issuer: &'p Matcher,
    pub log: LogRule,
    pub certificate_log: CertificateLogRule,
    pub timestamp: TimestampRule,
}

impl Evidence {
    /// Steps 3 to 9.
    pub(super) fn verify(&self, policy: &Policy, root: &TrustedRoot, now: i64) -> Result<Proven, Refusal> {
        match (policy, &self.certificate) {
            (Policy::Key { .. }, Some(_)) if self.certificate_decides => {
                let hint = "verify with the identity and issuer that the certificate names";
                let found = "a signature of an identity, with a certificate";
                Err(Refusal::new(Part::Policy, found, "a signature of one of the keys given").hint(hint))
            }
            (Policy::Key { keys, log }, _) => key::verify(self, keys, *log, root, now),
            (Policy::Identity { .. }, None) => {
                let hint = "verify with the signer's public key";
                let found = "a signature of a key, without a certificate";
                Err(Refusal::new(Part::Policy, found, "a signature of an identity, with a certificate").hint(hint))
            }
            (Policy::Identity { subject, issuer, log, certificate_log, timestamp }, Some(leaf)) => {
                let (log, certificate_log, timestamp) = (*log, *certificate_log, *timestamp);
                let rules = IdentityRules { subject, issuer, log, certificate_log, timestamp };
                identity::verify(self, leaf, &rules, root, now)
            }
        }
    }

    /// The evidence as sigstore's bundle, with these log entries and timestamps. With an entry as annotations hold it, it
    /// becomes one of version 0.1, the only one that asks for an entry timestamp and for no inclusion proof; a classic
    /// signature without entries one of 0.2.
    pub(super) fn as_bundle(&self, who: Who, entries: &[TransparencyLogEntry], timestamps: &[Vec<u8>]) -> Bundle {
        let promised = entries.iter().any(|entry| entry.inclusion_proof.is_none());
        let media_type = match (&self.content, promised) {
            (_, true) => MediaType::Bundle0_1,
            (Content::Statement { .. }, false) => MediaType::Bundle0_3,
            (Content::Simple, false) => MediaType::Bundle0_2,
        };
        let tokens = timestamps.iter().map(|der| Rfc3161Timestamp::new(TimestampToken::new(der.clone())));
        let material = VerificationMaterial::new(self.material(who, promised))
            .with_tlog_entries(entries.to_vec())
            .with_timestamp_verification_data(TimestampVerificationData::new(tokens.collect()));
        Bundle::new(media_type, material, self.signed_content())
    }

    /// Version 0.3 has no place for a chain.
    fn material(&self, who: Who, promised: bool) -> VerificationMaterialContent {
        let with_chain = matches!(self.content, Content::Simple) || (promised && !self.chain.is_empty());
        let certificate = |der: &Vec<u8>| DerCertificate::new(der.clone());
        match (who, &self.certificate, with_chain) {
            (Who::Key, ..) | (_, None, _) => VerificationMaterialContent::PublicKey(PublicKeyIdentifier::new("")),
            (Who::Identity, Some(leaf), true) => {
                let chain = std::iter::once(leaf).chain(&self.chain);
                let certificates = chain.map(|der| X509Certificate::new(certificate(der))).collect();
                VerificationMaterialContent::X509CertificateChain { certificates }
            }
            (Who::Identity, Some(leaf), false) => {
                VerificationMaterialContent::Certificate(CertificateContent::new(certificate(leaf)))
            }
        }
    }

    /// What was signed, as sigstore's verifier takes it: the subject's digest, or the payload.
    pub(super) fn artifact(&self) -> Result<Artifact<'_>, Refusal> {
        let Content::Statement { subject, .. } = &self.content else { return Ok(Artifact::from(&self.message)) };
        let algorithm = match subject.algorithm() {
            Algorithm::Sha256 => HashAlgorithm::Sha2256,
            Algorithm::Sha512 => HashAlgorithm::Sha2512,
        };
        let digest = DigestBytes::from_hex(subject.hex()).and_then(|bytes| ArtifactDigest::new(algorithm, bytes));
        let digest = digest.map_err(|error| Refusal::new(Part::Subject, error.to_string(), "a digest"))?;
        Ok(Artifact::from(digest))
    }

    fn signed_content(&self) -> SignatureContent {
        let signature = SignatureBytes::new(self.signature.clone());
        match &self.content {
            Content::Simple => SignatureContent::MessageSignature(MessageSignature::new(signature)),
            Content::Statement { payload, .. } => SignatureContent::DsseEnvelope(DsseEnvelope::new(
                STATEMENT_TYPE,
                PayloadBytes::new(payload.clone()),
                DsseSignature::new(signature, KeyId::default()),
            )),
        }
    }
}

//! Certificates that a classic signature brings along above its own.
//!
//! They need not be trusted, and the leaf is verified with what the trusted root holds. But readers without such a root
//! build their path from them (containers/image), so each must be what an authority made: one of the trusted root, or
//! one that such a certificate or another of the chain issued.

use sigstore_types::{DerPublicKey, SignatureBytes};
use sigstore_verify::crypto::VerificationKey;
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use crate::refusal::{Part, Refusal};
use crate::trust::TrustedRoot;

/// Demands that an authority made every certificate, and that the first of the chain issued the leaf.
pub(super) fn made_by_authorities(leaf: &[u8], chain: &[Vec<u8>], root: &TrustedRoot) -> Result<(), Refusal> {
    if chain.first().is_some_and(|first| !is_issued_by(leaf, first)) {
        let found = "a chain whose first certificate did not issue the signature's";
        return Err(Refusal::new(Part::Certificate, found, "the issuer's certificate first"));
    }
    let authorities = root.document().map(|document| document.certificate_authorities.as_slice()).unwrap_or_default();
    let certificates = authorities.iter().flat_map(|authority| &authority.cert_chain.certificates);
    let trusted: Vec<&[u8]> = certificates.map(|one| one.raw_bytes.as_bytes()).collect();
    for (place, one) in chain.iter().enumerate() {
        let others = chain.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other.as_slice());
        let known = trusted.contains(&one.as_slice());
        if !known && !trusted.iter().copied().chain(others).any(|issuer| is_issued_by(one, issuer)) {
            let found = format!("certificate {} of the chain is of no authority", place + 1);
            return Err(Refusal::new(Part::Certificate, found, "certificates as the authority gave them"));
        }
    }
    Ok(())
}

fn is_issued_by(certificate: &[u8], issuer: &[u8]) -> bool {
    let (Ok(certificate), Ok(issuer)) = (Certificate::from_der(certificate), Certificate::from_der(issuer)) else {
        return false;
    };
    let key = issuer.tbs_certificate.subject_public_key_info.to_der().ok();
    let key = key.and_then(|key| VerificationKey::from_spki(&DerPublicKey::new(key)).ok());
    let signed = certificate.tbs_certificate.to_der().ok();
    let (Some(key), Some(signed), Some(signature)) = (key, signed, certificate.signature.as_bytes()) else {
        return false;
    };
    key.verify(&signed, &SignatureBytes::new(signature.to_vec())).is_ok()
}

//! sigstore-verify's errors as ours.

use sigstore_verify::{CertificateError, Error};

use crate::refusal::{Part, Refusal, shown};

/// Says which part it is about and what was expected there.
pub(super) fn refusal(error: Error) -> Refusal {
    let found = shown(&error.to_string());
    let (part, expected) = match &error {
        Error::SignatureInvalid(_) => (Part::Signature, "a signature of the certificate's or policy's key over this"),
        Error::ArtifactMismatch(_) => (Part::LogEntry, "an entry about this very signature"),
        Error::Certificate(CertificateError::Sct(_)) => {
            (Part::CertificateLog, "one timestamp of a trusted certificate transparency log")
        }
        Error::Certificate(_) => {
            (Part::Certificate, "one for signing code, of a trusted authority, valid when the signature was made")
        }
        Error::TransparencyLog(_) => (Part::LogEntry, "an entry of a trusted log about this very signature"),
        Error::Timestamp(_) => {
            (Part::Timestamp, "a time proven by a trusted timestamp authority or a log's signed entry timestamp")
        }
        Error::InvalidTrustRoot(_) | Error::TrustRoot(_) | Error::TrustedCertificate(_) => {
            (Part::TrustedRoot, "one that names the authority and logs of this signature")
        }
        _ => (Part::Document, "a signature that can be verified"),
    };
    let refusal = Refusal::new(part, found, expected);
    match error {
        Error::Certificate(CertificateError::Sct(_)) => {
            refusal.hint("private instances without such a log need the waiver")
        }
        Error::Certificate(CertificateError::ChainInvalid(_) | CertificateError::NoValidAuthority { .. }) => {
            refusal.hint("give the trusted root of the instance that issued the certificate")
        }
        _ => refusal,
    }
}

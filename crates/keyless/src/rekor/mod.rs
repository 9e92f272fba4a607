//! Entries of transparency logs, Rekor 1 and 2.

mod body;
mod v1;
mod v2;

use signing::{Message, PublicKey, SignerError};
use sigstore_types::{DerCertificate, SignatureBytes, TransparencyLogEntry};

use crate::http::Http;
use crate::services::{Log, LogVersion};

/// Most bytes of an entry: bodies hold hashes, a signature and a certificate.
const LIMIT: usize = 1 << 20;

/// What verifies a signature, as logs want to know it.
#[derive(Clone, Debug)]
pub(crate) enum Verifier {
    /// A key that verifiers know.
    Key(PublicKey),
    /// A certificate of Fulcio.
    Certificate(DerCertificate),
}

impl Verifier {
    fn to_pem(&self) -> String {
        match self {
            Self::Key(key) => key.to_pem(),
            Self::Certificate(certificate) => certificate.to_pem(),
        }
    }
}

/// A signature to be logged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    /// What was signed.
    pub message: Message<'a>,
    /// The signature.
    pub signature: &'a SignatureBytes,
    /// What verifies it.
    pub verifier: &'a Verifier,
}

/// Logs a signature. What the log answers is about this signature, or an error; whether it is true is for a check
/// against the trusted root.
pub(crate) async fn log(http: &Http, log: &Log, entry: Entry<'_>) -> Result<TransparencyLogEntry, SignerError> {
    match log.version {
        LogVersion::V1 => v1::log(http, &log.address, entry).await,
        LogVersion::V2 => v2::log(http, &log.address, entry).await,
    }
}

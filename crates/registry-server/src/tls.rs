//! Certificate and key for HTTPS.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// Certificate and key can't be used for TLS.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTls {
    /// The PEM text has no `CERTIFICATE` section.
    #[error("no certificate in the PEM text")]
    NoCertificate,
    /// A certificate's PEM section is broken.
    #[error("the certificate can't be read: {0}")]
    Certificate(pem::Error),
    /// There is no private key, or its PEM section is broken.
    #[error("the private key can't be read: {0}")]
    Key(pem::Error),
    /// They are not for each other, or of a kind that TLS does not know.
    #[error("certificate and key can't be used: {0}")]
    Unusable(rustls::Error),
}

impl InvalidTls {
    /// How to mend it, where that is known.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoCertificate | Self::Certificate(_) => "expected `-----BEGIN CERTIFICATE-----`, the server's first",
            Self::Key(_) => "expected an unencrypted `-----BEGIN PRIVATE KEY-----` (also RSA or EC)",
            Self::Unusable(_) => return None,
        };
        Some(hint.to_owned())
    }
}

/// The TLS settings of a server: TLS 1.2 and 1.3, HTTP/1.1, no client certificates. `cert_pem` holds the server's
/// certificate first, then the intermediates.
///
/// # Errors
/// [`InvalidTls`] when the texts are not PEM, empty or don't belong together.
pub fn tls_config(cert_pem: &[u8], key_pem: &[u8]) -> Result<Arc<ServerConfig>, InvalidTls> {
    let chain: Result<Vec<CertificateDer<'static>>, pem::Error> = CertificateDer::pem_slice_iter(cert_pem).collect();
    let chain = chain.map_err(InvalidTls::Certificate)?;
    if chain.is_empty() {
        return Err(InvalidTls::NoCertificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key_pem).map_err(InvalidTls::Key)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(InvalidTls::Unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(InvalidTls::Unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

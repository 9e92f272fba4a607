//! The HTTP clients behind a registry: one for plain HTTP, one for HTTPS, each made when it is first used.
//!
//! HTTPS trusts the roots of the operating system (`SSL_CERT_FILE` and `SSL_CERT_DIR` included) through rustls'
//! platform verifier, and `ca_file` besides them. Roots are loaded when the first `https` URL is asked, so that a
//! plain registry costs nothing. Where the system has no roots at all (an empty container image), embedded ones serve.

use std::sync::OnceLock;

use oci::{Result, StoreError};
use reqwest::redirect::Policy;
use reqwest::tls::{Certificate, Identity};
use reqwest::{Client, ClientBuilder, Url};
use rustls::RootCertStore;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use web::{explain, is_loopback};

use crate::options::{ClientCertificate, ClientOptions, PemFile};
use crate::safety::Guard;

/// Clients that share options, made on first use.
pub(crate) struct Clients {
    options: ClientOptions,
    guard: Guard,
    /// As Go does, loopback registries are never reached through a proxy.
    proxied: bool,
    plain: OnceLock<Result<Client, String>>,
    secure: OnceLock<Result<Client, String>>,
    /// For other hosts (token servers, where blobs are redirected to): shows them no client certificate.
    foreign: OnceLock<Result<Client, String>>,
    registry: String,
}

impl Clients {
    /// Checks the PEM files of the options; builds nothing yet.
    pub(crate) fn new(options: ClientOptions, guard: Guard, base: &Url) -> Result<Self> {
        if let Some(file) = &options.ca_file {
            for certificate in certificates(file)? {
                // A root that can't be read would only be noticed when the client is made, and then without its file.
                let read = RootCertStore::empty().add(certificate);
                read.map_err(|error| unusable(file, &format!("no usable certificate: {error}")))?;
            }
        }
        if let Some(identity) = &options.client_certificate {
            certificates(&identity.certificate)?;
            PrivateKeyDer::from_pem_slice(&identity.key.pem)
                .map_err(|error| unusable(&identity.key, &format!("no usable private key: {error}")))?;
        }
        let proxied = !is_loopback(base);
        Ok(Self {
            options,
            guard,
            proxied,
            plain: OnceLock::new(),
            secure: OnceLock::new(),
            foreign: OnceLock::new(),
            registry: base.origin().ascii_serialization(),
        })
    }

    /// The client for this URL's scheme.
    pub(crate) fn of(&self, url: &Url) -> Result<&Client> {
        let elsewhere =
            self.options.client_certificate.is_some() && url.origin().ascii_serialization() != self.registry;
        let client = if url.scheme() == "https" && elsewhere {
            self.foreign.get_or_init(|| self.secure_client(false).map_err(|error| explain(&error)))
        } else if url.scheme() == "https" {
            self.secure.get_or_init(|| self.secure_client(true).map_err(|error| explain(&error)))
        } else {
            self.plain.get_or_init(|| self.plain_client().map_err(|error| explain(&error)))
        };
        client.as_ref().map_err(|detail| StoreError::Configuration {
            location: self.files().unwrap_or_else(|| url.origin().ascii_serialization()),
            detail: format!("no HTTP client: {detail}"),
        })
    }

    /// The files that a client for HTTPS is made with.
    fn files(&self) -> Option<String> {
        let identity = self.options.client_certificate.iter().flat_map(|given| [&given.certificate, &given.key]);
        let names: Vec<&str> = self.options.ca_file.iter().chain(identity).map(|file| file.name.as_str()).collect();
        if names.is_empty() { None } else { Some(names.join(", ")) }
    }

    fn plain_client(&self) -> reqwest::Result<Client> {
        // Trusting an empty set keeps reqwest from loading the system's roots.
        self.common().tls_certs_only(Vec::<Certificate>::new()).build()
    }

    /// With the system's roots; where it has none, reqwest can't build that client, and the embedded ones serve.
    fn secure_client(&self, identified: bool) -> reqwest::Result<Client> {
        let trusting_system = self.trusting_given(self.common(), identified)?.build();
        trusting_system.or_else(|_| {
            let embedded = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
            let embedded = embedded.map(|der| Certificate::from_der(der)).collect::<reqwest::Result<Vec<_>>>()?;
            self.trusting_given(self.common().tls_certs_only(embedded), identified)?.build()
        })
    }

    fn trusting_given(&self, builder: ClientBuilder, identified: bool) -> reqwest::Result<ClientBuilder> {
        let mut builder = builder;
        if let Some(file) = &self.options.ca_file {
            builder = builder.tls_certs_merge(Certificate::from_pem_bundle(&file.pem)?);
        }
        if let Some(certificate) = self.options.client_certificate.as_ref().filter(|_| identified) {
            builder = builder.identity(identity(certificate)?);
        }
        if self.options.insecure_skip_tls_verify {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        Ok(builder)
    }

    fn common(&self) -> ClientBuilder {
        let builder = Client::builder()
            .user_agent(self.options.user_agent.as_str())
            .connect_timeout(self.options.timeouts.connect)
            .redirect(Policy::none())
            .referer(false)
            .dns_resolver(self.guard.clone());
        if self.proxied { builder } else { builder.no_proxy() }
    }
}

fn identity(files: &ClientCertificate) -> reqwest::Result<Identity> {
    let mut pem = files.certificate.pem.clone();
    pem.push(b'\n');
    pem.extend_from_slice(&files.key.pem);
    Identity::from_pem(&pem)
}

fn certificates(file: &PemFile) -> Result<Vec<CertificateDer<'static>>> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&file.pem).collect();
    let certificates = read.map_err(|error| unusable(file, &format!("no usable certificate: broken PEM: {error}")))?;
    if certificates.is_empty() {
        return Err(unusable(file, "it holds no PEM certificate"));
    }
    Ok(certificates)
}

fn unusable(file: &PemFile, detail: &str) -> StoreError {
    StoreError::Configuration { location: file.name.clone(), detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clients(options: ClientOptions) -> Result<Clients> {
        let base = Url::parse("http://127.0.0.1:5000/").unwrap();
        Clients::new(options, Guard::new(&base), &base)
    }

    #[test]
    fn a_ca_file_without_certificates_is_named() {
        let file = PemFile { name: "ca.pem".to_owned(), pem: b"hello".to_vec() };
        let error = clients(ClientOptions { ca_file: Some(file), ..ClientOptions::default() }).err().unwrap();
        assert_eq!(error.to_string(), "ca.pem: it holds no PEM certificate");
    }

    #[test]
    fn a_ca_file_whose_certificate_is_none_is_named() {
        let pem = b"-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n".to_vec();
        let file = PemFile { name: "ca.pem".to_owned(), pem };
        let error = clients(ClientOptions { ca_file: Some(file), ..ClientOptions::default() }).err().unwrap();
        assert!(error.to_string().starts_with("ca.pem: no usable certificate: "), "{error}");
        assert!(error.hint().unwrap().contains("BEGIN CERTIFICATE"));
    }

    #[test]
    fn plain_clients_can_be_built() {
        let clients = clients(ClientOptions::default()).unwrap();
        assert!(clients.of(&Url::parse("http://127.0.0.1:5000/v2/").unwrap()).is_ok());
        assert!(clients.secure.get().is_none());
    }
}

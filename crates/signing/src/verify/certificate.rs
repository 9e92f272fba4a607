//! Whom a certificate names (Fulcio `docs/oid-info.md`, `docs/certificate-specification.md`).

use sigstore_types::DerCertificate;
use sigstore_verify::crypto::{CertificateInfo, parse_certificate_info};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::asn1::Utf8StringRef;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

use crate::Identity;
use crate::refusal::{Part, Refusal, shown};

/// The issuer as bare bytes, which Fulcio still writes for old readers.
const OLD_ISSUER: &str = "1.3.6.1.4.1.57264.1.1";
/// The issuer as a DER text.
const ISSUER: &str = "1.3.6.1.4.1.57264.1.8";
/// The names of the subject.
const SUBJECT_NAMES: &str = "2.5.29.17";

/// What a certificate says; its own signature is not verified here.
pub(super) struct Named {
    pub identity: Identity,
    pub claims: Vec<(&'static str, String)>,
}

/// Reads a certificate.
pub(super) fn read(der: &[u8]) -> Result<Named, Refusal> {
    let certificate = Certificate::from_der(der).map_err(|error| malformed(&error.to_string()))?;
    let info = parse_certificate_info(&DerCertificate::new(der.to_vec()));
    let info = info.map_err(|error| malformed(&error.to_string()))?;
    let identity = Identity { subject: subject(&certificate)?, issuer: issuer(&certificate)? };
    Ok(Named { identity, claims: claims(&info) })
}

fn malformed(detail: &str) -> Refusal {
    Refusal::new(Part::Certificate, shown(detail), "a certificate as Fulcio issues it, in DER")
}

fn identity(found: impl Into<String>, expected: &str) -> Refusal {
    Refusal::new(Part::Identity, found, expected)
}

/// The only extension of a kind.
fn extension<'c>(certificate: &'c Certificate, oid: &str) -> Result<Option<&'c [u8]>, Refusal> {
    let extensions = certificate.tbs_certificate.extensions.iter().flatten();
    let mut found = extensions.filter(|extension| extension.extn_id.to_string() == oid);
    let first = found.next().map(|extension| extension.extn_value.as_bytes());
    if found.next().is_some() {
        return Err(malformed(&format!("extension {oid} twice")));
    }
    Ok(first)
}

/// One name, an e-mail address or a URI: with several it would be open which one was checked.
fn subject(certificate: &Certificate) -> Result<String, Refusal> {
    let expected = "exactly one subject alternative name, an e-mail address or a URI";
    let value =
        extension(certificate, SUBJECT_NAMES)?.ok_or_else(|| identity("a certificate without a name", expected))?;
    let names = SubjectAltName::from_der(value).map_err(|error| malformed(&error.to_string()))?;
    match names.0.as_slice() {
        [GeneralName::Rfc822Name(address)] => Ok(address.to_string()),
        [GeneralName::UniformResourceIdentifier(uri)] => Ok(uri.to_string()),
        names => Err(identity(format!("{} names, or a name of another kind", names.len()), expected)),
    }
}

/// Extension 8 decides; the old one counts where there is no other, and must not contradict.
fn issuer(certificate: &Certificate) -> Result<String, Refusal> {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
    let encoded = |bytes: &[u8]| Utf8StringRef::from_der(bytes).ok().map(|text| text.as_str().to_owned());
    let new = extension(certificate, ISSUER)?
        .map(|bytes| encoded(bytes).ok_or_else(|| malformed("an issuer that is no UTF8String")))
        .transpose()?;
    let old = extension(certificate, OLD_ISSUER)?
        .map(|bytes| encoded(bytes).or_else(|| text(bytes)).ok_or_else(|| malformed("an old issuer that is no text")))
        .transpose()?;
    match (new, old) {
        (Some(new), Some(old)) if new != old => {
            let found = format!("two issuers: {:?} in extension 8, {:?} in extension 1", shown(&new), shown(&old));
            Err(identity(found, "the same issuer in both"))
        }
        (Some(issuer), _) | (None, Some(issuer)) => Ok(issuer),
        (None, None) => Err(identity("a certificate without an issuer", "the issuer's URL in extension 8")),
    }
}

fn claims(info: &CertificateInfo) -> Vec<(&'static str, String)> {
    let claims = &info.ci_claims;
    let named = [
        ("build signer URI", &claims.build_signer_uri),
        ("build signer digest", &claims.build_signer_digest),
        ("runner environment", &claims.runner_environment),
        ("source repository URI", &claims.source_repository_uri),
        ("source repository digest", &claims.source_repository_digest),
        ("source repository ref", &claims.source_repository_ref),
        ("source repository owner URI", &claims.source_repository_owner_uri),
        ("build config URI", &claims.build_config_uri),
        ("build config digest", &claims.build_config_digest),
        ("build trigger", &claims.build_trigger),
        ("run invocation URI", &claims.run_invocation_uri),
    ];
    named.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value))).collect()
}

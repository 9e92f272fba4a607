//! Certificates for identities.
//!
//! Source: Fulcio's `fulcio.proto`, `CreateSigningCertificate`: the token, the key, and a signature over the token's
//! holder as a proof that the key is ours. The token goes into the body, where the server looks first, and into the
//! `Authorization` header, where older servers do.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::json;
use signing::signer::SignerErrorKind;
use signing::{Identity, SignerError};
use sigstore_crypto::{CertificateInfo, KeyPair, parse_certificate_info};
use sigstore_types::DerCertificate;
use web::shown;
use zeroize::Zeroizing;

use crate::IdentityToken;
use crate::address::Address;
use crate::http::{Answer, Call, Http};

const PATH: &str = "/api/v2/signingCert";
/// A chain of three certificates has about 4 KiB.
const LIMIT: usize = 256 << 10;
const MOST_CERTIFICATES: usize = 10;

/// What Fulcio certified.
#[derive(Clone, Debug)]
pub(crate) struct Certified {
    /// The leaf.
    pub leaf: DerCertificate,
    /// Intermediates, then the root.
    pub chain: Vec<DerCertificate>,
    /// Whom the leaf names.
    pub identity: Identity,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issued {
    signed_certificate_embedded_sct: Option<WithChain>,
    signed_certificate_detached_sct: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct WithChain {
    chain: Chain,
}

#[derive(Deserialize)]
struct Chain {
    certificates: Vec<String>,
}

/// Lets Fulcio certify that the token's holder has the key.
///
/// # Errors
/// When it refuses the token, can't be reached, or certifies something else.
pub(crate) async fn certificate(
    http: &Http,
    fulcio: &Address,
    token: &IdentityToken,
    key: &KeyPair,
) -> Result<Certified, SignerError> {
    let url = fulcio.below(PATH);
    let secrets = token.secrets();
    let body = request(token, key).map_err(|detail| SignerError::configuration("the ephemeral key", detail))?;
    let headers = headers(token)?;
    let method = Method::POST;
    let call = Call { method, url: url.clone(), headers, body: &body, limit: LIMIT, secrets: &secrets, slow: false };
    let answer = http.send(&call).await?;
    if !answer.status.is_success() {
        return Err(refusal(&answer, token));
    }
    certified(&answer.body, key).map_err(|detail| SignerError::service(shown(&url), detail))
}

fn request(token: &IdentityToken, key: &KeyPair) -> Result<Zeroizing<Vec<u8>>, String> {
    let public = key.public_key_der().map_err(|error| error.to_string())?;
    let proof = key.sign(token.challenge().as_bytes()).map_err(|error| error.to_string())?;
    let body = json!({
        "credentials": {"oidcIdentityToken": token.secret().reveal()},
        "publicKeyRequest": {
            "publicKey": {"algorithm": "ECDSA", "content": public.to_pem()},
            "proofOfPossession": proof.to_base64(),
        },
    });
    Ok(Zeroizing::new(body.to_string().into_bytes()))
}

fn headers(token: &IdentityToken) -> Result<HeaderMap, SignerError> {
    let unusable = |_| SignerError::configuration(token.source(), "the token holds characters that no token has");
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.secret().reveal())).map_err(unusable)?;
    bearer.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, bearer), (CONTENT_TYPE, HeaderValue::from_static("application/json"))]))
}

/// Fulcio says 400 to tokens that it can't make sense of, and 401 to those that it does not trust.
fn refusal(answer: &Answer, token: &IdentityToken) -> SignerError {
    let error = answer.refusal(&token.secrets());
    if !answer.status.is_client_error() {
        return error;
    }
    let issuer = token.identity().issuer;
    let hint = format!("it must trust the issuer {issuer}, and the token from {} must be new", token.source());
    SignerError { kind: SignerErrorKind::Denied, ..error }.with_hint(hint)
}

fn certified(answer: &[u8], key: &KeyPair) -> Result<Certified, String> {
    let issued: Issued = serde_json::from_slice(answer).map_err(|error| format!("no usable answer: {error}"))?;
    let Some(WithChain { chain }) = issued.signed_certificate_embedded_sct else {
        return Err(match issued.signed_certificate_detached_sct {
            Some(_) => "the certificate's timestamp (SCT) comes apart from it, and no bundle can carry it".to_owned(),
            None => "no usable answer: it holds no certificate".to_owned(),
        });
    };
    if chain.certificates.len() > MOST_CERTIFICATES {
        return Err(format!("a chain of {} certificates, more than {MOST_CERTIFICATES}", chain.certificates.len()));
    }
    let parse = |pem: &String| DerCertificate::from_pem(pem).map_err(|error| format!("a broken certificate: {error}"));
    let mut certificates = chain.certificates.iter().map(parse).collect::<Result<Vec<_>, _>>()?.into_iter();
    let leaf = certificates.next().ok_or("no usable answer: an empty chain of certificates")?;
    let information = parse_certificate_info(&leaf).map_err(|error| format!("a broken certificate: {error}"))?;
    let ours = key.public_key_der().map_err(|error| error.to_string())?;
    if information.public_key != ours {
        return Err("the certificate is for another key than ours".to_owned());
    }
    Ok(Certified { identity: identity(&information)?, leaf, chain: certificates.collect() })
}

fn identity(certificate: &CertificateInfo) -> Result<Identity, String> {
    let subject = certificate.identity.as_ref().ok_or("the certificate names nobody")?;
    let issuer = certificate.issuer.as_ref().ok_or("the certificate names no OIDC issuer")?;
    Ok(Identity { subject: subject.as_str().to_owned(), issuer: issuer.clone() })
}

//! Public keys: `cosign.pub`.

use sigstore_crypto::{KeyAlgorithm, VerificationKey};
use sigstore_types::DerPublicKey;

use super::{MOST_BYTES, rsa_size};
use crate::{PublicKey, SignerError, pem};

/// Reads a public key in PEM. `what` names the file or variable in errors.
///
/// # Errors
/// [`SignerError`] when there is not exactly one public key, or one of an algorithm that can't be verified.
pub fn read(text: &[u8], what: &str) -> Result<PublicKey, SignerError> {
    let refused = |detail: String| SignerError::configuration(what, detail);
    if text.len() > MOST_BYTES {
        return Err(refused(format!("it has {} bytes, a key has at most {MOST_BYTES}", text.len())));
    }
    if is_der(text) {
        let error = refused("it is DER, expected PEM".to_owned());
        return Err(error.with_hint("`openssl pkey -pubin -inform DER -in FILE` turns a public key into that"));
    }
    let blocks = pem::read(text).map_err(refused)?;
    if blocks.iter().any(|block| block.label.ends_with("PRIVATE KEY")) {
        let error = refused("expected a public key in PEM, found a private one".to_owned());
        return Err(error.with_hint("keep it to yourself; `portolan key public --key FILE` prints its public half"));
    }
    match blocks.as_slice() {
        [block] if block.label == "PUBLIC KEY" => checked(&block.content).map_err(refused),
        [block] => {
            let label: String = block.label.chars().take(60).collect();
            Err(refused(format!("expected a PEM block of type \"PUBLIC KEY\", found {label:?}")))
        }
        blocks => Err(refused(format!("expected one PEM block of type \"PUBLIC KEY\", found {} blocks", blocks.len()))),
    }
}

/// A sequence with a length, which is no text.
fn is_der(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x30) && std::str::from_utf8(bytes).is_err()
}

const EXPECTED: &str = "expected ECDSA on P-256 or P-384, RSA, or Ed25519";

fn checked(der: &[u8]) -> Result<PublicKey, String> {
    let key = DerPublicKey::from_bytes(der);
    match KeyAlgorithm::from_spki(&key) {
        Ok(KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 | KeyAlgorithm::Ed25519 | KeyAlgorithm::Rsa) => {}
        Ok(_) => return Err(format!("its algorithm is not verified here: {EXPECTED}")),
        Err(error) => {
            return Err(format!("its algorithm is not verified here, or it is damaged: {EXPECTED} ({error})"));
        }
    }
    if let Some(bits @ ..2048) = rsa_size::of_public(der) {
        return Err(format!("it is RSA of {bits} bits, which is too small to be safe: expected 2048 or more"));
    }
    VerificationKey::from_spki(&key).map_err(|error| format!("its content can't be read: {error}"))?;
    Ok(PublicKey::from_spki(der))
}

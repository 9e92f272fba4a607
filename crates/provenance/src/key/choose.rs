//! Which key of a file is meant.
//!
//! As `helm package --key`: a key with exactly this name; else the only one with this text in a name
//! (Helm: `pkg/provenance/sign.go`, `NewFromKeyring`). Beyond Helm the end of a fingerprint names a key, with or
//! without `0x` and spaces, and nothing needs to be named where there is one key.

use super::KeyError;
use crate::certificate::Certificate;
use crate::signature::hex;
use pgp::types::KeyDetails as _;

/// Fewest digits of a fingerprint that name a key: those of a short key id.
const MIN_DIGITS: usize = 8;

/// Chooses among the keys of a file.
pub(super) fn choose(
    found: Vec<Certificate>,
    choice: Option<&str>,
    from_keybox: bool,
) -> Result<Certificate, KeyError> {
    let (secret, public): (Vec<_>, Vec<_>) = found.into_iter().partition(has_secret);
    match only(secret, choice) {
        Ok(Some(certificate)) => Ok(certificate),
        Err(error) => Err(error),
        Ok(None) => Err(match only(public, choice) {
            Ok(Some(certificate)) => KeyError::PublicOnly { key: certificate.shown(), from_keybox },
            Err(_) if choice.is_none() => KeyError::PublicOnly { key: "any key in it".to_owned(), from_keybox },
            _ => KeyError::NotFound { choice: choice.unwrap_or_default().to_owned() },
        }),
    }
}

fn has_secret(certificate: &Certificate) -> bool {
    certificate.secret.is_some() || certificate.subkeys.iter().any(|subkey| subkey.secret.is_some())
}

fn only(certificates: Vec<Certificate>, choice: Option<&str>) -> Result<Option<Certificate>, KeyError> {
    let matching = match choice {
        None => certificates,
        Some(choice) => matching(certificates, choice),
    };
    if matching.len() > 1 {
        let keys = matching.iter().take(5).map(Certificate::shown).collect::<Vec<_>>().join(", ");
        return Err(KeyError::Ambiguous { choice: choice.map(str::to_owned), keys });
    }
    Ok(matching.into_iter().next())
}

fn matching(certificates: Vec<Certificate>, choice: &str) -> Vec<Certificate> {
    let (exact, others): (Vec<_>, Vec<_>) =
        certificates.into_iter().partition(|one| one.names().iter().any(|name| name == choice));
    if let Some(first) = exact.into_iter().next() {
        return vec![first];
    }
    let digits = digits(choice);
    let named = |one: &Certificate| {
        one.names().iter().any(|name| name.contains(choice))
            || digits.as_ref().is_some_and(|digits| has_fingerprint(one, digits))
    };
    others.into_iter().filter(named).collect()
}

fn has_fingerprint(certificate: &Certificate, digits: &str) -> bool {
    let of_subkeys = certificate.subkeys.iter().map(|subkey| hex(&subkey.key.fingerprint()));
    std::iter::once(certificate.fingerprint()).chain(of_subkeys).any(|fingerprint| fingerprint.ends_with(digits))
}

/// A choice as the digits of a fingerprint, if it can be one.
fn digits(choice: &str) -> Option<String> {
    let compact: String = choice.chars().filter(|letter| !letter.is_whitespace()).collect();
    let compact = compact.to_uppercase();
    let digits = compact.strip_prefix("0X").unwrap_or(&compact).trim_end_matches('!');
    let is_hex = digits.len() >= MIN_DIGITS && digits.chars().all(|letter| letter.is_ascii_hexdigit());
    is_hex.then(|| digits.to_owned())
}

//! Steps 2 to 4: who signed, and whether he may.

use pgp::packet::{Signature, SignatureType};
use pgp::types::{KeyDetails, VerifyingKey};

use super::Refusal;
use crate::Keyring;
use crate::certificate::{Certificate, Subkey};
use crate::document::Document;
use crate::judge::{Unfit, judge, subkeys};
use crate::signature::{created, hash_name, hex, is_expired, is_strong, names, unknown_critical_part};

/// Most keys that are tried for one signature: key ids can be forged to collide.
const MAX_TRIED: usize = 16;

/// Who made a signature.
pub(super) struct Signer<'k> {
    pub(super) certificate: &'k Certificate,
    /// Of the key that made it.
    pub(super) fingerprint: String,
    pub(super) key_id: String,
    pub(super) is_subkey: bool,
    pub(super) names: Vec<String>,
    /// Which signature of the document.
    pub(super) index: usize,
}

/// A key of the keyring that a signature names as its maker.
enum Candidate<'k> {
    Primary(&'k Certificate),
    Subkey(&'k Certificate, &'k Subkey),
}

impl<'k> Candidate<'k> {
    fn certificate(&self) -> &'k Certificate {
        match self {
            Self::Primary(certificate) | Self::Subkey(certificate, _) => certificate,
        }
    }

    /// Whether it made the signature.
    fn made(&self, signature: &Signature, signed: &[u8]) -> bool {
        match self {
            Self::Primary(certificate) => verifies(signature, &certificate.primary, signed),
            Self::Subkey(_, subkey) => verifies(signature, &subkey.key, signed),
        }
    }

    /// Whether it may sign now.
    fn judge(&self, now: i64) -> Result<Vec<String>, Unfit> {
        let good = judge(self.certificate(), now)?;
        match self {
            Self::Primary(_) => good.primary()?,
            Self::Subkey(_, subkey) => good.subkey(subkey)?,
        }
        Ok(good.names())
    }

    fn signer(&self, names: Vec<String>, index: usize) -> Signer<'k> {
        let (certificate, is_subkey) = (self.certificate(), matches!(self, Self::Subkey(..)));
        let (fingerprint, key_id) = match self {
            Self::Primary(certificate) => identity(&certificate.primary),
            Self::Subkey(_, subkey) => identity(&subkey.key),
        };
        Signer { certificate, fingerprint, key_id, is_subkey, names, index }
    }
}

fn identity(key: &impl KeyDetails) -> (String, String) {
    (hex(&key.fingerprint()), key.legacy_key_id().to_string().to_uppercase())
}

fn verifies(signature: &Signature, key: &impl VerifyingKey, signed: &[u8]) -> bool {
    crate::judge::strength(key.public_params()).is_ok() && signature.verify(key, signed).is_ok()
}

/// Finds the maker of the first signature whose maker is in the keyring, as Helm does, and checks signature and key.
///
/// # Errors
/// [`Refusal`].
pub(super) fn find<'k>(document: &Document, keyring: &'k Keyring, now: i64) -> Result<Signer<'k>, Refusal> {
    let known = document.signatures.iter().enumerate().find_map(|(index, signature)| {
        let candidates = candidates(signature, keyring);
        (!candidates.is_empty()).then_some((index, signature, candidates))
    });
    let (index, signature, candidates) = known.ok_or_else(|| unknown(document))?;
    form(signature, now)?;
    let signed = document.signed();
    let maker = candidates.iter().find(|candidate| candidate.made(signature, &signed));
    let Some(maker) = maker else { return Err(no_maker(&candidates)) };
    // 4. May it sign?
    let names = maker.judge(now).map_err(|why| Refusal::Key { key: maker.certificate().shown(), why })?;
    Ok(maker.signer(names, index))
}

fn candidates<'k>(signature: &Signature, keyring: &'k Keyring) -> Vec<Candidate<'k>> {
    if signature.issuer_key_id().is_empty() && signature.issuer_fingerprint().is_empty() {
        return Vec::new();
    }
    let parts = |certificate: &'k Certificate| {
        let primary = names(signature, &certificate.primary).then_some(Candidate::Primary(certificate));
        let subkeys = subkeys(certificate).filter(|subkey| names(signature, &subkey.key));
        primary.into_iter().chain(subkeys.map(move |subkey| Candidate::Subkey(certificate, subkey)))
    };
    keyring.certificates().iter().flat_map(parts).take(MAX_TRIED).collect()
}

fn unknown(document: &Document) -> Refusal {
    let id = |signature: &Signature| {
        let fingerprint = signature.issuer_fingerprint().first().map(|one| hex(one));
        fingerprint.or_else(|| signature.issuer_key_id().first().map(|one| one.to_string().to_uppercase()))
    };
    let makers: Vec<String> = document.signatures.iter().filter_map(id).take(4).collect();
    Refusal::UnknownSigner { makers: if makers.is_empty() { "nobody".to_owned() } else { makers.join(", ") } }
}

/// Step 3, and the form of the signature.
fn form(signature: &Signature, now: i64) -> Result<(), Refusal> {
    if !matches!(signature.typ(), Some(SignatureType::Text | SignatureType::Binary)) {
        return Err(Refusal::Signature { detail: "it is no signature over a text".to_owned() });
    }
    if !is_strong(signature.hash_alg()) {
        return Err(Refusal::WeakHash { hash: hash_name(signature) });
    }
    if let Some(part) = unknown_critical_part(signature) {
        return Err(Refusal::Signature { detail: format!("it has a critical {part} that is not known here") });
    }
    if is_expired(signature, now) {
        return Err(Refusal::Signature { detail: "it has expired".to_owned() });
    }
    if created(signature) > now {
        return Err(Refusal::Signature { detail: "it was made in the future".to_owned() });
    }
    Ok(())
}

/// No key made the signature: it is wrong, or the key is so weak that it was not asked.
fn no_maker(candidates: &[Candidate<'_>]) -> Refusal {
    let weak = candidates.iter().find_map(|candidate| {
        let parameters = match candidate {
            Candidate::Primary(certificate) => certificate.primary.public_params(),
            Candidate::Subkey(_, subkey) => subkey.key.public_params(),
        };
        crate::judge::strength(parameters).err().map(|why| (candidate.certificate().shown(), why))
    });
    match weak {
        Some((key, why)) => Refusal::Key { key, why },
        None => Refusal::Signature { detail: "it is not over this text".to_owned() },
    }
}

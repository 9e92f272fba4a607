//! Which part of a key may sign at a time, and why another may not.
//!
//! The rules, for signing and for verifying alike:
//!
//! 1. The primary key is bound by its newest self-signature: on the primary name, or on the key itself.
//! 2. It must not be revoked, expired or of the future.
//! 3. A subkey is bound by the newest signature of the primary key, and consents with one of its own.
//! 4. A part signs when the signature that binds it says so. Without key flags Helm knows no signer
//!    (`go-crypto`, `KeysByIdUsage`).
//! 5. MD5, SHA-1 and RIPEMD-160 bind nothing.
//!
//! Sources: RFC 9580 §5.2.1 and §10.1, `go-crypto` (`openpgp/keys.go`), GnuPG (`g10/getkey.c`).

mod algorithm;
mod binding;
mod unfit;

use pgp::packet::{Signature, SignatureType};
use pgp::types::{KeyDetails, KeyVersion, Tag};

pub(crate) use algorithm::{is_readable_by_gnupg, strength};
use binding::{Bound, newest};
pub use unfit::Unfit;

use crate::certificate::{Certificate, Subkey, User};
use crate::signature::{created, key_flags, key_lifetime, names};

/// Most names and most subkeys of a key that are looked at.
const MAX_PARTS: usize = 64;

/// A certificate whose primary key is good at a time.
pub(crate) struct Good<'c> {
    certificate: &'c Certificate,
    binding: Bound<'c>,
    now: i64,
}

/// Judges the primary key.
///
/// # Errors
/// [`Unfit`].
pub(crate) fn judge(certificate: &Certificate, now: i64) -> Result<Good<'_>, Unfit> {
    let primary = &certificate.primary;
    let revocations =
        certificate.direct.iter().filter(|one| is(one, SignatureType::KeyRevocation) && names(one, primary));
    if let Some(revocation) = revocations.take(MAX_PARTS).find(|one| one.verify_key(primary).is_ok()) {
        return Err(Unfit::revoked(revocation));
    }
    strength(primary.public_params())?;
    lives(primary, None, now)?;
    let binding = primary_binding(certificate, now)?;
    lives(primary, binding.lifetime, now)?;
    Ok(Good { certificate, binding, now })
}

impl<'c> Good<'c> {
    /// Whether the primary key may sign.
    ///
    /// # Errors
    /// [`Unfit`].
    pub(crate) fn primary(&self) -> Result<(), Unfit> {
        may_sign(self.binding.signature, self.certificate.subkeys.is_empty())
    }

    /// Whether a subkey may sign.
    ///
    /// # Errors
    /// [`Unfit`].
    pub(crate) fn subkey(&self, subkey: &Subkey) -> Result<(), Unfit> {
        let primary = &self.certificate.primary;
        let revoked = subkey.signatures.iter().filter(|one| is(one, SignatureType::SubkeyRevocation));
        let mut revoked = revoked.filter(|one| names(one, primary)).take(MAX_PARTS);
        if let Some(revocation) = revoked.find(|one| one.verify_subkey_binding(primary, &subkey.key).is_ok()) {
            return Err(Unfit::revoked(revocation));
        }
        lives(&subkey.key, None, self.now)?;
        let bindings = subkey.signatures.iter().filter(|one| is(one, SignatureType::SubkeyBinding));
        let verified = |one: &Signature| one.verify_subkey_binding(primary, &subkey.key).is_ok();
        let binding = newest(bindings.filter(|one| names(one, primary)), self.now, verified)?;
        may_sign(binding, false)?;
        strength(subkey.key.public_params())?;
        lives(&subkey.key, key_lifetime(binding), self.now)?;
        self.consents(subkey, binding)
    }

    /// Without the subkey's own signature anybody could claim its signatures for himself.
    fn consents(&self, subkey: &Subkey, binding: &Signature) -> Result<(), Unfit> {
        let consent = binding.embedded_signature().filter(|one| is(one, SignatureType::KeyBinding));
        let consent = consent.ok_or(Unfit::NoConsent)?;
        newest([consent].into_iter(), self.now, |one| {
            one.verify_primary_key_binding(&subkey.key, &self.certificate.primary).is_ok()
        })
        .map_err(|unfit| if matches!(unfit, Unfit::Unbound) { Unfit::NoConsent } else { unfit })?;
        Ok(())
    }

    /// The names that the key's holder signed and did not take back.
    pub(crate) fn names(&self) -> Vec<String> {
        let users = self.certificate.users.iter().take(MAX_PARTS);
        let signed = users.filter(|user| user_binding(self.certificate, user, self.now).is_ok());
        signed.map(User::name).collect()
    }
}

/// The subkeys that are looked at.
pub(crate) fn subkeys(certificate: &Certificate) -> impl Iterator<Item = &Subkey> {
    certificate.subkeys.iter().take(MAX_PARTS)
}

/// Step 1.
fn primary_binding(certificate: &Certificate, now: i64) -> Result<Bound<'_>, Unfit> {
    let primary = &certificate.primary;
    let direct = certificate.direct.iter().filter(|one| is(one, SignatureType::Key) && names(one, primary));
    let direct = newest(direct, now, |one| one.verify_key(primary).is_ok());
    // RFC 9580 §5.2.3.10: keys of version 6 say everything about themselves in a signature on the key.
    if primary.version() == KeyVersion::V6 {
        return direct.map(|signature| Bound { signature, lifetime: key_lifetime(signature) });
    }
    let users: Vec<Result<&Signature, Unfit>> =
        certificate.users.iter().take(MAX_PARTS).map(|user| user_binding(certificate, user, now)).collect();
    let best = users.iter().flatten().max_by_key(|one| (one.is_primary(), created(one))).copied();
    let lifetime = |one: Option<&Signature>| one.and_then(key_lifetime);
    if let Some(signature) = best {
        let lifetime = lifetime(Some(signature)).or_else(|| lifetime(direct.as_ref().ok().copied()));
        return Ok(Bound { signature, lifetime });
    }
    match direct {
        Ok(signature) if users.is_empty() => Ok(Bound { signature, lifetime: key_lifetime(signature) }),
        Ok(_) | Err(Unfit::Unbound) => Err(users.into_iter().find_map(Result::err).unwrap_or(Unfit::Unbound)),
        Err(unfit) => Err(unfit),
    }
}

fn user_binding<'c>(certificate: &'c Certificate, user: &'c User, now: i64) -> Result<&'c Signature, Unfit> {
    let primary = &certificate.primary;
    let verified = |one: &Signature| one.verify_certification(primary, Tag::UserId, &user.id).is_ok();
    let own = || user.signatures.iter().filter(|one| names(one, primary));
    let binding = newest(own().filter(|one| is_certification(one)), now, verified)?;
    let revoked = own().filter(|one| is(one, SignatureType::CertRevocation) && created(one) >= created(binding));
    match revoked.take(binding::MAX_TRIED).find(|one| verified(one)) {
        Some(revocation) => Err(Unfit::revoked(revocation)),
        None => Ok(binding),
    }
}

fn is(signature: &Signature, kind: SignatureType) -> bool {
    signature.typ() == Some(kind)
}

fn is_certification(signature: &Signature) -> bool {
    use SignatureType::{CertCasual, CertGeneric, CertPersona, CertPositive};
    matches!(signature.typ(), Some(CertGeneric | CertPersona | CertCasual | CertPositive))
}

/// Step 2, but for revocations.
fn lives(key: &impl KeyDetails, lifetime: Option<i64>, now: i64) -> Result<(), Unfit> {
    let born = i64::from(key.created_at().as_secs());
    if born > now {
        return Err(Unfit::NotYetValid { from: born });
    }
    match lifetime.map(|seconds| born.saturating_add(seconds)) {
        Some(end) if end <= now => Err(Unfit::Expired { at: end }),
        _ => Ok(()),
    }
}

/// Step 4.
fn may_sign(binding: &Signature, alone: bool) -> Result<(), Unfit> {
    match key_flags(binding) {
        None => Err(Unfit::NoFlags),
        Some(flags) if flags.sign() => Ok(()),
        Some(flags) if flags.certify() => Err(Unfit::CertifyOnly { alone }),
        Some(_) => Err(Unfit::NotForSigning),
    }
}

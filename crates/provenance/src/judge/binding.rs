//! The signature that binds a part of a key: the newest valid one.

use pgp::packet::Signature;

use super::Unfit;
use crate::signature::{created, is_expired, is_strong, unknown_critical_part};

/// Most signatures that are tried for one part of a key.
pub(super) const MAX_TRIED: usize = 16;

/// The signature that binds a primary key, and how long the key lives by it.
pub(super) struct Bound<'c> {
    pub(super) signature: &'c Signature,
    /// Seconds since the key's creation.
    pub(super) lifetime: Option<i64>,
}

/// The newest signature that is verified, strong and not of the future.
///
/// # Errors
/// [`Unfit::WeakHash`] when only weak ones would be, [`Unfit::BindingExpired`] when it has expired,
/// [`Unfit::Unbound`] when there is none.
pub(super) fn newest<'c>(
    signatures: impl Iterator<Item = &'c Signature>,
    now: i64,
    verified: impl Fn(&Signature) -> bool,
) -> Result<&'c Signature, Unfit> {
    let mut candidates: Vec<&Signature> = signatures.filter(|one| created(one) <= now).collect();
    candidates.sort_by_key(|one| std::cmp::Reverse((is_strong(one.hash_alg()), created(one))));
    let mut valid = candidates.into_iter().take(MAX_TRIED).filter(|one| verified(one));
    match valid.next() {
        None => Err(Unfit::Unbound),
        Some(one) if !is_strong(one.hash_alg()) => Err(Unfit::WeakHash { hash: crate::signature::hash_name(one) }),
        Some(one) if is_expired(one, now) => Err(Unfit::BindingExpired),
        Some(one) => match unknown_critical_part(one) {
            Some(part) => Err(Unfit::UnknownPart { part }),
            None => Ok(one),
        },
    }
}

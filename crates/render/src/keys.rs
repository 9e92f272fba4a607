//! Keys and hashes that renders with equal chance share: a 4096-bit key of RSA takes longer than most charts, and who
//! renders a chart in many scenarios with one seed gets the same keys in each.

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::HashMap;
use sha2::{Digest as _, Sha256};

use crate::crypto::PrivateKey;
use crate::random::Random;

/// Keys that are kept. Real charts ask for up to twelve.
const MAX_KEPT: usize = 512;

/// What kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyKind {
    /// RSA with so many bits.
    Rsa(u64),
    /// DSA.
    Dsa,
    /// ECDSA on P-256.
    Ecdsa,
    /// Ed25519.
    Ed25519,
}

/// What is computed once for each question.
type Kept<Q, A> = Arc<Mutex<HashMap<Q, Arc<OnceLock<A>>>>>;

/// Keys and hashes made so far; clones share them.
#[derive(Clone, Default)]
pub struct Keys {
    keys: Kept<(KeyKind, [u8; 32]), Arc<PrivateKey>>,
    hashes: Kept<(Vec<u8>, [u8; 16]), String>,
}

impl Keys {
    /// The key of a render that follows from its seed and from how many keys were made before. What else the render has
    /// drawn from its randomness does not matter: so another one with the same seed gets the same keys.
    pub(crate) fn make(&self, kind: KeyKind, seed: &[u8; 32], before: u32) -> Arc<PrivateKey> {
        let seed = Sha256::new().chain_update(b"key").chain_update(seed).chain_update(before.to_be_bytes()).finalize();
        let seed: [u8; 32] = seed.into();
        once(&self.keys, (kind, seed), || Arc::new(generate(kind, &mut Random::new(seed))))
    }

    /// The hash of a password with a salt.
    pub(crate) fn hash(&self, password: &[u8], salt: [u8; 16], make: impl FnOnce() -> String) -> String {
        once(&self.hashes, (password.to_vec(), salt), make)
    }
}

/// The answer to a question, which others wait for while one computes it.
fn once<Q: Eq + Hash, A: Clone>(kept: &Kept<Q, A>, question: Q, make: impl FnOnce() -> A) -> A {
    let place = {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        Arc::clone(kept.entry(question).or_default())
    };
    place.get_or_init(make).clone()
}

fn generate(kind: KeyKind, random: &mut Random) -> PrivateKey {
    match kind {
        KeyKind::Rsa(bits) => PrivateKey::generate_rsa(random, bits),
        KeyKind::Dsa => PrivateKey::generate_dsa(random),
        KeyKind::Ecdsa => PrivateKey::generate_ecdsa(random),
        KeyKind::Ed25519 => PrivateKey::generate_ed25519(random),
    }
}

impl fmt::Debug for Keys {
    /// Keys are secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_chance_gives_equal_keys_with_and_without_memory() {
        let make = |keys: &Keys, before| keys.make(KeyKind::Ed25519, &[7; 32], before).to_pem();
        let shared = Keys::default();
        let first = make(&shared, 1);
        assert_eq!(make(&shared.clone(), 1), first);
        assert_eq!(make(&Keys::default(), 1), first);
        assert_ne!(make(&shared, 2), first);
    }
}

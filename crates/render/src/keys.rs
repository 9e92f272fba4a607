//! Keys that renders with equal chance share: a 4096-bit key of RSA takes longer than most charts, and who renders a chart
//! in many scenarios with one seed gets the same keys in each.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::HashMap;

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

type Kept = HashMap<(KeyKind, [u8; 32]), Arc<OnceLock<Arc<PrivateKey>>>>;

/// Keys made so far; clones share them.
#[derive(Clone, Default)]
pub struct Keys(Arc<Mutex<Kept>>);

impl Keys {
    /// A key that follows from what randomness gives next.
    pub(crate) fn make(&self, kind: KeyKind, random: &mut Random) -> Arc<PrivateKey> {
        let seed = random.bytes();
        let place = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= MAX_KEPT {
                kept.clear();
            }
            Arc::clone(kept.entry((kind, seed)).or_default())
        };
        Arc::clone(place.get_or_init(|| Arc::new(generate(kind, &mut Random::new(seed)))))
    }
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
        let make = |keys: &Keys, seed| keys.make(KeyKind::Ed25519, &mut Random::new([seed; 32]));
        let shared = Keys::default();
        let first = make(&shared, 1);
        assert_eq!(make(&shared.clone(), 1), first);
        assert_eq!(make(&Keys::default(), 1), first);
        assert_ne!(make(&shared, 2), first);
    }
}

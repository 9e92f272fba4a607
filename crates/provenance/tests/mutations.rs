//! Keys, keyrings and provenance files that are almost right: nothing panics or takes long, and no change of a
//! provenance file proves something else. The mutations are the same in every run.

mod common;

use std::time::{Duration, Instant};

use common::{ARCHIVE, NOW, SOURCE_TIME, file, key, packed, ring, signed_by};
use provenance::{Key, Keyring, make, verify};

/// What one input may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);

/// Xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }

    /// The bytes after one to three changes: flipped, cut, or doubled.
    fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len() + 1);
            let end = bytes.len().min(at + 1 + self.below(24));
            let to = self.below(bytes.len() + 1);
            match self.below(4) {
                0 | 1 => bytes[at..end].iter_mut().take(1).for_each(|byte| *byte ^= 1 << self.below(8)),
                2 => drop(bytes.drain(at..end)),
                _ => {
                    let piece = bytes[at..end].to_vec();
                    drop(bytes.splice(to..to, piece));
                }
            }
        }
        bytes
    }
}

fn for_mutations(count: usize, seed: &[u8], check: impl Fn(&[u8])) {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for number in 0..count {
        let bytes = random.mutated(seed);
        let begun = Instant::now();
        check(&bytes);
        assert!(begun.elapsed() < LONGEST, "mutation {number} took {:?}", begun.elapsed());
    }
}

#[test]
fn a_changed_key_signs_well_or_not_at_all() {
    let chart = packed();
    for name in ["ed.gpg", "ed-dummy.gpg", "ecdsa.gpg", "lou.gpg", "revo.gpg"] {
        for_mutations(150, &file(name), |bytes| {
            if let Ok(key) = Key::read(bytes, Some(b"open sesame"), None, NOW)
                && let Ok(file) = make(&key, &chart.metadata, ARCHIVE, &chart.sha256, SOURCE_TIME)
            {
                verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &key.public(), NOW).unwrap();
            }
        });
    }
}

#[test]
fn a_changed_keyring_trusts_nobody_else() {
    let (chart, file_of_sue) = signed_by(&key("sue.gpg"));
    let sue = key("sue.gpg").fingerprint();
    for name in ["pubring.kbx", "sue.pub.asc"] {
        for_mutations(150, &file(name), |bytes| {
            let Ok(ring) = Keyring::read(bytes) else { return };
            if let Ok(verified) = verify(&file_of_sue, ARCHIVE, &chart.bytes, &chart.metadata, &ring, NOW) {
                assert_eq!(verified.fingerprint, sue);
            }
        });
    }
}

#[test]
fn a_changed_provenance_file_proves_nothing_else() {
    let (chart, file) = signed_by(&key("ed.gpg"));
    let keyring = ring("ed.gpg");
    let proven = verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &keyring, NOW).unwrap();
    for_mutations(2000, &file, |bytes| {
        if let Ok(verified) = verify(bytes, ARCHIVE, &chart.bytes, &chart.metadata, &keyring, NOW) {
            assert_eq!(verified, proven);
        }
    });
}

/// A hundred megabytes, nested and compressed packets, many blocks and many signatures.
#[test]
fn size_alone_is_refused() {
    let begun = Instant::now();
    let mut armour = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n".to_vec();
    armour.resize(100 << 20, b'A');
    assert!(Keyring::read(&armour).is_err());
    let (chart, file) = signed_by(&key("ed.gpg"));
    assert!(verify(&armour, ARCHIVE, &chart.bytes, &chart.metadata, &ring("ed.gpg"), NOW).is_err());
    let blocks = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n-----END PGP PUBLIC KEY BLOCK-----\n".repeat(200_000);
    assert!(Keyring::read(&blocks).is_err());
    let headers = [b"-----BEGIN PGP SIGNED MESSAGE-----\n".to_vec(), b"Hash: SHA512\n".repeat(200_000)].concat();
    assert!(verify(&headers, ARCHIVE, &chart.bytes, &chart.metadata, &ring("ed.gpg"), NOW).is_err());
    let lines = [&file[..60], &b"-\n".repeat(1 << 20)].concat();
    assert!(verify(&lines, ARCHIVE, &chart.bytes, &chart.metadata, &ring("ed.gpg"), NOW).is_err());
    assert!(begun.elapsed() < LONGEST, "{:?}", begun.elapsed());
}

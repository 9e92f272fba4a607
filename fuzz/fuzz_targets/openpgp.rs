//! Keys, keyrings and provenance files: whatever is read, a key that signs makes a file that verifies.
#![no_main]
use chart::Metadata;
use provenance::{Key, Keyring, make, verify};

const NOW: i64 = 1_795_651_200;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let metadata = Metadata::default();
    if let Ok(keyring) = Keyring::read(bytes) {
        let _ = verify(bytes, "a-1.0.0.tgz", b"", &metadata, &keyring, NOW);
    }
    let Ok(key) = Key::read(bytes, Some(b""), None, NOW) else { return };
    let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    if let Ok(file) = make(&key, &metadata, "a-1.0.0.tgz", sha256, 0) {
        verify(&file, "a-1.0.0.tgz", b"", &metadata, &key.public(), NOW).unwrap();
    }
});

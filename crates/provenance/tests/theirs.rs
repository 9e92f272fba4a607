//! Provenance files by Helm 4.3.1 and GnuPG 2.2.40 over an archive by Helm (`theirs/`); `helm verify` takes them all.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use common::ring;
use provenance::{Error, Verified, verify};

const ARCHIVE: &[u8] = include_bytes!("theirs/demo-1.0.0.tgz");
/// 2027-01-01.
const NOW: i64 = 1_798_761_600;

fn verified(file: &[u8]) -> Result<Verified, Error> {
    let metadata = chart::load_archive(ARCHIVE).unwrap().metadata;
    verify(file, "demo-1.0.0.tgz", ARCHIVE, &metadata, &ring("pubring.kbx"), NOW)
}

#[test]
fn i03_helms_files_verify() {
    let rsa = verified(include_bytes!("theirs/helm-rsa.prov")).unwrap();
    assert_eq!(rsa.user_ids, ["Rita RSA <rita@example.org>"]);
    assert_eq!((rsa.hash.as_str(), rsa.signed_with_subkey), ("SHA512", false));
    let eddsa = verified(include_bytes!("theirs/helm-eddsa.prov")).unwrap();
    assert_eq!(eddsa.user_ids, ["Ed Ward <ed@example.org>"]);
}

#[test]
fn i03_gnupgs_files_verify() {
    let rita = verified(include_bytes!("theirs/gpg-rita.prov")).unwrap();
    assert_eq!((rita.hash.as_str(), rita.signed_with_subkey), ("SHA256", false));
    assert!(!verified(include_bytes!("theirs/gpg-ed.prov")).unwrap().signed_with_subkey);
    assert!(verified(include_bytes!("theirs/gpg-sue.prov")).unwrap().signed_with_subkey);
    verified(include_bytes!("theirs/gpg-two.prov")).unwrap();
}

#[test]
fn c25_gnupgs_signature_over_sha1_is_refused() {
    let error = verified(include_bytes!("theirs/gpg-sha1.prov")).unwrap_err();
    assert!(error.to_string().contains("over SHA1"), "{error}");
}

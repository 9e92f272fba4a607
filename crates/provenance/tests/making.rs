//! Making provenance files, and verifying them.

mod common;

use common::{ARCHIVE, NOW, SOURCE_TIME, file, key, packed, packed_as, ring, signed_by, text};
use provenance::{Key, make, verify};

#[test]
fn i03_rsa_eddsa_and_ecdsa_keys_sign_and_verify() {
    for name in ["rita.gpg", "ed.gpg", "sue.gpg", "sue-stub.gpg", "ecdsa.gpg"] {
        let (chart, file) = signed_by(&key(name));
        let verified = verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &ring(name), NOW).unwrap();
        assert_eq!((verified.hash.as_str(), verified.time), ("SHA512", SOURCE_TIME), "{name}");
        assert_eq!(verified.signed_with_subkey, name.starts_with("sue"), "{name}");
        assert_eq!(verified.archive_digest, format!("sha256:{}", chart.sha256));
    }
}

#[test]
fn the_newest_signing_subkey_is_taken() {
    let sue = key("sue.gpg");
    assert_ne!(sue.fingerprint(), sue.signing_fingerprint());
    assert_eq!(sue.signing_fingerprint(), key("sue-stub.gpg").signing_fingerprint());
    assert_eq!(sue.user_ids(), ["Sub Sue <sue@example.org>"]);
    // A month earlier the RSA subkey did not exist, and the other one signs.
    let february = 1_708_000_000;
    let earlier = Key::read(&file("sue.gpg"), None, None, february).unwrap();
    assert_ne!(earlier.signing_fingerprint(), sue.signing_fingerprint());
}

#[test]
fn the_bytes_are_the_same_every_time() {
    for name in ["rita.gpg", "ed.gpg", "sue.gpg", "ecdsa.gpg"] {
        assert_eq!(signed_by(&key(name)).1, signed_by(&key(name)).1, "{name}");
    }
}

#[test]
fn the_text_is_helms() {
    let (chart, file) = signed_by(&key("ed.gpg"));
    let text = text(&file);
    let start = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\napiVersion: v2\n";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("\nkeywords:\n- - -x\n- - \"true\"\n"), "{text}");
    let sums =
        format!("\n\n...\nfiles:\n  demo-1.0.0.tgz: sha256:{}\n\n-----BEGIN PGP SIGNATURE-----\n\n", chart.sha256);
    assert!(text.contains(&sums), "{text}");
    assert!(text.ends_with("\n-----END PGP SIGNATURE-----"), "{text}");
}

#[test]
fn the_signature_is_no_older_than_the_key() {
    let chart = packed();
    let file = make(&key("sue.gpg"), &chart.metadata, ARCHIVE, &chart.sha256, 0).unwrap();
    let verified = verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &ring("sue.gpg"), NOW).unwrap();
    assert_eq!(verified.time, 1_709_251_200);
}

#[test]
fn a_source_time_of_the_future_is_refused() {
    let chart = packed();
    let error = make(&key("ed.gpg"), &chart.metadata, ARCHIVE, &chart.sha256, NOW + 60).unwrap_err();
    assert!(error.to_string().contains("60 seconds in the future"), "{error}");
}

#[test]
fn awkward_texts_come_back() {
    let awkward = [
        "description: \"blanks at the end   \\nof a line\\t\\n\"",
        "description: |\n  -----BEGIN PGP SIGNATURE-----\n  ...\n  ---\n",
        "description: \"\\n...\\nfiles: {}\\n\"",
        "description: \"From \u{fc}ber \u{1f600} \\r\\n x\"",
        "annotations:\n  a: |\n    one  \n\n    two\n    \n  '- x': '- y'",
        "maintainers:\n- name: \"-----END PGP SIGNATURE-----\"\n",
    ];
    for awkward in awkward {
        let chart = packed_as(&format!("apiVersion: v2\nname: demo\nversion: 1.0.0\n{awkward}\n"));
        let file = make(&key("ed.gpg"), &chart.metadata, ARCHIVE, &chart.sha256, SOURCE_TIME).unwrap();
        verify(&file, ARCHIVE, &chart.bytes, &chart.metadata, &ring("ed.gpg"), NOW).unwrap();
    }
}

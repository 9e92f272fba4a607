use super::*;

/// A key that was made for this test.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIPtgCLRJRJQRp1HcbGpcDmadl2atMfmX1am5MQHt4FN4oAoGCCqGSM49
AwEHoUQDQgAEgjZ3ynwwH5sKCMEpk+W9waPO6q5KlV6dm2F4+8wFiE2kOkwJG94j
FWADIQQo4FxJTCHNdwnUTsZSrbfvh38CiA==
-----END EC PRIVATE KEY-----
";

fn told(text: &str) -> Vec<&'static str> {
    find(text.as_bytes()).into_iter().map(|secret| secret.what).collect()
}

#[test]
fn private_keys_are_found_however_they_are_written() {
    let indented = KEY.replace('\n', "\n    ");
    let escaped = format!("{{\"key\": \"{}\"}}", KEY.replace('\n', "\\n"));
    let commented = KEY.replace('\n', "\n# ");
    let packed = format!("tls.key: {}\n", gostd::base64::encode(KEY.as_bytes()));
    for text in [KEY, &indented, &escaped, &commented, &packed] {
        assert_eq!(told(text), ["a private key"], "{text}");
    }
    assert_eq!(find(format!("a: |\n  {indented}").as_bytes())[0].at, 7);
}

#[test]
fn placeholders_are_no_keys() {
    for text in [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n{{ .Values.key }}\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n<your key>\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n",
        "-----BEGIN CERTIFICATE-----\nMHcCAQEE\n-----END CERTIFICATE-----\n",
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==",
        &KEY.replace("FWADIQQo4FxJ", "FWAD"),
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

/// Put together here, so that nobody takes the test for a leak.
fn github(checksum: &str) -> String {
    ["gh", "p_", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", checksum].concat()
}

#[test]
fn tokens_need_their_checksum_or_variety() {
    assert_eq!(told(&format!("token: {}\n", github("0mLq17"))), ["a token of GitHub"]);
    assert_eq!(told(&format!("token: {}\n", github("0mLq18"))), [""; 0]);
    assert_eq!(told(&format!("token: x{}\n", github("0mLq17"))), [""; 0]);
    let slack = |secret: &str| ["xo", "xb-17653672481-19874698323-", secret].concat();
    assert_eq!(told(&slack("pdFZKVeTuE8sk7oOcBrzbqgy")), ["a token of Slack"]);
    assert_eq!(told(&slack("xxxxxxxxxxxxxxxxxxxxxxxx")), [""; 0]);
    assert_eq!(told("xoxb-your-token, ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, glpat-xxxxxxxxxxxxxxxxxxxx"), [""; 0]);
}

#[test]
fn amazon_keys_need_both_halves() {
    let id = ["AK", "IA", "Q6LY3WDPT7ZKMV4H"].concat();
    let key = ["aX9/kQ2mZr7LtPwV", "4sBnYc8DfGhJ5eUi1oRxTz+q"].concat();
    assert_eq!(told(&format!("id: {id}\nkey: {key}\n")), ["an access key of AWS"]);
    assert_eq!(told(&format!("id: {id}\n")), [""; 0]);
    assert_eq!(told("id: AKIAIOSFODNN7EXAMPLE\nkey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"), [""; 0]);
}

#[test]
fn passwords_of_registries_are_found() {
    let config = |pair: &str| {
        format!("{{\"auths\": {{\"r.io\": {{\"auth\": \"{}\"}}}}}}", gostd::base64::encode(pair.as_bytes()))
    };
    assert_eq!(told(&config("ann:h7Gq0zPw4RtB")), ["a registry's password"]);
    for pair in ["user:password123", "user:changeme1", "your-user:your-pass1", "nothing"] {
        assert_eq!(told(&config(pair)), [""; 0], "{pair}");
    }
    let packed = gostd::base64::encode(config("ann:h7Gq0zPw4RtB").replace(' ', "").as_bytes());
    assert_eq!(told(&format!(".dockerconfigjson: {packed}")), ["a registry's password"]);
}

#[test]
fn passwords_of_registries_need_no_pair() {
    let config = |password: &str| {
        format!("{{\"auths\": {{\"r.io\": {{\"username\": \"ann\", \"password\": \"{password}\"}}}}}}")
    };
    assert_eq!(told(&config("h7Gq0zPw4RtB")), ["a registry's password"]);
    let packed = gostd::base64::encode(config("h7Gq0zPw4RtB").replace(' ', "").as_bytes());
    assert_eq!(told(&packed), ["a registry's password"]);
    for other in ["password123", "{{ .Values.p1 }}", "$PASSWORD_1", "<h7Gq0zPw4RtB>", "changeme1", "short1", ""] {
        assert_eq!(told(&config(other)), [""; 0], "{other}");
    }
    let pair = gostd::base64::encode(b"ann:h7Gq0zPw4RtB");
    let both = config("h7Gq0zPw4RtB").replace("}}}", &format!(", \"auth\": \"{pair}\"}}}}}}"));
    assert_eq!(told(&both), ["a registry's password"]);
}

#[test]
fn tokens_may_have_no_digit() {
    for prefix in [["glp", "at-"].concat(), ["dckr", "_pat_"].concat()] {
        assert_eq!(told(&format!("{prefix}QzWsXedCRfvTGbyhNUjmIKolPq")).len(), 1, "{prefix}");
        for other in ["ReplaceThisByTheRealOneHere", "aaaaaaaaaaBBBBBBBBBBBBBBBBB", "AbCdEfGhIjKlMnOpQrStUvWxYz"] {
            assert_eq!(told(&format!("{prefix}{other}")), [""; 0], "{other}");
        }
    }
}

#[test]
fn restricted_keys_and_tokens_of_apps_are_found() {
    assert_eq!(told(&["rk", "_live_", "h7Gq0zPw4RtBk2LmN9sVxYc5"].concat()), ["a key of Stripe"]);
    let slack = |secret: &str| ["xa", "pp-1-A0B1C2D3E4F-9876543210987-", secret].concat();
    let secret = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    assert_eq!(told(&slack(secret)), ["a token of Slack"]);
    assert_eq!(told(&slack(&"x".repeat(64))), [""; 0]);
    assert_eq!(told(&slack(&"0".repeat(64))), [""; 0]);
}

/// Keys that were made for this test; the second has a passphrase.
const OPEN_PGP: [&str; 2] = [
    "-----BEGIN PGP PRIVATE KEY BLOCK-----

lFgEawh55hYJKwYBBAHaRw8BAQdArl7JxYMRHTwUReEx3VX7szMVlT9gVY8d4srt
PK8LqxwAAQCSkfOr9FS9sczrjayUIT9Jyw+iObqbpe4NhkWzs3ngthKPtBV0ZXN0
IDxhQGRlbW8uZXhhbXBsZT6IkAQTFggAOBYhBF+DMHUgcWu/3smFltZeCpUukEpT
BQJrCHnmAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJENZeCpUukEpTddwB
AOcZG+bF/+lYJjI2lqvwdUNdFFu2SrFp29zbtrf07tcbAP99POPkBYWDUM/Pe9lf
kp0yz+PDclmPyH4OYtewkywSDA==
=LRnb
-----END PGP PRIVATE KEY BLOCK-----
",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----

lIYEawh55xYJKwYBBAHaRw8BAQdAB+78OJIolLNdlVE7l/txV5nlqOTAN2yenMuB
xStAVKX+BwMCEpmHRQLuAFL/LoLDcOr7FLi9BFFQU5l6GFHytE1hYouwk1Mnjzfm
JnvdqKVquzjKG10Uh6powmjHvevqTRuMEH+7RcULCorU69GzBVNOO7QUdHdvIDxi
QGRlbW8uZXhhbXBsZT6IkAQTFggAOBYhBPFGql6AC6HJ6ndvUK+plkENjxEZBQJr
CHnnAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJEK+plkENjxEZA6EA/ijZ
7UeGpkCQ+SzisBC3J7YztgOQVGNu9wad58uPxjUGAP9xcFZPU0lsyghC9/8qaWxW
kLnDZvwNjL8KYbRpOhAJAg==
=leEG
-----END PGP PRIVATE KEY BLOCK-----
",
];

#[test]
fn keys_of_open_pgp_are_found() {
    let [plain, protected] = OPEN_PGP;
    assert_eq!(told(plain), ["a PGP private key"]);
    assert_eq!(told(&plain.replace('\n', "\n  ")), ["a PGP private key"]);
    assert_eq!(told(&plain.replace('\n', "\\n")), ["a PGP private key"]);
    assert_eq!(told(&plain.replacen("\n\n", "\nComment: for a test\n\n", 1)), ["a PGP private key"]);
    assert_eq!(told(protected), ["an encrypted PGP private key"]);
    let begin = "-----BEGIN PGP PRIVATE KEY BLOCK-----";
    let end = "-----END PGP PRIVATE KEY BLOCK-----";
    for body in ["lQVYBF", "<your key>", "", "lFgEawh55hYJKwYBBAHaRw8BAQ"] {
        assert_eq!(told(&format!("{begin}\n\n{body}\n{end}\n")), [""; 0], "{body}");
    }
}

#[test]
fn key_stores_are_known_by_their_beginning() {
    let mut store = vec![0x30, 0x81, 0x80, 2, 1, 3];
    store.resize(131, 7);
    assert!(is_key_store(&store));
    assert!(!is_key_store(b"-----BEGIN"));
}

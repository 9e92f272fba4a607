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
fn key_stores_are_known_by_their_beginning() {
    let mut store = vec![0x30, 0x81, 0x80, 2, 1, 3];
    store.resize(131, 7);
    assert!(is_key_store(&store));
    assert!(!is_key_store(b"-----BEGIN"));
}

//! Arguments in the wrong place: keys, tokens and passwords are not repeated; files that are missing and a stdin that is
//! taken are named with their option.

mod common;

use std::fs;

use common::{CHART, Ran, Repository, Workspace, in_parallel, run};

/// The line of a key by which one would know it, and the key with it.
const LINE: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
const PEM: &str =
    "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\nx=\n-----END PRIVATE KEY-----";
const ARMOUR: &str = "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n\
                      -----END PGP PRIVATE KEY BLOCK-----";
const REFERENCE: &str = "oci-layout:dist/oci/harbor:1.2.3";

#[track_caller]
fn tells(ran: &Ran, words: &[&str]) {
    for word in words {
        assert!(ran.stderr.contains(word), "{word} is not in {ran:?}");
    }
}

#[track_caller]
fn keeps(ran: &Ran, secret: &str) {
    assert!(!ran.stderr.contains(secret) && !ran.stdout.contains(secret), "{secret} is in {ran:?}");
}

#[test]
fn a_key_in_the_place_of_its_place_is_not_shown() {
    let workspace = Workspace::new();
    let cases: [&[&str]; 10] = [
        &["release", CHART, "--sign-key", PEM],
        &["release", CHART, &format!("--sign-key={PEM}")],
        &["key", "public", "--key", PEM],
        &["package", CHART, "--sign", "--provenance-key", ARMOUR],
        &["package", CHART, "--sign", &format!("--keyring={ARMOUR}")],
        &["verify", REFERENCE, "--key", PEM],
        &["verify", REFERENCE, "--keyring", ARMOUR],
        &["verify", REFERENCE, &format!("--key={PEM}")],
        &["release", CHART, "--to", PEM],
        &["check", &format!("./{PEM}"), "--only", PEM],
    ];
    in_parallel(&cases, |arguments| {
        let ran = workspace.portolan(arguments).expect_code(2);
        keeps(&ran, LINE);
        tells(&ran, &["a key itself", "hint: ", "env:NAME"]);
    });
    let ran = run(workspace.command(&["release"]).env("PORTOLAN_TO", PEM)).expect_code(2);
    keeps(&ran, LINE);
    tells(&ran, &["a variable that stands for an option holds a key itself", "env:NAME"]);
}

#[test]
fn commands_like_helms_show_no_key_either_and_say_the_rest_in_helms_words() {
    let workspace = Workspace::new();
    for command in ["template", "lint"] {
        let ran = workspace.portolan(&[command, CHART, "--key-file", PEM]);
        keeps(&ran, LINE);
        let ran = workspace.portolan(&[command, CHART, PEM]).expect_code(1);
        keeps(&ran, LINE);
        tells(&ran, &["Error: an argument holds a key itself"]);
        let ran = workspace.portolan(&[command, CHART, "--set-string", &format!("key={PEM}"), "--nosuch"]);
        assert_eq!(ran.expect_code(1).stderr, "Error: unknown flag: --nosuch\n");
    }
}

#[test]
fn a_token_in_the_configuration_is_not_shown() {
    let workspace = Workspace::new();
    let token = format!("eyJhbGciOiJub25lIn0.{}.c2ln", "eyJzdWIiOiJtZSJ9".repeat(10));
    let config = format!(
        "apiVersion: portolan.dev/v1alpha1\nsigning: {{cosign: {{keyless: true, identityToken: \"{token}\"}}}}\n"
    );
    workspace.write("portolan.yaml", config);
    let ran = run(workspace.command(&["plan", CHART]).env_remove("PORTOLAN_SIGN_KEY")).expect_code(2);
    keeps(&ran, "eyJ");
    tells(&ran, &["portolan.yaml:2:", "is a token itself", "env:NAME"]);
}

#[test]
fn passwords_in_addresses_of_charts_are_not_shown() {
    let workspace = Workspace::new();
    let commands: [&[&str]; 11] = [
        &["sbom"],
        &["hub", "ingest"],
        &["hub", "metadata", "push"],
        &["deps", "list"],
        &["deps", "build"],
        &["check"],
        &["plan"],
        &["release"],
        &["package"],
        &["notes"],
        &["crd", "validate"],
    ];
    in_parallel(&commands, |command| {
        let ran = workspace.portolan(&[*command, &["https://pilot:s?a/b@sea@harbor.invalid/x?token=sea"]].concat());
        let ran = ran.expect_code(2);
        keeps(&ran, "sea");
        keeps(&ran, "pilot");
        tells(&ran, &["https://harbor.invalid/x: ", "hint: "]);
    });
    let ran = workspace.portolan(&["lint", "https://pilot:sea@harbor.invalid/x"]).expect_code(1);
    keeps(&ran, "pilot:sea");
    assert!(ran.stdout.contains("==> Linting https://harbor.invalid/x"), "{ran:?}");
    let ran = workspace.portolan(&["template", "oci://pilot:sea@harbor.invalid"]).expect_code(1);
    keeps(&ran, "pilot:sea");
}

#[test]
fn a_file_that_is_missing_is_named_with_its_option() {
    let workspace = Workspace::new();
    fs::write(workspace.root().join("lou.gpg"), include_bytes!("../../provenance/tests/keys/lou.gpg")).unwrap();
    let cases: [&[&str]; 5] = [
        &["package", CHART, "--sign", "--provenance-key", "nowhere"],
        &["package", CHART, "--sign", "--keyring", "nowhere"],
        &["package", CHART, "--sign", "--keyring", "lou.gpg", "--passphrase-file", "nowhere"],
        &["release", CHART, "--provenance-key", "nowhere"],
        &["verify", REFERENCE, "--keyring", "nowhere"],
    ];
    for arguments in cases {
        let ran = workspace.portolan(arguments).expect_code(2);
        let option = arguments[arguments.len() - 2];
        tells(&ran, &[&format!("error: {option} nowhere: "), "hint: "]);
    }
    let base64 = LINE.repeat(2);
    let ran = workspace.portolan(&["package", CHART, "--sign", "--provenance-key", &base64]).expect_code(2);
    keeps(&ran, LINE);
}

#[test]
fn a_second_reader_of_stdin_is_told_who_has_it() {
    let workspace = Workspace::new();
    let signing = ["--sign-key", "-"];
    let openpgp = ["--provenance-key", "-"];
    let password = ["--username", "pilot", "--password-stdin"];
    let passphrase = ["--keyring", "lou.gpg", "--passphrase-file", "-"];
    let cases: [(&[&str], &[&str], &str); 5] = [
        (&signing, &openpgp, "--provenance-key -: stdin is taken by --sign-key - already"),
        (&signing, &password, "--sign-key -: stdin is taken by --password-stdin already"),
        (&passphrase, &password, "--passphrase-file -: stdin is taken by --password-stdin already"),
        (&signing, &passphrase, "--passphrase-file -: stdin is taken by --sign-key - already"),
        (&openpgp, &["--passphrase-file", "-"], "--passphrase-file -: stdin is taken by --provenance-key - already"),
    ];
    for (first, second, told) in cases {
        let ran = workspace.portolan(&[&["release", CHART], first, second].concat()).expect_code(2);
        tells(&ran, &[told, "hint: "]);
    }
    let unread = ["release", CHART, "--unsigned", "--reason", "none", "--sign-key", "-", "--provenance-key", "-"];
    let ran = workspace.portolan(&unread).expect_code(2);
    assert!(!ran.stderr.contains("taken"), "a key that does not sign is not read: {ran:?}");
}

#[test]
fn an_identity_and_no_signature_exclude_each_other() {
    let ran = Workspace::new().portolan(&["release", CHART, "--keyless", "--unsigned", "--reason", "none"]);
    tells(&ran.expect_code(2), &["--keyless", "--unsigned", "cannot be used with"]);
}

#[test]
fn a_folder_beside_a_repository_is_not_in_it() {
    let repository = Repository::new();
    let root = repository.workspace.root();
    let outside = tempfile::tempdir().unwrap();
    let beside = root.parent().unwrap().join("plain");
    let copy = |to: &std::path::Path| {
        fs::create_dir_all(to).unwrap();
        for file in ["Chart.yaml", "values.yaml"] {
            fs::copy(root.join(CHART).join(file), to.join(file)).unwrap();
        }
    };
    copy(&beside.join("harbor"));
    copy(&outside.path().join("harbor"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path(), root.join("link")).unwrap();
    let charts =
        ["../plain/harbor", "charts/../../plain/harbor", if cfg!(unix) { "link/harbor" } else { "../plain/harbor" }];
    for chart in charts {
        let mut command = repository.workspace.command(&["package", chart, "-d", "../packed", "--output", "json"]);
        let ran = run(command.env_remove("SOURCE_DATE_EPOCH")).expect_code(0);
        let time = &ran.json()["packages"][0]["sourceTime"]["decidedBy"];
        assert_eq!(time, "fixed epoch (no git repository)", "{chart}");
    }
    let mut command =
        repository.workspace.command(&["package", "charts/../charts/harbor", "-d", "../packed", "--output", "json"]);
    let ran = run(command.env_remove("SOURCE_DATE_EPOCH")).expect_code(0);
    let time = ran.json()["packages"][0]["sourceTime"]["decidedBy"].to_string();
    assert!(time.contains("git commit"), "{time}");
}

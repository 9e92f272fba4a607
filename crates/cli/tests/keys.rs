//! `portolan key`: what is written, where keys are read from, and what never shows.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Ran, Workspace, in_parallel, run};

const PASSWORD: &str = "a word nobody guesses";

/// A key command with the password in its variable.
fn with_password(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command(arguments);
    command.env("COSIGN_PASSWORD", PASSWORD);
    command
}

fn generated() -> (Workspace, String) {
    let workspace = Workspace::new();
    run(&mut with_password(&workspace, &["key", "generate"])).expect_code(0);
    let public = fs::read_to_string(workspace.root().join("cosign.pub")).unwrap();
    (workspace, public)
}

/// Runs a command with a text on stdin, which is a pipe.
fn piped(command: &mut Command, text: &[u8]) -> (i32, String, String) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn shows_no_secret(ran: &Ran) {
    for secret in [PASSWORD, "-----BEGIN PRIVATE", "ciphertext"] {
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{secret}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_pair_is_written_once_and_for_its_owner() {
    let (workspace, public) = generated();
    let private = workspace.root().join("cosign.key");
    let text = fs::read_to_string(&private).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"));
    #[cfg(unix)]
    assert_eq!(mode(&private), 0o600);

    let again = run(&mut with_password(&workspace, &["key", "generate"])).expect_code(2);
    assert!(again.stderr.contains("cosign.key is there already"));
    fs::remove_file(&private).unwrap();
    let again = run(&mut with_password(&workspace, &["key", "generate"])).expect_code(2);
    assert!(again.stderr.contains("cosign.pub is there already") && !private.exists());

    let forced = run(&mut with_password(&workspace, &["key", "generate", "--force"])).expect_code(0);
    shows_no_secret(&forced);
    assert_ne!(fs::read_to_string(workspace.root().join("cosign.pub")).unwrap(), public);
    let prefixed = ["key", "generate", "--output-key-prefix", "keys/mine"];
    run(&mut with_password(&workspace, &prefixed)).expect_code(0);
    assert!(workspace.root().join("keys/mine.key").exists() && workspace.root().join("keys/mine.pub").exists());
    let left: Vec<_> = fs::read_dir(workspace.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".new")), "{left:?}");
}

#[test]
fn a_key_is_read_from_a_file_a_variable_and_stdin() {
    let (workspace, public) = generated();
    let text = fs::read_to_string(workspace.root().join("cosign.key")).unwrap();
    for reference in ["cosign.key", "env:MY_KEY", "env://MY_KEY"] {
        let mut command = with_password(&workspace, &["key", "public", "--key", reference]);
        let ran = run(command.env("MY_KEY", &text)).expect_code(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (public.as_str(), ""), "{reference}");
    }
    let (code, stdout, _) = piped(&mut with_password(&workspace, &["key", "public", "--key", "-"]), text.as_bytes());
    assert_eq!((code, stdout), (0, public.clone()));
    let ran = run(with_password(&workspace, &["key", "public"]).env("PORTOLAN_SIGN_KEY", "cosign.key")).expect_code(0);
    assert_eq!(ran.stdout, public);
    run(workspace.command(&["key", "public"]).env_remove("PORTOLAN_SIGN_KEY")).expect_code(2);
}

#[test]
fn a_password_comes_from_its_variable_or_from_a_pipe() {
    let (workspace, public) = generated();
    let arguments = ["key", "public", "--key", "cosign.key"];
    let (code, stdout, _) = piped(&mut workspace.command(&arguments), PASSWORD.as_bytes());
    assert_eq!((code, stdout), (0, public));
    let (code, _, stderr) = piped(&mut workspace.command(&arguments), format!("{PASSWORD}\n").as_bytes());
    assert_eq!(
        (code, stderr.contains("wrong password or damaged key")),
        (2, true),
        "cosign counts the line break, too"
    );
    let wrong = run(workspace.command(&arguments).env("COSIGN_PASSWORD", "another")).expect_code(2);
    assert!(wrong.stderr.contains("cosign.key: wrong password or damaged key"));
    shows_no_secret(&wrong);

    let text = fs::read(workspace.root().join("cosign.key")).unwrap();
    let (code, _, stderr) = piped(&mut workspace.command(&["key", "public", "--key", "-"]), &text);
    assert_eq!((code, stderr.contains("COSIGN_PASSWORD")), (2, true), "stdin is the key and can't be the password");

    let made = piped(workspace.command(&["key", "generate", "--output-key-prefix", "piped"]).env("UNUSED", ""), b"");
    assert!(made.0 == 0 && made.2.contains("the password is empty"), "{made:?}");
    let arguments = ["key", "public", "--key", "piped.key"];
    run(workspace.command(&arguments).env("COSIGN_PASSWORD", "")).expect_code(0);
}

#[test]
fn c21_a_key_that_can_t_be_used_names_its_place() {
    let workspace = Workspace::new();
    workspace.write("public.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    workspace.write("large.pem", vec![b'a'; 1 << 20]);
    let cases = [
        ("missing.key", "missing.key: "),
        ("charts", "charts: "),
        ("large.pem", "large.pem: it has 65537 bytes"),
        ("public.pem", "public.pem: expected a private key in PEM, found a public key"),
        ("env:NOT_SET", "env:NOT_SET: the variable is not set or empty"),
        ("k8s://ns/secret", "kubectl get secret"),
        ("awskms:///alias/release", "not supported yet"),
        ("-----BEGIN PRIVATE KEY-----", "found a key itself"),
    ];
    for (reference, expected) in cases {
        let argument = format!("--key={reference}");
        let ran = run(&mut workspace.command(&["key", "public", &argument])).expect_code(2);
        assert!(ran.stderr.contains(expected), "{reference}: {}", ran.stderr);
        shows_no_secret(&ran);
    }
}

#[test]
fn a_key_of_another_form_or_size_says_what_to_do() {
    let workspace = Workspace::new();
    workspace.write("small.pem", include_str!("common/rsa-1024.key.pem"));
    workspace.write("ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
    workspace.write("public.der", [0x30, 0x03, 0x02, 0x01, 0xff]);
    let cases: [(&[&str], &str); 3] = [
        (&["key", "public", "--key", "small.pem"], "RSA of 1024 bits, which is too small"),
        (&["key", "public", "--key", "ssh"], "ssh-keygen -p -m PKCS8 -f FILE"),
        (
            &["verify", "oci-layout:dist/oci/harbor:1.2.3", "--key", "public.der"],
            "openssl pkey -pubin -inform DER -in FILE",
        ),
    ];
    for (arguments, expected) in cases {
        let ran = run(&mut workspace.command(arguments)).expect_code(2);
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn the_development_key_is_made_once_by_many() {
    let workspace = Workspace::new();
    let runs: Vec<usize> = (0..12).collect();
    let printed = std::sync::Mutex::new(Vec::new());
    in_parallel(&runs, |_| {
        let ran = run(&mut workspace.command(&["key", "public", "--development"])).expect_code(0);
        printed.lock().unwrap().push(ran.stdout);
    });
    let printed = printed.into_inner().unwrap();
    assert!(printed.len() == 12 && printed.iter().all(|key| *key == printed[0]));
    let folder =
        if cfg!(target_os = "macos") { "Library/Application Support/portolan" } else { ".local/state/portolan" };
    let folder = workspace.home().join(folder);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["development.key"]);
    #[cfg(unix)]
    assert_eq!(mode(&folder.join("development.key")), 0o600);

    let state = workspace.home().join("state");
    let mut command = workspace.command(&["key", "public", "--development"]);
    let other = run(command.env("XDG_STATE_HOME", &state)).expect_code(0);
    assert!(other.stdout != printed[0] && state.join("portolan/development.key").exists());
    let mut homeless = workspace.command(&["key", "public", "--development"]);
    let ran = run(homeless.env_remove("HOME").env_remove("XDG_STATE_HOME")).expect_code(2);
    assert!(ran.stderr.contains("XDG_STATE_HOME"));
}

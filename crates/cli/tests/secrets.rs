//! Planted secrets stay where they were put: they are in no output, no report, no file and no list of processes, whatever
//! fails.
#![expect(clippy::unwrap_used, reason = "what fails here has failed the test")]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{HTPASSWD, PASSWORD, Ran, Registry, Setup, USER, Workspace, run};

const KEY_PASSWORD: &str = "planted-password-of-the-key";
const PASSPHRASE: &str = "open sesame";
const LOCKED: &[u8] = include_bytes!("../../provenance/tests/keys/lou.gpg");
/// User and password as they are sent.
const BASIC: &str = "cGlsb3Q6c2VhLWNoYXJ0";

/// A workspace with a locked signing key, a locked OpenPGP key and a registry that wants a password.
struct Planted {
    workspace: Workspace,
    registry: Registry,
    key: String,
}

impl Planted {
    fn new() -> Self {
        let workspace = Workspace::new();
        run(workspace.command(&["key", "generate"]).env("COSIGN_PASSWORD", KEY_PASSWORD)).expect_code(0);
        let key = fs::read_to_string(workspace.root().join("cosign.key")).unwrap();
        fs::write(workspace.root().join("lou.gpg"), LOCKED).unwrap();
        let delay = Duration::from_millis(5);
        let registry = Registry::with(Setup { htpasswd: Some(HTPASSWD), delay, ..Setup::default() });
        Self { workspace, registry, key }
    }

    /// A release with all of them; a test changes what shall be wrong.
    fn release(&self) -> Command {
        let target = self.registry.target();
        let mut command = self.workspace.command(&["release", "--to", &target, "--plain-http", "-vvv"]);
        command.args(["--output", "json", "--sign-key", "env:MY_KEY", "--username", USER]);
        command.args(["--provenance-key", "lou.gpg", "--passphrase-file", "env:MY_PHRASE"]);
        command.env("MY_KEY", &self.key).env("MY_PHRASE", PASSPHRASE).env("COSIGN_PASSWORD", KEY_PASSWORD);
        command.env("PORTOLAN_PASSWORD", PASSWORD).env("RUST_BACKTRACE", "full");
        command
    }

    /// The secrets, and pieces by which one would know them.
    fn secrets(&self) -> Vec<String> {
        let line = self.key.lines().nth(2).unwrap();
        [KEY_PASSWORD, PASSPHRASE, PASSWORD, BASIC, line].map(str::to_owned).to_vec()
    }

    #[track_caller]
    fn keeps(&self, command: &mut Command, codes: &[i32]) -> Ran {
        let (ran, processes) = watched(command);
        assert!(codes.contains(&ran.code), "{ran:?}");
        assert!(processes.contains("release"), "nobody looked at the list of processes: {processes}");
        let left = contents(&self.workspace.root().join("dist"));
        for secret in self.secrets() {
            for (place, text) in
                [("stdout", &ran.stdout), ("stderr", &ran.stderr), ("the processes", &processes), ("dist", &left)]
            {
                assert!(!text.contains(&secret), "{secret} is in {place}:\n{text}");
            }
        }
        ran
    }
}

/// Runs a command, and reads meanwhile what a list of processes shows of it and of what it starts.
fn watched(command: &mut Command) -> (Ran, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (id, mut seen) = (child.id(), String::new());
    while child.try_wait().unwrap().is_none() {
        seen.push_str(&shown(id));
        std::thread::sleep(Duration::from_millis(3));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().unwrap_or(-1);
    (Ran { code, stdout: text(&output.stdout), stderr: text(&output.stderr) }, seen)
}

fn shown(parent: u32) -> String {
    let mut shown = fs::read_to_string(format!("/proc/{parent}/cmdline")).unwrap_or_default();
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    for child in children.split_whitespace() {
        shown.push_str(&fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default());
    }
    shown
}

/// Everything in the files of a folder.
fn contents(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.push_str(&contents(&path)),
            false => all.push_str(&String::from_utf8_lossy(&fs::read(&path).unwrap())),
        }
    }
    all
}

#[test]
fn a_release_shows_no_secret() {
    let planted = Planted::new();
    let ran = planted.keeps(&mut planted.release(), &[0]);
    assert_eq!(ran.json()["charts"][0]["outcome"], "released");
    assert!(planted.workspace.root().join("dist/harbor-1.2.3.tgz.prov").exists());
    for told in ["PUT http://", "  > content-type: ", "  < docker-content-digest: sha256:"] {
        assert!(ran.stderr.contains(told), "{told} is not told by -vvv:\n{}", ran.stderr);
    }
    planted.keeps(&mut planted.release(), &[0]);
}

#[test]
fn no_failure_shows_a_secret() {
    let planted = Planted::new();
    let wrong: [(&str, &str, i32); 4] = [
        ("COSIGN_PASSWORD", "another", 2),
        ("MY_PHRASE", "another", 2),
        ("PORTOLAN_PASSWORD", "another", 4),
        ("MY_KEY", "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nplanted-key-text\n", 2),
    ];
    for (variable, value, code) in wrong {
        let ran = planted.keeps(planted.release().env(variable, value), &[code]);
        assert!(!format!("{ran:?}").contains("planted-key-text"), "{ran:?}");
    }
    // A registry that says everything that it is told.
    let said = format!("Basic realm=\"{BASIC} {PASSWORD}\"");
    planted.registry.hook(move |_| common::Act::Answer(401, vec![("www-authenticate", said.clone())]));
    planted.keeps(&mut planted.release(), &[4]);
}

/// A token of an issuer that nobody asks.
fn token() -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let claims = r#"{"iss":"https://issuer.example","aud":"sigstore","sub":"pilot","iat":1700000000,"exp":4102444800,
        "email":"pilot@harbor.example","email_verified":true}"#;
    [part(r#"{"alg":"none"}"#), part(claims), part("planted signature of the token")].join(".")
}

/// A certificate authority that refuses, and repeats what it was sent.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _cut = answer(stream);
        }
    });
    url
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_millis(300)))?;
    let mut heard = Vec::new();
    // It reads until nothing comes any more.
    let _timeout = stream.read_to_end(&mut heard);
    let body = serde_json::json!({"code": 3, "message": String::from_utf8_lossy(&heard)}).to_string();
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close";
    write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn an_identity_token_is_not_shown_whoever_repeats_it() {
    let planted = Planted::new();
    let root = planted.workspace.root().join("trusted_root.json");
    fs::write(&root, keyless::trusted_root::built_in()).unwrap();
    let (target, url, token) = (planted.registry.target(), echo(), token());
    let mut command = planted.workspace.command(&["release", "--to", &target, "--plain-http", "-vvv"]);
    command.args(["--keyless", "--identity-token", "env:MY_TOKEN", "--fulcio-url", &url, "--rekor-url", &url]);
    command.args(["--trusted-root", root.to_str().unwrap(), "--username", USER]);
    command.env_remove("PORTOLAN_SIGN_KEY").env("MY_TOKEN", &token).env("RUST_BACKTRACE", "full");
    let ran = planted.keeps(command.env("PORTOLAN_PASSWORD", PASSWORD), &[2, 4]);
    assert!(ran.stderr.contains(&url), "{ran:?}");
    for start in 0..token.len() - 12 {
        assert!(!ran.stderr.contains(&token[start..start + 12]), "{ran:?}");
    }
    assert_eq!(planted.registry.visible(), [""; 0]);
}

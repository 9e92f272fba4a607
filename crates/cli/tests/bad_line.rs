//! Lines that don't hold: nobody listens, unknown names, TLS on one side only, certificates of strangers.

mod common;
mod probe;

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, ToSocketAddrs};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::{Workspace, in_parallel};
use probe::{Answer, Fake, left_out, nothing_half_written, refused};

/// The certificate of `localhost` with its key, and the certificate of an authority that has signed nothing here.
const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../registry-server/src/tests/localhost.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../registry-server/src/tests/localhost.key.pem");
const OTHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/probe/other-authority.pem");

/// `portolan serve` with TLS, in a process of its own; it ends with the value.
struct Served {
    child: Child,
    port: String,
}

impl Served {
    fn start(workspace: &Workspace) -> Self {
        let arguments = ["serve", "sea", "--listen", "127.0.0.1:0", "--tls-cert", CERTIFICATE, "--tls-key", KEY];
        let child = workspace.command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("a program that starts");
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().expect("its talk")).read_line(&mut line).expect("a line");
        let port = line.trim_end().strip_prefix("listening on https://127.0.0.1:").expect("its address").to_owned();
        Self { child, port }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// A port on which nobody listens any more.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// Whether a name that can't exist is refused fast here; some networks let such questions run into time-outs.
fn unknown_names_fail_fast() -> bool {
    let begun = Instant::now();
    ("registry.invalid", 443).to_socket_addrs().is_err() && begun.elapsed() < Duration::from_millis(500)
}

/// All of these run into the pauses between tries, so they run side by side.
#[test]
fn nobody_answers() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace);
    let failing = Fake::always(Answer::new(500, "leak in the hull"));
    let slow = Fake::always(Answer::new(429, "slow down"));
    let port = closed_port();
    let mut cases = vec![
        (format!("oci://127.0.0.1:{port}/charts"), "--plain-http", "Connection refused"),
        (failing.target(), "--plain-http", "500: leak in the hull"),
        (slow.target(), "--plain-http", "429: slow down"),
        (format!("oci://localhost:{}/charts", served.port), "--plain-http", "http://localhost:"),
    ];
    if unknown_names_fail_fast() {
        cases.push(("oci://registry.invalid/charts".to_owned(), "--verbose", "dns error"));
    } else {
        left_out("this network does not refuse unknown names at once; registry.invalid is not asked for");
    }
    in_parallel(&cases, |(target, option, words)| {
        let workspace = Workspace::new();
        let ran = workspace.portolan(&["release", "--to", target, option]);
        let place = target.replacen("oci://", "", 1).replacen('/', "/v2/", 1) + "/harbor/";
        refused(ran, 5, &[&place, ": unreachable: ", words, "(tried 6 times)", "; trying again in ", "hint: "]);
        nothing_half_written(&workspace.root());
    });
}

#[test]
fn r35_tls_is_spoken_to_a_plain_port() {
    let fake = Fake::always(Answer::unknown());
    let ran = Workspace::new().portolan(&["verify", &fake.chart(), "--ca-file", CERTIFICATE]);
    refused(
        ran,
        5,
        &[
            &format!("https://{}/v2/charts/harbor/manifests/1.2.3: unreachable: ", fake.host()),
            "hint: ",
            "--plain-http",
        ],
    );
    assert!(fake.heard().iter().all(|heard| heard.header("authorization").is_none()));
}

#[test]
fn plain_http_is_spoken_to_a_server_that_says_so() {
    let text = "Client sent an HTTP request to an HTTPS server.\n";
    let fake = Fake::always(Answer::new(400, text));
    let ran = Workspace::new().portolan(&["verify", &fake.chart(), "--plain-http"]);
    refused(ran, 1, &["the registry answered 400: Client sent an HTTP request to an HTTPS server."]);
}

#[test]
fn r35_certificates_of_strangers_are_refused() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace);
    let by_name = format!("oci://localhost:{}/charts/harbor:1.2.3", served.port);
    let by_address = format!("oci://127.0.0.1:{}/charts/harbor:1.2.3", served.port);
    let url = format!("https://localhost:{}/v2/charts/harbor/manifests/1.2.3: unreachable: ", served.port);
    let verify =
        |reference: &str, options: &[&str]| workspace.portolan(&[&["verify", reference][..], options].concat());
    refused(verify(&by_name, &["--ca-file", OTHER]), 5, &[&url, "certificate", "hint: ", "--ca-file"]);
    refused(verify(&by_address, &["--ca-file", CERTIFICATE]), 5, &["not valid for name \"127.0.0.1\"", "hint: "]);
    let missing = format!("manifest 1.2.3 not found in oci://localhost:{}/charts/harbor", served.port);
    refused(verify(&by_name, &["--ca-file", CERTIFICATE]), 1, &[&missing]);
    refused(verify(&by_name, &["--insecure-skip-tls-verify"]), 1, &[&missing]);
}

#[test]
fn files_for_tls_that_are_none() {
    let workspace = Workspace::new();
    workspace.write("text.pem", "ahoy");
    let release = |options: &[&str]| {
        workspace.portolan(&[&["verify", "oci://127.0.0.1:1/charts/harbor:1.2.3"][..], options].concat())
    };
    refused(release(&["--ca-file", "nowhere.pem"]), 2, &["nowhere.pem: No such file or directory"]);
    refused(release(&["--ca-file", "text.pem"]), 2, &["text.pem: it holds no PEM certificate"]);
    refused(release(&["--cert-file", "text.pem", "--key-file", KEY]), 2, &["text.pem: it holds no PEM certificate"]);
    refused(
        release(&["--cert-file", CERTIFICATE, "--key-file", "text.pem"]),
        2,
        &["text.pem: no usable private key: "],
    );
    refused(release(&["--cert-file", CERTIFICATE]), 2, &["--key-file <FILE>"]);
}

/// Addresses with a password in them are refused; the password must not be repeated.
#[test]
fn r34_passwords_in_addresses_are_not_repeated() {
    let workspace = Workspace::new();
    let secret = probe::SECRET;
    for address in [
        format!("oci://pilot:{secret}@127.0.0.1:1/charts"),
        format!("oci://pilot:{secret}@sha.example/charts"),
        format!("oci://pilot:{secret}@sha256.example/charts"),
        format!("oci://pilot:a/{secret}@127.0.0.1/charts"),
        format!("https://pilot:{secret}@127.0.0.1/charts"),
        format!("pilot:{secret}@127.0.0.1/charts"),
    ] {
        let words = ["an address must not hold a user name or password", "hint: ", "--password-stdin"];
        refused(workspace.portolan(&["release", "--to", &address]), 2, &words);
        refused(workspace.portolan(&["verify", &format!("{address}/harbor:1.2.3")]), 2, &words);
    }
}

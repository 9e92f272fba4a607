//! Credentials that are missing, wrong, unreadable or kept by helpers that fail; no output holds a secret.

mod common;
mod probe;

use std::path::Path;
use std::process::Command;

use common::{HTPASSWD, Registry, Setup, USER, Workspace, run};
use probe::{Answer, Fake, SECRET, files, nothing_half_written, refused};

const LOGIN: &str = "hint: log in first (`helm registry login HOST`";

#[test]
fn no_credentials_and_wrong_ones() {
    let registry = Registry::with(Setup { htpasswd: Some(HTPASSWD), ..Setup::default() });
    let workspace = Workspace::new();
    let url = format!("http://{}/v2/charts/harbor/", registry.host());
    let missing = format!("not authenticated: no credentials for {}", registry.host());
    refused(workspace.release(&registry), 4, &[&url, &missing, LOGIN]);
    let mut command = workspace.release_command(&registry);
    command.args(["--username", USER]).env("PORTOLAN_PASSWORD", SECRET);
    refused(run(&mut command), 4, &[&url, "the credentials from --username were refused", "hint: "]);
    for arguments in [["versions", "charts/harbor"], ["verify", "charts/harbor:1.2.3"]] {
        let reference = format!("oci://{}/{}", registry.host(), arguments[1]);
        refused(workspace.portolan(&[arguments[0], &reference, "--plain-http"]), 4, &[&url, &missing, LOGIN]);
    }
    assert_eq!(registry.tags(), Vec::<String>::new());
    nothing_half_written(&workspace.root());
    let ran = workspace.portolan(&["release", "--to", &registry.target(), "--username", USER]);
    refused(ran, 2, &["--username needs a password", "hint: give it with --password-stdin or PORTOLAN_PASSWORD"]);
    refused(workspace.portolan(&["release", "--password-stdin"]), 2, &["--username <NAME>"]);
}

#[test]
fn r33_files_of_credentials_that_are_broken() {
    let fake = Fake::always(Answer::asks_for_password());
    let workspace = Workspace::new();
    let before = files(&workspace.home());
    let said = |text: &str, words: &[&str]| {
        workspace.write("docker/config.json", text);
        let mut command = workspace.command(&["verify", &fake.chart(), "--plain-http"]);
        let ran = run(command.env("DOCKER_CONFIG", workspace.root().join("docker")));
        refused(ran, 2, &[&["docker/config.json: "][..], words].concat());
    };
    let host = fake.host();
    said("{\"auths\": {\n \"x\": }\n", &["line 2, column 7: broken JSON"]);
    said("{\"auths\": [\"x\"]}", &["line 1, column 10: a value has another type"]);
    said(
        &format!("{{\"auths\": {{\"{host}\": {{\"auth\": \"{SECRET}!\"}}}}}}"),
        &[".auth is not base64 of user:password"],
    );
    said("{\"credsStore\": \"portolan-missing\"}", &["docker-credential-portolan-missing is not in PATH"]);
    said(&format!("{{\"credHelpers\": {{\"{host}\": \"../evil\"}}}}"), &["helper name \"../evil\" is refused"]);
    assert_eq!(files(&workspace.home()), before);
}

/// Another process writes it: were the file open here while another test starts a program, it would be "busy".
fn write_program(path: &Path, text: &str) {
    let script = "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\"";
    let written = Command::new("sh").args(["-c", script, "sh", text]).arg(path).status();
    assert!(written.expect("a shell").success());
}

#[test]
fn r33_credential_helpers_that_fail_do_not_tell_secrets() {
    let fake = Fake::always(Answer::asks_for_password());
    let workspace = Workspace::new();
    let program = workspace.root().join("bin/docker-credential-chest");
    workspace.write("docker/config.json", "{\"credsStore\": \"chest\"}");
    workspace.write("bin/README", "");
    for (script, code, words) in [
        (
            format!("echo {SECRET} >&2; echo the chest is locked; exit 1"),
            2,
            "docker-credential-chest failed: the chest is locked",
        ),
        (format!("echo {SECRET}"), 2, "docker-credential-chest answered with something else than JSON"),
        (
            format!("echo '{{\"Username\":\"{USER}\",\"Secret\":\"{SECRET}\"}}'"),
            4,
            "(docker-credential-chest) were refused",
        ),
    ] {
        write_program(&program, &format!("#!/bin/sh\ncat >/dev/null\n{script}\n"));
        let mut command = workspace.command(&["verify", &fake.chart(), "--plain-http"]);
        command.env("DOCKER_CONFIG", workspace.root().join("docker"));
        let path = format!("{}:{}", workspace.root().join("bin").display(), std::env::var("PATH").unwrap_or_default());
        refused(run(command.env("PATH", path)), code, &["docker/config.json", words]);
    }
}

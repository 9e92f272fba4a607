//! Published charts that lie or attack: `portolan verify` ends with exit code 6 and names what is wrong, within
//! bounded memory.

mod common;
mod probe;

use std::process::Command;

use common::{Ran, Workspace, in_parallel, run, scrub};
use probe::{Forgery, Tar, done, files, gunzip, gzip, refused};
use serde_json::json;

const HINT: &str = "hint: do not ";

/// What `portolan verify` says to a forgery.
fn verify(forgery: &Forgery) -> Ran {
    let workspace = Workspace::new();
    let reference = forgery.write(&workspace.root().join("evil"));
    let before = files(&workspace.root());
    let ran = workspace.portolan(&["verify", &reference]);
    assert_eq!(files(&workspace.root()), before, "nothing is unpacked, nothing is written");
    ran
}

/// Each archive is refused with these words about its layer.
fn refuses_archives(cases: &[(Vec<u8>, &str)]) {
    in_parallel(cases, |(layer, words)| {
        let digest = oci::Digest::of(layer);
        let place = format!("oci-layout:evil/demo:1.2.3 does not verify: its chart layer {digest} can't be loaded: ");
        refused(verify(&Forgery::of(layer.clone())), 6, &[&place, words, HINT]);
    });
}

#[test]
fn an_honest_forgery_verifies() {
    done(verify(&Forgery::of(Tar::chart().gzip())), &["verified oci-layout:evil/demo:1.2.3", "demo 1.2.3"]);
}

#[test]
fn a01_a02_a03_a04_a05_a06_entries_that_leave_the_folder_or_are_no_files() {
    refuses_archives(&[
        (Tar::chart().file("demo/../../etc/passwd", "x").gzip(), "references parent directory"),
        (Tar::chart().file("../etc/passwd", "x").gzip(), "../etc/passwd"),
        (Tar::chart().file("/etc/passwd", "x").gzip(), "an absolute name: /etc/passwd"),
        (Tar::chart().file("demo//etc/passwd", "x").gzip(), "absolute paths"),
        (Tar::chart().file("demo\\..\\..\\passwd", "x").gzip(), "references parent directory"),
        (Tar::chart().special(b'2', "demo/link", "/etc/passwd").gzip(), "a symbolic link: demo/link"),
        (Tar::chart().special(b'1', "demo/hard", "demo/Chart.yaml").gzip(), "a hard link: demo/hard"),
        (Tar::chart().special(b'3', "demo/null", "").gzip(), "a device or pipe: demo/null"),
        (Tar::chart().special(b'6', "demo/pipe", "").gzip(), "a device or pipe: demo/pipe"),
        (
            Tar::chart().special(b'2', "demo/sub", "/etc").file("demo/sub/passwd", "x").gzip(),
            "a symbolic link: demo/sub",
        ),
        (Tar::chart().special(b'2', "demo/\u{1b}[2Jx", "y").gzip(), "a symbolic link: demo/[2Jx"),
    ]);
}

#[test]
fn a10_a11_entries_with_two_meanings() {
    refuses_archives(&[
        (Tar::chart().file("demo/Chart.yaml", "name: evil\n").gzip(), "the file twice: demo/Chart.yaml"),
        (Tar::chart().file("demo/./Chart.yaml", "name: evil\n").gzip(), ". or .. as a part: demo/./Chart.yaml"),
        (Tar::chart().file("demo/a", "x").file("demo/a/b", "x").gzip(), "a file below another file: "),
        (Tar::chart().file("evil/x", "x").gzip(), "more than one top directory: evil/x is not in demo/"),
        (Tar::chart().special(b'5', "evil/", "").gzip(), "more than one top directory: evil/ is not in demo/"),
        (
            Tar::default().file("evil/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.2.3\n").gzip(),
            "top directory is evil, but the chart's name is demo",
        ),
    ]);
}

#[test]
fn a14_a15_a16_streams_that_are_cut_or_go_on() {
    let whole = Tar::chart().gzip();
    let second_member = [whole.clone(), gzip(b"more")].concat();
    let in_the_tar = gzip(&[gunzip(&whole), b"more".to_vec()].concat());
    refuses_archives(&[
        (whole[..whole.len() - 12].to_vec(), "unexpected EOF"),
        (whole[..whole.len() / 2].to_vec(), "unexpected EOF"),
        (Vec::new(), "EOF"),
        (b"<html>not found</html>".to_vec(), "gzip"),
        ([whole.clone(), b"more".to_vec()].concat(), "bytes after its end"),
        (second_member, "bytes after its end"),
        (in_the_tar, "bytes after its end"),
        (gzip(&[0; 1024]), "no files in chart archive"),
        (Tar::default().file("demo/Chart.yaml", "name: [\n").gzip(), "cannot load Chart.yaml: "),
    ]);
}

/// `verify` in a shell that allows the program 400 MB of addresses.
fn verify_in_little_memory(forgery: &Forgery) -> Ran {
    let workspace = Workspace::new();
    let reference = forgery.write(&workspace.root().join("evil"));
    let mut command = Command::new("sh");
    scrub(&mut command, &workspace.home());
    command.args([
        "-c",
        "ulimit -v 400000 2>/dev/null; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_portolan"),
        "verify",
        &reference,
    ]);
    run(command.current_dir(workspace.root()))
}

#[test]
fn a07_a09_bombs_are_refused_in_little_memory() {
    let zeros = vec![0_u8; 120 << 20];
    let too_large = "decompressed chart is larger than the maximum size 104857600";
    let one = Tar::chart().file("demo/zeros", &zeros).gzip();
    let pieces =
        (0..120).fold(Tar::chart(), |tar, number| tar.file(&format!("demo/{number}"), &zeros[..1 << 20])).gzip();
    let files = (0..20_000).fold(Tar::chart(), |tar, number| tar.file(&format!("demo/{number}"), "")).gzip();
    let folders =
        (0..20_000).fold(Tar::chart(), |tar, number| tar.special(b'5', &format!("demo/{number}/"), "")).gzip();
    let too_many = "more than 10000 entries";
    let cases = [(one, too_large), (pieces, too_large), (files, too_many), (folders, too_many)];
    in_parallel(&cases, |(layer, words)| {
        refused(verify_in_little_memory(&Forgery::of(layer.clone())), 6, &["does not verify", words, HINT]);
    });
}

#[test]
fn a17_a18_names_that_disagree() {
    let honest = || Forgery::of(Tar::chart().gzip());
    let yaml = "but Chart.yaml in the chart layer says";
    let mut config = honest();
    config.config["version"] = json!("6.6.6");
    refused(
        verify(&config),
        6,
        &["field `version` of the config blob of manifest sha256:", "says \"6.6.6\"", yaml, HINT],
    );
    let mut hidden = honest();
    hidden.config["annotations"] = json!({"a": "\u{1b}[2J"});
    refused(verify(&hidden), 6, &["field `annotations` of the config blob of manifest sha256:", yaml]);
    let title = Forgery { annotations: json!({"org.opencontainers.image.title": "evil"}), ..honest() };
    refused(
        verify(&title),
        6,
        &["annotation org.opencontainers.image.title of manifest sha256:", "says \"evil\"", yaml, "\"demo\"", HINT],
    );
    let version = Forgery { annotations: json!({"org.opencontainers.image.version": "9.9.9"}), ..honest() };
    refused(
        verify(&version),
        6,
        &["annotation org.opencontainers.image.version of manifest sha256:", "says \"9.9.9\"", yaml],
    );
    refused(verify(&Forgery { tag: "9.9.9", ..honest() }), 6, &["the tag says \"9.9.9\"", yaml, "\"1.2.3\"", HINT]);
    refused(verify(&Forgery { repository: "other", ..honest() }), 6, &["the repository says \"other\"", yaml]);
}

#[test]
fn what_is_no_chart() {
    let honest = || Forgery::of(Tar::chart().gzip());
    let image = Forgery { config_type: "application/vnd.oci.image.config.v1+json", ..honest() };
    refused(
        verify(&image),
        6,
        &["not a Helm chart: manifest sha256:", "its config is \"application/vnd.oci.image.config.v1+json\"", HINT],
    );
    refused(
        verify(&Forgery { layers: Vec::new(), ..honest() }),
        6,
        &["not a Helm chart: manifest sha256:", "has no layer", HINT],
    );
    refused(verify(&Forgery { config: json!("text"), ..honest() }), 6, &["of the config blob of manifest sha256:"]);
}

/// Helm installs the last of several chart layers, so that checking the first one protects nobody.
#[test]
fn two_chart_layers_are_refused() {
    let evil = Tar::chart().file("demo/templates/evil.yaml", "a: b\n").gzip();
    let forgery = Forgery { layers: vec![Tar::chart().gzip(), evil], ..Forgery::of(Vec::new()) };
    refused(verify(&forgery), 6, &["not a Helm chart: ", "layer"]);
}

/// What `portolan verify` would refuse must not get a tag at a mirror.
#[test]
fn mirror_refuses_what_does_not_verify() {
    let link = Forgery::of(Tar::chart().special(b'2', "demo/link", "/etc/passwd").gzip());
    let tag = Forgery { tag: "9.9.9", ..Forgery::of(Tar::chart().gzip()) };
    for (forgery, words) in [(link, "a symbolic link: demo/link"), (tag, "the tag says \"9.9.9\"")] {
        let workspace = Workspace::new();
        let reference = forgery.write(&workspace.root().join("evil"));
        refused(workspace.portolan(&["mirror", &reference, "--to", "oci-layout:mirror"]), 6, &[words, HINT]);
        let index = std::fs::read_to_string(workspace.root().join("mirror/demo/index.json")).unwrap_or_default();
        assert!(!index.contains(forgery.tag), "a tag was set at the mirror: {index}");
    }
}

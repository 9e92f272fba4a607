//! Damaged layouts, and content that is not there: the file is named, and nothing follows from it.

mod common;
mod probe;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use common::{CHART, Workspace};
use probe::{done, refused, refuses};
use serde_json::Value;

const REFERENCE: &str = "oci-layout:dist/oci/harbor:1.2.3";
const LAYOUT: &str = "dist/oci/harbor";

fn released() -> Workspace {
    let workspace = Workspace::new();
    done(workspace.portolan(&["release"]), &["released"]);
    workspace
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

/// The files of the released chart, below the workspace: manifest, config and layer.
fn blobs(workspace: &Workspace) -> [String; 3] {
    let blob = |descriptor: &Value| {
        format!("{LAYOUT}/blobs/{}", descriptor["digest"].as_str().expect("a digest").replace(':', "/"))
    };
    let index = read_json(&workspace.root().join(LAYOUT).join("index.json"));
    let named = |entry: &&Value| entry["annotations"]["org.opencontainers.image.ref.name"] == "1.2.3";
    let manifest = blob(index["manifests"].as_array().expect("manifests").iter().find(named).expect("the tag"));
    let document = read_json(&workspace.root().join(&manifest));
    [manifest, blob(&document["config"]), blob(&document["layers"][0])]
}

/// Reading a layout that was damaged like this: `verify` and `mirror` refuse, and the mirror has no tag.
#[track_caller]
fn damaged(change: impl FnOnce(&Workspace), code: i32, words: &[&str]) {
    damaged_to(change, (code, code), words);
}

/// The same with codes of `verify` and `mirror`.
fn damaged_to(change: impl FnOnce(&Workspace), (verified, mirrored): (i32, i32), words: &[&str]) {
    let workspace = released();
    change(&workspace);
    refuses(&workspace, &["verify", REFERENCE], verified, words);
    refused(workspace.portolan(&["mirror", REFERENCE, "--to", "oci-layout:mirror"]), mirrored, words);
    let index = fs::read_to_string(workspace.root().join("mirror/harbor/index.json")).unwrap_or_default();
    assert!(!index.contains("1.2.3"), "the mirror has the tag: {index}");
}

#[test]
fn a20_the_mark_and_the_index_of_a_layout() {
    let mark = "dist/oci/harbor/oci-layout";
    let index = "dist/oci/harbor/index.json";
    damaged_to(
        |w| w.write(mark, "{\"imageLayoutVersion\":\"2.0.0\"}"),
        (6, 1),
        &["dist/oci/harbor/oci-layout: imageLayoutVersion is \"2.0.0\", expected \"1.0.0\""],
    );
    damaged_to(|w| w.write(mark, "{"), (6, 1), &["dist/oci/harbor/oci-layout: not valid JSON: ", "line 1 column 1"]);
    damaged_to(|w| w.remove(mark), (6, 1), &["dist/oci/harbor"]);
    damaged_to(
        |w| w.write(index, "{\n \"schemaVersion\": 2,\n \"manifests\": [}\n"),
        (6, 1),
        &["dist/oci/harbor/index.json: not an image index: ", "line 3 column 16"],
    );
    damaged_to(
        |w| w.write(index, "{\"schemaVersion\":1,\"manifests\":[]}"),
        (6, 1),
        &["dist/oci/harbor/index.json: ", "schemaVersion is not 2"],
    );
    damaged_to(
        |w| w.write(index, "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:12\"}]}"),
        (6, 1),
        &["dist/oci/harbor/index.json: manifests[0]: invalid digest \"sha256:12\": expected"],
    );
    damaged_to(|w| w.remove(index), (6, 1), &["dist/oci/harbor/index.json: it is missing"]);
}

#[test]
fn a20_c01_c02_a_changed_or_cut_blob_is_named() {
    for which in 0..3 {
        damaged(
            |workspace| {
                let path = blobs(workspace)[which].clone();
                let mut bytes = fs::read(workspace.root().join(&path)).unwrap();
                bytes[20] ^= 1;
                workspace.write(&path, bytes);
            },
            6,
            &["dist/oci/harbor/blobs/sha256/", ": content has digest sha256:", ", expected sha256:", "hint: "],
        );
        damaged(
            |workspace| workspace.write(&blobs(workspace)[which], "short"),
            6,
            &["dist/oci/harbor/blobs/sha256/", ": holds 5 bytes, its descriptor says "],
        );
    }
}

#[test]
fn a20_a_missing_linked_or_irregular_blob_is_named() {
    for which in 1..3 {
        damaged_to(
            |workspace| workspace.remove(&blobs(workspace)[which]),
            (6, 1),
            &["blob sha256:", "not found in oci-layout:dist/oci/harbor"],
        );
    }
    damaged_to(
        |workspace| workspace.remove(&blobs(workspace)[0]),
        (6, 1),
        &["dist/oci/harbor/blobs/sha256/", "the manifest of tag 1.2.3 is missing"],
    );
    let moved = |workspace: &Workspace| {
        let layer = workspace.root().join(&blobs(workspace)[2]);
        fs::rename(&layer, workspace.root().join("stolen")).unwrap();
        layer
    };
    let link =
        ["dist/oci/harbor/blobs/sha256/", "expected a regular file, found a symbolic link, which is not followed"];
    damaged_to(|workspace| symlink(workspace.root().join("stolen"), moved(workspace)).unwrap(), (6, 1), &link);
    let pipe =
        |workspace: &Workspace| assert!(Command::new("mkfifo").arg(moved(workspace)).status().unwrap().success());
    damaged_to(pipe, (6, 1), &["dist/oci/harbor/blobs/sha256/", "expected a regular file"]);
}

#[test]
fn a_damaged_layout_is_not_released_into() {
    let workspace = released();
    let [_, config, _] = blobs(&workspace);
    workspace.write(&config, "short");
    refused(
        workspace.portolan(&["release"]),
        6,
        &["does not verify: ", "holds 5 bytes, its descriptor says ", "hint: do not use it"],
    );
    let workspace = released();
    workspace.write("dist/oci/harbor/index.json", "{\n");
    refused(workspace.portolan(&["release"]), 1, &["dist/oci/harbor/index.json: not an image index: "]);
    assert_eq!(
        fs::read_to_string(workspace.root().join("dist/oci/harbor/index.json")).unwrap(),
        "{\n",
        "it is left for a person to look at"
    );
}

#[test]
fn what_is_not_there() {
    let workspace = released();
    let missing = "manifest 9.9.9 not found in oci-layout:dist/oci/harbor";
    refuses(&workspace, &["verify", "oci-layout:dist/oci/harbor:9.9.9"], 1, &[missing]);
    refuses(&workspace, &["mirror", "oci-layout:dist/oci/harbor:9.9.9", "--to", "oci-layout:mirror"], 1, &[missing]);
    refuses(&workspace, &["verify", "oci-layout:sea/harbor:1.2.3"], 1, &["not found in oci-layout:sea/harbor"]);
    refuses(
        &workspace,
        &["hub", "metadata", "show", "oci-layout:sea/harbor"],
        1,
        &["manifest artifacthub.io not found in oci-layout:sea/harbor"],
    );
    let other = format!("{REFERENCE}@sha256:{}", "0".repeat(64));
    refuses(&workspace, &["verify", &other], 6, &[&format!("{other} does not verify: tag 1.2.3 holds sha256:")]);
    workspace.remove("artifacthub-repo.yml");
    refuses(
        &workspace,
        &["hub", "metadata", "push", CHART],
        1,
        &["charts/harbor: no artifacthub-repo.yml", "hint: write one with `repositoryID`"],
    );
}

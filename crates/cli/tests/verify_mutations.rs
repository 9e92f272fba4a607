//! A release that once was complete does not verify after any one change: every object of a release is changed once, and
//! `portolan verify`, in a process of its own with an empty home and public material only, must end with exit code 6.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use common::{Ran, VERSION, Workspace, in_parallel, run, scrub};
use oci::Digest;
use serde_json::{Value, json};

const REPOSITORY: &str = "harbor";

/// A released layout and the public key.
struct Released {
    workspace: Workspace,
    layout: PathBuf,
    public: PathBuf,
    index: Value,
}

/// One change of the layout.
#[derive(Clone)]
struct Change {
    what: String,
    /// Files to write, relative to the layout.
    files: Vec<(String, Vec<u8>)>,
    /// What standard error must name.
    names: Option<String>,
}

fn released() -> Released {
    let workspace = Workspace::new();
    workspace.portolan(&["release"]).expect_code(0);
    let public = workspace.root().join("cosign.pub");
    let key = workspace.key();
    let printed = workspace.portolan(&["key", "public", "--key", key.to_str().unwrap()]).expect_code(0);
    fs::write(&public, printed.stdout).unwrap();
    let layout = workspace.root().join("dist/oci").join(REPOSITORY);
    let index = serde_json::from_slice(&fs::read(layout.join("index.json")).unwrap()).unwrap();
    Released { workspace, layout, public, index }
}

impl Released {
    fn blob(&self, digest: &str) -> Vec<u8> {
        fs::read(self.layout.join("blobs").join(digest.replace(':', "/"))).unwrap()
    }

    fn entries(&self) -> Vec<Value> {
        self.index["manifests"].as_array().unwrap().clone()
    }

    /// The layout with a change in it, verified by a stranger.
    fn verify(&self, change: Option<&Change>) -> Ran {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("oci").join(REPOSITORY);
        copy_folder(&self.layout, &copy);
        for (path, content) in change.iter().flat_map(|change| &change.files) {
            fs::write(copy.join(path), content).unwrap();
        }
        let home = folder.path().join("home");
        fs::create_dir_all(&home).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        scrub(&mut command, &home);
        let reference = format!("oci-layout:{}/{REPOSITORY}:{VERSION}", folder.path().join("oci").display());
        command.args(["verify", "--offline", "--key"]).arg(&self.public).arg(reference);
        run(command.current_dir(folder.path()))
    }

    /// What the index holds when one manifest is replaced, with every file that belongs to it.
    fn with_manifest(
        &self,
        entry: usize,
        manifest: &Value,
        mut files: Vec<(String, Vec<u8>)>,
    ) -> Vec<(String, Vec<u8>)> {
        let bytes = manifest.to_string().into_bytes();
        let digest = Digest::of(&bytes).to_string();
        let mut index = self.index.clone();
        index["manifests"][entry]["digest"] = digest.clone().into();
        index["manifests"][entry]["size"] = bytes.len().into();
        files.push((blob_path(&digest), bytes));
        files.push(("index.json".to_owned(), index.to_string().into_bytes()));
        files
    }
}

fn blob_path(digest: &str) -> String {
    format!("blobs/{}", digest.replace(':', "/"))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The pointers of all leaves of a document.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, inner) in fields {
                leaves(inner, &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(number, inner)| leaves(inner, &format!("{at}/{number}"), found));
        }
        _ => found.push(at.to_owned()),
    }
}

/// The document with one leaf changed: a text in one letter, so that base64 stays base64.
fn changed(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let leaf = document.pointer_mut(pointer).unwrap();
    *leaf = match &*leaf {
        Value::String(text) if text.is_empty() => json!("x"),
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let middle = letters.len() / 2;
            letters[middle] = if letters[middle] == 'a' { 'b' } else { 'a' };
            json!(letters.into_iter().collect::<String>())
        }
        Value::Number(number) => json!(number.as_i64().unwrap_or(0) + 1),
        Value::Bool(is) => json!(!is),
        Value::Array(_) => json!([1]),
        _ => json!("x"),
    };
    document
}

fn all_leaves(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    leaves(document, "", &mut found);
    found
}

/// Every changed layout must be refused; those that are not are listed together.
fn all_are_refused(released: &Released, changes: &[Change]) {
    released.verify(None).expect_code(0);
    let accepted = Mutex::new(Vec::new());
    in_parallel(changes, |change| {
        let ran = released.verify(Some(change));
        let names = change.names.as_ref().is_none_or(|name| ran.stderr.contains(name));
        if ran.code != 6 || !names {
            accepted.lock().unwrap().push(format!("{}: exit {}\n{}", change.what, ran.code, ran.stderr));
        }
    });
    let accepted = accepted.into_inner().unwrap();
    assert!(accepted.is_empty(), "{} of {} changes:\n{}", accepted.len(), changes.len(), accepted.join("\n"));
}

#[test]
fn every_blob_changed_in_one_bit_under_its_digest_is_refused() {
    let released = released();
    let mut changes = Vec::new();
    for file in fs::read_dir(released.layout.join("blobs/sha256")).unwrap() {
        let path = file.unwrap().path();
        let hex = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut content = fs::read(&path).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        let files = vec![(format!("blobs/sha256/{hex}"), content)];
        changes.push(Change { what: format!("blob {hex}"), files, names: Some(hex) });
    }
    assert!(changes.len() > 20, "{}", changes.len());
    all_are_refused(&released, &changes);
}

/// Somebody who can write to the registry changes a field and makes every digest above it right again.
#[test]
fn every_field_of_every_manifest_and_bundle_changed_consistently_is_refused() {
    let released = released();
    let mut changes = Vec::new();
    for (number, entry) in released.entries().iter().enumerate() {
        // The repository's metadata belongs to no release: it changes as its owner likes.
        if entry.to_string().contains("artifacthub.io\"") {
            continue;
        }
        let digest = entry["digest"].as_str().unwrap();
        let manifest: Value = serde_json::from_slice(&released.blob(digest)).unwrap();
        for pointer in all_leaves(&manifest) {
            let files = released.with_manifest(number, &changed(&manifest, &pointer), Vec::new());
            changes.push(Change { what: format!("manifest {digest} {pointer}"), files, names: None });
        }
        changes.extend(blobs_changed(&released, number, &manifest));
    }
    assert!(changes.len() > 150, "{}", changes.len());
    all_are_refused(&released, &changes);
}

/// Every layer and config of a manifest, changed in each field if it is a bundle, and in one byte if not.
fn blobs_changed(released: &Released, number: usize, manifest: &Value) -> Vec<Change> {
    let layers = manifest["layers"].as_array().unwrap().len();
    let places = (0..layers).map(|layer| format!("/layers/{layer}")).chain(["/config".to_owned()]);
    let mut changes = Vec::new();
    for place in places {
        let blob = released.blob(manifest.pointer(&place).unwrap()["digest"].as_str().unwrap());
        let media_type = manifest.pointer(&place).unwrap()["mediaType"].as_str().unwrap();
        for (what, content) in variants(&blob, media_type) {
            let digest = Digest::of(&content).to_string();
            let mut other = manifest.clone();
            let descriptor = other.pointer_mut(&place).unwrap();
            descriptor["digest"] = digest.clone().into();
            descriptor["size"] = content.len().into();
            let files = released.with_manifest(number, &other, vec![(blob_path(&digest), content)]);
            changes.push(Change { what: format!("{media_type} {what}"), files, names: None });
        }
    }
    changes
}

fn variants(blob: &[u8], media_type: &str) -> Vec<(String, Vec<u8>)> {
    let document = serde_json::from_slice::<Value>(blob).ok().filter(|_| media_type.contains("bundle"));
    let Some(document) = document else {
        let mut content = blob.to_vec();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        return vec![("one bit".to_owned(), content)];
    };
    let fields =
        all_leaves(&document).into_iter().map(|at| (at.clone(), changed(&document, &at).to_string().into_bytes()));
    let blank = [("a blank behind it".to_owned(), [blob, b" "].concat())];
    fields.chain(blank).collect()
}

#[test]
fn everything_that_is_removed_is_missed() {
    let released = released();
    let mut changes = Vec::new();
    for (number, entry) in released.entries().iter().enumerate() {
        let is_the_chart = entry.to_string().contains(&format!("\"{VERSION}\""));
        if is_the_chart || entry.to_string().contains("artifacthub.io\"") {
            continue;
        }
        let mut index = released.index.clone();
        index["manifests"].as_array_mut().unwrap().remove(number);
        let files = vec![("index.json".to_owned(), index.to_string().into_bytes())];
        changes.push(Change { what: format!("without {entry}"), files, names: None });
    }
    assert!(changes.len() >= 8, "{}", changes.len());
    all_are_refused(&released, &changes);
    drop(released.workspace);
}

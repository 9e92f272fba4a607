//! Tests against real folders.

mod deletion;
mod hostile;
mod round_trip;
mod sharing;
mod uploads;

use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use oci::{Descriptor, RawManifest, RepositoryName, Store, Tag, TagRule, media_type};
use serde_json::json;

use crate::LayoutStore;

/// Runs a future of this crate: none of them ever waits.
fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a layout's future waited"),
    }
}

/// A folder that is removed with all its content.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let unique = format!("portolan-layout-{}-{number}-{:08x}", std::process::id(), fastrand::u32(..));
        let path = std::env::temp_dir().join(unique);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn join(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn name(text: &str) -> RepositoryName {
    RepositoryName::parse(text).unwrap()
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn store(folder: &Path) -> LayoutStore {
    LayoutStore::create(folder, name("charts/demo")).unwrap()
}

fn blob(content: &str) -> (Descriptor, Bytes) {
    let content = Bytes::copy_from_slice(content.as_bytes());
    (Descriptor::of("application/octet-stream", &content), content)
}

/// A manifest whose config blob holds `content`.
fn manifest(content: &str) -> RawManifest {
    referring(content, None)
}

/// A manifest with a subject.
fn referring(content: &str, subject: Option<&RawManifest>) -> RawManifest {
    let mut document = json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_MANIFEST,
        "config": blob(content).0,
        "layers": [],
        "annotations": {"org.example.content": content},
    });
    if let Some(subject) = subject {
        document["subject"] = json!(subject.descriptor());
    }
    RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string())
}

/// Pushes the manifest of `content` with its blob and tags it.
fn publish(store: &LayoutStore, version: &str, content: &str) -> RawManifest {
    let manifest = manifest(content);
    let (descriptor, bytes) = blob(content);
    run(store.push_blob(&descriptor, bytes)).unwrap();
    run(store.push_manifest(&manifest)).unwrap();
    run(store.tag(&tag(version), &manifest, TagRule::Move)).unwrap();
    manifest
}

fn blob_file(folder: &Path, descriptor: &Descriptor) -> PathBuf {
    folder.join("blobs").join("sha256").join(descriptor.digest.hex())
}

/// Names in a folder, sorted.
fn listing(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

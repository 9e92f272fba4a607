use oci::{Digest, Hosted, Store, index_of};

use super::*;

#[test]
fn deletion_without_a_repository_makes_none() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    assert!(!run(store.delete_blob(&Digest::of(b"x"))).unwrap());
    assert!(!run(store.delete_manifest(&Digest::of(b"x"))).unwrap());
    assert!(!run(store.delete_tag(&tag("1.0.0"))).unwrap());
    assert!(listing(&scratch.0).is_empty());
}

#[test]
fn a_manifest_goes_with_its_tags() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let store = store(&folder);
    let manifest = publish(&store, "1.0.0", "chart");
    publish(&store, "latest", "chart");
    let kept = publish(&store, "2.0.0", "next");
    assert!(run(store.delete_manifest(&manifest.digest)).unwrap());
    assert!(!run(store.delete_manifest(&manifest.digest)).unwrap());
    assert_eq!(run(store.tags()).unwrap(), [tag("2.0.0")]);
    assert!(run(store.manifest(&manifest.digest.clone().into())).unwrap_err().is_not_found());
    assert!(!blob_file(&folder, &manifest.descriptor()).exists());
    assert!(run(store.has_manifest(&kept.digest)).unwrap());
}

#[test]
fn a_tag_goes_without_its_manifest() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let manifest = publish(&store, "1.0.0", "chart");
    assert!(run(store.delete_tag(&tag("1.0.0"))).unwrap());
    assert!(!run(store.delete_tag(&tag("1.0.0"))).unwrap());
    assert!(run(store.tags()).unwrap().is_empty());
    assert!(run(store.has_manifest(&manifest.digest)).unwrap());
}

#[test]
fn children_of_an_index_can_be_deleted() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let child = manifest("child");
    run(store.push_blob(&child.descriptor(), child.bytes.clone())).unwrap();
    run(store.push_manifest(&index_of(&[child.descriptor()]))).unwrap();
    assert!(run(store.delete_manifest(&child.digest)).unwrap());
    assert!(!run(store.has_manifest(&child.digest)).unwrap());
    assert!(!run(store.delete_manifest(&child.digest)).unwrap());
}

#[test]
fn blobs_are_deleted_even_when_they_are_used() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    publish(&store, "1.0.0", "chart");
    let (descriptor, _) = blob("chart");
    assert!(run(store.delete_blob(&descriptor.digest)).unwrap());
    assert!(!run(store.delete_blob(&descriptor.digest)).unwrap());
    assert_eq!(run(store.blob_size(&descriptor.digest)).unwrap(), None);
}

use std::fs;

use oci::{
    Algorithm, Descriptor, Digest, Hosting, Reference, Store, StoreError, TagRule, index_of, limits, media_type,
};
use serde_json::json;

use super::*;
use crate::LayoutTree;

#[test]
fn nothing_is_on_the_disk_before_the_first_write() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("oci/demo"));
    let (descriptor, _) = blob("x");
    assert!(!run(store.has_blob(&descriptor)).unwrap());
    assert!(!run(store.has_manifest(&descriptor.digest)).unwrap());
    assert!(run(store.tags()).unwrap().is_empty());
    assert!(run(store.referrers(&descriptor.digest)).unwrap().is_empty());
    assert!(run(store.blob(&descriptor, limits::BLOB)).unwrap_err().is_not_found());
    assert!(run(store.manifest(&tag("1.0.0").into())).unwrap_err().is_not_found());
    assert!(run(store.tag(&tag("1.0.0"), &manifest("x"), TagRule::Move)).unwrap_err().is_not_found());
    assert!(!store.exists().unwrap());
    assert!(listing(&scratch.0).is_empty());
    let error = LayoutStore::open(scratch.join("oci/demo"), name("demo")).unwrap_err();
    assert!(matches!(error, StoreError::Layout { .. }), "{error}");
}

#[test]
fn what_is_published_is_a_standard_layout() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let manifest = publish(&store(&folder), "1.0.0", "chart");
    assert_eq!(listing(&folder), [".portolan", "blobs", "index.json", "oci-layout"]);
    assert_eq!(fs::read_to_string(folder.join("oci-layout")).unwrap(), "{\"imageLayoutVersion\":\"1.0.0\"}\n");
    let index: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let expected = json!({
        "schemaVersion": 2,
        "mediaType": media_type::IMAGE_INDEX,
        "manifests": [{
            "mediaType": media_type::IMAGE_MANIFEST,
            "digest": manifest.digest,
            "size": manifest.bytes.len(),
            "annotations": {"org.opencontainers.image.ref.name": "1.0.0"},
        }],
    });
    assert_eq!(index, expected);
    assert_eq!(fs::read(blob_file(&folder, &manifest.descriptor())).unwrap(), manifest.bytes);
    assert!(listing(&folder.join(".portolan/tmp")).is_empty());
}

#[test]
fn another_store_reads_it_back() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let manifest = publish(&store(&folder), "1.0.0", "chart");
    let other = LayoutStore::open(&folder, name("demo")).unwrap();
    assert_eq!(run(other.manifest(&tag("1.0.0").into())).unwrap(), manifest);
    assert_eq!(run(other.manifest(&manifest.digest.clone().into())).unwrap(), manifest);
    assert!(run(other.has_manifest(&manifest.digest)).unwrap());
    assert_eq!(run(other.tags()).unwrap(), [tag("1.0.0")]);
    let (descriptor, content) = blob("chart");
    assert_eq!(run(other.blob(&descriptor, limits::CONFIG)).unwrap(), content);
    assert!(!run(other.has_manifest(&descriptor.digest)).unwrap(), "a config is not a manifest");
    assert!(run(other.manifest(&tag("2.0.0").into())).unwrap_err().is_not_found());
}

#[test]
fn a_tag_that_must_stay_does_not_move() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let first = publish(&store, "1.0.0", "first");
    let second = manifest("second");
    run(store.push_manifest(&second)).unwrap();
    run(store.tag(&tag("1.0.0"), &first, TagRule::Keep)).unwrap();
    let error = run(store.tag(&tag("1.0.0"), &second, TagRule::Keep)).unwrap_err();
    assert!(matches!(error, StoreError::TagMoved { .. }), "{error}");
    run(store.tag(&tag("1.0.0"), &second, TagRule::Move)).unwrap();
    assert_eq!(run(store.manifest(&tag("1.0.0").into())).unwrap(), second);
    assert!(run(store.has_manifest(&first.digest)).unwrap(), "it stays listed without a tag");
}

#[test]
fn a_second_run_changes_nothing() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    publish(&store(&folder), "1.0.0", "chart");
    let before = fs::metadata(folder.join("index.json")).unwrap().modified().unwrap();
    publish(&store(&folder), "1.0.0", "chart");
    assert_eq!(fs::metadata(folder.join("index.json")).unwrap().modified().unwrap(), before);
}

#[test]
fn referrers_are_found_by_their_subject() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let subject = publish(&store, "1.0.0", "chart");
    let signature = referring("signature", Some(&subject));
    run(store.push_manifest(&signature)).unwrap();
    run(store.attach(&subject.digest, &[signature.descriptor()])).unwrap();
    for _ in 0..2 {
        let found = run(store.referrers(&subject.digest)).unwrap();
        assert_eq!(found, [signature.referrer_descriptor().unwrap()]);
    }
    assert!(run(store.referrers(&signature.digest)).unwrap().is_empty());
}

#[test]
fn children_of_an_index_are_manifests() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let store = store(&folder);
    let child = manifest("child");
    let index = index_of(&[child.descriptor()]);
    // As other tools write it: the child is only a blob, its type is in the index.
    run(store.push_blob(&child.descriptor(), child.bytes.clone())).unwrap();
    assert!(!run(store.has_manifest(&child.digest)).unwrap());
    run(store.push_manifest(&index)).unwrap();
    assert!(run(store.has_manifest(&child.digest)).unwrap());
    assert_eq!(run(store.manifest(&Reference::Digest(child.digest.clone()))).unwrap(), child);
}

#[test]
fn a_descriptor_without_media_type_takes_it_from_the_manifest() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let manifest = publish(&store(&folder), "1.0.0", "chart");
    let path = folder.join("index.json");
    let text = fs::read_to_string(&path).unwrap();
    let entry_type = format!("\"mediaType\":\"{}\",", media_type::IMAGE_MANIFEST);
    fs::write(&path, text.replace(&entry_type, "")).unwrap();
    assert_eq!(run(store(&folder).manifest(&tag("1.0.0").into())).unwrap(), manifest);
}

#[test]
fn sha512_blobs_have_their_own_folder() {
    let scratch = Scratch::new();
    let store = store(&scratch.join("demo"));
    let (plain, content) = blob("long");
    let long = Descriptor { digest: Digest::with(Algorithm::Sha512, &content), ..plain };
    run(store.push_blob(&long, content.clone())).unwrap();
    assert_eq!(run(store.blob(&long, 4)).unwrap(), content);
    assert_eq!(listing(&scratch.join("demo/blobs")), ["sha256", "sha512"]);
}

#[test]
fn a_tree_lists_its_repositories() {
    let scratch = Scratch::new();
    let tree = LayoutTree::new(&scratch.0);
    for repository in ["org/charts/b", "org/charts", "a"] {
        publish(&tree.repository(&name(repository)).unwrap(), "1.0.0", repository);
    }
    fs::create_dir_all(scratch.join("org/empty/blobs")).unwrap();
    fs::create_dir_all(scratch.join("Not A Name")).unwrap();
    fs::write(scratch.join("note.txt"), "x").unwrap();
    assert_eq!(run(tree.names()).unwrap(), [name("a"), name("org/charts"), name("org/charts/b")]);
    assert!(run(tree.find(&name("org/charts"))).unwrap().is_some());
    assert!(run(tree.find(&name("org/empty"))).unwrap().is_none());
    assert!(run(tree.find(&name("org"))).unwrap().is_none());
    assert!(run(LayoutTree::new(scratch.join("nowhere")).names()).unwrap().is_empty());
}

#[test]
fn names_that_collide_with_a_layout_are_refused() {
    let scratch = Scratch::new();
    let tree = LayoutTree::new(&scratch.0);
    for reserved in ["org/blobs", "blobs", "index.json/x", "a/oci-layout"] {
        let error = tree.repository(&name(reserved)).unwrap_err();
        assert!(matches!(error, StoreError::Name(_)), "{reserved}: {error}");
        assert!(run(tree.find(&name(reserved))).unwrap().is_none());
    }
}

#[test]
fn a_sibling_lends_its_blobs() {
    let scratch = Scratch::new();
    let tree = LayoutTree::new(&scratch.0);
    publish(&tree.repository(&name("a")).unwrap(), "1.0.0", "shared");
    let (descriptor, content) = blob("shared");
    let target = tree.repository(&name("b/c")).unwrap();
    assert!(!run(target.mount_blob(&descriptor, &name("absent"))).unwrap());
    assert!(!target.exists().unwrap());
    assert!(run(target.mount_blob(&descriptor, &name("a"))).unwrap());
    assert_eq!(run(target.blob(&descriptor, limits::BLOB)).unwrap(), content);
    let alone = store(&scratch.join("d"));
    assert!(!run(alone.mount_blob(&descriptor, &name("a"))).unwrap(), "it knows no siblings");
}

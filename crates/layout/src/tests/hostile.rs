use std::fs;
use std::path::Path;

use oci::{Hosted, Store, StoreError, TagRule, limits};

use super::*;
use crate::LayoutTree;
use crate::index::Index;

/// A published layout and the descriptor of its config blob.
fn published(folder: &Path) -> (LayoutStore, Descriptor) {
    let store = store(folder);
    publish(&store, "1.0.0", "chart");
    (store, blob("chart").0)
}

fn layout_detail<T: std::fmt::Debug>(result: oci::Result<T>) -> String {
    match result.unwrap_err() {
        StoreError::Layout { path, detail } => format!("{path}: {detail}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a20_changed_content_is_not_returned() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let (store, descriptor) = published(&folder);
    fs::write(blob_file(&folder, &descriptor), "chort").unwrap();
    let error = run(store.blob(&descriptor, limits::BLOB)).unwrap_err();
    assert!(matches!(error, StoreError::DigestMismatch { .. }), "{error}");
    let (_, content) = blob("chart");
    run(store.push_blob(&descriptor, content.clone())).unwrap();
    assert_eq!(run(store.blob(&descriptor, limits::BLOB)).unwrap(), content, "pushing again mends it");
}

#[test]
fn a_blob_of_another_length_counts_as_absent_until_it_is_read() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let (store, descriptor) = published(&folder);
    fs::write(blob_file(&folder, &descriptor), "cha").unwrap();
    assert!(!run(store.has_blob(&descriptor)).unwrap());
    let error = run(store.blob(&descriptor, limits::BLOB)).unwrap_err();
    assert!(error.to_string().contains("holds 3 bytes, its descriptor says 5"), "{error}");
    run(store.push_blob(&descriptor, blob("chart").1)).unwrap();
    assert!(run(store.has_blob(&descriptor)).unwrap());
}

#[test]
fn limits_and_descriptors_hold() {
    let scratch = Scratch::new();
    let (store, descriptor) = published(&scratch.join("demo"));
    let error = run(store.blob(&descriptor, 4)).unwrap_err();
    assert!(matches!(error, StoreError::WrongSize { .. }), "{error}");
    let longer = Descriptor { size: 6, ..descriptor.clone() };
    assert!(matches!(run(store.push_blob(&longer, blob("chart").1)), Err(StoreError::WrongSize { .. })));
    assert!(matches!(run(store.push_blob(&descriptor, blob("chort").1)), Err(StoreError::DigestMismatch { .. })));
    let mut lying = manifest("other");
    lying.digest = descriptor.digest;
    assert!(matches!(run(store.push_manifest(&lying)), Err(StoreError::DigestMismatch { .. })));
}

#[test]
fn a_tag_whose_manifest_is_gone_is_damage_not_absence() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let store = store(&folder);
    let manifest = publish(&store, "1.0.0", "chart");
    fs::remove_file(blob_file(&folder, &manifest.descriptor())).unwrap();
    let detail = layout_detail(run(store.manifest(&tag("1.0.0").into())));
    assert!(detail.contains("the manifest of tag 1.0.0 is missing"), "{detail}");
    assert!(run(store.tag(&tag("2.0.0"), &manifest, TagRule::Move)).unwrap_err().is_not_found());
}

#[test]
fn a20_folders_that_are_not_layouts_are_refused() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    published(&folder);
    let cases = [
        ("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}", "imageLayoutVersion is \"2.0.0\""),
        ("oci-layout", "{\"imageLayoutVersion\":1}", "it has no imageLayoutVersion"),
        ("oci-layout", "1.0.0", "not valid JSON"),
    ];
    for (file, content, expected) in cases {
        fs::write(folder.join(file), content).unwrap();
        let detail = layout_detail(LayoutStore::open(&folder, name("demo")));
        assert!(detail.contains(expected) && detail.contains(file), "{detail}");
        assert!(LayoutStore::create(&folder, name("demo")).is_err());
    }
    fs::remove_file(folder.join("oci-layout")).unwrap();
    assert!(layout_detail(LayoutStore::open(&folder, name("demo"))).contains("oci-layout: it is missing"));
}

#[test]
fn readers_are_told_that_the_mark_is_missing() {
    let scratch = Scratch::new();
    let tree = LayoutTree::new(&scratch.0);
    let found = |version: &str| {
        let store = tree.for_reading(&name("demo"))?;
        run(store.manifest(&tag(version).into()))
    };
    assert!(found("1.0.0").unwrap_err().is_not_found(), "there is no folder");
    fs::create_dir(scratch.join("demo")).unwrap();
    assert!(found("1.0.0").unwrap_err().is_not_found(), "the folder is empty");
    published(&scratch.join("demo"));
    assert!(found("1.0.0").is_ok());
    fs::remove_file(scratch.join("demo/oci-layout")).unwrap();
    let error = found("1.0.0").unwrap_err();
    assert!(error.hint().unwrap().contains("check the path"), "{error}");
    assert!(layout_detail::<RawManifest>(Err(error)).contains("demo/oci-layout: it is missing"));
    fs::write(scratch.join("demo/index.json"), Index::empty().to_bytes()).unwrap();
    assert!(found("1.0.0").unwrap_err().is_not_found(), "a crash while it was made");
    fs::write(scratch.join("demo/README.md"), "").unwrap();
    layout_detail(found("1.0.0"));
}

#[test]
fn a_broken_index_is_named_with_the_place() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let (store, descriptor) = published(&folder);
    let index = folder.join("index.json");
    fs::write(&index, "{\n  \"schemaVersion\": 2,\n  \"manifests\": [{]\n}").unwrap();
    let detail = layout_detail(run(store.tags()));
    assert!(detail.contains("index.json") && detail.contains("line 3 column"), "{detail}");
    layout_detail(run(store.push_manifest(&manifest("next"))));
    fs::remove_file(&index).unwrap();
    assert!(layout_detail(run(store.tags())).contains("index.json: it is missing"));
    assert!(run(store.has_blob(&descriptor)).unwrap());
}

#[test]
fn an_index_that_is_not_one_is_not_taken_over() {
    let scratch = Scratch::new();
    let folder = scratch.join("web");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("index.json"), "{\"pages\":[]}").unwrap();
    let (descriptor, content) = blob("chart");
    layout_detail(run(store(&folder).push_blob(&descriptor, content)));
    assert_eq!(fs::read_to_string(folder.join("index.json")).unwrap(), "{\"pages\":[]}");
    assert!(!folder.join("oci-layout").exists());
}

#[test]
fn reading_writes_nothing() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let manifest = publish(&store(&folder), "1.0.0", "chart");
    // A layout as another tool leaves it.
    fs::remove_dir_all(folder.join(".portolan")).unwrap();
    let store = LayoutStore::open(&folder, name("demo")).unwrap();
    run(store.manifest(&tag("1.0.0").into())).unwrap();
    run(store.blob(&blob("chart").0, limits::BLOB)).unwrap();
    run(store.referrers(&manifest.digest)).unwrap();
    run(store.blob_part(&manifest.digest, 0, 10)).unwrap();
    assert_eq!(listing(&folder), ["blobs", "index.json", "oci-layout"]);
    publish(&store, "2.0.0", "next");
    assert_eq!(run(store.tags()).unwrap(), [tag("1.0.0"), tag("2.0.0")]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use oci::Hosting;

    use super::*;

    #[test]
    fn a20_a_linked_blob_is_not_followed() {
        let scratch = Scratch::new();
        let folder = scratch.join("demo");
        let (store, descriptor) = published(&folder);
        let path = blob_file(&folder, &descriptor);
        fs::rename(&path, scratch.join("elsewhere")).unwrap();
        symlink(scratch.join("elsewhere"), &path).unwrap();
        assert!(layout_detail(run(store.blob(&descriptor, limits::BLOB))).contains("symbolic link"));
        layout_detail(run(store.has_blob(&descriptor)));
        layout_detail(run(store.blob_part(&descriptor.digest, 0, 1)));
    }

    #[test]
    fn linked_folders_are_not_followed() {
        let scratch = Scratch::new();
        let real = scratch.join("real/demo");
        let (_, descriptor) = published(&real);
        symlink(scratch.join("real"), scratch.join("link")).unwrap();
        let tree = LayoutTree::new(&scratch.0);
        assert!(matches!(run(tree.find(&name("link/demo"))), Err(StoreError::Layout { .. })));
        assert_eq!(run(tree.names()).unwrap(), [name("real/demo")]);
        symlink(&real, scratch.join("direct")).unwrap();
        let slashed = scratch.join("direct/");
        assert!(layout_detail(LayoutStore::open(slashed, name("demo"))).contains("symbolic link"));

        fs::rename(real.join("blobs"), scratch.join("blobs-elsewhere")).unwrap();
        symlink(scratch.join("blobs-elsewhere"), real.join("blobs")).unwrap();
        let store = LayoutStore::open(&real, name("demo")).unwrap();
        layout_detail(run(store.blob(&descriptor, limits::BLOB)));
        layout_detail(run(store.push_blob(&descriptor, blob("chart").1)));
    }
}

use std::fs::{self, File};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};

use oci::{Reference, Store, StoreError, TagRule};

use super::*;

#[test]
fn a21_concurrent_writers_lose_nothing() {
    const WRITERS: usize = 6;
    const VERSIONS: usize = 5;
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let start = Barrier::new(WRITERS);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (folder, start) = (&folder, &start);
            scope.spawn(move || {
                // Every writer has a store of its own, as another process would.
                let store = store(folder);
                start.wait();
                for version in 0..VERSIONS {
                    publish(&store, &format!("{writer}.{version}.0"), &format!("{writer} {version}"));
                    run(store.push_manifest(&manifest(&format!("untagged {writer} {version}")))).unwrap();
                }
            });
        }
    });
    let store = LayoutStore::open(&folder, name("demo")).unwrap();
    let tags = run(store.tags()).unwrap();
    assert_eq!(tags.len(), WRITERS * VERSIONS);
    for tag in tags {
        run(store.manifest(&Reference::Tag(tag))).unwrap();
    }
    for writer in 0..WRITERS {
        for version in 0..VERSIONS {
            assert!(run(store.has_manifest(&manifest(&format!("untagged {writer} {version}")).digest)).unwrap());
        }
    }
    assert!(listing(&folder.join(".portolan/tmp")).is_empty());
}

#[test]
fn one_of_two_writers_gets_a_tag_that_must_stay() {
    for _ in 0..5 {
        let scratch = Scratch::new();
        let folder = scratch.join("demo");
        let start = Barrier::new(2);
        let won: Vec<bool> = thread::scope(|scope| {
            let workers: Vec<_> = ["left", "right"]
                .into_iter()
                .map(|content| {
                    let (folder, start) = (&folder, &start);
                    scope.spawn(move || {
                        let store = store(folder);
                        let manifest = manifest(content);
                        start.wait();
                        run(store.push_manifest(&manifest)).unwrap();
                        match run(store.tag(&tag("1.0.0"), &manifest, TagRule::Keep)) {
                            Ok(()) => true,
                            Err(StoreError::TagMoved { .. }) => false,
                            Err(other) => panic!("{other}"),
                        }
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        assert_eq!(won.iter().filter(|won| **won).count(), 1);
    }
}

#[test]
fn readers_see_whole_indexes_while_others_write() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    publish(&store(&folder), "0.0.0", "zero");
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let store = store(&folder);
            for version in 1..20 {
                publish(&store, &format!("0.0.{version}"), &version.to_string());
            }
        });
        let reader = LayoutStore::open(&folder, name("demo")).unwrap();
        while !writer.is_finished() {
            for tag in run(reader.tags()).unwrap() {
                run(reader.manifest(&Reference::Tag(tag))).unwrap();
            }
        }
    });
}

#[test]
fn what_a_crash_leaves_is_ignored_and_removed_later() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    publish(&store(&folder), "1.0.0", "chart");
    let old = [folder.join(".portolan/tmp/00ff"), folder.join(".portolan/uploads/0123456789abcdef")];
    let fresh = folder.join(".portolan/tmp/11ff");
    for path in &old {
        fs::write(path, "half").unwrap();
        let yesterday = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
        File::options().write(true).open(path).unwrap().set_modified(yesterday).unwrap();
    }
    fs::write(&fresh, "in use").unwrap();
    fs::write(folder.join("blobs/sha256/README"), "not a blob").unwrap();

    let reader = LayoutStore::open(&folder, name("demo")).unwrap();
    assert_eq!(run(reader.tags()).unwrap(), [tag("1.0.0")]);
    assert!(old.iter().all(|path| path.exists()), "a reader removes nothing");
    publish(&store(&folder), "2.0.0", "next");
    assert!(old.iter().all(|path| !path.exists()));
    assert!(fresh.exists());
}

#[test]
fn a_crash_while_the_layout_is_made_is_mended() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    publish(&store(&folder), "1.0.0", "chart");
    fs::remove_file(folder.join("oci-layout")).unwrap();
    let store = store(&folder);
    assert!(run(store.tags()).unwrap().is_empty(), "without its marker it is not there");
    publish(&store, "2.0.0", "next");
    assert_eq!(run(store.tags()).unwrap(), [tag("1.0.0"), tag("2.0.0")]);
}

#[test]
fn a_folder_that_vanishes_is_made_again() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let store = store(&folder);
    publish(&store, "1.0.0", "chart");
    fs::remove_dir_all(&folder).unwrap();
    assert!(run(store.tags()).unwrap().is_empty());
    publish(&store, "2.0.0", "next");
    assert_eq!(run(store.tags()).unwrap(), [tag("2.0.0")]);
}

/// The parsed index is kept only while the file is the same.
#[test]
fn a_known_index_is_read_again_when_somebody_writes() {
    let scratch = Scratch::new();
    let folder = scratch.join("demo");
    let (reader, writer) = (store(&folder), store(&folder));
    publish(&writer, "1.0.0", "one");
    let index = File::options().write(true).open(folder.join("index.json")).unwrap();
    index.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
    assert_eq!(run(reader.tags()).unwrap().len(), 1);
    assert_eq!(run(reader.tags()).unwrap().len(), 1, "from what is known");
    publish(&writer, "2.0.0", "two");
    assert_eq!(run(reader.tags()).unwrap().len(), 2);
    let in_place = fs::read_to_string(folder.join("index.json")).unwrap().replace("2.0.0", "3.0.0");
    fs::write(folder.join("index.json"), in_place).unwrap();
    assert!(run(reader.tags()).unwrap().iter().any(|tag| tag.as_str() == "3.0.0"), "other tools write in place");
}

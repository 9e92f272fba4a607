//! What changes, vanishes or stops between two requests: a tag that moves, an upload that was never kept, a mirror that
//! ends half way.

mod common;
mod probe;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Act, CHART, Registry, VERSION, Workspace, in_parallel, now};
use oci::{Digest, Hosted, RawManifest, Reference, Store, Tag, TagRule};
use probe::{done, nothing_half_written, quiet, refused};

fn version_tag() -> Tag {
    Tag::parse(VERSION).expect("a tag")
}

fn held(registry: &Registry) -> RawManifest {
    now(registry.store().manifest(&Reference::Tag(version_tag()))).expect("a published version")
}

/// Digests of what refers to the chart there, sorted, and the tags.
fn attached(registry: &Registry, chart: &Digest) -> (Vec<String>, Vec<String>) {
    let found = now(registry.store().referrers(chart)).expect("a store in memory");
    let mut digests: Vec<String> = found.iter().map(|referrer| referrer.digest.to_string()).collect();
    digests.sort();
    (digests, registry.tags())
}

fn is_write(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD")
}

/// The registry says 201 to every upload and keeps none.
#[test]
fn r14_an_upload_that_was_not_kept_is_found_before_the_tag() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    registry.hook(|asked| match asked.method == "PUT" && asked.path.contains("/blobs/uploads/") {
        true => Act::Answer(201, Vec::new()),
        false => Act::Pass,
    });
    let ran = workspace.release(&registry);
    assert!(matches!(ran.code, 1 | 6), "{ran:?}");
    assert!(ran.stderr.contains("the manifest names content that is not there"), "{}", ran.stderr);
    quiet(&ran);
    assert_eq!(registry.visible(), [""; 0]);
    nothing_half_written(&workspace.root());

    registry.unhook();
    workspace.release(&registry).expect_code(0);
    assert_eq!(registry.visible(), [VERSION]);
}

/// Somebody moves the tag after it was looked up: what was looked up is verified and copied.
#[test]
fn r25_a_tag_that_moves_after_it_was_resolved_changes_nothing() {
    let registry = Registry::start();
    let theirs = Workspace::new();
    theirs.write(&format!("{CHART}/values.yaml"), "berths: 9\n");
    theirs.release(&registry).expect_code(0);
    let other = held(&registry);
    assert!(now(registry.store().delete_tag(&version_tag())).expect("a store in memory"));
    let workspace = Workspace::new();
    workspace.release(&registry).expect_code(0);
    let digest = held(&registry).digest;
    assert_ne!(digest, other.digest);
    registry.forget();

    let (store, moved) = (registry.store(), other.clone());
    registry.hook(move |asked| {
        if asked.number == 2 {
            now(store.tag(&version_tag(), &moved, TagRule::Move)).expect("a store in memory");
        }
        Act::Pass
    });
    let mirror = Registry::start();
    let reference = format!("{}/harbor:{VERSION}", registry.target());
    let ran = done(workspace.portolan(&["mirror", &reference, "--to", &mirror.target(), "--plain-http"]), &[]);
    assert!(registry.log()[0].is("GET", "/manifests/1.2.3"), "the tag is what is asked for first");
    assert_eq!(held(&registry).digest, other.digest, "the tag has moved meanwhile");
    assert!(ran.stdout.contains(&digest.to_string()), "{}", ran.stdout);
    assert_eq!(held(&mirror).digest, digest);
}

/// Mirrors the version that is in `from`.
fn mirror(from: &Registry, to: &Registry) -> common::Ran {
    let reference = format!("{}/harbor:{VERSION}", from.target());
    Workspace::new().portolan(&["mirror", &reference, "--to", &to.target(), "--plain-http"])
}

#[test]
fn i22_a_mirror_has_everything_and_a_second_run_copies_nothing() {
    let (from, to) = (Registry::start(), Registry::start());
    Workspace::new().release(&from).expect_code(0);
    let chart = held(&from);
    done(mirror(&from, &to), &["mirrored "]);
    assert_eq!(held(&to), chart);
    let (referrers, tags) = attached(&from, &chart.digest);
    let signed = format!("{}.sig", chart.digest.referrers_tag());
    assert!(!referrers.is_empty() && tags.contains(&signed), "{referrers:?} {tags:?}");
    let (copied, copied_tags) = attached(&to, &chart.digest);
    assert_eq!(copied, referrers);
    assert!(copied_tags.contains(&signed), "{copied_tags:?}");

    to.forget();
    done(mirror(&from, &to), &["  written   0 objects\n"]);
    assert!(to.writes().is_empty(), "{:?}", to.writes());
}

/// The mirror takes no more from some write on: no tag; the next run copies what is missing.
#[test]
fn r29_a_mirror_that_stops_half_way_has_no_tag_and_is_completed_by_the_next_run() {
    let from = Registry::start();
    Workspace::new().release(&from).expect_code(0);
    let chart = held(&from);
    let whole = Registry::start();
    mirror(&from, &whole).expect_code(0);
    let stops: Vec<usize> = (1..=whole.writes().len()).collect();
    assert!(whole.writes().last().is_some_and(|last| last.is("PUT", "/manifests/1.2.3")), "the tag comes last");
    in_parallel(&stops, |&stop| {
        let (to, writes) = (Registry::start(), AtomicUsize::new(0));
        to.hook(move |asked| {
            let number = writes.fetch_add(usize::from(is_write(&asked.method)), Ordering::SeqCst);
            let over = is_write(&asked.method) && number + 1 >= stop;
            if over { Act::Answer(403, Vec::new()) } else { Act::Pass }
        });
        refused(mirror(&from, &to), 4, &["error: ", "access denied"]);
        assert_eq!(to.visible(), [""; 0], "stopped at write {stop}");
        to.unhook();
        mirror(&from, &to).expect_code(0);
        assert_eq!(held(&to), chart, "stopped at write {stop}");
        assert_eq!(attached(&to, &chart.digest).0, attached(&from, &chart.digest).0, "stopped at write {stop}");
    });
}

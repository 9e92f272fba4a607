//! Others write to the same registry, the registry hides or loses things, and mirrors stay behind.

mod common;

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use common::{Act, CHART, HTPASSWD, PASSWORD, Registry, Setup, USER, VERSION, Workspace, now, run};
use oci::{Digest, Hosted, RawManifest, Reference, Store, Tag, TagRule};

fn version_tag() -> Tag {
    Tag::parse(VERSION).expect("a tag")
}

fn held_by_version(registry: &Registry) -> RawManifest {
    now(registry.store().manifest(&Reference::Tag(version_tag()))).expect("a published version")
}

/// Another epoch: the same content comes to another digest.
fn at_another_time(command: &mut Command) -> &mut Command {
    command.env("SOURCE_DATE_EPOCH", "1600000000")
}

#[test]
fn r26_other_content_is_refused_with_a_diff_and_nothing_is_written() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    workspace.release(&registry).expect_code(0);
    let published = held_by_version(&registry);
    registry.forget();
    workspace.write(&format!("{CHART}/values.yaml"), "berths: 4\nlights: true\n");
    workspace.write(&format!("{CHART}/NOTICE"), "Mind the gap.\n");
    workspace.remove(&format!("{CHART}/templates/quay.yaml"));

    let ran = workspace.release(&registry).expect_code(3);
    for line in [
        "is already published with other content",
        "  added    NOTICE (14 bytes)\n",
        "  changed  values.yaml (10 → 23 bytes)\n",
        "  removed  templates/quay.yaml (",
        "hint: published versions never change: raise `version`",
    ] {
        assert!(ran.stderr.contains(line), "no {line:?} in\n{}", ran.stderr);
    }
    assert!(registry.writes().is_empty(), "{:?}", registry.writes());
    assert_eq!(held_by_version(&registry), published);
}

/// The chart stays as it is; what this source has to say of itself (its time) is signed beside what was said before.
#[test]
fn equal_content_under_another_digest_is_adopted_and_only_signed() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let published = run(at_another_time(&mut workspace.release_command(&registry))).expect_code(0).digest();
    let ours = workspace.release(&Registry::start()).expect_code(0).digest();
    assert_ne!(published, ours);
    registry.forget();

    let ran = workspace.release(&registry).expect_code(0);
    assert!(ran.stdout.starts_with("already published with equal content"), "{}", ran.stdout);
    assert_eq!(ran.digest(), published);
    let held = held_by_version(&registry).digest.to_string();
    assert_eq!(held, published);
    assert_only_referrers_are_written(&registry);
    registry.forget();
    workspace.release(&registry).expect_code(0);
    assert!(registry.writes().is_empty(), "{:?}", registry.writes());
}

#[test]
fn a_provenance_file_that_comes_too_late_is_told() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let published = workspace.release(&registry).expect_code(0).digest();
    workspace.write("rita.gpg", include_bytes!("../../provenance/tests/keys/rita.gpg"));
    let ran = run(workspace.release_command(&registry).args(["--keyring", "rita.gpg"])).expect_code(0);
    assert_eq!(ran.digest(), published);
    let told = "  prov    not published: the version is published without one";
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
}

#[track_caller]
fn assert_only_referrers_are_written(registry: &Registry) {
    let subject = held_by_version(registry).digest;
    let written = registry.writes().into_iter().filter_map(|one| one.path.rsplit_once("/manifests/")?.1.parse().ok());
    for reference in written.collect::<Vec<String>>() {
        let digest = Digest::parse(&reference).unwrap_or_else(|_| panic!("the tag {reference} was written"));
        let manifest = now(registry.store().manifest(&Reference::Digest(digest))).expect("what was written");
        let named = manifest.document().expect("a manifest").subject.map(|named| named.digest);
        assert_eq!(named.as_ref(), Some(&subject), "{reference}");
    }
}

/// The manifest of somebody else's release of the same version. It is in the registry, but no tag holds it.
fn rival(registry: &Registry, equal_content: bool) -> RawManifest {
    let theirs = Workspace::new();
    if !equal_content {
        theirs.write(&format!("{CHART}/values.yaml"), "berths: 9\n");
    }
    run(at_another_time(&mut theirs.release_command(registry))).expect_code(0);
    let manifest = held_by_version(registry);
    assert!(now(registry.store().delete_tag(&version_tag())).expect("a store in memory"));
    registry.forget();
    manifest
}

/// Releases while somebody else sets the tag just before the request with this method that comes after `earlier` such.
fn overtaken(method: &'static str, earlier: usize, equal_content: bool) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let manifest = rival(&registry, equal_content);
    let theirs = manifest.digest.to_string();
    let store = registry.store();
    registry.hook(move |asked| {
        if asked.is(method, "/manifests/1.2.3") && asked.earlier == earlier {
            now(store.tag(&version_tag(), &manifest, TagRule::Move)).expect("a store in memory");
        }
        Act::Pass
    });
    let ran = workspace.release(&registry).expect_code(3);
    let what = format!("before {method} number {}, equal content: {equal_content}", earlier + 1);
    assert!(ran.stderr.contains(&theirs), "{what}: {}", ran.stderr);
    assert_eq!(held_by_version(&registry).digest.to_string(), theirs, "{what}");
}

#[test]
fn a_tag_set_by_another_run_before_a_later_look_stays() {
    for look in [1, 2] {
        overtaken("GET", look, false);
        overtaken("GET", look, true);
    }
}

#[test]
fn r26_a_tag_set_by_another_run_just_before_ours_stays() {
    overtaken("PUT", 0, false);
    overtaken("PUT", 0, true);
}

/// What is signed is the digest that was pushed, wherever the tag points by then.
#[test]
fn r24_a_tag_that_moves_before_the_signature_is_not_what_is_signed() {
    let ours = Workspace::new().release(&Registry::start()).expect_code(0).digest();
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let manifest = rival(&registry, false);
    let (store, theirs) = (registry.store(), manifest.digest.clone());
    let referrers = move |of: &Digest| now(store.referrers(of)).expect("a store in memory").len();
    let before = referrers(&theirs);
    let (store, pushed) = (registry.store(), format!("/manifests/{ours}"));
    registry.hook(move |asked| {
        if asked.is("PUT", &pushed) {
            now(store.tag(&version_tag(), &manifest, TagRule::Move)).expect("a store in memory");
        }
        Act::Pass
    });
    let ran = workspace.release(&registry).expect_code(3);
    assert!(ran.stderr.contains(&theirs.to_string()), "{}", ran.stderr);
    assert_eq!(held_by_version(&registry).digest, theirs);
    assert_eq!((referrers(&theirs), referrers(&Digest::parse(&ours).expect("a digest"))), (before, 7));
}

#[test]
fn a_registry_that_does_not_tell_whether_the_version_exists_gets_no_tag() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    registry.hook(|asked| match asked.is("GET", "/manifests/1.2.3") {
        true => Act::Answer(401, vec![("www-authenticate", "Basic realm=\"harbor\"".to_owned())]),
        false => Act::Pass,
    });
    let ran = workspace.release(&registry).expect_code(4);
    assert!(ran.stderr.contains("can't tell whether"), "{}", ran.stderr);
    assert_eq!(registry.visible(), [""; 0]);

    registry.unhook();
    workspace.release(&registry).expect_code(0);
    assert_eq!(registry.visible(), [VERSION]);
}

/// Some registries say 403 of repositories that do not exist yet.
#[test]
fn a_repository_that_is_forbidden_until_something_is_in_it_gets_its_version() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let exists = AtomicBool::new(false);
    registry.hook(move |asked| {
        let read = matches!(asked.method.as_str(), "GET" | "HEAD");
        if asked.method == "PUT" && asked.path.contains("/manifests/") {
            exists.store(true, Ordering::SeqCst);
        }
        if read && !exists.load(Ordering::SeqCst) { Act::Answer(403, Vec::new()) } else { Act::Pass }
    });
    workspace.release(&registry).expect_code(0);
    assert_eq!(registry.log()[0].status, Some(403));
    assert_eq!(registry.visible(), [VERSION]);
}

/// The digest at the end of the path of a blob.
fn blob_in(path: &str) -> Option<Digest> {
    Digest::parse(path.split_once("/blobs/")?.1).ok()
}

#[test]
fn r14_blobs_that_are_collected_before_the_commit_are_uploaded_again() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let plan = workspace.portolan(&["plan", "--output", "json"]).expect_code(0).json();
    let planned = |pointer: &str| Digest::parse(plan.pointer(pointer)?.as_str()?).ok();
    let chart = ["/charts/0/config/digest", "/charts/0/layers/0/digest"].map(|pointer| planned(pointer).unwrap());
    let store = registry.store();
    let read = Mutex::new(Vec::new());
    registry.hook(move |asked| {
        let mut read = read.lock().unwrap();
        read.extend(blob_in(&asked.path));
        if asked.is("PUT", "/manifests/1.2.3") && asked.earlier == 0 {
            for digest in &chart {
                assert!(read.contains(digest), "config and chart were verified before");
                assert!(now(store.delete_blob(digest)).expect("a store in memory"));
            }
        }
        Act::Pass
    });
    workspace.release(&registry).expect_code(0);
    let commits: Vec<Option<u16>> =
        registry.log().iter().filter(|exchange| exchange.is("PUT", "/manifests/1.2.3")).map(|e| e.status).collect();
    // The first refusals may be those of a registry that is slow to see what it got.
    let (last, refused) = commits.split_last().unwrap();
    assert_eq!(*last, Some(201));
    assert!(!refused.is_empty() && refused.iter().all(|status| *status == Some(400)), "{commits:?}");
    let held = held_by_version(&registry);
    for blob in held.document().unwrap().blobs() {
        assert!(now(registry.store().has_blob(blob)).unwrap(), "{} is missing", blob.digest);
    }
}

/// What an earlier run staged may have been collected in part since, or cut by a loss of power.
#[test]
fn a_staged_manifest_without_its_blobs_is_staged_again() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let digest = workspace.release(&registry).expect_code(0).digest();
    let held = held_by_version(&registry);
    now(registry.store().delete_tag(&version_tag())).unwrap();
    for blob in held.document().unwrap().blobs() {
        assert!(now(registry.store().delete_blob(&blob.digest)).unwrap());
    }
    assert_eq!(workspace.release(&registry).expect_code(0).digest(), digest);
    assert_eq!(registry.visible(), [VERSION]);
}

/// A workspace whose `portolan.yaml` has the target `harbor`.
fn with_target(target: &str) -> Workspace {
    let workspace = Workspace::new();
    let text = format!("apiVersion: portolan.dev/v1alpha1\ncharts: [charts/harbor]\ntargets:\n  harbor: {target}\n");
    workspace.write("portolan.yaml", text);
    workspace
}

#[test]
fn a_public_target_that_strangers_cant_read_gets_no_tag() {
    let registry = Registry::with(Setup { htpasswd: Some(HTPASSWD), ..Setup::default() });
    let workspace = with_target(&format!("{{to: \"{}\", visibility: public}}", registry.target()));
    let arguments = ["release", "--to", "harbor", "--plain-http", "--username", USER];
    let ran = run(workspace.command(&arguments).env("PORTOLAN_PASSWORD", PASSWORD)).expect_code(8);
    let remedy = format!("hint: make the repository charts/harbor on {} publicly readable", registry.host());
    for text in ["is there but can't be read anonymously", remedy.as_str()] {
        assert!(ran.stderr.contains(text), "no {text:?} in\n{}", ran.stderr);
    }
    assert_eq!(registry.visible(), [""; 0]);
    assert!(registry.log().iter().any(|exchange| exchange.path.contains("/manifests/sha256:") && exchange.is_write()));
}

#[test]
fn a_mirror_that_is_down_is_completed_by_the_next_run() {
    let (registry, mirror) = (Registry::start(), Registry::start());
    let workspace = with_target(&format!("{{to: \"{}\", mirrors: [\"{}\"]}}", registry.target(), mirror.target()));
    let release = || workspace.portolan(&["release", "--to", "harbor", "--plain-http"]);
    // The client does not wait this long, so the test does not either.
    mirror.hook(|_| Act::Answer(503, vec![("retry-after", "86400".to_owned())]));
    let ran = release().expect_code(9);
    assert!(ran.stderr.contains("published, but a mirror is behind"), "{}", ran.stderr);
    assert_eq!(registry.visible(), [VERSION]);
    assert_eq!(mirror.visible(), [""; 0]);

    mirror.unhook();
    registry.forget();
    mirror.forget();
    release().expect_code(0);
    assert!(registry.writes().is_empty(), "{:?}", registry.writes());
    assert_eq!(mirror.visible(), [VERSION]);
    assert_eq!(held_by_version(&mirror), held_by_version(&registry));
    assert!(mirror.writes().last().unwrap().is("PUT", "/manifests/1.2.3"), "the tag comes last there too");
}

#[test]
fn a_mirror_with_other_content_under_the_version_is_left_alone() {
    let (registry, mirror) = (Registry::start(), Registry::start());
    let theirs = Workspace::new();
    theirs.write(&format!("{CHART}/values.yaml"), "berths: 9\n");
    theirs.release(&mirror).expect_code(0);
    let before = held_by_version(&mirror);
    mirror.forget();
    let workspace = with_target(&format!("{{to: \"{}\", mirrors: [\"{}\"]}}", registry.target(), mirror.target()));
    let ran = workspace.portolan(&["release", "--to", "harbor", "--plain-http"]).expect_code(9);
    assert!(ran.stderr.contains("already published with other content"), "{}", ran.stderr);
    assert_eq!(registry.visible(), [VERSION]);
    assert!(mirror.writes().is_empty(), "{:?}", mirror.writes());
    assert_eq!(held_by_version(&mirror), before);
}

/// The tag was written, the answer is lost, and then nobody can say what the tag holds.
#[test]
fn a_write_that_may_have_taken_place_is_not_called_a_failure() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    registry.hook(|asked| match asked.is("PUT", "/manifests/1.2.3") {
        true => Act::Lose,
        false if asked.is("GET", "/manifests/1.2.3") && asked.earlier >= 3 => Act::Answer(403, Vec::new()),
        false => Act::Pass,
    });
    let ran = workspace.release(&registry);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("can't be seen"), "{}", ran.stderr);
    assert!(ran.stderr.contains("hint: run the same command again"), "{}", ran.stderr);
    registry.hook(|_| Act::Pass);
    workspace.release(&registry).expect_code(0);
}

/// Another host's 404 after a redirect is not the registry's.
#[test]
fn a_redirected_404_does_not_mean_absent() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    workspace.release(&registry).expect_code(0);
    let published = held_by_version(&registry).digest;
    let elsewhere = Registry::start();
    let location = format!("{}/v2/nowhere", elsewhere.target().replace("oci://", "http://"));
    registry.hook(move |asked| match asked.is("GET", "/manifests/1.2.3") {
        true => Act::Answer(307, vec![("location", location.clone())]),
        false => Act::Pass,
    });
    workspace.write(&format!("{CHART}/values.yaml"), "berths: 9\n");
    let ran = workspace.release(&registry);
    assert_ne!(ran.code, 0, "{ran:?}");
    assert_eq!(held_by_version(&registry).digest, published, "the published version stays");
}

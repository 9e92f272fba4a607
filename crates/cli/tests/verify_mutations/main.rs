//! A release that once was complete does not verify after any one change: every object of a release is changed once, and
//! `portolan verify`, in a process of its own with an empty home and public material only, must end with exit code 6 and
//! name the object.
//!
//! It is done in an OCI layout and in a registry without the referrers API, whose list of referrers is an object, too.
//! Changes are of two kinds: an object rots under its digest, or somebody who may write to the repository changes it and
//! makes everything above it right again. What may be changed without harm is listed with its reason.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod changes;
#[path = "../common/mod.rs"]
mod common;
mod content;
mod place;

use changes::{Change, Expected};
use content::{Listed, Role, digest_of};
use place::{Layouts, Place, Registries};
use serde_json::json;

use crate::common::VERSION;

const PROVENANCE: &str = "application/vnd.cncf.helm.chart.provenance.v1.prov";

fn both() -> [Box<dyn Place>; 2] {
    [Box::new(Layouts::new()), Box::new(Registries::new())]
}

/// Both places hold all that a release can have.
#[test]
fn a_release_that_nobody_touched_is_verified() {
    for place in both() {
        let roles: Vec<Role> = place.content().roles().into_iter().map(|(_, role)| role).collect();
        let bundles = roles.iter().filter(|role| matches!(role, Role::Bundle(_))).count();
        let documents = roles.iter().filter(|role| matches!(role, Role::Document(_))).count();
        // A signature, two SBOMs, that of the image, SLSA provenance and the record.
        assert_eq!((bundles, documents), (2 * 6, 6), "two releases: {roles:?}");
        let chart = place.content().document(&place.content().tagged(VERSION).digest);
        assert_eq!(chart["layers"][1]["mediaType"], PROVENANCE);
        place.verify_all(&[Change {
            what: "nothing".to_owned(),
            content: place.content().clone(),
            index: None,
            expected: Expected::Harmless("nothing was changed"),
        }]);
    }
}

#[test]
fn every_object_that_rots_is_refused_by_name() {
    for place in both() {
        let content = place.content();
        let of_release = place.of_release();
        let mut changes = Vec::new();
        for digest in &of_release {
            for (how, bytes) in changes::rotten(&content.objects[digest]) {
                let mut other = content.clone();
                match bytes {
                    Some(bytes) => drop(other.objects.insert(digest.clone(), bytes)),
                    None => drop(other.objects.remove(digest)),
                }
                let hex = digest.strip_prefix("sha256:").unwrap();
                let mut change = Change::refused(format!("{digest} {how}"), other, &[hex]);
                if how == "gone"
                    && let Some(expected) = place.gone_with_its_tag(digest)
                {
                    change.expected = expected;
                }
                changes.push(change);
            }
        }
        assert!(changes.len() > 100, "{}", changes.len());
        place.verify_all(&changes);
    }
}

#[test]
fn every_field_of_every_manifest_changed_consistently_is_refused() {
    for place in both() {
        let content = place.content();
        let mut changes = Vec::new();
        for (listed, role) in place.roles() {
            let document = content.document(&listed.digest);
            let more = json!({"mediaType": "text/plain", "digest": digest_of(b"more"), "size": 4});
            let layered = if role == Role::Index { Vec::new() } else { changes::layers(&document, &more) };
            for (what, other) in changes::variants(&document).into_iter().chain(layered) {
                let mut other_content = match role {
                    Role::Chart => content.with_chart(&listed.digest, &other),
                    _ => content.with_manifest(&listed.digest, &other),
                };
                other_content.objects.insert(digest_of(b"more"), b"more".to_vec());
                let mut names = changes::words(&listed, &role);
                names.push(digest_of(other.to_string().as_bytes()));
                let expected = harmless(&role, &what).map_or(Expected::Refused(names), Expected::Harmless);
                let what = format!("{role:?} {what}");
                changes.push(Change { what, content: other_content, index: None, expected });
            }
        }
        assert!(changes.len() > 300, "{}", changes.len());
        place.verify_all(&changes);
    }
}

/// What may be changed in a manifest, and why that is no harm.
fn harmless(role: &Role, what: &str) -> Option<&'static str> {
    match (role, what) {
        (
            Role::Hub,
            "/layers/0/mediaType changed"
            | "/layers/0/mediaType removed"
            | "/layers/0 removed"
            | "no layers"
            | "/mediaType changed"
            | "/config/mediaType removed"
            | "/config removed"
            | "/schemaVersion removed",
        ) => None,
        (Role::Hub, what)
            if what.contains("/digest") || what.contains("/size") || what.contains("/schemaVersion changed") =>
        {
            None
        }
        (Role::Hub, _) => Some("the metadata belongs to the repository; its file is the one that the record lists"),
        (Role::Index, " with a member more" | "/schemaVersion removed" | "/mediaType removed") => {
            Some("the list is as readers need it")
        }
        (Role::Index, what) if what.ends_with("with a member more") => Some("no reader looks at it"),
        _ => None,
    }
}

#[test]
fn every_field_of_every_bundle_and_one_bit_of_every_other_blob_is_refused() {
    for place in both() {
        let content = place.content();
        let mut changes = Vec::new();
        for (listed, role) in place.roles().into_iter().filter(|(_, role)| *role != Role::Index) {
            for (at, descriptor) in changes::descriptors(&content.document(&listed.digest)) {
                let bytes = &content.objects[descriptor["digest"].as_str().unwrap()];
                let is_bundle = matches!(role, Role::Bundle(_)) && at != "/config";
                let variants = match is_bundle {
                    true => changes::bundles(bytes),
                    false => vec![
                        ("one bit".to_owned(), changes::one_bit(bytes)),
                        ("a blank behind it".to_owned(), [&bytes[..], b" "].concat()),
                        ("another".to_owned(), b"{\"a\":1}".to_vec()),
                    ],
                };
                for (what, other) in variants {
                    let mut names = changes::words(&listed, &role);
                    names.push(digest_of(&other));
                    let mut changed = content.with_blob(&listed.digest, &at, &other);
                    if role == Role::Chart {
                        changed.objects.insert(digest_of(&other), other.clone());
                    }
                    let is_config_of_hub = role == Role::Hub && at == "/config";
                    let is_blank = role == Role::Hub && what == "a blank behind it";
                    let expected = match is_config_of_hub || is_blank {
                        true => Expected::Harmless("Artifact Hub reads no config, and metadata may change (a warning)"),
                        false => Expected::Refused(names),
                    };
                    changes.push(Change {
                        what: format!("{role:?} {at} {what}"),
                        content: changed,
                        index: None,
                        expected,
                    });
                }
            }
        }
        assert!(changes.len() > 100, "{}", changes.len());
        place.verify_all(&changes);
    }
}

#[test]
fn everything_that_is_removed_is_missed() {
    for place in both() {
        let content = place.content();
        let mut changes = Vec::new();
        for (listed, role) in place.roles() {
            let names: Vec<String> = changes::words(&listed, &role);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut change = Change::refused(format!("{role:?} not listed"), content.without(&listed.digest), &names);
            if role == Role::Hub {
                change.expected = Expected::Harmless("mirrors of one version have none (a warning)");
            }
            changes.push(change);
        }
        // Everything that only lists lead to.
        let mut all = content.clone();
        for (listed, role) in place.roles() {
            if matches!(role, Role::Bundle(_) | Role::Document(_)) {
                all = all.without(&listed.digest);
            }
        }
        changes.push(Change::refused("all bundles and documents not listed".to_owned(), all, &["release record"]));
        place.verify_all(&changes);
    }
}

/// What another version of the same publisher carries, in place of what this one carries.
#[test]
fn everything_swapped_with_another_release_is_refused() {
    for place in both() {
        let content = place.content();
        let (ours, theirs) = (content.tagged(VERSION), content.tagged(place::OLDER));
        let mut changes = Vec::new();
        let mut older = content.clone();
        older.listed.retain(|one| one.digest != ours.digest);
        older
            .listed
            .iter_mut()
            .filter(|one| one.digest == theirs.digest)
            .for_each(|one| one.tag = Some(VERSION.to_owned()));
        changes.push(Change::refused("the tag at an older release".to_owned(), older, &["the tag says"]));
        let (of_ours, of_theirs) = (place.roles(), place.roles_of_other());
        for (listed, role) in &of_ours {
            let same = |(other, one): &&(Listed, Role)| one == role && other.digest != listed.digest;
            let Some((other, _)) = of_theirs.iter().find(same) else { continue };
            let names = changes::words(listed, role);
            let names: Vec<&str> = names.iter().map(String::as_str).chain([other.digest.as_str()]).collect();
            let document = content.document(&other.digest);
            match role {
                Role::Chart => {
                    for layer in [0, 1] {
                        let mut mixed = content.document(&listed.digest);
                        mixed["layers"][layer] = document["layers"][layer].clone();
                        let mixed = content.with_chart(&listed.digest, &mixed);
                        changes.push(Change::refused(format!("layer {layer} of the older release"), mixed, &names));
                    }
                }
                Role::Bundle(_) | Role::Document(_) => {
                    let as_it_is = content.with_manifest(&listed.digest, &document);
                    changes.push(Change::refused(format!("{role:?} of the older release"), as_it_is, &names));
                    let mut made_to_fit = document.clone();
                    made_to_fit["subject"] = content.document(&listed.digest)["subject"].clone();
                    let made_to_fit = content.with_manifest(&listed.digest, &made_to_fit);
                    changes.push(Change::refused(
                        format!("{role:?} of the older release, made to fit"),
                        made_to_fit,
                        &names,
                    ));
                }
                _ => {
                    let swapped = content.with_manifest(&listed.digest, &document);
                    changes.push(Change::refused(format!("{role:?} of the older release"), swapped, &names));
                }
            }
        }
        assert!(changes.len() > 15, "{}", changes.len());
        place.verify_all(&changes);
    }
}

/// What somebody else says about a release takes nothing away from it.
#[test]
fn what_others_add_is_no_harm() {
    for place in both() {
        let content = place.content();
        let chart = content.tagged(VERSION);
        let subject = oci::RawManifest::new(&chart.media_type, content.objects[&chart.digest].clone()).descriptor();
        let note = signing::attachment::document("text/plain", "note.txt", b"a note", &subject, "2026-01-01T00:00:00Z");
        let bundle = signing::attachment::bundle(b"{}", "https://else.example/claim", &subject, "2026-01-01T00:00:00Z");
        let many = (0..250).map(|number| {
            let kind = format!("application/x.{number}");
            signing::attachment::document(&kind, "note.txt", b"a note", &subject, "2026-01-01T00:00:00Z")
        });
        let many = many.fold(content.clone(), |content, one| content.with_referrer(&one));
        let with = |attachment| content.with_referrer(&attachment);
        let changes = [("a document", with(note)), ("what is no bundle", with(bundle)), ("250 documents", many)];
        let changes = changes.map(|(what, content)| Change {
            what: what.to_owned(),
            content,
            index: None,
            expected: Expected::Harmless("it is somebody else's, and told"),
        });
        place.verify_all(&changes);
    }
}

/// The repository's metadata may change; but not whose repository it is.
#[test]
fn metadata_that_says_another_repository_is_refused() {
    for place in both() {
        let content = place.content();
        let listed = content.tagged("artifacthub.io");
        let layer = content.document(&listed.digest)["layers"][0]["digest"].as_str().unwrap().to_owned();
        let file = String::from_utf8(content.objects[&layer].clone()).unwrap();
        let with = |from: &str, to: &str| {
            assert!(file.contains(from), "{file}");
            content.with_blob(&listed.digest, "/layers/0", file.replace(from, to).as_bytes())
        };
        let claimed = with("3f1b7a52", "4f1b7a52");
        let mut owned = Change::refused("another owner".to_owned(), with("Harbor master", "Somebody"), &[]);
        owned.expected = Expected::Harmless("its owner may change it at any time (a warning)");
        place.verify_all(&[
            Change::refused("another repository".to_owned(), claimed, &["Artifact Hub metadata"]),
            owned,
        ]);
    }
}

/// What an OCI layout lists.
#[test]
fn every_field_of_a_layouts_index_is_looked_at() {
    let place = Layouts::new();
    let content = place.content();
    let index = content.index();
    let of_release = place.of_release();
    let mut changes = Vec::new();
    for (what, other) in changes::variants(&index) {
        let entry =
            what.strip_prefix("/manifests/").and_then(|rest| rest.split(['/', ' ']).next()?.parse::<usize>().ok());
        let listed = entry.map(|number| content.listed[number].clone());
        if listed.as_ref().is_some_and(|listed| !of_release.contains(&listed.digest)) {
            continue;
        }
        let names = listed.as_ref().map_or_else(Vec::new, |listed| changes::words(listed, &content.role(listed)));
        let names = names.into_iter().chain(["index.json".to_owned(), "layout".to_owned()]).collect();
        let tag = listed.as_ref().and_then(|listed| listed.tag.as_deref());
        let expected = match (tag, what.as_str()) {
            (_, what) if what.ends_with("with a member more") => Expected::Harmless("no reader looks at it"),
            (_, "/mediaType removed") => Expected::Harmless("it need not be there"),
            (_, what) if what.ends_with("/mediaType removed") => Expected::Harmless("the manifest itself tells"),
            (_, "/manifests removed") => Expected::Unknown,
            (Some("artifacthub.io"), what) if is_of_tag(what) => {
                Expected::Harmless("mirrors of one version have none (a warning)")
            }
            _ => Expected::Refused(names),
        };
        changes.push(Change {
            what: format!("index.json {what}"),
            content: content.clone(),
            index: Some(other),
            expected,
        });
    }
    assert!(changes.len() > 50, "{}", changes.len());
    place.verify_all(&changes);
}

/// Whether a change of an entry takes its tag away.
fn is_of_tag(what: &str) -> bool {
    what.contains("/annotations")
        || what
            .rsplit('/')
            .next()
            .is_some_and(|last| last.ends_with(" removed") && last.starts_with(|one: char| one.is_ascii_digit()))
}

//! Annotations.

use super::{annotated, at, bullets, chart, error, has_note, kind, listed, look, with};
use crate::category::Category;
use crate::ingest::{Effect, RefusalKind, Seen, ingest};

/// The text for changes that are no list of changes.
const QUOTES: &str = "invalid changes annotation. Please use quotes on strings that include any of the following \
                      characters: {}:[],&*#?|-<>=!%@";

/// Kind and description of each change.
type Pairs<'a> = &'a [(&'a str, &'a str)];

#[test]
fn values_that_reject_the_version() {
    let rows: [(u32, &str, &str, &str); 19] = [
        (17, "prerelease", "yes", "invalid annotation: invalid prerelease value"),
        (21, "operatorCapabilities", "auto-pilot", "invalid annotation: invalid operator capabilities value"),
        (22, "category", "Security", "invalid category name"),
        (26, "changes", "- kind: invalid\n  description: x\n", "invalid change: invalid kind: invalid"),
        (27, "changes", "- invalid: entry", "invalid change: description not provided"),
        (28, "changes", "1234", QUOTES),
        (29, "changes", "- a\n- description: b\n", QUOTES),
        (30, "changes", "- #123 foo", "invalid change entry"),
        (31, "changes", "- description: x\n  links:\n  - name: n\n", "invalid change: link url not provided"),
        (32, "images", "1234", "invalid annotation: invalid images value"),
        (
            33,
            "images",
            "- image: \":\"",
            "invalid annotation: 1 error occurred:\n\t* invalid image reference: could not parse reference: :\n\n",
        ),
        (
            34,
            "images",
            "- image: Org/App:1",
            "invalid annotation: 1 error occurred:\n\t* invalid image reference: could not parse reference: \
             Org/App:1\n\n",
        ),
        (36, "images", "- image: ab\n  whitelisted: \"true\"\n", "invalid annotation: invalid images value"),
        (38, "signKey", "fingerprint: aa", "invalid annotation: sign key url not provided"),
        (46, "links", "\"{\\\"", "invalid annotation: invalid links value"),
        (50, "crds", "kind: A", "invalid annotation: invalid crds value"),
        (83, "images", "- image: ab\n  image: cd\n", "invalid annotation: invalid images value"),
        (84, "images", "- image: ab\n  whitelisted: 1\n", "invalid annotation: invalid images value"),
        (41, "prerelease", "invalid", "invalid annotation: invalid prerelease value"),
    ];
    for (case, key, text, problem) in rows {
        assert_eq!(error(case, &with(&[(key, text)])), bullets(&[problem]), "case {case}");
    }
}

#[test]
fn values_that_are_lost_without_a_word() {
    let rows = [(37, "images", "- image: ab\n-\n"), (39, "signKey", ""), (39, "signKey", "~")];
    for (case, key, text) in rows {
        let ingested = with(&[(key, text), ("prerelease", "invalid")]);
        assert_eq!(kind(case, &ingested), RefusalKind::Panic, "case {case}");
        let refusal = ingested.outcome.unwrap_err();
        assert_eq!(refusal.tracking_error, None, "case {case}");
        let annotation = format!("artifacthub.io/{key}");
        assert_eq!(refusal.causes[0].annotation.as_deref(), Some(annotation.as_str()), "case {case}");
    }
}

#[test]
fn several_problems_are_told_together() {
    let case = 41;
    let ingested = with(&[("signKey", "fingerprint: aa"), ("prerelease", "invalid")]);
    let expected = "error preparing package: error enriching package from annotations: 2 errors occurred:\n\t* invalid \
                    annotation: invalid prerelease value\n\t* invalid annotation: sign key url not provided\n\n \
                    (package: chart version: 1.0.0)";
    assert_eq!(error(case, &ingested), expected, "case {case}");
}

#[test]
fn booleans_and_operators() {
    let case = 16;
    for (text, coerced) in [("true", false), ("yes", true), ("On", true)] {
        let ingested = look(&chart(&format!("annotations:\n  artifacthub.io/prerelease: {text}\n"), &[]));
        assert!(listed(case, &ingested).prerelease, "case {case}");
        assert_eq!(has_note(&ingested, Effect::Coerced, "artifacthub.io/prerelease"), coerced, "case {case}: {text}");
    }
    let operator = |lines: &str| format!("apiVersion: v2\nname: foo-operator\nversion: 1.0.0\n{lines}");
    let case = 18;
    let chart = super::chart_of(&operator(&annotated(&[("operator", "false")])), &[]);
    assert!(!listed(case, &look(&chart)).is_operator, "case {case}");
    let case = 19;
    let chart = super::chart_of(&operator(""), &[]);
    assert!(listed(case, &look(&chart)).is_operator, "case {case}");
    let case = 20;
    let ingested = with(&[("operatorCapabilities", "Basic Install")]);
    assert_eq!(listed(case, &ingested).capabilities, "basic install", "case {case}");
    assert!(has_note(&ingested, Effect::Hidden, "artifacthub.io/operatorCapabilities"), "case {case}");
    let case = 23;
    assert_eq!(listed(case, &with(&[("category", "skip-prediction")])).category, Category::None, "case {case}");
}

#[test]
fn changes_as_they_are_stored() {
    let rows: [(u32, &str, Pairs<'_>); 4] = [
        (24, "- Added cool feature\n- Fixed minor bug", &[("", "Added cool feature"), ("", "Fixed minor bug")]),
        (25, "- kind: Added\n  description: a\n- kind: FIXED\n  description: b", &[("added", "a"), ("fixed", "b")]),
        (86, "[]", &[]),
        (24, "- 1\n- true\n- \"**bold** `code`\"", &[("", "1"), ("", "true"), ("", "bold code")]),
    ];
    for (case, text, expected) in rows {
        let ingested = with(&[("changes", text)]);
        let package = listed(case, &ingested);
        let changes: Vec<(&str, &str)> = package
            .changes
            .iter()
            .flatten()
            .map(|change| (change.kind.as_str(), change.description.as_str()))
            .collect();
        assert_eq!(changes, expected, "case {case}");
        assert!(package.has_changelog(), "case {case}");
    }
    for text in ["", "~"] {
        assert!(!listed(24, &with(&[("changes", text)])).has_changelog(), "{text:?}");
    }
}

#[test]
fn one_bad_change_tells_all_that_is_wrong_with_it() {
    let ingested = with(&[("changes", "- kind: chore\n- kind: other\n")]);
    let problems = ["invalid change: invalid kind: chore", "invalid change: description not provided"];
    assert_eq!(error(0, &ingested), bullets(&problems));
    let ingested = with(&[("changes", "- description: x\n  links: [~]\n")]);
    assert_eq!(kind(0, &ingested), RefusalKind::Panic);
    assert_eq!(error(0, &with(&[("changes", "- a\n- ~\n")])), bullets(&["invalid change entry"]));
}

#[test]
fn images_as_they_are_stored() {
    let rows = [
        (35, "- image: repo/img2:2.0.0\n  whitelisted: true\n", true),
        (84, "- image: ab\n  whitelisted: yes\n", true),
        (84, "- image: ab\n  whitelisted: \"yes\"\n", true),
        (35, "- image: ab\n", false),
    ];
    for (case, text, whitelisted) in rows {
        let ingested = with(&[("images", text)]);
        let images = listed(case, &ingested).containers_images.as_ref().expect("images");
        assert_eq!(images[0].whitelisted, whitelisted, "case {case}");
        assert_eq!(listed(case, &ingested).all_images_whitelisted(), Some(whitelisted), "case {case}");
    }
}

#[test]
fn many_images_are_not_scanned() {
    for (count, hidden) in [(15, false), (16, true)] {
        let images: String = (0..count).map(|number| format!("- image: ab{number}\n")).collect();
        let ingested = with(&[("images", &images)]);
        listed(0, &ingested);
        assert_eq!(has_note(&ingested, Effect::Hidden, "artifacthub.io/images"), hidden, "{count}");
    }
}

#[test]
fn keys_links_and_people() {
    let case = 40;
    let ingested = with(&[("signKey", "fingerprint: 0011223344\nurl: https://key.url")]);
    let key = listed(case, &ingested).sign_key.as_ref().expect("a key");
    assert_eq!((key.fingerprint.as_str(), key.url.as_str()), ("0011223344", "https://key.url"), "case {case}");
    let case = 45;
    let links = annotated(&[("links", "- {name: code, url: https://s}\n- {name: other, url: https://o}\n")]);
    let ingested = look(&chart(&format!("sources: [https://s]\n{links}"), &[]));
    let names: Vec<&str> =
        listed(case, &ingested).links.iter().flatten().flatten().map(|link| link.name.as_str()).collect();
    assert_eq!(names, ["code", "other"], "case {case}");
    let case = 48;
    let people = annotated(&[("maintainers", "- {name: New, email: a@b}\n- {email: c@d}\n- {name: x}\n")]);
    let ingested = look(&chart(&format!("maintainers: [{{name: Old, email: a@b}}]\n{people}"), &[]));
    let people: Vec<(&str, &str)> = listed(case, &ingested)
        .maintainers
        .iter()
        .map(|person| (person.name.as_str(), person.email.as_str()))
        .collect();
    assert_eq!(people, [("New", "a@b"), ("c@d", "c@d")], "case {case}");
    let case = 53;
    let url = "https://artifacthub.io/packages/helm/artifact-hub/artifact-hub";
    let ingested = with(&[("recommendations", &format!("- url: {url}\n- url: {url}/1.0.0\n"))]);
    assert_eq!(listed(case, &ingested).recommendations.as_ref().map(Vec::len), Some(2), "case {case}");
    let hidden = ingested.notes.iter().filter(|note| note.effect == Effect::Hidden).count();
    assert_eq!(hidden, 1, "case {case}");
}

#[test]
fn null_items_of_links_and_people() {
    let one = with(&[("links", "- ~\n")]);
    assert_eq!(listed(0, &one).to_json()["links"], serde_json::json!([null]));
    for text in ["- ~\n- {url: a}\n", "- {url: a}\n- ~\n"] {
        assert_eq!(kind(0, &with(&[("links", text)])), RefusalKind::Panic, "{text:?}");
    }
    assert_eq!(kind(0, &with(&[("maintainers", "- ~\n")])), RefusalKind::RepositoryPanic);
    let shown = with(&[("screenshots", "- ~\n"), ("recommendations", "[~]")]);
    assert_eq!(listed(0, &shown).to_json()["screenshots"], serde_json::json!([null]));
}

#[test]
fn crds_are_stored_as_json() {
    let case = 49;
    let crds = "- kind: A\n  name: a.b\n  version: v1\n  description: d\n  since: 2020-01-01\n";
    let ingested = with(&[("crds", crds), ("crdsExamples", "- kind: A\n  spec: {on: 1}\n")]);
    let json = listed(case, &ingested).to_json();
    let expected = serde_json::json!([{
        "kind": "A", "name": "a.b", "version": "v1", "description": "d", "since": "2020-01-01T00:00:00Z"
    }]);
    assert_eq!(json["crds"], expected, "case {case}");
    assert_eq!(json["crds_examples"], serde_json::json!([{"kind": "A", "spec": {"on": 1}}]), "case {case}");
    let case = 51;
    let expected =
        "error registering package chart version 1.0.0: json: unsupported type: map[interface {}]interface {}";
    assert_eq!(error(case, &with(&[("crds", "- {1: a}")])), expected, "case {case}");
    let ingested = with(&[("crdsExamples", "- .inf")]);
    let expected = "error registering package chart version 1.0.0: json: unsupported value: +Inf";
    assert_eq!(error(case, &ingested), expected, "case {case}");
}

#[test]
fn names_and_licences() {
    let case = 52;
    let at = super::found("oci://registry/namespace/pkg1", "1.0.0");
    let lines = annotated(&[("alternativeName", "something else")]);
    let ingested = ingest(&at, &chart(&lines, &[]), &Seen::default());
    let expected = "error registering package pkg1 version 1.0.0: invalid input: invalid alternative name (must be a \
                    subset or superset of the name)";
    assert_eq!(error(case, &ingested), expected, "case {case}");
    let case = 42;
    let apache = [("LICENSE", "   Apache License\n  Version 2.0, January 2004\n")];
    let ingested = look(&chart(&annotated(&[("license", "")]), &apache));
    assert_eq!(listed(case, &ingested).license, "Apache-2.0", "case {case}");
    let case = 43;
    let ingested = look(&chart(&annotated(&[("license", "not-spdx")]), &apache));
    assert_eq!(listed(case, &ingested).license, "not-spdx", "case {case}");
}

#[test]
fn unknown_annotations_are_ignored_with_what_was_meant() {
    let ingested = with(&[("Changes", "- a"), ("image", "- a"), ("displayName", "x")]);
    listed(0, &ingested);
    for (key, meant) in [("Changes", "changes"), ("image", "images")] {
        let subject = format!("artifacthub.io/{key}");
        let note = ingested.notes.iter().find(|note| note.subject == subject).expect("a note");
        assert_eq!(note.effect, Effect::Ignored, "{key}");
        assert!(note.message.contains(&format!("`artifacthub.io/{meant}`")), "{}", note.message);
    }
    assert!(has_note(&ingested, Effect::Ignored, "artifacthub.io/displayName"));
    assert_eq!(at().tag, "1.0.0");
}

//! What comes from the chart's own fields and files, and from its rendered manifests.

use super::{annotated, at, chart, chart_of, error, found, has_note, listed, look};
use crate::ingest::{Cosign, Effect, Ingested, Logo, Note, Provenance, Rendered, Seen, ingest};

fn seen(chart: &chart::Chart, seen: Seen<'_>) -> Ingested {
    ingest(&at(), chart, &seen)
}

fn warnings(ingested: &Ingested) -> Vec<&str> {
    let warnings = ingested.notes.iter().filter(|note| note.effect == Effect::Warning);
    warnings.map(|note| note.message.as_str()).collect()
}

#[test]
fn names_and_versions_are_those_of_url_and_tag() {
    let case = 13;
    let ingested = look(&chart_of("apiVersion: v2\nname: chart\nversion: 1.0.1\n", &[]));
    assert_eq!(listed(case, &ingested).version, "1.0.0", "case {case}");
    assert!(has_note(&ingested, Effect::Ignored, "version"), "case {case}");
    let case = 14;
    let ingested = look(&chart_of("apiVersion: v2\nname: my-operator\nversion: 1.0.0\n", &[]));
    let package = listed(case, &ingested);
    assert_eq!((package.name.as_str(), package.is_operator), ("chart", true), "case {case}");
    assert!(has_note(&ingested, Effect::Ignored, "name"), "case {case}");
}

#[test]
fn warnings_do_not_keep_a_version_from_being_listed() {
    let case = 15;
    let icon = chart("icon: http://icon.url\n", &[]);
    let ingested = seen(&icon, Seen { logo: Logo::Failed("not found"), ..Seen::default() });
    let expected = "error getting logo image http://icon.url: not found (package: chart version: 1.0.0)";
    assert_eq!(warnings(&ingested), [expected], "case {case}");
    assert_eq!(listed(case, &ingested).logo_url, "", "case {case}");
    let case = 62;
    let plain = chart("", &[]);
    let ingested = seen(&plain, Seen { provenance: Provenance::File(b"no signature"), ..Seen::default() });
    let expected = "error checking provenance file: invalid provenance file (package: chart version: 1.0.0)";
    assert_eq!(warnings(&ingested), [expected], "case {case}");
    assert!(!listed(case, &ingested).is_signed(), "case {case}");
    let case = 66;
    let ingested = seen(&plain, Seen { cosign: Cosign::Failed("status 500"), ..Seen::default() });
    let expected = "error checking cosign signature: status 500 (package: chart version: 1.0.0)";
    assert_eq!(warnings(&ingested), [expected], "case {case}");
    assert!(!listed(case, &ingested).is_signed(), "case {case}");
}

#[test]
fn signatures_are_listed_in_their_order() {
    let case = 63;
    let plain = chart("", &[]);
    let ingested = seen(&plain, Seen { cosign: Cosign::Signed, ..Seen::default() });
    assert_eq!(listed(case, &ingested).signatures, ["cosign"], "case {case}");
    let provenance = Provenance::File(b"-----BEGIN PGP SIGNATURE-----");
    let ingested = seen(&plain, Seen { cosign: Cosign::Signed, provenance, ..Seen::default() });
    assert_eq!(listed(case, &ingested).signatures, ["prov", "cosign"], "case {case}");
}

#[test]
fn files_that_count() {
    let case = 44;
    let ingested = look(&chart("", &[("LICENSE.md", "Apache License Version 2.0")]));
    assert_eq!(listed(case, &ingested).license, "", "case {case}");
    assert!(has_note(&ingested, Effect::Ignored, "LICENSE.md"), "case {case}");
    let rows = [(56, "README.MD", "x"), (56, "readme.md", "x"), (56, "docs/README.md", ""), (56, "README.txt", "")];
    for (case, path, shown) in rows {
        let ingested = look(&chart("", &[(path, "x")]));
        assert_eq!(listed(case, &ingested).readme, shown, "case {case}: {path}");
        assert_eq!(has_note(&ingested, Effect::Ignored, path), shown.is_empty(), "case {case}: {path}");
    }
    let case = 57;
    let expected = "error registering package chart version 1.0.0: ERROR: unsupported Unicode escape sequence \
                    (SQLSTATE 22P05)";
    assert_eq!(error(case, &look(&chart("", &[("README.md", "a\0b")]))), expected, "case {case}");
    let case = 78;
    let ingested = look(&chart("", &[("artifacthub-pkg.yml", "{ no yaml")]));
    listed(case, &ingested);
    assert!(has_note(&ingested, Effect::Ignored, "artifacthub-pkg.yml"), "case {case}");
}

#[test]
fn schemas() {
    let case = 54;
    let ingested = look(&chart("", &[("values.schema.json", "{nope")]));
    let expected = "error registering package chart version 1.0.0: json: error calling MarshalJSON for type \
                    json.RawMessage: invalid character 'n' looking for beginning of object key string";
    assert_eq!(error(case, &ingested), expected, "case {case}");
    let rows =
        [(55, "{}", true, false), (55, "null", false, false), (55, "", false, false), (55, "{\"a\":1}", true, true)];
    for (case, text, stored, offered) in rows {
        let ingested = look(&chart("", &[("values.schema.json", text)]));
        let package = listed(case, &ingested);
        assert_eq!(package.values_schema.is_some(), stored, "case {case}: {text:?}");
        assert_eq!(package.has_values_schema(), offered, "case {case}: {text:?}");
    }
}

#[test]
fn maintainers_without_addresses_are_dropped() {
    let case = 47;
    let ingested = look(&chart("maintainers: [{name: A, url: u}, {name: B, email: b@c}]\n", &[]));
    let names: Vec<&str> = listed(case, &ingested).maintainers.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["B"], "case {case}");
    assert!(has_note(&ingested, Effect::Dropped, "maintainers"), "case {case}");
}

#[test]
fn images_of_the_manifests() {
    let lines = "kubeVersion: '>=1.30.0-0'\n";
    let failed = Rendered::Failed("chart requires kubeVersion: >=1.30.0-0");
    let case = 59;
    let ingested = seen(&chart(lines, &[]), Seen { rendered: failed, ..Seen::default() });
    assert_eq!(listed(case, &ingested).containers_images, None, "case {case}");
    assert!(has_note(&ingested, Effect::Dropped, "images"), "case {case}");
    let case = 60;
    let listed_images = format!("{lines}{}", annotated(&[("images", "- image: ab:1\n")]));
    let ingested = seen(&chart(&listed_images, &[]), Seen { rendered: failed, ..Seen::default() });
    let images = listed(case, &ingested).containers_images.as_ref().expect("images");
    assert_eq!(images[0].image, "ab:1", "case {case}");
    let rendered = Rendered::Manifests("  image: cd:1\n");
    let ingested = seen(&chart(&listed_images, &[]), Seen { rendered, ..Seen::default() });
    assert_eq!(listed(case, &ingested).containers_images.as_ref().map(Vec::len), Some(1), "case {case}");
    // An empty text is a nil slice, and that replaces the images as well.
    let empty = chart(&annotated(&[("images", "")]), &[]);
    let ingested = seen(&empty, Seen { rendered, ..Seen::default() });
    assert_eq!(listed(case, &ingested).containers_images, None, "case {case}");
}

#[test]
fn dependencies_are_those_that_the_default_values_leave() {
    let case = 61;
    let lines = "dependencies:\n\
                 - {name: dark, version: 1.x, repository: https://r, condition: 'no.such,dark.enabled'}\n\
                 - {name: tagged, version: 1.x, repository: https://r, tags: [front]}\n\
                 - {name: long, version: 1.x, repository: https://r, alias: short}\n\
                 - {name: below, version: 1.x, repository: https://r, condition: below.enabled}\n";
    let files = [
        ("values.yaml", "dark: {enabled: false}\ntags: {front: false}\n"),
        ("charts/below/Chart.yaml", "apiVersion: v2\nname: below\nversion: 1.2.0\n"),
        ("charts/below/values.yaml", "enabled: false\n"),
    ];
    let ingested = look(&chart(lines, &files));
    let shown: Vec<&str> = listed(case, &ingested).data.dependencies.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(shown, ["short"], "case {case}");
    assert!(has_note(&ingested, Effect::Dropped, "dependencies"), "case {case}");
    assert!(has_note(&ingested, Effect::Changed, "dependencies"), "case {case}");
}

/// Where notes stand, and what they are about.
fn places(ingested: &Ingested, subject: &str) -> Vec<(String, u32, u32, String)> {
    let notes = ingested.notes.iter().filter(|note| note.subject == subject);
    let place = |note: &Note| {
        let at = note.position.expect("a place");
        (note.file.clone(), at.line, at.column, note.item.clone().unwrap_or_default())
    };
    notes.map(place).collect()
}

#[test]
fn notes_stand_where_their_things_stand() {
    let people = "maintainers:\n  - name: A\n    email: a@b\n  - email: ''\n    name: B\n";
    let at = |file: &str, line, column, item: &str| (file.to_owned(), line, column, item.to_owned());
    assert_eq!(places(&look(&chart(people, &[])), "maintainers"), [at("Chart.yaml", 8, 11, "B")]);
    let lines = "annotations:\n  artifacthub.io/maintainers: |\n    - name: A\n      email: a@b\n    - name: B\n      email: ''\n";
    let found = places(&look(&chart(lines, &[])), "artifacthub.io/maintainers");
    assert_eq!(found, [at("Chart.yaml", 8, 13, "B")]);
    let requirements =
        "dependencies:\n- name: on\n- condition: spare.enabled\n  name: spare\n- {name: long, alias: short}\n";
    let files = [("requirements.yaml", requirements), ("values.yaml", "spare: {enabled: false}\n")];
    let ingested = look(&chart_of("apiVersion: v1\nname: chart\nversion: 1.0.0\n", &files));
    let file = "requirements.yaml";
    assert_eq!(places(&ingested, "dependencies"), [at(file, 4, 9, "spare"), at(file, 5, 10, "long as short")]);
}

#[test]
fn sources_take_the_names_of_links() {
    let links =
        "  artifacthub.io/links: |\n    - name: home\n      url: https://a\n    - name: other\n      url: https://a\n";
    let ingested = look(&chart(&format!("sources: [https://a]\nannotations:\n{links}"), &[]));
    let found = places(&ingested, "artifacthub.io/links");
    assert_eq!(found, [("Chart.yaml".to_owned(), 7, 13, String::new())], "{:?}", ingested.notes);
}

#[test]
fn line_breaks_at_the_end_are_not_missed() {
    let changed = |lines: &str| has_note(&look(&chart(lines, &[])), Effect::Changed, "description");
    assert!(!changed("description: |\n  one line\n"));
    assert!(!changed("description: >\n  one\n  line\n"));
    assert!(changed("description: |\n  one\n  two\n"));
    assert!(changed("description: \"a\\tb\"\n"));
}

#[test]
fn many_images_are_told_where_they_are() {
    let manifests: String = (0..16).map(|number| format!("  image: ab:{number}\n")).collect();
    let rendered = Rendered::Manifests(&manifests);
    let ingested = seen(&chart("annotations: {}\n", &[]), Seen { rendered, ..Seen::default() });
    assert_eq!(places(&ingested, "images"), [("Chart.yaml".to_owned(), 4, 1, String::new())]);
}

#[test]
fn libraries_and_deprecated_charts_are_listed() {
    let case = 76;
    assert_eq!(listed(case, &look(&chart("type: library\n", &[]))).data.chart_type, "library", "case {case}");
    let case = 77;
    let ingested = look(&chart("deprecated: true\n", &[]));
    assert!(listed(case, &ingested).deprecated, "case {case}");
    assert!(has_note(&ingested, Effect::Hidden, "deprecated"), "case {case}");
    let case = 87;
    let ingested = look(&chart("appVersion: 1.10\n", &[]));
    assert_eq!(listed(case, &ingested).app_version, "1.1", "case {case}");
    assert!(has_note(&ingested, Effect::Coerced, "appVersion"), "case {case}");
}

#[test]
fn readmes_lose_what_is_not_on_the_web() {
    let case = 88;
    let readme =
        "<img src=\"https://x/a.png\">\n\n![x](./a.png)\n[y](docs/z.md) [m](mailto:a@b) [ok](https://x) [#](#a)\n";
    let ingested = look(&chart("", &[("README.md", readme)]));
    assert_eq!(listed(case, &ingested).readme, readme, "case {case}");
    let messages: Vec<&str> = ingested.notes.iter().map(|note| note.message.as_str()).collect();
    let lost = ["<img src=\"https://x/a.png\">", "./a.png", "docs/z.md"];
    assert_eq!(messages.len(), 3, "case {case}: {messages:?}");
    for (message, what) in messages.iter().zip(lost) {
        assert!(message.ends_with(what), "case {case}: {message}");
    }
    let code = "```html\n<b>x</b>\n![x](y)\n```\n`<b>` <https://x.y>\n";
    assert_eq!(look(&chart("", &[("README.md", code)])).notes, [], "case {case}");
}

#[test]
fn the_json_is_that_of_the_api() {
    let lines = format!(
        "description: d\nappVersion: '2'\nhome: https://h\nkeywords: [a]\nsources: [https://s]\n\
         maintainers: [{{email: a@b}}]\n{}",
        annotated(&[
            ("category", "security"),
            ("changes", "- kind: added\n  description: x\n"),
            ("crds", "- {name: n, description: d, gone: ~}"),
            ("images", "- image: ab\n"),
        ])
    );
    let ingested = ingest(&found("oci://r.io/ns/My-Chart", "1.0.0"), &chart(&lines, &[]), &Seen::default());
    let expected = serde_json::json!({
        "name": "My-Chart",
        "normalized_name": "my-chart",
        "category": 6,
        "is_operator": false,
        "description": "d",
        "keywords": ["a"],
        "home_url": "https://h",
        "links": [{"name": "source", "url": "https://s"}],
        "crds": [{"description": "d", "name": "n"}],
        "data": {"apiVersion": "v2", "kubeVersion": "", "type": ""},
        "version": "1.0.0",
        "app_version": "2",
        "deprecated": false,
        "contains_security_updates": false,
        "prerelease": false,
        "signed": false,
        "content_url": "oci://r.io/ns/My-Chart:1.0.0",
        "containers_images": [{"name": "", "image": "ab", "whitelisted": false}],
        "all_containers_images_whitelisted": false,
        "has_values_schema": false,
        "has_changelog": true,
        "changes": [{"kind": "added", "description": "x"}],
        "maintainers": [{"name": "a@b", "email": "a@b"}],
        "repository": {"url": "oci://r.io/ns/My-Chart", "kind": 0},
    });
    assert_eq!(listed(0, &ingested).to_json(), expected);
}

//! Charts made for the purpose.

use std::collections::HashSet;

use chart::MemoryFolder;
use serde_json::Value;

use super::{Contents, Details, Image, License, Listing, Packaged};
use crate::Rendered;
use crate::linked::{Linked, Outline, Trust};
use crate::{Format, cyclonedx, spdx};

const TIME: i64 = 1_700_000_000;
const DIGEST: &str = "sha256:244fd47e07d1004f0aed9c156aa09083c82bf8944eceb67c946ff7430510a77b";

fn folder(chart_yaml: &str) -> MemoryFolder {
    MemoryFolder::new().with("Chart.yaml", chart_yaml)
}

fn contents_of(folder: &MemoryFolder, details: &Details<'_>) -> Contents {
    let chart = chart::load_folder(folder).unwrap().chart;
    let package = chart::save(&chart, TIME).unwrap();
    let packaged = Packaged {
        archive: &package.bytes,
        file_name: &package.file_name,
        manifest: Some(oci::Digest::parse(DIGEST).unwrap()),
        repository: Some("r.io:5000/charts/demo"),
        tag: Some("1.0.0"),
    };
    Contents::of(&chart, &packaged, details).unwrap()
}

fn demo() -> MemoryFolder {
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec: {group: x.io, names: {kind: A}, scope: Cluster, versions: [{name: v1}, {name: v2}]}\n";
    folder(&format!(
        "apiVersion: v2\nname: demo\nversion: 1.0.0\nhome: https://demo.example\nsources: [https://code.example/demo, 'not a url']\nmaintainers: [{{name: 'A (B)', email: a@b.example}}]\n\
         annotations:\n  artifacthub.io/license: MIT\n  artifacthub.io/images: |\n    - {{name: one, image: 'r.io/a/one:1@{DIGEST}', platforms: [linux/amd64], whitelisted: true}}\n    - {{image: 'r.io/b/one:2@{DIGEST}'}}\n    - {{image: nginx}}\n    - {{image: 'R.io/Upper'}}\n\
         dependencies:\n- {{name: sub, version: 1.x.x, repository: 'https://charts.example', condition: sub.enabled, alias: other}}\n- {{name: gone, version: 2.x.x, repository: 'oci://r.io/charts'}}\n"
    ))
    .with("crds/a.yaml", crd)
    .with("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.2.3\n")
    .with("charts/sub/charts/deep/Chart.yaml", "apiVersion: v2\nname: deep\nversion: 0.1.0\n")
}

fn json(document: &[u8]) -> Value {
    serde_json::from_slice(document).unwrap()
}

#[test]
fn one_digest_is_one_image_and_unlisted_ones_are_labelled() {
    let images = vec!["r.io/a/one:1".to_owned(), "redis:7".to_owned(), "docker.io/library/nginx:latest".to_owned()];
    let rendered = Rendered { images, ..Rendered::default() };
    let contents = contents_of(&demo(), &Details { rendered: Some(&rendered), ..Details::default() });
    let images: Vec<(&str, bool, Listing)> = contents
        .images
        .iter()
        .map(|image| (image.reference.as_str(), image.digest().is_some(), image.listing))
        .collect();
    let pinned = format!("r.io/a/one:1@{DIGEST}");
    let listed = Listing::Annotation;
    let expected = [
        (pinned.as_str(), true, listed),
        ("nginx", false, listed),
        ("R.io/Upper", false, listed),
        ("redis:7", false, Listing::Manifests),
    ];
    assert_eq!(images, expected);
    assert_eq!(contents.images[0].others, [format!("r.io/b/one:2@{DIGEST}"), "r.io/a/one:1".to_owned()]);
    assert!(!contents.images[0].whitelisted, "one of its entries is not whitelisted");
    assert_eq!(contents.images[2].parsed, None);
}

#[test]
fn charts_within_know_who_holds_them_and_what_is_declared() {
    let contents = contents_of(&demo(), &Details::default());
    let told: Vec<(&str, Option<usize>, bool, bool)> =
        contents.subcharts.iter().map(|one| (one.path.as_str(), one.parent, one.is_optional(), one.is_there)).collect();
    let expected = [
        ("charts/sub", None, true, true),
        ("charts/sub/charts/deep", Some(0), false, true),
        ("charts/gone", None, false, false),
    ];
    assert_eq!(told, expected);
    assert_eq!(contents.subcharts[2].purl().to_string(), "pkg:oci/gone?repository_url=r.io%2Fcharts%2Fgone&tag=2.x.x");
    assert_eq!(contents.chart.license, License::Id("MIT".to_owned()));
    assert_eq!((contents.crds[0].name.as_str(), contents.crds[0].versions.len()), ("as.x.io", 2));
}

/// References of a CycloneDX document: all that are given, and all that are used.
fn references(document: &Value) -> (Vec<String>, Vec<String>) {
    let mut given = vec![text(&document["metadata"]["component"], "bom-ref")];
    let mut stack: Vec<&Value> = list(document, "components");
    while let Some(component) = stack.pop() {
        given.push(text(component, "bom-ref"));
        stack.extend(list(component, "components"));
    }
    let graph = list(document, "dependencies").into_iter();
    let mut used: Vec<String> = Vec::new();
    for entry in graph {
        used.push(text(entry, "ref"));
        for to in list(entry, "dependsOn").into_iter().chain(list(entry, "provides")) {
            used.push(to.as_str().unwrap().to_owned());
        }
    }
    (given, used)
}

fn list<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value[key].as_array().map(|items| items.iter().collect()).unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn assert_graph(document: &Value) {
    let (given, used) = references(document);
    let unique: HashSet<&String> = given.iter().collect();
    assert_eq!(unique.len(), given.len(), "every bom-ref is there once");
    assert!(used.iter().all(|one| unique.contains(one)), "every reference exists");
}

#[test]
fn i18_references_of_cyclonedx_are_unique_and_exist() {
    let contents = contents_of(&demo(), &Details::default());
    let document = json(&cyclonedx::document(&contents, TIME));
    assert_graph(&document);
    assert_eq!(document["specVersion"], "1.6");
    assert_eq!(document["metadata"]["timestamp"], "2023-11-14T22:13:20Z");
    let purl = format!("pkg:oci/demo@{DIGEST}?repository_url=r.io:5000%2Fcharts%2Fdemo&tag=1.0.0");
    assert_eq!(document["metadata"]["component"]["purl"], purl.as_str());
    let graph = list(&document, "dependencies");
    let has_entry = |start: &str| graph.iter().any(|entry| text(entry, "ref").starts_with(start));
    assert!(has_entry("chart/charts/sub/charts/deep") && has_entry("file/Chart.yaml") && has_entry("crd/"));
    assert!(!has_entry("image/") && !has_entry("chart/charts/gone"), "what is in them is not known");
}

#[test]
fn i18_identifiers_of_spdx_are_legal_unique_and_exist() {
    let document = json(&spdx::document(&contents_of(&demo(), &Details::default()), TIME));
    let elements = list(&document, "packages").into_iter().chain(list(&document, "files"));
    let ids: Vec<String> = elements.map(|element| text(element, "SPDXID")).collect();
    let unique: HashSet<&str> = ids.iter().map(String::as_str).chain(["SPDXRef-DOCUMENT"]).collect();
    assert_eq!(unique.len(), ids.len() + 1);
    let is_legal = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    assert!(ids.iter().all(|id| id.starts_with("SPDXRef-") && id.chars().all(is_legal)));
    for between in list(&document, "relationships") {
        assert!(unique.contains(between["spdxElementId"].as_str().unwrap()), "{between}");
        assert!(unique.contains(between["relatedSpdxElement"].as_str().unwrap()), "{between}");
    }
    let kinds: HashSet<String> =
        list(&document, "relationships").iter().map(|between| text(between, "relationshipType")).collect();
    for kind in ["DESCRIBES", "CONTAINS", "DEPENDS_ON", "OPTIONAL_COMPONENT_OF", "GENERATED_FROM"] {
        assert!(kinds.contains(kind), "{kind}");
    }
    assert_eq!(document["creationInfo"]["creators"][1], "Person: A [B] (a@b.example)");
}

#[test]
fn equal_contents_are_equal_bytes_and_others_have_other_names() {
    let written = |details: &Details<'_>| {
        let contents = contents_of(&demo(), details);
        (spdx::document(&contents, TIME), cyclonedx::document(&contents, TIME))
    };
    let (plain, again) = (written(&Details::default()), written(&Details::default()));
    assert!(plain == again);
    let other = written(&Details { supplier: Some("Somebody"), ..Details::default() });
    assert_ne!(json(&plain.0)["documentNamespace"], json(&other.0)["documentNamespace"]);
    assert_ne!(json(&plain.1)["serialNumber"], json(&other.1)["serialNumber"]);
    assert_eq!(json(&other.0)["packages"][0]["supplier"], "Organization: Somebody");
}

fn linked(image: &Image, document: &str) -> Linked {
    Linked {
        image: image.key.clone(),
        outline: Outline::of(document.as_bytes()).unwrap(),
        location: "one.json".to_owned(),
        source: "configured file",
        platform: None,
        trust: Trust::Given,
        bytes: document.as_bytes().to_vec().into(),
    }
}

const IMAGE_CDX: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
 "metadata":{"component":{"type":"container","name":"x","bom-ref":"root"}},
 "components":[{"type":"library","name":"a\u001b[31m","bom-ref":"a","licenses":[{"license":{"id":"nonsense"}},{"expression":"MIT OR Apache-2.0"}],
   "hashes":[{"alg":"SHA-256","content":"zz"}],"components":[{"type":"library","name":"b","bom-ref":"a"}]},{"type":"nonsense","name":"c"},{"name":1}],
 "dependencies":[{"ref":"root","dependsOn":["a","missing"]},{"ref":"a"}]}"#;
const IMAGE_SPDX: &str = r#"{"spdxVersion":"SPDX-2.3","documentNamespace":"https://a.example/x",
 "packages":[{"SPDXID":"SPDXRef-a","name":"a","licenseDeclared":"LicenseRef-x AND MIT"},{"SPDXID":"SPDXRef-b","name":"b","supplier":"Person: c"},{"name":"d"}],
 "relationships":[{"spdxElementId":"SPDXRef-DOCUMENT","relationshipType":"DESCRIBES","relatedSpdxElement":"SPDXRef-a"},
   {"spdxElementId":"SPDXRef-a","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-b"},
   {"spdxElementId":"SPDXRef-a","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-nowhere"}]}"#;

#[test]
fn documents_of_images_are_linked_and_merged_on_request() {
    let contents = contents_of(&demo(), &Details::default());
    let image = contents.images[0].clone();
    let documents = vec![linked(&image, IMAGE_CDX), linked(&image, IMAGE_SPDX)];
    let pointing = contents.clone().with_documents(documents.clone(), false);
    let (first, second) = (json(&spdx::document(&pointing, TIME)), json(&cyclonedx::document(&pointing, TIME)));
    assert_eq!(first["externalDocumentRefs"][0]["spdxDocument"], "https://a.example/x");
    assert_eq!(first["externalDocumentRefs"][0]["checksum"]["checksumValue"], documents[1].sha1().as_str());
    let references = list(&second, "components").into_iter().flat_map(|one| list(one, "externalReferences"));
    let urls: Vec<String> = references.filter(|one| one["type"] == "bom").map(|one| text(one, "url")).collect();
    assert_eq!(urls, ["urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1", "https://a.example/x"]);
    let merged = contents.with_documents(documents, true);
    let (first, second) = (json(&spdx::document(&merged, TIME)), json(&cyclonedx::document(&merged, TIME)));
    assert_graph(&second);
    let container = list(&second, "components").into_iter().find(|one| one["type"] == "container").unwrap();
    assert_eq!(list(container, "components").len(), 2);
    assert_eq!(container["components"][0]["name"], "a [31m");
    let names: Vec<String> = list(&first, "packages").iter().map(|one| text(one, "name")).collect();
    assert!(names.ends_with(&["a".to_owned(), "b".to_owned()]), "{names:?}");
}

#[test]
fn a22_a_million_components_are_counted_and_not_merged() {
    let many = vec![r#"{"type":"library","name":"x"}"#; 1_000_000].join(",");
    let document = format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{many}]}}"#);
    let contents = contents_of(&demo(), &Details::default());
    let one = linked(&contents.images[0], &document);
    assert_eq!(one.outline.components, 1_000_000);
    let contents = contents.with_documents(vec![one], true);
    assert!(!contents.merges(&contents.linked[0], Format::CycloneDx));
    assert!(cyclonedx::document(&contents, TIME).len() < 100_000);
    let large = format!("{{\"x\":\"{}\"}}", "x".repeat(40 << 20));
    assert!(Outline::of(large.as_bytes()).is_err());
    assert!(Outline::of("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn a22_text_of_a_chart_is_cleaned() {
    let folder = folder("apiVersion: v2\nname: demo\nversion: 1.0.0\ndescription: \"a\\e[31mb\\u202Ec\"\n");
    let contents = contents_of(&folder, &Details { supplier: Some("x\u{7}y"), ..Details::default() });
    for document in [spdx::document(&contents, TIME), cyclonedx::document(&contents, TIME)] {
        let text = String::from_utf8(document).unwrap();
        assert!(!text.contains("\\u") && !text.contains('\u{202e}'), "{text}");
    }
}

#[test]
fn a22_images_are_bounded() {
    let images = (0..20_000).map(|number| format!("r.io/a:{number}")).collect();
    let rendered = Rendered { images, ..Rendered::default() };
    let contents = contents_of(&demo(), &Details { rendered: Some(&rendered), ..Details::default() });
    assert_eq!(contents.images.len(), 5_000);
    assert!(contents.notes.iter().any(|note| note.contains("left out")));
}

#[test]
fn definitions_in_templates_are_listed_with_their_file() {
    let definition =
        "kind: CustomResourceDefinition\nmetadata: {name: a.b.c}\nspec: {group: b.c, versions: [{name: v1}]}\n";
    let manifests = format!(
        "---\n# Source: demo/crds/x.yaml\n{definition}---\n# Source: demo/templates/a.yaml\n{definition}\
         ---\n# Source: demo/templates/b.yaml\nkind: ConfigMap\ndata: {{a: CustomResourceDefinition}}\n"
    );
    let rendered = Rendered::of(&manifests);
    let [crd] = rendered.crds.as_slice() else { panic!("{rendered:?}") };
    assert_eq!((crd.name.as_str(), crd.file.as_deref()), ("a.b.c", Some("templates/a.yaml")));
    let contents = contents_of(&demo(), &Details { rendered: Some(&rendered), ..Details::default() });
    assert!(contents.crds.iter().any(|crd| crd.name == "a.b.c"), "{:?}", contents.crds);
}

#[test]
fn licences_beyond_the_list_are_told_once_and_never_wrapped() {
    let chart = |license: &str| {
        format!(
            "apiVersion: v2\nname: sub\nversion: 1.0.0\nannotations: {{artifacthub.io/license: '{license}'}}\n\
             dependencies: [{{name: sub, version: 1.0.0}}]\n"
        )
    };
    let folder = folder(&chart("GPL-2.0+ AND LicenseRef-Foo")).with("charts/sub/Chart.yaml", &chart("Foo")[..]);
    let contents = contents_of(&folder, &Details::default());
    let document = json(&spdx::document(&contents, TIME));
    let packages = list(&document, "packages");
    assert_eq!(packages[0]["licenseDeclared"], "GPL-2.0-or-later AND LicenseRef-Foo");
    assert_eq!(packages[1]["licenseDeclared"], "LicenseRef-Foo-2", "another licence has another id");
    let infos = list(&document, "hasExtractedLicensingInfos");
    let ids: Vec<String> = infos.iter().map(|info| text(info, "licenseId")).collect();
    assert_eq!(ids, ["LicenseRef-Foo", "LicenseRef-Foo-2"]);
    assert!(infos.iter().all(|info| !text(info, "extractedText").is_empty()));
    let document = json(&cyclonedx::document(&contents, TIME));
    let expression = &document["metadata"]["component"]["licenses"][0]["expression"];
    assert_eq!(expression, "GPL-2.0-or-later AND LicenseRef-Foo");
}

const CRD: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: NAME}\nspec: {group: x.io, versions: [{name: v1}]}\n";

#[test]
fn definitions_hang_at_the_chart_that_holds_them() {
    let sub = "apiVersion: v2\nname: sub\nversion: 1.2.3\nannotations: {artifacthub.io/license: Apache-2.0}\n";
    let folder = demo()
        .with("charts/sub/Chart.yaml", sub)
        .with("charts/sub/crds/b.yaml", &CRD.replace("NAME", "bs.x.io")[..])
        .with("charts/sub/charts/deep/crds/c.yaml", &CRD.replace("NAME", "cs.x.io")[..]);
    let template = CRD.replace("NAME", "ds.x.io");
    let rendered = Rendered::of(&format!("---\n# Source: demo/charts/other/charts/deep/templates/d.yaml\n{template}"));
    let contents = contents_of(&folder, &Details { rendered: Some(&rendered), ..Details::default() });
    let parents: Vec<(&str, Option<usize>)> = contents.crds.iter().map(|crd| (crd.name.as_str(), crd.parent)).collect();
    assert_eq!(parents, [("as.x.io", None), ("bs.x.io", Some(0)), ("cs.x.io", Some(1)), ("ds.x.io", Some(1))]);
    let document = json(&spdx::document(&contents, TIME));
    let package = |name: &str| list(&document, "packages").into_iter().find(|one| one["name"] == name).unwrap();
    let terms = |name: &str| (text(package(name), "supplier"), text(package(name), "licenseDeclared"));
    let told = |supplier: &str, license: &str| (supplier.to_owned(), license.to_owned());
    assert_eq!(terms("as.x.io"), told("Person: A [B] (a@b.example)", "MIT"));
    assert_eq!(terms("bs.x.io"), told("NOASSERTION", "Apache-2.0"));
    assert_eq!(terms("cs.x.io"), told("NOASSERTION", "NOASSERTION"));
    for (name, parent) in [("as.x.io", "demo"), ("bs.x.io", "sub"), ("cs.x.io", "deep"), ("ds.x.io", "deep")] {
        let of = |between: &&Value| {
            between["relationshipType"] == "CONTAINS" && between["relatedSpdxElement"] == package(name)["SPDXID"]
        };
        let parents: Vec<String> =
            list(&document, "relationships").into_iter().filter(of).map(|one| text(one, "spdxElementId")).collect();
        assert_eq!(parents, [text(package(parent), "SPDXID")]);
    }
    let document = json(&cyclonedx::document(&contents, TIME));
    assert_graph(&document);
    let provided = |of: &str| {
        let entry = list(&document, "dependencies").into_iter().find(|entry| entry["ref"] == of).unwrap();
        entry["provides"].clone()
    };
    assert_eq!(provided("chart"), serde_json::json!(["crd/as.x.io"]));
    assert_eq!(provided("chart/charts/sub"), serde_json::json!(["crd/bs.x.io"]));
    assert_eq!(provided("chart/charts/sub/charts/deep"), serde_json::json!(["crd/cs.x.io", "crd/ds.x.io"]));
}

#[test]
fn a22_credentials_in_urls_do_not_get_into_documents() {
    let folder = folder(
        "apiVersion: v2\nname: demo\nversion: 1.0.0\nhome: https://alice:hidden@a.example/home\n\
         description: see https://alice:hidden@a.example/described\n\
         sources: ['https://alice:hidden@a.example/source']\n\
         maintainers: [{name: 'M https://alice:hidden@a.example/', url: 'https://alice:hidden@a.example/person'}]\n\
         annotations:\n  artifacthub.io/license: https://alice:hidden@a.example/license\n  \
         artifacthub.io/images: '[{image: \"https://alice:hidden@a.example/image\"}]'\n\
         dependencies:\n- {name: a, version: 1.0.0, repository: 'https://alice:hidden@a.example/charts'}\n\
         - {name: b, version: 1.0.0, repository: 'oci://alice:hidden@a.example/charts'}\n\
         - {name: c, version: 1.0.0, repository: 'https://alice:hid/hidden@a.example/charts'}\n",
    )
    .with("charts/a/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\nhome: https://alice:hidden@a.example/\n");
    let contents = contents_of(&folder, &Details::default());
    for document in [spdx::document(&contents, TIME), cyclonedx::document(&contents, TIME)] {
        let text = String::from_utf8(document).unwrap();
        assert!(!text.contains("hidden") && !text.contains("alice"), "{text}");
        for kept in ["home", "described", "source", "license", "image", "charts"] {
            assert!(text.contains(&format!("https://a.example/{kept}")), "{kept}: {text}");
        }
        assert!(text.contains("pkg:oci/b?repository_url=a.example%2Fcharts%2Fb&tag=1.0.0"), "{text}");
    }
}

const CPE: &str = "cpe:2.3:a:a:a:1:*:*:*:*:*:*:*";

fn rich_spdx(text: &str) -> String {
    format!(
        r#"{{"spdxVersion":"SPDX-2.3","documentNamespace":"https://a.example/{text}",
 "hasExtractedLicensingInfos":[{{"licenseId":"LicenseRef-x","name":"X","extractedText":"{text}\n\nline two"}}],
 "packages":[{{"SPDXID":"SPDXRef-a","name":"a","licenseDeclared":"MIT AND LicenseRef-x","licenseConcluded":"GPL-2.0+ OR LicenseRef-x",
   "copyrightText":"Copyright somebody","externalRefs":[
   {{"referenceCategory":"SECURITY","referenceType":"cpe23Type","referenceLocator":"{CPE}"}},
   {{"referenceCategory":"SECURITY","referenceType":"cpe23Type","referenceLocator":"cpe:2.3:bad"}},
   {{"referenceCategory":"PACKAGE_MANAGER","referenceType":"purl","referenceLocator":"pkg:apk/alpine/a@1"}},
   {{"referenceCategory":"OTHER","referenceType":"more","referenceLocator":"x"}}]}},
  {{"SPDXID":"SPDXRef-b","name":"b","licenseDeclared":"NONE","licenseConcluded":"LicenseRef-gone"}}]}}"#
    )
}

#[test]
fn merged_packages_of_spdx_keep_references_and_licences() {
    let chart = demo().with("LICENSE", "");
    let yaml = String::from_utf8(chart::Folder::read(&chart, "Chart.yaml", u64::MAX).unwrap()).unwrap();
    let chart = chart.with("Chart.yaml", &yaml.replace("license: MIT", "license: LicenseRef-image-1-x")[..]);
    let contents = contents_of(&chart, &Details::default());
    let image = contents.images[0].clone();
    let documents = vec![linked(&image, &rich_spdx("first")), linked(&image, &rich_spdx("second"))];
    let merged = contents.with_documents(documents, true);
    let document = json(&spdx::document(&merged, TIME));
    assert_eq!(spdx::document(&merged, TIME), spdx::document(&merged, TIME));
    let packages: Vec<&Value> = list(&document, "packages")
        .into_iter()
        .filter(|one| ["a", "b"].contains(&text(one, "name").as_str()))
        .collect();
    assert_eq!(packages[0]["licenseDeclared"], "MIT AND LicenseRef-image-1-x-2");
    assert_eq!(packages[0]["licenseConcluded"], "GPL-2.0-or-later OR LicenseRef-image-1-x-2");
    assert_eq!(packages[0]["copyrightText"], "Copyright somebody");
    assert_eq!(
        (&packages[1]["licenseDeclared"], &packages[1]["licenseConcluded"]),
        (&"NONE".into(), &"LicenseRef-image-1-gone".into())
    );
    assert_eq!(packages[2]["licenseDeclared"], "MIT AND LicenseRef-image-1-x-3");
    let locators: Vec<String> =
        list(packages[0], "externalRefs").iter().map(|one| text(one, "referenceLocator")).collect();
    assert_eq!(locators, [CPE, "pkg:apk/alpine/a@1"]);
    let infos = list(&document, "hasExtractedLicensingInfos").into_iter();
    let told: Vec<[String; 3]> =
        infos.map(|one| [text(one, "licenseId"), text(one, "name"), text(one, "extractedText")]).collect();
    let expected = [
        ["LicenseRef-image-1-x", "image-1-x", "image-1-x"],
        ["LicenseRef-image-1-x-2", "X", "first\n\nline two"],
        ["LicenseRef-image-1-gone", "gone", "gone"],
        ["LicenseRef-image-1-x-3", "X", "second\n\nline two"],
        ["LicenseRef-image-1-gone-2", "gone", "gone"],
    ];
    assert_eq!(told, expected);
}

#[test]
fn merged_components_of_cyclonedx_keep_references_and_texts() {
    let given = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":[
 {{"type":"library","name":"a","purl":"pkg:apk/alpine/a@1","cpe":"{CPE}","licenses":[{{"license":{{"name":"X","text":{{"content":"one\n\n\u001b two","contentType":"text/plain"}}}}}}]}},
 {{"type":"library","name":"b","cpe":"bad","licenses":[{{"expression":"GPL-2.0+ OR LicenseRef-x"}}]}},
 {{"type":"library","name":"c","licenses":[{{"license":{{"id":"MIT","text":{{"content":"b25l","encoding":"base64"}}}}}},{{"expression":"MIT OR LicenseRef-x"}}]}},
 {{"type":"library","name":"d","licenses":[{{"license":{{"name":"MIT OR Zlib","text":{{"content":"!","encoding":"base64"}}}}}}]}}]}}"#
    );
    let contents = contents_of(&demo(), &Details::default());
    let documents = vec![linked(&contents.images[0], &given)];
    let document = json(&cyclonedx::document(&contents.with_documents(documents, true), TIME));
    let image = list(&document, "components").into_iter().find(|one| one["type"] == "container").unwrap();
    let licenses: Vec<&Value> = list(image, "components").iter().map(|one| &one["licenses"]).collect();
    let expected = serde_json::json!([
        [{"license": {"name": "X", "text": {"content": "one\n\n  two", "contentType": "text/plain"}}}],
        [{"expression": "GPL-2.0-or-later OR LicenseRef-x"}],
        [{"license": {"id": "MIT", "text": {"content": "b25l", "encoding": "base64"}}}, {"license": {"name": "MIT OR LicenseRef-x"}}],
        [{"expression": "MIT OR Zlib"}],
    ]);
    assert_eq!(serde_json::json!(licenses), expected);
    assert_eq!((&image["components"][0]["cpe"], &image["components"][1]["cpe"]), (&CPE.into(), &Value::Null));
}

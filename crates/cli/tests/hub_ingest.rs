//! `portolan hub ingest`: what Artifact Hub would make of a folder, an archive and a version in a registry. Cases have the
//! numbers of the list by which it is told whether Artifact Hub takes a version.

mod common;
mod probe;

use std::sync::Arc;

use common::{CHART, Ran, Registry, Workspace, now, run};
use oci::{Descriptor, MemoryStore, RawManifest, Reference, Store, Tag, TagRule, media_type};
use probe::done;
use serde_json::{Value, json};

fn ingest(workspace: &Workspace, arguments: &[&str]) -> Ran {
    workspace.portolan(&[&["hub", "ingest"], arguments].concat())
}

/// What becomes of the released chart.
fn of(workspace: &Workspace, registry: &Registry, tag: &str, code: i32) -> Value {
    let reference = format!("{}/harbor{tag}", registry.target());
    ingest(workspace, &[&reference, "--plain-http", "--output", "json"]).expect_code(code).json()
}

fn released() -> (Workspace, Registry) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    done(workspace.release(&registry), &["released"]);
    registry.forget();
    (workspace, registry)
}

/// A version that nobody signed.
fn unsigned() -> (Workspace, Registry) {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    let mut command = workspace.release_command(&registry);
    done(run(command.args(["--unsigned", "--reason", "others sign it here"])), &["released"]);
    registry.forget();
    (workspace, registry)
}

fn version(store: &Arc<MemoryStore>) -> RawManifest {
    now(store.manifest(&Reference::Tag(Tag::parse("1.2.3").expect("a tag")))).expect("the released version")
}

fn push(store: &Arc<MemoryStore>, tag: Option<&str>, document: &Value) -> RawManifest {
    let kind = if document.get("manifests").is_some() { media_type::IMAGE_INDEX } else { media_type::IMAGE_MANIFEST };
    let manifest = RawManifest::new(kind, document.to_string());
    now(store.push_manifest(&manifest)).expect("a store in memory");
    if let Some(tag) = tag {
        now(store.tag(&Tag::parse(tag).expect("a tag"), &manifest, TagRule::Move)).expect("a store in memory");
    }
    manifest
}

fn layer(store: &Arc<MemoryStore>, kind: &str, content: &'static [u8]) -> Descriptor {
    let layer = Descriptor::of(kind, content);
    now(store.push_blob(&layer, content.into())).expect("a store in memory");
    layer
}

fn manifest(layers: &[Descriptor]) -> Value {
    let config = Descriptor::of("application/vnd.oci.empty.v1+json", b"{}");
    json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST, "config": config, "layers": layers})
}

/// A manifest that refers to the released version.
fn refer(store: &Arc<MemoryStore>, artifact_type: &str, predicate: &str) {
    let mut document = manifest(&[layer(store, artifact_type, b"{}")]);
    document["artifactType"] = artifact_type.into();
    document["subject"] = json!(version(store).descriptor());
    document["annotations"] = json!({"dev.sigstore.bundle.predicateType": predicate});
    push(store, None, &document);
}

const BUNDLE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";

#[test]
fn a_folder_as_it_will_be_after_its_release() {
    let workspace = Workspace::new();
    let found = ingest(&workspace, &[CHART, "--output", "json"]).expect_code(0).json();
    assert_eq!((&found["kind"], &found["listed"]), (&json!("HubIngestion"), &json!(true)));
    let package = &found["package"];
    assert_eq!(package["content_url"], "oci://registry.example/charts/harbor:1.2.3");
    assert_eq!(package["license"], "Apache-2.0");
    assert_eq!(package["containers_images"][0]["image"], "registry.example/ship:4.5.6");
    assert_eq!(found["dryRun"], json!({"images": [], "unparsable": []}));
    let place = ["--repository", "oci://ghcr.io/sea/quay", "--tag", "v1.2.3"];
    let text = done(ingest(&workspace, &[&[CHART], &place[..]].concat()), &["listed quay 1.2.3", "Apache-2.0"]).stdout;
    for line in ["content_url  oci://ghcr.io/sea/quay:v1.2.3", "note [changed] Chart.yaml: tag: ", "dry run: no images"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn a_refusal_has_the_trackers_words_and_the_place() {
    let workspace = Workspace::new();
    workspace.edit(&format!("{CHART}/Chart.yaml"), "operator: \"false\"", "operator: \"no\"");
    let found = ingest(&workspace, &[CHART, "--output", "json"]).expect_code(1).json();
    let refusal = &found["refusal"];
    let error = "error preparing package: error enriching package from annotations: 1 error occurred:\n\t* invalid \
                 annotation: invalid operator value\n\n (package: harbor version: 1.2.3)";
    assert_eq!((&refusal["at"], &refusal["trackingError"]), (&json!("annotations"), &json!(error)));
    assert_eq!(refusal["causes"][0]["position"], json!({"line": 9, "column": 28}));
    workspace.edit(&format!("{CHART}/Chart.yaml"), "operator: \"no\"", "signKey: \"\"");
    let ran = ingest(&workspace, &[CHART]).expect_code(1);
    assert!(ran.stdout.contains("no error is shown anywhere"), "{}", ran.stdout);
    workspace.edit(&format!("{CHART}/Chart.yaml"), "type: application", "type: other");
    let ran = ingest(&workspace, &[CHART]).expect_code(1);
    assert!(ran.stdout.contains("error loading chart (oci://registry.example/charts/harbor:1.2.3)"), "{}", ran.stdout);
}

#[test]
fn an_archive_is_read_as_helm_3_reads_it() {
    let workspace = Workspace::new();
    done(workspace.portolan(&["package", CHART]), &["harbor-1.2.3.tgz"]);
    done(ingest(&workspace, &["harbor-1.2.3.tgz"]), &["listed harbor 1.2.3"]);
    workspace.write("broken.tgz", b"\x1f\x8b broken");
    ingest(&workspace, &["broken.tgz"]).expect_code(1);
    ingest(&workspace, &["nowhere.tgz"]).expect_code(2);
}

#[test]
fn what_cannot_be_loaded_is_refused_in_json_too() {
    let workspace = Workspace::new();
    workspace.write("broken.tgz", b"nothing");
    workspace.write("empty/README.md", b"# Nothing");
    workspace.write("nameless/Chart.yaml", b"apiVersion: v2\nversion: 1.0.0\n");
    let place = ["--repository", "oci://ghcr.io/sea/quay", "--tag", "1.0.0"];
    for chart in ["broken.tgz", "empty", "nameless"] {
        let refusal = |place: &[&str]| {
            let found = ingest(&workspace, &[&[chart, "--output", "json"], place].concat()).expect_code(1).json();
            assert_eq!((&found["kind"], &found["listed"]), (&json!("HubIngestion"), &json!(false)));
            let refusal = &found["refusal"];
            let told = refusal["causes"][0]["message"].as_str().unwrap_or_default();
            assert!(refusal["at"] == "load" && !told.is_empty(), "{found:#}");
            (found["reference"].clone(), refusal["trackingError"].clone())
        };
        assert_eq!(refusal(&[]), (json!(chart), Value::Null));
        let (reference, error) = refusal(&place);
        assert_eq!(reference, "oci://ghcr.io/sea/quay:1.0.0");
        let error = error.as_str().unwrap_or_default();
        let begin = "error preparing package: error loading chart (oci://ghcr.io/sea/quay:1.0.0): ";
        assert!(error.starts_with(begin) && error.ends_with(" (package: quay version: 1.0.0)"), "{error}");
    }
    let text = ingest(&workspace, &["nameless"]).expect_code(1).stdout;
    assert!(text.starts_with("refused nameless\nwhat Artifact Hub would say of it is not known\ncause "), "{text}");
}

#[test]
fn a_layout_is_read_as_if_it_were_a_registry() {
    let workspace = Workspace::new();
    done(workspace.portolan(&["release"]), &["harbor"]);
    let reference = "oci-layout:dist/oci/harbor";
    let place = ["--repository", "oci://ghcr.io/sea/quay"];
    for (tag, place, url) in [
        ("", &[][..], "oci://registry.example/charts/harbor:1.2.3"),
        (":1.2.3", &place[..], "oci://ghcr.io/sea/quay:1.2.3"),
    ] {
        let reference = format!("{reference}{tag}");
        let ran = ingest(&workspace, &[&[reference.as_str(), "--output", "json"], place].concat()).expect_code(0);
        let note = format!("note: oci-layout:dist/oci/harbor:1.2.3 is read as if it were {url}");
        assert!(ran.stderr.contains(&note), "{}", ran.stderr);
        let found = ran.json();
        assert_eq!((&found["listed"], &found["reference"]), (&json!(true), &json!(url)));
        assert_eq!(found["package"]["content_url"], url);
        assert_eq!(found["readFrom"], "oci-layout:dist/oci/harbor:1.2.3");
    }
    ingest(&workspace, &[reference, "--tag", "1.2.3"]).expect_code(2);
    ingest(&workspace, &[reference, "--repository", "https://x.example"]).expect_code(2);
}

#[test]
fn a_released_version_takes_no_needless_request() {
    let (workspace, registry) = released();
    let found = of(&workspace, &registry, ":1.2.3", 0);
    assert_eq!((&found["listed"], &found["signaturesLookedFor"]), (&json!(true), &json!(true)));
    let case = 69;
    assert_eq!(found["trackingWarnings"], json!([]), "case {case}");
    assert_eq!(found["package"]["signatures"], json!(["cosign"]));
    let asked: Vec<String> = registry.log().iter().map(|exchange| exchange.path.clone()).collect();
    let count = |part: &str| asked.iter().filter(|path| path.contains(part)).count();
    assert_eq!((count("/manifests/1.2.3"), count("/tags/list"), count(".sig")), (1, 0, 1), "{asked:#?}");
    // The chart, and the metadata with its layer.
    assert_eq!((count("/blobs/"), count("/manifests/artifacthub.io")), (2, 1), "{asked:#?}");
    assert!(asked.len() <= 8, "{asked:#?}");
    let latest = of(&workspace, &registry, "", 0);
    assert_eq!(latest["package"], found["package"]);
}

#[test]
fn signatures_are_found_where_artifact_hub_finds_them() {
    let (workspace, registry) = unsigned();
    let store = registry.store();
    let case = 65;
    refer(&store, BUNDLE, "https://slsa.dev/provenance/v1");
    let signed = |found: &Value| found["package"]["signatures"].clone();
    assert_eq!(signed(&of(&workspace, &registry, ":1.2.3", 0)), Value::Null, "case {case}");
    let case = 64;
    refer(&store, BUNDLE, "https://sigstore.dev/cosign/sign/v1");
    assert_eq!(signed(&of(&workspace, &registry, ":1.2.3", 0)), json!(["cosign"]), "case {case}");
    let case = 63;
    let (workspace, registry) = unsigned();
    let store = registry.store();
    let tag = format!("{}.sig", version(&store).digest.referrers_tag());
    let simple = layer(&store, "application/vnd.dev.cosign.simplesigning.v1+json", b"{}");
    push(&store, Some(&tag), &manifest(&[simple]));
    assert_eq!(signed(&of(&workspace, &registry, ":1.2.3", 0)), json!(["cosign"]), "case {case}");
}

#[test]
fn a_failed_look_for_signatures_is_a_warning() {
    let (workspace, registry) = unsigned();
    let case = 66;
    registry.hook(|asked| match asked.path.contains("/referrers/") {
        true => common::Act::Answer(403, Vec::new()),
        false => common::Act::Pass,
    });
    let found = of(&workspace, &registry, ":1.2.3", 0);
    let warning = found["trackingWarnings"][0].as_str().unwrap_or_default();
    assert!(warning.starts_with("error checking cosign signature: "), "case {case}: {found:#}");
    assert_eq!(found["package"]["signed"], json!(false), "case {case}");
}

#[test]
fn provenance_and_order_of_layers() {
    let (workspace, registry) = released();
    let store = registry.store();
    let chart = version(&store).document().expect("a manifest").layers.expect("layers")[0].clone();
    let case = 12;
    let good = layer(&store, media_type::HELM_PROVENANCE, b"-----BEGIN PGP SIGNATURE-----");
    push(&store, Some("1.2.4"), &manifest(&[good, chart.clone()]));
    let found = of(&workspace, &registry, ":1.2.4", 0);
    assert_eq!(found["package"]["signatures"], json!(["prov"]), "case {case}");
    let case = 13;
    assert_eq!(found["package"]["version"], "1.2.4", "case {case}");
    let case = 62;
    let bad = layer(&store, media_type::HELM_PROVENANCE, b"nothing");
    push(&store, Some("1.2.5"), &manifest(&[chart, bad]));
    let warning = "error checking provenance file: invalid provenance file (package: harbor version: 1.2.3)";
    assert_eq!(of(&workspace, &registry, ":1.2.5", 0)["trackingWarnings"], json!([warning]), "case {case}");
}

#[test]
fn an_index_is_walked() {
    let (workspace, registry) = released();
    let store = registry.store();
    let case = 11;
    let other = push(&store, None, &manifest(&[layer(&store, "application/octet-stream", b"x")]));
    let manifests = [other.descriptor(), version(&store).descriptor()];
    let index = json!({"schemaVersion": 2, "mediaType": media_type::IMAGE_INDEX, "manifests": manifests});
    push(&store, Some("1.3.0"), &index);
    assert_eq!(of(&workspace, &registry, ":1.3.0", 0)["package"]["version"], "1.3.0", "case {case}");
}

#[test]
fn what_is_not_there_is_refused() {
    let (workspace, registry) = released();
    let store = registry.store();
    let place = registry.target();
    let error = |tag: &str| {
        let found = of(&workspace, &registry, &format!(":{tag}"), 1);
        found["refusal"]["trackingError"].as_str().unwrap_or_default().to_owned()
    };
    let begin = |tag: &str| format!("error preparing package: error loading chart ({place}/harbor:{tag}): ");
    let case = 8;
    push(&store, Some("2.0.0"), &manifest(&[layer(&store, "application/octet-stream", b"x")]));
    let expected = format!("{}layer not found (package: harbor version: 2.0.0)", begin("2.0.0"));
    assert_eq!(error("2.0.0"), expected, "case {case}");
    let case = 9;
    let gone = error("3.0.0");
    assert!(gone.starts_with(&format!("{}artifact not found", begin("3.0.0"))), "case {case}: {gone}");
    let lost = Descriptor::of(media_type::HELM_CHART, b"nowhere");
    push(&store, Some("4.0.0"), &manifest(&[lost]));
    let gone = error("4.0.0");
    assert!(gone.starts_with(&format!("{}artifact not found: sha256:", begin("4.0.0"))), "{gone}");
}

#[test]
fn metadata_in_the_registry_counts() {
    let (workspace, registry) = released();
    let store = registry.store();
    let metadata = |content: &'static [u8]| {
        push(&store, Some("artifacthub.io"), &manifest(&[layer(&store, media_type::HUB_METADATA, content)]));
    };
    let case = 70;
    metadata(b"ignore: [{name: harbor, version: ^1}]\n");
    assert_eq!(of(&workspace, &registry, ":1.2.3", 1)["refusal"]["at"], "ignored", "case {case}");
    let case = 67;
    metadata(b"repositoryID: invalid\n");
    let warning = "error getting repository metadata: invalid metadata: invalid repository id";
    assert_eq!(of(&workspace, &registry, ":1.2.3", 0)["trackingWarnings"], json!([warning]), "case {case}");
}

#[test]
fn without_a_version_the_one_that_is_shown_first_is_meant() {
    let (workspace, registry) = released();
    let store = registry.store();
    let again = |tag| push(&store, Some(tag), &serde_json::from_slice(&version(&store).bytes).expect("a manifest"));
    let latest = || of(&workspace, &registry, "", 0)["package"]["version"].clone();
    again("1.1.0");
    assert_eq!(latest(), "1.2.3");
    let case = 75;
    again("2.0.0-rc.1");
    assert_eq!(latest(), "2.0.0-rc.1", "case {case}");
}

#[test]
fn a_registry_that_lets_nobody_in_is_no_refusal() {
    let workspace = Workspace::new();
    let registry = Registry::with(common::Setup { htpasswd: Some(common::HTPASSWD), ..common::Setup::default() });
    let reference = format!("{}/harbor:1.2.3", registry.target());
    ingest(&workspace, &[&reference, "--plain-http", "--anonymous"]).expect_code(4);
    ingest(
        &workspace,
        &["oci://registry.example/harbor@sha256:0000000000000000000000000000000000000000000000000000000000000000"],
    )
    .expect_code(2);
    ingest(&workspace, &[&reference, "--tag", "1.0.0"]).expect_code(2);
}

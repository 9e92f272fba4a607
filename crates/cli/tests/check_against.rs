//! `portolan check --against`: what a registry holds, and how few requests it takes to know.

mod common;

use common::{Act, Ran, Registry, Workspace};
use oci::{Store, Tag, TagRule};

const ONLY: &str = "version/published,version/not-newest,version/tag-collision,version/loose-tag,drift/repo-metadata";

fn check(workspace: &Workspace, registry: &Registry, code: i32) -> Ran {
    let target = registry.target();
    workspace.portolan(&["check", "--against", &target, "--plain-http", "--only", ONLY]).expect_code(code)
}

fn requests(registry: &Registry) -> usize {
    let requests = registry.log().len();
    assert!(registry.writes().is_empty());
    registry.forget();
    requests
}

#[test]
fn published_versions_are_compared() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    check(&workspace, &registry, 0);
    assert_eq!(requests(&registry), 1, "a repository that is not there has no tags");

    workspace.release(&registry).expect_code(0);
    registry.forget();
    check(&workspace, &registry, 0);
    assert_eq!(requests(&registry), 4, "tags, two manifests, the metadata's layer");

    workspace.write("charts/harbor/values.yaml", "berths: 4\n");
    let ran = check(&workspace, &registry, 1);
    assert!(ran.stdout.contains("with other content: changed values.yaml (10 → 10 bytes)"), "{ran:?}");
    assert!(ran.stdout.contains("write `version: 1.2.4`"), "{ran:?}");
    assert_eq!(requests(&registry), 6, "and config and layer of the chart");

    workspace.set_version("1.2.4");
    check(&workspace, &registry, 0);
    assert_eq!(requests(&registry), 3, "tags, the metadata's manifest and layer");
}

#[test]
fn tags_and_metadata_are_looked_at() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    workspace.release(&registry).expect_code(0);
    let store = registry.store();
    let manifest = common::now(store.manifest(&Tag::parse("1.2.3").unwrap().into())).unwrap();
    for tag in ["v1.2.3", "20260131", "1.2.9", "latest"] {
        common::now(store.tag(&Tag::parse(tag).unwrap(), &manifest, TagRule::Move)).unwrap();
    }
    workspace.edit("artifacthub-repo.yml", "3f1b7a52", "aaaaaaaa");
    workspace.set_version("1.2.4");
    let ran = check(&workspace, &registry, 0);
    for told in [
        "the tags 1.2.3 and v1.2.3 are both version 1.2.3",
        "does not find: 20260131, v1.2.3",
        "version 1.2.4 is lower than 1.2.9",
        "but 3f1b7a52-0c1e-4c3d-9d38-5f6f0a2f7c11 is published",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {ran:?}");
    }
}

#[test]
fn layouts_and_names_of_targets_are_understood() {
    let workspace = Workspace::new();
    let against =
        |target: &str, code| workspace.portolan(&["check", "--against", target, "--only", ONLY]).expect_code(code);
    against("oci-layout:dist/oci", 0);
    workspace.portolan(&["release"]).expect_code(0);
    workspace.write("charts/harbor/values.yaml", "berths: 4\n");
    assert!(against("oci-layout:dist/oci", 1).stdout.contains("version/published"));
    let text =
        "apiVersion: portolan.dev/v1alpha1\ncharts: [charts/harbor]\ntargets:\n  here: {to: \"oci-layout:dist/oci\"}\n";
    workspace.write("portolan.yaml", text);
    assert!(against("here", 1).stdout.contains("version/published"));
    assert!(against("her", 2).stderr.contains("did you mean `here`?"));
}

#[test]
fn a_registry_that_does_not_let_us_look_is_a_failure() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    registry.hook(|_| Act::Answer(403, vec![]));
    check(&workspace, &registry, 4);
}

#[test]
fn without_its_dependencies_a_chart_is_not_compared() {
    let (workspace, registry) = (Workspace::new(), Registry::start());
    workspace.release(&registry).expect_code(0);
    let needs = "dependencies:\n- {name: crane, version: 1.0.0, repository: \"oci://r.example/charts\"}\n";
    workspace.edit("charts/harbor/Chart.yaml", "type: application\n", &format!("type: application\n{needs}"));
    assert!(check(&workspace, &registry, 0).stderr.contains("charts/ lacks crane"));
}

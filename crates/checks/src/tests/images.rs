//! Charts as they are published: what several rules say of them together.

use super::example::Example;
use crate::{Finding, Severity};

fn of(example: &Example, group: &str) -> Vec<Finding> {
    example.findings().into_iter().filter(|finding| finding.check.starts_with(group)).collect()
}

/// Three images by `latest` in the annotation, one of which nothing renders, one that only a variable names; and a README
/// that names the version before the last.
fn published() -> Example {
    let annotation = "annotations:\n  artifacthub.io/images: |\n    - name: control-plane\n      image: r.io/team/control-plane:latest\n    - name: runner\n      image: r.io/team/runner:latest\n    - name: controller\n      image: r.io/team/controller:latest\n";
    let template = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: demo\nspec:\n  containers:\n    - name: demo\n      image: {{ .Values.image }}:latest\n      env:\n        - {name: DEMO_RUNNER_IMAGE, value: \"r.io/team/runner:latest\"}\n";
    let readme = "# Demo\n\n## Install\n\n```sh\nhelm install demo oci://r.io/charts/demo \\\n  --version 1.2.0\n```\n\n## Upgrade\n\nRun `helm upgrade demo oci://r.io/charts/demo --version 1.2.0`.\n";
    Example::good()
        .with("yaml Chart.yaml", annotation)
        .with("yaml values.yaml", "image: r.io/team/control-plane\n")
        .with("yaml templates/pod.yaml", template)
        .with("markdown README.md", readme)
}

#[test]
fn every_moving_tag_is_found_where_it_stands() {
    let found = of(&published(), "image/latest");
    let places: Vec<String> = found.iter().map(Finding::place).collect();
    let expected = [
        "demo/values.yaml:1:8",
        "demo/templates/pod.yaml:10:45",
        "demo/Chart.yaml:13:14",
        "demo/Chart.yaml:15:14",
        "demo/Chart.yaml:17:14",
    ];
    assert_eq!(places, expected);
    assert!(found[2].message.contains("r.io/team/control-plane:latest"), "{}", found[2].message);
    assert!(found.iter().all(|finding| finding.hint.is_some() && finding.severity == Severity::Warning));
}

#[test]
fn the_annotation_is_compared_with_what_runs() {
    assert_eq!(of(&published(), "drift/images").len(), 1);
    let extra = of(&published(), "drift/images-extra");
    assert_eq!(extra[0].place(), "demo/Chart.yaml:17:14");
    assert_eq!(extra[0].severity, Severity::Warning);
    assert!(extra[0].message.starts_with("r.io/team/controller:latest"), "{}", extra[0].message);
}

#[test]
fn every_stale_version_in_the_readme_is_found_with_a_fix() {
    let found = of(&published(), "drift/readme-version");
    let places: Vec<String> = found.iter().map(Finding::place).collect();
    assert_eq!(places, ["demo/README.md:7:13", "demo/README.md:12:57"]);
    let edit = &found[0].fix.as_ref().unwrap().edits[0];
    assert_eq!((edit.text.as_str(), edit.start.column, edit.end.column), ("1.2.3", 13, 18));
    assert!(found[0].hint.as_ref().unwrap().starts_with("write 1.2.3"));
}

#[test]
fn images_that_depend_on_the_version_of_kubernetes_may_be_listed_once() {
    let template = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: demo\nspec:\n  containers:\n    - name: demo\n      image: r.io/team/demo:1.{{ .Capabilities.KubeVersion.Minor }}\n";
    let listed = |tag: &str| {
        let annotation = format!("annotations:\n  artifacthub.io/images: |\n    - image: r.io/team/demo:{tag}\n");
        let example = Example::good().with("yaml templates/pod.yaml", template);
        of(&example.with("yaml Chart.yaml", &annotation), "drift/images").len()
    };
    assert_eq!(listed("1.31"), 0);
    assert_eq!(listed("1.34"), 0);
    assert_eq!(listed("1.20"), 2);
}

#[test]
fn hooks_and_tests_count() {
    let hook = |event: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  annotations:\n    helm.sh/hook: {event}\nspec:\n  containers:\n    - {{name: c, image: \"busybox:1.36\"}}\n"
        )
    };
    let severity = |event: &str| {
        let example = Example::good().with("yaml templates/hook.yaml", &hook(event));
        of(&example, "drift/images").iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severity("pre-install"), [Severity::Error]);
    assert_eq!(severity("test"), [Severity::Warning]);
}

fn places(example: &Example, check: &str) -> Vec<String> {
    example.findings().iter().filter(|finding| finding.check == check).map(Finding::place).collect()
}

/// A pod with one container; the rest of its lines are as they are given.
fn pod(head: &str, container: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n{head}spec:\n  containers:\n    - name: c\n{container}")
}

#[test]
fn the_image_of_a_test_is_at_its_own_text_and_an_info() {
    let example = Example::good()
        .with("yaml values.yaml", "image: r.io/team/demo:1.0\ninitImage:\n  repository: busybox\n  tag: stable\n")
        .with("json values.schema.json", "{\"type\": \"object\"}")
        .with("yaml templates/t.yaml", &pod("  annotations:\n    helm.sh/hook: test\n", "      image: busybox\n"));
    let found = of(&example, "image/latest");
    assert_eq!(found.iter().map(Finding::place).collect::<Vec<_>>(), ["demo/templates/t.yaml:10:14"]);
    assert_eq!(found[0].severity, Severity::Info);
    assert!(found[0].message.ends_with("with default values)"), "{}", found[0].message);
}

#[test]
fn variables_are_pointed_at_where_they_stand() {
    let container = "      image: r.io/team/x:1.0\n      env:\n        {{- include \"env\" . | nindent 8 }}\n";
    let helper = "{{ define \"env\" -}}\n- name: ONE_IMAGE\n  value: {{ printf \"%s:latest\" \"r.io/team/one\" }}\n- name: TWO_IMAGE\n  value: {{ printf \"%s:latest\" \"r.io/team/two\" }}\n{{- end }}\n";
    let example =
        Example::good().with("yaml templates/x.yaml", &pod("", container)).with("text templates/_env.tpl", helper);
    assert_eq!(places(&example, "image/latest"), ["demo/templates/_env.tpl:2:9", "demo/templates/_env.tpl:4:9"]);
}

#[test]
fn what_comes_from_one_place_is_told_once() {
    let two = "      image: {{ .Values.other }}:latest\n    - name: d\n      image: {{ .Values.other }}:edge\n";
    let example = Example::good()
        .with("yaml values.yaml", "image: r.io/team/demo:1.0\nother: r.io/team/other\n")
        .with("json values.schema.json", "{\"type\": \"object\"}")
        .with("yaml templates/x.yaml", &pod("", two));
    assert_eq!(places(&example, "image/latest"), ["demo/values.yaml:2:8"]);
}

#[test]
fn a_part_that_makes_an_image_invalid_is_found_in_the_values() {
    let example = Example::good()
        .with("yaml values.yaml", "image: r.io/team/demo:1.0\nregistry: __HERE__\n")
        .with("json values.schema.json", "{\"type\": \"object\"}")
        .with("yaml templates/x.yaml", &pod("", "      image: {{ .Values.registry }}/x:1.0\n"));
    assert_eq!(places(&example, "image/invalid"), ["demo/values.yaml:2:11"]);
}

#[test]
fn digests_in_files_for_tests_are_no_beginning() {
    let digest = "a".repeat(64);
    let image = format!("image: r.io/team/demo@sha256:{digest}\n");
    let annotation = "annotations:\n  artifacthub.io/images: |\n    - name: demo\n      image: r.io/team/demo:1.0\n";
    let example = Example::good()
        .with("yaml Chart.yaml", annotation)
        .with("yaml values.yaml", "image: r.io/team/demo:1.0\n")
        .with("yaml ci/digest-values.yaml", &image);
    let found = of(&example, "image/unpinned");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.starts_with("images without a digest"), "{}", found[0].message);
}

#[test]
fn a_generated_readme_is_mended_at_its_template() {
    let readme = "Install with `helm install demo oci://r.io/charts/demo --version 1.1.0`.\n";
    let example =
        Example::good().with("markdown README.md", readme).with("text README.md.gotmpl", &format!("\n{readme}"));
    let found = of(&example, "drift/readme-version");
    assert_eq!(found.iter().map(Finding::place).collect::<Vec<_>>(), ["demo/README.md.gotmpl:2:66"]);
    let files: Vec<&str> = found[0].fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.file.as_str()).collect();
    assert_eq!(files, ["demo/README.md.gotmpl", "demo/README.md"]);
    let only_made = Example::good().with("markdown README.md", readme).with("text README.md.gotmpl", "x\n");
    let found = of(&only_made, "drift/readme-version");
    assert_eq!(found.len(), 1);
    assert!(found[0].hint.as_ref().unwrap().starts_with("run helm-docs"), "{found:?}");
}

#[test]
fn differences_of_definitions_are_at_their_fields() {
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: webs.demo.example}\nspec:\n  group: demo.example\n  names: {kind: Web, plural: webs}\n  scope: Namespaced\n  versions:\n  - {name: v1, served: true, storage: true}\n";
    let item = |version: &str, name: &str| {
        let item = format!(
            "annotations:\n  artifacthub.io/crds: |\n    - kind: Web\n      version: {version}\n      name: {name}\n      displayName: W\n      description: A web\n"
        );
        let example = Example::good().with("yaml crds/webs.yaml", definition).with("yaml Chart.yaml", &item);
        let found = of(&example, "drift/crds").remove(0);
        let line = found.position.unwrap();
        (line.line, line.column, found.hint.unwrap())
    };
    let (line, column, hint) = item("v2", "webs.demo.example");
    assert_eq!((column, hint.as_str()), (16, "write `version: v1`"));
    assert_eq!(item("v1", "web.demo.example"), (line + 1, 13, "write `name: webs.demo.example`".to_owned()));
}

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

//! What belongs together is told together, and once.

use super::example::Example;

/// Place and message of what one check says.
fn of(example: &Example, check: &str) -> Vec<(String, String)> {
    let found = example.findings().into_iter().filter(|finding| finding.check == check);
    found.map(|finding| (finding.place(), finding.message)).collect()
}

fn told(place: &str, message: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), message.to_owned())]
}

const IMAGES: &str = "remove Chart.yaml#annotations.artifacthub.io/images";

#[test]
fn people_are_told_together() {
    let people = "maintainers:\n  - name: A\n    email: a@b\n  - name: B\n  - url: https://c\n    name: C\n";
    let found = of(&Example::good().with("yaml Chart.yaml", people), "hub/maintainer");
    assert_eq!(found, told("demo/Chart.yaml:22:11", "not shown on Artifact Hub, as they have no `email`: B, C"));
}

#[test]
fn annotations_are_told_together() {
    let alone = Example::good().with("yaml Chart.yaml whole", "apiVersion: v2\nname: demo\nversion: 1.2.3\n");
    let missing = "annotations artifacthub.io/… are missing: changes, images, license, links, operator";
    assert_eq!(of(&alone, "hub/annotation-required"), told("demo/Chart.yaml:2:7", missing));
    let one = Example::good().with(&format!("text {IMAGES}"), "");
    let missing = "annotation artifacthub.io/images is missing";
    assert_eq!(of(&one, "hub/annotation-required"), told("demo/Chart.yaml:7:1", missing));
}

#[test]
fn the_reason_why_images_are_not_found_is_short() {
    let job = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: job\n  annotations:\n    helm.sh/hook: pre-install\nspec:\n  containers:\n    - name: job\n      image: r.io/team/job:1.0\n";
    let example = |info: &str, text: &str| {
        Example::good().with(&format!("text {IMAGES}"), "").with("yaml templates/job.yaml", job).with(info, text)
    };
    let check = "hub/images-undetected";
    let newer = example("yaml Chart.yaml", "kubeVersion: \">=1.30.0-0\"\n");
    let found = of(&newer, check);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].1.contains("rendered for Kubernetes 1.29: chart requires kubeVersion"), "{found:?}");
    assert_eq!(of(&newer, "hub/annotation-required"), []);
    let message =
        "Artifact Hub finds no images, as the chart can't be rendered with its default values (see helm/render)";
    let failing = example("yaml templates/key.yaml", "key: {{ required \"a key\" .Values.key }}\n");
    assert_eq!(of(&failing, check), told("demo/Chart.yaml:7:1", message));
    let settings = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  pod: |\n    image: {}\n    image: {{ \"{{\" }}\n";
    let message = of(&example("yaml templates/settings.yaml", settings), check);
    let start = "`image: {}` in ConfigMap a (templates/settings.yaml) can't be read as a reference (nor can 1 more): ";
    assert!(message[0].1.starts_with(start), "{message:?}");
}

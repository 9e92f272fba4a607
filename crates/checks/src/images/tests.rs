use std::sync::Arc;

use render::manifest::{Event, Head};

use super::find::images;
use super::{Level, Place};
use crate::subject::Object;

fn object(text: &str) -> Object {
    let document = goyaml::parse(text.as_bytes()).unwrap().unwrap();
    let field = |key: &str| document.get(key).and_then(|node| node.as_str()).unwrap_or_default().to_owned();
    let head = Head { api_version: field("apiVersion"), kind: field("kind"), ..Head::default() };
    Object { template: "templates/x.yaml".to_owned(), head, events: vec![Event::Test], text: Arc::from([]), document }
}

fn found(text: &str) -> Vec<String> {
    let object = object(text);
    let found = images(&object);
    let level = |level| if level == Level::Certain { "" } else { "?" };
    found.iter().map(|found| format!("{}{} {}", level(found.level), found.text, found.place)).collect()
}

#[test]
fn all_containers_and_volumes_of_pods_count() {
    let cron = "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec: {\
        initContainers: [{name: i, image: a:1}], containers: [{name: c, image: b:1}],\
        volumes: [{name: v, image: {reference: 'd:1'}}, {name: w, rbd: {image: 'e/f'}}]}}}}}\n";
    assert_eq!(found(cron), ["a:1 container i", "b:1 container c", "d:1 volume v"]);
    let list = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec: {ephemeralContainers: [{name: e, image: x}]}\n";
    assert_eq!(found(list), ["x container e"]);
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {image: 'a/b:1'}\n";
    assert_eq!(found(crd), Vec::<String>::new());
}

#[test]
fn containers_must_have_an_image_where_nobody_fills_it_in() {
    let pod = |metadata: &str, image: &str| {
        format!("apiVersion: v1\nkind: Pod\nmetadata: {{{metadata}}}\nspec: {{containers: [{{name: c{image}}}]}}\n")
    };
    for image in ["", ", image: ", ", image: ''", ", image: null"] {
        assert_eq!(found(&pod("", image)), [" container c"], "{image}");
        assert_eq!(found(&pod("labels: {sidecar.istio.io/inject: 'true'}", image)), Vec::<String>::new());
        assert_eq!(found(&pod("annotations: {image.openshift.io/triggers: '[]'}", image)), Vec::<String>::new());
    }
    let elsewhere = "apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nspec: {template: {spec: {containers: [{name: c}]}}}\n";
    assert_eq!(found(elsewhere), Vec::<String>::new());
}

#[test]
fn variables_and_arguments_are_inferred() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: c\n    image: a:1\n    env:\n    - {name: RUNNER_IMAGE, value: 'r.io/r:1'}\n    - {name: OTHER, value: 'r.io/o:1'}\n    args: ['--solver-image=r.io/s:1', '--x-image', 'r.io/x:1', '--y', 'r.io/y:1']\n";
    let expected = [
        "a:1 container c",
        "?r.io/r:1 variable RUNNER_IMAGE",
        "?r.io/s:1 argument --solver-image",
        "?r.io/x:1 argument --x-image",
    ];
    assert_eq!(found(pod), expected);
    let map = "apiVersion: v1\nkind: ConfigMap\ndata: {A_IMAGE: 'r.io/a:1', image: 'r.io/b:1'}\n";
    assert_eq!(found(map), ["?r.io/a:1 variable A_IMAGE"]);
}

#[test]
fn custom_resources_by_rule_and_by_look() {
    let known = "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec: {image: 'q.io/p:1', thanos: {image: 'q.io/t'}, containers: [{name: c, image: 'q.io/c'}], baseImage: 'q.io/p'}\n";
    assert_eq!(found(known), ["q.io/p:1 field spec.image", "q.io/t field spec.thanos.image", "?q.io/c container c"]);
    let unknown = "apiVersion: x.example/v1\nkind: Web\nmetadata: {annotations: {image: 'a/b:1'}}\nspec: {web: {webImage: 'r.io/w:1', logoImage: img/logo.png}, image: {repository: r.io/z, tag: 2}, status: ok}\nstatus: {image: 'r.io/s:1'}\n";
    assert_eq!(found(unknown), ["?r.io/w:1 field webImage", "?r.io/z:2 field image"]);
    let template = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {templates: [{container: {image: '{{inputs.image}}/a:1'}}, {script: {image: 'python:3'}}]}\n";
    assert_eq!(found(template), ["?python:3 field image"]);
    let rollout = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {template: {spec: {containers: [{name: c, image: a}]}}}\n";
    let rollout = object(rollout);
    let found = images(&rollout);
    assert_eq!((found[0].level, &found[0].place), (Level::Certain, &Place::Container("c".to_owned())));
}

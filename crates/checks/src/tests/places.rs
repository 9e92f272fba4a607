//! Where findings point whose cause stands in no plain file.

use chart::MemoryFolder;

use super::example::Example;

/// The places of what a check finds, with the messages.
fn told(example: &Example, check: &str) -> Vec<(String, String)> {
    let found = example.findings().into_iter().filter(|finding| finding.check == check);
    found.map(|finding| (finding.place(), finding.message)).collect()
}

#[test]
fn an_error_in_a_text_points_at_the_call_of_tpl() {
    let template =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: {{ tpl \"{{ .Values.a.b.c }}\" . }}\n";
    let found = told(&Example::good().with("yaml templates/a.yaml", template), "helm/render");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "demo/templates/a.yaml:5:9");
}

/// A chart with a packed one within.
fn packed(template: &str) -> Example {
    let inner = MemoryFolder::new()
        .with("Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n")
        .with("templates/a.yaml", template);
    let package = chart::package(&chart::load_folder(&inner).unwrap().chart, 0).unwrap();
    let mut example = Example::good().with("text charts/sub-1.0.0.tgz", "").with("text remove values.schema.json", "");
    example.change("charts/sub-1.0.0.tgz", |_| package.bytes.to_vec());
    example
}

#[test]
fn an_error_in_a_packed_chart_points_at_the_archive() {
    let found = told(&packed("a: {{ .Values.a.b.c }}\n"), "helm/render");
    assert_eq!(found[0].0, "demo/charts/sub-1.0.0.tgz");
    assert!(found[0].1.contains("demo/charts/sub/templates/a.yaml:1:"), "{}", found[0].1);
    let old = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n";
    let found = told(&packed(old), "helm/removed-api");
    assert_eq!(found[0].0, "demo/charts/sub-1.0.0.tgz");
    assert!(found[0].1.contains("in charts/sub/templates/a.yaml is gone"), "{}", found[0].1);
}

#[test]
fn an_api_is_not_looked_for_in_comments() {
    let budget = |api: &str| {
        format!(
            "# policy/v1beta1\n{{{{/* policy/v1beta1 */}}}}\n{api}\nkind: PodDisruptionBudget\nmetadata: {{name: a}}\n"
        )
    };
    let place = |example: Example| told(&example, "helm/removed-api").remove(0).0;
    let good = Example::good();
    let plain = good.clone().with("yaml templates/a.yaml", &budget("apiVersion: policy/v1beta1"));
    assert_eq!(place(plain), "demo/templates/a.yaml:3:13");
    let helper = good
        .with("text templates/_a.tpl", "{{ define \"api\" }}policy/v1beta1{{ end }}\n")
        .with("yaml templates/a.yaml", &budget("apiVersion: {{ include \"api\" . }}"));
    assert_eq!(place(helper), "demo/templates/a.yaml");
}

#[test]
fn what_is_refused_points_at_what_it_is() {
    let template = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: job\nspec:\n  containers:\n    - image: \"r.io/a:{{ .Chart.Version }}\"\n      name: {{ .Release.Name }}-the-container\n";
    let example = Example::good().with("yaml templates/job.yaml", template);
    let (place, message) = told(&example, "helm/build-metadata").remove(0);
    assert_eq!(place, "demo/templates/job.yaml:7:25");
    assert!(message.contains("spec.containers[0].image of Pod job is r.io/a:1.2.3+build.7"), "{message}");
    let (place, message) = told(&example, "helm/long-name").remove(0);
    assert_eq!(place, "demo/templates/job.yaml:8:7");
    assert!(message.contains("spec.containers[0].name of Pod job is 67 characters long"), "{message}");
}

use super::pins;

fn found(text: &str) -> Vec<(String, u32, u32)> {
    let found = pins(text, "demo");
    found.into_iter().map(|pin| (pin.version, pin.places[0].line, pin.places[0].column)).collect()
}

fn one(version: &str, line: u32, column: u32) -> Vec<(String, u32, u32)> {
    vec![(version.to_owned(), line, column)]
}

#[test]
fn commands_of_helm_are_read() {
    assert_eq!(found("helm install demo oci://r.io/charts/demo --version 1.2.3"), one("1.2.3", 1, 52));
    assert_eq!(found("$ helm upgrade --install x repo/demo --version=\"v1.2.3\""), one("v1.2.3", 1, 49));
    assert_eq!(found("Run `helm pull oci://r.io/demo:1.2.3`."), one("1.2.3", 1, 32));
    assert_eq!(found("helm install demo \\\n  repo/demo \\\n  --version 1.2.3 \\\n  --wait\n"), one("1.2.3", 3, 13));
    assert_eq!(found("é helm template demo --repo https://x.example --version 1.2.3."), one("1.2.3", 1, 57));
    assert_eq!(found("helm show crds repo/demo --version '1.2.3' | kubectl apply -f -"), one("1.2.3", 1, 37));
}

#[test]
fn archives_of_the_chart_are_read() {
    assert_eq!(found("helm install ./demo-1.1.0.tgz"), one("1.1.0", 1, 21));
    assert_eq!(found("`helm install x https://x.example/demo-1.1.0.tgz --wait`"), one("1.1.0", 1, 40));
    assert_eq!(found("helm install x ./demo-operator-1.1.0.tgz"), []);
    assert_eq!(found("helm install x ./demo-VERSION.tgz; tar xf demo-1.1.0.tgz"), []);
}

#[test]
fn commands_about_something_else_are_not() {
    for text in [
        "helm install other oci://r.io/charts/other --version 1.2.3 # not demo",
        "helm install demo ./demo --version 1.2.3",
        "helm install demo other/x --version 1.2.3",
        "helm install demo repo/demo --version <version>",
        "helm install demo repo/demo --version ~1.2",
        "helm install demo repo/demo --version 1.2",
        "helm repo add demo https://x.example; cosign --version 1.2.3",
        "helm install demo repo/demo; other --version 1.2.3",
        "docker run r.io/demo:1.2.3",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn snippets_are_read() {
    let argo = "1. x\n   ```yaml\n   spec:\n     source:\n       chart: demo\n       targetRevision: '1.2.3'\n   ```\n";
    assert_eq!(found(argo), one("1.2.3", 6, 25));
    let flux = "```yaml\nkind: OCIRepository\n---\nspec:\n  url: oci://r.io/demo\n  ref:\n    tag: 1.2.3\n```\n";
    assert_eq!(found(flux), one("1.2.3", 7, 10));
    let dependency = "```yaml\ndependencies:\n- name: demo\n  version: 1.2.3\n  repository: oci://r.io/charts\n```\n";
    assert_eq!(found(dependency), one("1.2.3", 4, 12));
    assert_eq!(found("```yaml\n- name: demo\n  version: 1.2.3\n```\n"), []);
    assert_eq!(found("```yaml\nchart: other # demo\nversion: 1.2.3\n```\n"), []);
}

#[test]
fn badges_are_read() {
    let badge = "![Version: 1.2.3](https://img.shields.io/badge/Version-1.2.3-informational?style=flat-square)";
    let pin = &pins(badge, "demo")[0];
    assert_eq!(pin.places.iter().map(|place| place.column).collect::<Vec<_>>(), [12, 56]);
    assert_eq!(found(&badge.replace("/Version-1.2.3", "/Version-1.2.4")), []);
}

#[test]
fn parts_about_other_versions_are_not_read() {
    let command = "helm upgrade demo repo/demo --version 1.2.3\n";
    for heading in ["Upgrading from 1.x", "Changelog", "Migration", "To 1.0.0", "Upgrading to v2"] {
        let text = format!("# demo\n## {heading}\n### More\n{command}## Install\n{command}");
        assert_eq!(found(&text).len(), 1, "{heading}");
    }
    assert_eq!(found(&format!("# demo\n## Upgrade\n{command}")).len(), 1);
}

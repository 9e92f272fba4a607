//! Where users find what the server complains about.

use goyaml::Position;

use super::base::WIDGETS;
use crate::judge::{Verdict, create};
use crate::target::Target;

fn judged(from: &str, to: &str) -> Verdict {
    assert!(WIDGETS.contains(from), "{from}");
    let text = WIDGETS.replacen(from, to, 1);
    create(&goyaml::parse(text.as_bytes()).expect("YAML").expect("a document"), Target::V1_37)
}

#[test]
fn paths_are_those_of_the_document() {
    let conversion = |service: &str| {
        let webhook = format!("webhook: {{conversionReviewVersions: [v1], clientConfig: {{service: {service}}}}}");
        format!("  scope: Namespaced\n  conversion: {{strategy: Webhook, {webhook}}}\n")
    };
    let nameless = conversion("{namespace: ns}");
    let cases = [
        (
            "{a: {type: string}",
            "{a: {type: 5x}",
            "spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a.type",
            (18, 36),
        ),
        ("name: v1\n", "name: V1\n", "spec.versions[0].name", (9, 11)),
        (
            "    storage: true\n",
            "    storage: true\n    additionalPrinterColumns: [{name: a, type: string}]\n",
            "spec.versions[0].additionalPrinterColumns[0].jsonPath",
            (12, 32),
        ),
        ("  scope: Namespaced\n", "", "spec.scope", (4, 1)),
        ("  scope: Namespaced\n", &nameless, "spec.conversion.webhook.clientConfig.service.name", (7, 92)),
        ("storage: true", "storage: false", "spec.versions", (8, 3)),
        (
            "{name: widgets.example.com}",
            "{name: widgets.example.com, labels: {good: x, 'b d': x}}",
            "metadata.labels[b d]",
            (3, 64),
        ),
    ];
    for (from, to, path, (line, column)) in cases {
        let verdict = judged(from, to);
        let place = &verdict.errors.first().expect("an error").place;
        assert_eq!(place.path.to_string(), path);
        assert_eq!(place.position, Some(Position { line, column }), "{path}");
    }
}

#[test]
fn keys_that_nobody_knows_or_that_stand_twice_have_places() {
    let verdict = judged("  group:", "  groups: x\n  scope: Cluster\n  group:");
    let found: Vec<(&str, Option<u32>)> =
        verdict.strict.iter().map(|strict| (strict.what.as_str(), strict.place.position.map(|at| at.line))).collect();
    let expected = [
        ("yaml: unmarshal errors:\n  line 8: key \"scope\" already set in map", Some(8)),
        ("unknown field \"spec.groups\"", Some(5)),
    ];
    assert_eq!(found, expected);
    assert!(!verdict.is_accepted());
}

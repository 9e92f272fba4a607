use std::path::Path;

use super::read::read;
use super::{Config, schema};
use crate::exit::Exit;

const SAMPLE: &str = r#"
apiVersion: portolan.dev/v1alpha1
charts: [charts/*]
targets:
  local: {to: "oci-layout:dist/oci"}                    # the default
  public: {to: "oci://ghcr.io/OWNER/charts", visibility: public, mirrors: ["oci://quay.io/OWNER/charts"]}
signing: {cosign: {key: env:COSIGN_PRIVATE_KEY}, provenance: {key: env:HELM_SIGNING_KEY}}
sbom: {formats: [spdx, cyclonedx], images: [{image: "ghcr.io/owner/agents", file: sbom/agents.spdx.json}]}
render: {kubernetes: ["1.31", "1.34", "1.37"]}
hub: {repositories: {agents: {id: 00000000-0000-0000-0000-000000000000, name: agents}}}
checks: {levels: {image/unpinned: error}, exceptions: [{check: image/latest, where: "ci/*", reason: "x", until: 2027-01-31}]}
"#;

fn config(text: &str) -> Result<Config, String> {
    read(Path::new("portolan.yaml"), text.as_bytes()).map_err(|failure| {
        assert_eq!(failure.exit, Exit::Usage);
        format!("{} | {}", failure.message, failure.hint.unwrap_or_default())
    })
}

#[test]
fn the_whole_sample_is_understood() {
    let config = config(SAMPLE).unwrap();
    assert_eq!(config.charts[0].decided_by, "portolan.yaml:3:10");
    assert!(config.targets["public"].public.value);
    assert_eq!(config.targets["public"].mirrors[0].value, "oci://quay.io/OWNER/charts");
    assert_eq!(config.hub_repositories["agents"].name.as_deref(), Some("agents"));
    assert_eq!(config.policy.exceptions[0].until.as_deref(), Some("2027-01-31"));
    assert_eq!(config.render.kubernetes[2].value, "1.37");
    assert_eq!(config.sbom.formats.len(), 2);
    assert_eq!(config.sbom.images[0].path, Path::new("sbom/agents.spdx.json"));
    assert_eq!(config.signing.key.unwrap().value, "env:COSIGN_PRIVATE_KEY");
    assert_eq!(config.signing.provenance_key.unwrap().decided_by, "portolan.yaml:7:68");
}

#[test]
fn mistakes_are_named_with_their_place() {
    let cases = [
        ("", "portolan.yaml: the file is empty"),
        ("charts: []", "`apiVersion` is missing"),
        ("apiVersion: v1", "portolan.yaml:1:13: apiVersion is \"v1\""),
        (
            "apiVersion: portolan.dev/v1alpha1\ntarget: {}",
            "portolan.yaml:2:1: unknown key \"target\" | did you mean `targets`?",
        ),
        (
            "apiVersion: portolan.dev/v1alpha1\ntargets:\n  a: {too: x}",
            "portolan.yaml:3:7: unknown key \"too\" | did you mean `to`?",
        ),
        ("apiVersion: portolan.dev/v1alpha1\ntargets:\n  a: {to: x, visibility: hidden}", "visibility is \"hidden\""),
        ("apiVersion: portolan.dev/v1alpha1\ncharts: a", "portolan.yaml:2:9: `charts` must be a list"),
        ("apiVersion: portolan.dev/v1alpha1\nhub: {repositories: {a: {id: x}}}", "\"x\" is not a UUID"),
        ("apiVersion: portolan.dev/v1alpha1\nchecks: {levels: {a/b: fatal}}", "level is \"fatal\""),
        ("apiVersion: portolan.dev/v1alpha1\nchecks: {exceptions: [{check: a/b}]}", "`reason` is missing"),
        (
            "apiVersion: portolan.dev/v1alpha1\nchecks: {exceptions: [{check: a/b, reason: r, until: soon}]}",
            "\"soon\" is not a date",
        ),
        ("apiVersion: portolan.dev/v1alpha1\nsbom: {format: []}", "did you mean `formats`?"),
        ("apiVersion: portolan.dev/v1alpha1\ncharts: []\ncharts: []", "portolan.yaml:3:1: this key stands twice"),
        ("apiVersion: portolan.dev/v1alpha1\nsbom: {formats: [swid]}", "portolan.yaml:2:18: \"swid\" is no format"),
        ("apiVersion: portolan.dev/v1alpha1\nsbom: {merge: perhaps}", "expected true or false"),
        ("apiVersion: portolan.dev/v1alpha1\nsbom: {images: [{image: 'A b', file: x}]}", "is no image"),
        (
            "apiVersion: portolan.dev/v1alpha1\nsigning: {cosign: {keyless: true, key: a.key}}",
            "portolan.yaml:2:19: `keyless` and `key` exclude each other",
        ),
        ("apiVersion: portolan.dev/v1alpha1\nsigning: {cosign: {rekorVersion: 3}}", "2:34: expected 1 or 2"),
        ("apiVersion: portolan.dev/v1alpha1\nsigning: {cosign: {fulcioUrl: x}}", "did you mean `fulcioURL`?"),
        ("apiVersion: [", ": yaml: line 1: did not find expected node content"),
    ];
    for (text, expected) in cases {
        let said = config(text).expect_err(text);
        assert!(said.contains(expected), "{text:?}: {said:?} does not hold {expected:?}");
    }
}

#[test]
fn the_json_schema_knows_the_same_keys() {
    let text = include_str!("../../../../docs/portolan.schema.json");
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let keys = |pointer: &str| {
        let properties =
            document.pointer(pointer).and_then(|node| node.get("properties")).and_then(|node| node.as_object());
        let mut keys: Vec<String> = properties.unwrap_or_else(|| panic!("{pointer}")).keys().cloned().collect();
        keys.sort();
        keys
    };
    let mappings = vec![
        (String::new(), schema::TOP),
        ("/$defs/target".to_owned(), schema::TARGET),
        ("/properties/hub".to_owned(), schema::HUB),
        ("/$defs/hubRepository".to_owned(), schema::HUB_REPOSITORY),
        ("/properties/checks".to_owned(), schema::CHECKS),
        ("/$defs/exception".to_owned(), schema::EXCEPTION),
        ("/properties/render".to_owned(), schema::RENDER),
        ("/properties/sbom".to_owned(), schema::SBOM),
        ("/$defs/sbomImage".to_owned(), schema::SBOM_IMAGE),
        ("/$defs/sbomSigner".to_owned(), schema::SBOM_SIGNER),
        ("/properties/signing".to_owned(), schema::SIGNING),
        ("/properties/signing/properties/cosign".to_owned(), schema::COSIGN),
        ("/properties/signing/properties/provenance".to_owned(), schema::PROVENANCE),
    ];
    for (pointer, known) in mappings {
        let mut known: Vec<String> = known.iter().map(ToString::to_string).collect();
        known.sort();
        assert_eq!(keys(&pointer), known, "{pointer}");
    }
}

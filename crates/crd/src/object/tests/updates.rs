//! Update.

use super::base::{SECOND, WEBHOOK, texts, updated};

#[test]
fn what_is_served_keeps_its_names_and_its_stored_versions() {
    let found = texts(&updated(
        &[],
        &[
            ("spec.versions.1", SECOND),
            ("spec.versions.1.storage", "true"),
            ("spec.versions.0.name", "v3"),
            ("spec.versions.0.storage", "false"),
        ],
    ));
    assert_eq!(
        found,
        ["status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was previously a storage \
          version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 \
          and removes v1 from status.storedVersions"],
        "case 39"
    );
    let found = texts(&updated(
        &[],
        &[
            ("spec.group", "other.com"),
            ("spec.scope", "Cluster"),
            ("spec.names.kind", "Gadget"),
            ("spec.names.plural", "gadgets"),
        ],
    ));
    let immutable = |field: &str, value: &str| format!("{field}: Invalid value: \"{value}\": field is immutable");
    let expected = [
        immutable("spec.scope", "Cluster"),
        immutable("spec.names.kind", "Gadget"),
        immutable("spec.group", "other.com"),
        immutable("spec.names.plural", "gadgets"),
    ];
    assert_eq!(found, expected, "case U22");
}

#[test]
fn what_changes_nothing_for_the_server_is_accepted() {
    for new in [
        &[][..],
        &[("spec.names.listKind", "Widgets")],
        &[("spec.names.shortNames", "[w]")],
        &[("spec.versions.0.served", "false")],
        &[("spec.versions.0.storage", "false"), ("spec.versions.1", SECOND), ("spec.versions.1.storage", "true")],
    ] {
        assert_eq!(texts(&updated(&[], new)), Vec::<String>::new(), "{new:?}");
    }
}

#[test]
fn what_was_wrong_before_is_forgiven() {
    let schema = "spec.versions.0.schema.openAPIV3Schema.properties.spec.properties.a";
    let cases: [(&str, &str, &str); 3] = [
        (schema, "{type: array, x-kubernetes-list-type: set, items: {type: object}}", "granular items of a set"),
        (
            schema,
            "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, \
             properties: {k: {type: string}}}}",
            "optional keys of a list map",
        ),
        ("spec.versions.0.schema", "-", "no schema"),
    ];
    for (path, value, what) in cases {
        let old = [(path, value)];
        let new = [(path, value), ("spec.names.shortNames", "[w]")];
        let is_new = texts(&updated(&[], &old));
        assert!(!is_new.is_empty(), "{what} is refused if it is new");
        let found = texts(&updated(&old, &new));
        let expected: &[&str] = match what {
            "no schema" => {
                &["spec.versions[0].schema.openAPIV3Schema: Required value: because otherwise all fields are pruned"]
            }
            _ => &[],
        };
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn certificates_are_looked_at_once_a_definition_is_served() {
    let bundle = "spec.conversion.webhook.clientConfig.caBundle";
    let found = texts(&updated(&[("spec.conversion", WEBHOOK)], &[("spec.conversion", WEBHOOK), (bundle, "Zm9v")]));
    let expected = "spec.conversion.webhookClientConfig.caBundle: Invalid value: \"Zm9v\": unable to load root \
                    certificates: unable to parse bytes as PEM block";
    assert_eq!(found, [expected]);
    let same = [("spec.conversion", WEBHOOK), (bundle, "Zm9v")];
    assert_eq!(texts(&updated(&same, &same)), Vec::<String>::new());
}

//! Create.

use super::base::{LABEL, SECOND, WEBHOOK, created, texts};
use crate::object::metadata::ANNOTATIONS_LIMIT;

/// Number, changes, errors.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const MUST_BE_APPROVED: &str = "protected groups must have approval annotation \"api-approved.kubernetes.io\"";

fn judge(cases: &[Case]) {
    for (number, changes, expected) in cases {
        let found = texts(&created(changes));
        let same = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(found, expected)| match expected.strip_suffix('…') {
                Some(start) => found.starts_with(start),
                None => found == expected,
            });
        assert!(same, "case {number}:\n{found:#?}\n{expected:#?}");
    }
}

#[test]
fn metadata_and_names() {
    judge(&[
        ("1", &[], &[]),
        (
            "2",
            &[("metadata.name", "foo.example.com")],
            &["metadata.name: Invalid value: \"foo.example.com\": must be spec.names.plural+\".\"+spec.group"],
        ),
        (
            "3",
            &[("spec.group", "example"), ("metadata.name", "widgets.example")],
            &["spec.group: Invalid value: \"example\": should be a domain with at least one dot"],
        ),
        (
            "4",
            &[("spec.group", "foo.k8s.io"), ("metadata.name", "widgets.foo.k8s.io")],
            &["metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval…"],
        ),
        (
            "5",
            &[
                ("spec.group", "foo.k8s.io"),
                ("metadata.name", "widgets.foo.k8s.io"),
                ("metadata.annotations", "{api-approved.kubernetes.io: 'unapproved, testing'}"),
            ],
            &[],
        ),
        ("6", &[("spec.group", "foo.x-k8s.io"), ("metadata.name", "widgets.foo.x-k8s.io")], &[]),
        (
            "7",
            &[("spec.names.listKind", "Widget")],
            &["spec.names.listKind: Invalid value: \"Widget\": kind and listKind may not be the same"],
        ),
    ]);
}

#[test]
fn protected_groups_take_an_address_or_a_reason() {
    for (text, is_taken) in [("https://github.com/x", true), ("unapproved", true), ("nope", false), ("/path", false)] {
        let annotations = format!("{{api-approved.kubernetes.io: {text}}}");
        let changes = [
            ("spec.group", "kubernetes.io"),
            ("metadata.name", "widgets.kubernetes.io"),
            ("metadata.annotations", annotations.as_str()),
        ];
        let found = texts(&created(&changes));
        assert_eq!(found.is_empty(), is_taken, "{text}: {found:?}");
        assert!(found.iter().all(|text| text.contains(MUST_BE_APPROVED)), "{found:?}");
    }
}

#[test]
fn versions() {
    let label = format!("Invalid value: \"1.0\": {LABEL}");
    let (first, second) = (format!("spec.versions[0].name: {label}"), format!("spec.version: {label}"));
    assert_eq!(texts(&created(&[("spec.versions.0.name", "'1.0'")])), [first, second], "case 10");
    judge(&[
        (
            "8",
            &[("spec.versions.1", SECOND), ("spec.versions.1.storage", "true")],
            &[
                "spec.versions: Invalid value: […]: must have exactly one version marked as storage version",
                "status.storedVersions: Invalid value: [\"v1\"]: must have the storage version v2",
            ],
        ),
        ("9", &[("spec.versions.0.served", "-")], &[]),
        (
            "11",
            &[("spec.versions.0.schema.openAPIV3Schema.properties.spec", "{type: array}")],
            &["spec.validation.openAPIV3Schema.properties[spec].items: Required value: must be specified"],
        ),
        (
            "12",
            &[
                ("spec.versions.1", SECOND),
                ("spec.versions.1.schema.openAPIV3Schema.properties", "{spec: {type: array}}"),
            ],
            &["spec.versions[1].schema.openAPIV3Schema.properties[spec].items: Required value: must be specified"],
        ),
        (
            "U6",
            &[("spec.versions.1", SECOND), ("spec.versions.0.schema", "-"), ("spec.versions.1.schema", "-")],
            &[
                "spec.versions[0].schema.openAPIV3Schema: Required value",
                "spec.versions[1].schema.openAPIV3Schema: Required value",
            ],
        ),
        (
            "U12",
            &[
                ("spec.versions.1", "{name: v2, served: true, storage: false}"),
                ("spec.versions.0.schema.openAPIV3Schema", "{type: object}"),
                ("spec.versions.1.schema", "{openAPIV3Schema: {type: object}}"),
            ],
            &[],
        ),
    ]);
}

#[test]
fn annotations_may_have_256_kibibytes() {
    for (number, bytes, is_accepted) in [("13", ANNOTATIONS_LIMIT - 1, true), ("13", ANNOTATIONS_LIMIT, false)] {
        let annotations = format!("{{a: '{}'}}", "x".repeat(bytes));
        let found = texts(&created(&[("metadata.annotations", &annotations)]));
        let expected = "metadata.annotations: Too long: may not be more than 262144 bytes";
        assert_eq!(found, if is_accepted { vec![] } else { vec![expected.to_owned()] }, "case {number}");
    }
}

#[test]
fn conversion() {
    judge(&[
        ("U13", &[("spec.conversion", WEBHOOK)], &[]),
        (
            "15",
            &[("spec.conversion", WEBHOOK), ("spec.conversion.webhook.clientConfig.service.name", "''")],
            &["spec.conversion.webhookClientConfig.service.namespace: Required value"],
        ),
        (
            "U2",
            &[("spec.conversion", WEBHOOK), ("spec.conversion.webhook.clientConfig.service.port", "65536")],
            &["spec.conversion.webhookClientConfig.service.port: Invalid value: 65536: port is not valid: must be \
               between 1 and 65535, inclusive"],
        ),
        (
            "U3",
            &[("spec.conversion", WEBHOOK), ("spec.conversion.webhook.clientConfig.url", "https://a")],
            &["spec.conversion.webhookClientConfig: Required value: exactly one of url or service is required"],
        ),
        ("U4", &[("spec.conversion", WEBHOOK), ("spec.conversion.webhook.clientConfig.caBundle", "Zm9v")], &[]),
        (
            "U5",
            &[("spec.conversion", WEBHOOK), ("spec.conversion.webhook.conversionReviewVersions", "[v1, v1]")],
            &["spec.conversion.conversionReviewVersions[1]: Invalid value: \"v1\": duplicate version"],
        ),
    ]);
}

#[test]
fn columns_subresources_and_selectable_fields() {
    let nine = "[{jsonPath: .spec.a}, {jsonPath: .spec.b}, {jsonPath: .spec.c}, {jsonPath: .spec.d}, {jsonPath: .spec.e}, \
         {jsonPath: .spec.f}, {jsonPath: .spec.g}, {jsonPath: .spec.h}, {jsonPath: .spec.i}]";
    let letters = "{a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}, e: {type: string}, \
         f: {type: string}, g: {type: string}, h: {type: string}, i: {type: string}}";
    let properties = "spec.versions.0.schema.openAPIV3Schema.properties.spec.properties";
    for number in ["36", "U14"] {
        let found = texts(&created(&[("spec.versions.0.selectableFields", nine), (properties, letters)]));
        assert_eq!(found, ["spec.selectableFields: Too many: 9: must have at most 8 items"], "case {number}");
    }
    judge(&[
        ("14", &[("spec.versions.0.additionalPrinterColumns", "[{name: a, type: string, jsonPath: '.[[['}]")], &[]),
        (
            "37",
            &[
                ("spec.versions.0.subresources", "{status: {}}"),
                ("spec.versions.0.schema.openAPIV3Schema.oneOf", "[{required: [spec]}]"),
            ],
            &["spec.validation.openAPIV3Schema: Invalid value: {…}: only [Description Type Format…"],
        ),
        (
            "U7",
            &[
                ("spec.versions.1", SECOND),
                (
                    "spec.versions.1.subresources",
                    "{scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n, labelSelectorPath: .other}}",
                ),
            ],
            &[
                "spec.versions[1].subresources.scale.labelSelectorPath: Invalid value: \".other\": should be a json path \
               under either .spec or .status",
            ],
        ),
    ]);
}

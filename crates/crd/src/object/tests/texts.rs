//! The server's whole answers, warnings, and what it does not read.

use super::base::{changed, created};
use crate::judge::create;
use crate::target::Target;

#[test]
fn one_error_stands_alone_and_several_in_brackets() {
    let one = created(&[("metadata.name", "foo.example.com")]).message();
    let expected = "CustomResourceDefinition.apiextensions.k8s.io \"foo.example.com\" is invalid: metadata.name: Invalid \
                    value: \"foo.example.com\": must be spec.names.plural+\".\"+spec.group";
    assert_eq!(one.as_deref(), Some(expected));
    let two = created(&[("spec.scope", "-"), ("spec.versions.0.storage", "false")]).message();
    let expected = "CustomResourceDefinition.apiextensions.k8s.io \"widgets.example.com\" is invalid: [spec.scope: \
                    Required value, spec.versions: Invalid value: […]: must have exactly one version marked as storage \
                    version, status.storedVersions: Invalid value: null: must have at least one stored version]";
    assert_eq!(two.as_deref(), Some(expected));
    assert_eq!(created(&[]).message(), None);
}

#[test]
fn unknown_keys_and_wrong_types_are_bad_requests() {
    let unknown = created(&[("spec.foo", "1")]).message();
    let expected = "CustomResourceDefinition in version \"v1\" cannot be handled as a CustomResourceDefinition: strict \
                    decoding error: unknown field \"spec.foo\"";
    assert_eq!(unknown.as_deref(), Some(expected));
    let wrong = created(&[("spec.versions.0.served", "'true'")]).message();
    let expected = "CustomResourceDefinition in version \"v1\" cannot be handled as a CustomResourceDefinition: json: \
                    cannot unmarshal string into Go struct field CustomResourceDefinitionVersion.spec.versions.served of \
                    type bool";
    assert_eq!(wrong.as_deref(), Some(expected));
    assert!(created(&[("apiVersion", "apiextensions.k8s.io/v1beta1")]).decode.is_some());
}

#[test]
fn requests_may_have_three_mebibytes() {
    let text = format!("'{}'", "x".repeat(3 << 20));
    let verdict = created(&[("spec.versions.0.schema.openAPIV3Schema.description", &text)]);
    let expected = Some("Request entity too large: limit is 3145728");
    assert_eq!(verdict.decode.map(|decode| decode.what).as_deref(), expected);
}

#[test]
fn sets_of_objects_warn_from_1_37_on() {
    let set = "{type: array, x-kubernetes-list-type: set, items: {type: object, x-kubernetes-map-type: atomic}}";
    let document = changed(&[
        ("spec.versions.0.schema.openAPIV3Schema.properties.spec.properties.x", set),
        ("spec.versions.0.schema.openAPIV3Schema.properties.spec.properties.y", "{type: string, format: nope}"),
    ]);
    let warnings = |target| -> Vec<(String, String)> {
        let verdict = create(&document, target);
        assert!(verdict.is_accepted(), "case 38");
        verdict.warnings.into_iter().map(|warning| (warning.what, warning.place.path.to_string())).collect()
    };
    let spec = "spec.versions[0].schema.openAPIV3Schema.properties.spec.properties";
    let format = ("unrecognized format \"nope\"".to_owned(), format!("{spec}.y"));
    let text = "x-kubernetes-list-type: set for items of type \"object\" is not supported by server-side apply or CEL \
                validation rules";
    assert_eq!(warnings(Target::V1_36), std::slice::from_ref(&format));
    assert_eq!(warnings(Target::V1_37), [format, (text.to_owned(), format!("{spec}.x"))]);
}

//! Objects that the server decodes and those that it does not.

use gostd::json::{Number, Value, parse};

use super::{definition, schema};
use crate::schema::{InertKey, Items, SchemaOrBool};

/// A definition with a schema for `spec.x`.
fn with(x: &str) -> Value {
    let text = format!(
        r#"{{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{{"name":"w"}},"spec":
        {{"versions":[{{"schema":{{"openAPIV3Schema":{{"properties":{{"x":{x}}}}}}}}}]}}}}"#
    );
    parse(text.as_bytes()).expect("JSON")
}

fn changed(key: &str, value: &str) -> Value {
    let Value::Object(mut members) = with("{}") else { panic!("no object") };
    members.insert(key.to_owned(), parse(value.as_bytes()).expect("JSON"));
    Value::Object(members)
}

const X: &str =
    "json: cannot unmarshal {} into Go struct field JSONSchemaProps.spec.versions.schema.openAPIV3Schema.properties.";

#[track_caller]
fn refuses(x: &str, found: &str, rest: &str) {
    let error = definition(&with(x)).expect_err("a decode error");
    assert_eq!(error.text, format!("{}{rest}", X.replace("{}", found)));
}

#[track_caller]
fn refuses_with(key: &str, value: &str, text: &str) {
    assert_eq!(definition(&changed(key, value)).expect_err("a decode error").text, text);
}

/// Contract, case 16 and K9.
#[test]
fn case_16_exclusive_bounds_are_booleans() {
    refuses(r#"{"type":"string","exclusiveMinimum":5}"#, "number", "exclusiveMinimum of type bool");
}

/// Contract, case 17.
#[test]
fn case_17_unknown_keys_are_strict_errors() {
    let decoded = definition(&with(r#"{"type":"string","const":1}"#)).expect("an object");
    let text = r#"unknown field "spec.versions[0].schema.openAPIV3Schema.properties.x.const""#;
    assert_eq!(decoded.strict, [text]);
    assert_eq!(decoded.strict_at[0].to_string(), "spec.versions[0].schema.openAPIV3Schema.properties[x].const");
}

#[test]
fn unknown_keys_below_types_that_read_themselves_are_not_seen() {
    let decoded = definition(&with(r#"{"items":{"const":1},"additionalProperties":{"const":1},"not":{"const":1}}"#));
    let decoded = decoded.expect("an object");
    assert_eq!((decoded.strict.len(), decoded.unseen.len()), (1, 2));
    let place = "spec.versions[0].schema.openAPIV3Schema.properties[x].additionalProperties.const";
    assert_eq!(decoded.unseen[0].to_string(), place);
}

#[test]
fn no_more_than_a_hundred_strict_errors() {
    let keys: Vec<String> = (0..150).map(|index| format!(r#""k{index}":1"#)).collect();
    let decoded = definition(&with(&format!("{{{}}}", keys.join(",")))).expect("an object");
    assert_eq!(decoded.strict.len(), 100);
}

#[test]
fn wrong_types_are_told_as_go_does() {
    refuses(r#"{"type":["a"]}"#, "array", "type of type string");
    refuses(r#"{"maxLength":"5"}"#, "string", "maxLength of type int64");
    refuses(r#"{"maxLength":5.5}"#, "number 5.5", "maxLength of type int64");
    refuses(r#"{"maxLength":9223372036854775808}"#, "number 9223372036854775808", "maxLength of type int64");
    refuses(r#"{"properties":{"a":[]}}"#, "array", "properties of type v1.JSONSchemaProps");
    refuses(r#"{"definitions":5}"#, "number", "definitions of type v1.JSONSchemaDefinitions");
    refuses(r#"{"items":{"maxLength":"a"}}"#, "string", "items.maxLength of type int64");
    refuses(r#"{"items":[5]}"#, "number", "items of type v1.JSONSchemaProps");
    refuses(r#"{"dependencies":{"a":[5]}}"#, "number", "dependencies of type string");
}

#[test]
fn types_that_read_themselves_win() {
    let error = definition(&with(r#"{"a":1,"additionalProperties":5,"allOf":5}"#)).expect_err("a decode error");
    assert_eq!(error.text, "boolean or JSON schema expected");
    assert_eq!(error.at.to_string(), "spec.versions[0].schema.openAPIV3Schema.properties[x].additionalProperties");
    let error = definition(&with(r#"{"additionalItems":{"allOf":5,"items":{"additionalProperties":5}}}"#));
    assert_eq!(error.expect_err("a decode error").text, "boolean or JSON schema expected");
}

#[test]
fn the_rest_of_the_object_has_types_too() {
    let prefix = "json: cannot unmarshal";
    refuses_with(
        "spec",
        r#"{"versions":[{"served":"true"}]}"#,
        &format!(
            "{prefix} string into Go struct field CustomResourceDefinitionVersion.spec.versions.served of type bool"
        ),
    );
    refuses_with(
        "metadata",
        r#"{"ownerReferences":[5]}"#,
        &format!("{prefix} number into Go struct field ObjectMeta.metadata.ownerReferences of type v1.OwnerReference"),
    );
    refuses_with(
        "metadata",
        r#"{"creationTimestamp":"x"}"#,
        r#"parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006""#,
    );
    refuses_with(
        "spec",
        r#"{"conversion":{"webhook":{"clientConfig":{"caBundle":"x"}}}}"#,
        "illegal base64 data at input byte 0",
    );
}

#[test]
fn kind_and_version_come_first() {
    let prefix = "couldn't get version/kind; json parse error: json: cannot unmarshal";
    refuses_with("kind", "5", &format!("{prefix} number into Go struct field .kind of type string"));
    refuses_with("apiVersion", "\"a/b/c\"", "unexpected GroupVersion string: a/b/c");
    let error = definition(&Value::Null).expect_err("a decode error");
    assert_eq!(error.text, "Object 'Kind' is missing in 'null'");
}

#[test]
fn null_is_as_if_nothing_were_there() {
    let text = r#"{"type":null,"default":null,"items":null,"properties":{"a":null},"allOf":[null],"enum":[null]}"#;
    let schema = schema(&parse(text.as_bytes()).expect("JSON")).expect("a schema");
    assert_eq!((schema.kind.as_str(), schema.default, schema.items), ("", None, None));
    assert_eq!((schema.properties.len(), schema.all_of.len()), (1, 1));
    assert_eq!(schema.enumeration, [Value::Null]);
}

#[test]
fn numbers_are_as_after_writing_them() {
    let value = goyaml::to_json(b"{default: 1.0, enum: [1e3, 18446744073709551615, 1.5], maxLength: 5.0}");
    let schema = schema(&value.expect("YAML").expect("a document")).expect("a schema");
    assert_eq!(schema.default, Some(Value::Number(Number::Int(1))));
    let numbers = [Number::Int(1000), Number::Float(18_446_744_073_709_551_615.0), Number::Float(1.5)];
    assert_eq!(schema.enumeration, numbers.map(Value::Number));
    assert_eq!(schema.max_length, Some(5));
}

#[test]
fn either_of_two_types() {
    let text = r#"{"items":5,"additionalProperties":false,"required":[],"properties":{"a":{"items":[{}]}}}"#;
    let schema = schema(&parse(text.as_bytes()).expect("JSON")).expect("a schema");
    assert_eq!(schema.items, Some(Items::Many(Vec::new())));
    assert_eq!(schema.additional_properties, Some(SchemaOrBool::Bool(false)));
    assert!(schema.inert.has(InertKey::Required) && !schema.inert.has(InertKey::Properties));
}

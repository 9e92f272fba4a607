//! Structural schemas (T1 to T17).

use super::{root, x};

/// Contract, cases 11 and T3.
#[test]
fn case_11_lists_have_items() {
    root(
        "{type: object, properties: {spec: {type: array}}}",
        &["S.properties[spec].items: Required value: must be specified"],
    );
}

/// Contract, cases 18 and T1.
#[test]
fn case_18_types_are_given() {
    x("{description: d}", &["….type: Required value: must not be empty for specified object fields"]);
    x("{type: array, items: {}}", &["….items.type: Required value: must not be empty for specified array items"]);
    x("{x-kubernetes-int-or-string: true}", &[]);
    x("{x-kubernetes-preserve-unknown-fields: true}", &[]);
    root("{}", &["S.type: Required value: must not be empty at the root"]);
}

#[test]
fn t2_and_t4_the_root_is_an_object() {
    root("{type: array, items: {type: string}}", &["S.type: Invalid value: \"array\": must be object at the root"]);
    root(
        "{type: object, additionalProperties: true}",
        &["S.additionalProperties: Forbidden: must not be used at the root"],
    );
}

/// Contract, cases 19 and T6.
#[test]
fn case_19_integer_or_string_in_this_order() {
    x(
        "{x-kubernetes-int-or-string: true, anyOf: [{type: string}, {type: integer}]}",
        &[
            "….anyOf[0].type: Forbidden: must be empty to be structural",
            "….anyOf[1].type: Forbidden: must be empty to be structural",
        ],
    );
    x("{x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}, {pattern: a}]}", &[]);
}

#[test]
fn case_20_integer_or_string_without_the_extension() {
    x("{type: string, anyOf: [{type: integer}, {type: string}]}", &[]);
}

#[test]
fn keys_that_say_nothing_spoil_integer_or_string() {
    x(
        "{type: string, anyOf: [{type: integer, required: []}, {type: string}]}",
        &[
            "….anyOf[0].type: Forbidden: must be empty to be structural",
            "….anyOf[1].type: Forbidden: must be empty to be structural",
        ],
    );
    x("{type: string, anyOf: [{type: integer, enum: []}, {type: string}]}", &[]);
}

/// Contract, cases U11, D5 and T5.
#[test]
fn u11_demands_do_not_say_what_a_value_is_made_of() {
    let all = "{type: string, title: t, description: d, default: 1, nullable: true, additionalProperties: true, \
               x-kubernetes-list-type: set, x-kubernetes-validations: [{rule: 'true'}]}";
    let keys = [
        ("additionalProperties", "undefined"),
        ("default", "undefined"),
        ("description", "empty"),
        ("nullable", "false"),
        ("title", "empty"),
        ("type", "empty"),
        ("x-kubernetes-list-type", "undefined"),
        ("x-kubernetes-validations", "empty"),
    ];
    let mut expected: Vec<String> =
        keys.iter().map(|(key, what)| format!("….not.{key}: Forbidden: must be {what} to be structural")).collect();
    let list = "….not.type: Invalid value: \"string\": must be array if x-kubernetes-list-type is specified";
    expected.insert(6, list.to_owned());
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    x(&format!("{{type: string, not: {all}}}"), &expected);
    x("{type: object, not: {additionalProperties: false}}", &[]);
}

#[test]
fn case_21_demands_of_the_root_are_complete() {
    root(
        "{type: object, properties: {spec: {type: object}}, anyOf: [{properties: {spec: {properties: {zz: {}}}}}]}",
        &["S.properties[spec].properties[zz]: Required value: because it is defined in \
           S.anyOf[0].properties[spec].properties[zz]"],
    );
    root("{type: object, not: {items: {}}}", &["S.items: Required value: because it is defined in S.not.items"]);
}

#[test]
fn case_22_demands_below_the_root_need_not_be() {
    x("{type: object, anyOf: [{properties: {zz: {}}}]}", &[]);
}

/// Contract, cases 23 and T12.
#[test]
fn case_23_patterns_are_those_of_re2() {
    x(
        "{type: string, pattern: '^(?!x).*$'}",
        &[
            "….pattern: Invalid value: \"^(?!x).*$\": must be a valid regular expression, but isn't: error parsing regexp: \
         invalid or unsupported Perl syntax: `(?!`",
        ],
    );
    x(
        "{type: string, not: {anyOf: [{pattern: '('}]}}",
        &[
            "….not.anyOf[0].pattern: Invalid value: \"(\": must be a valid regular expression, but isn't: error parsing \
         regexp: missing closing ): `(`",
        ],
    );
}

#[test]
fn t8_no_metadata_in_demands() {
    root(
        "{type: object, properties: {metadata: {type: object}}, not: {properties: {metadata: {}}}}",
        &["S.not.properties[metadata]: Forbidden: must not be specified in a nested context"],
    );
}

/// Contract, cases U9, T9, T10 and T11.
#[test]
fn u9_the_head_of_the_object() {
    let only = "S.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but \
                metadata is implicitly specified";
    root(
        "{type: object, properties: {kind: {type: integer}, apiVersion: {type: number}, metadata: {type: string}}}",
        &[
            "S.properties[apiVersion].type: Invalid value: \"number\": must be string",
            "S.properties[kind].type: Invalid value: \"integer\": must be string",
            "S.properties[metadata].type: Invalid value: \"string\": must be object",
        ],
    );
    let names = "{name: {type: string, pattern: a}, generateName: {type: string}}";
    root(&format!("{{type: object, properties: {{metadata: {{type: object, properties: {names}}}}}}}"), &[]);
    for refused in ["properties: {labels: {type: object}}", "required: [name]", "description: d", "required: []"] {
        root(&format!("{{type: object, properties: {{metadata: {{type: object, {refused}}}}}}}"), &[only]);
    }
    x("{type: object, properties: {metadata: {type: string, description: d}}}", &[]);
}

/// Contract, cases U8 and T13 to T15.
#[test]
fn u8_embedded_resources() {
    let embedded = "x-kubernetes-embedded-resource: true";
    x(
        &format!("{{type: object, {embedded}, properties: {{}}}}"),
        &["….properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without \
         x-kubernetes-preserve-unknown-fields"],
    );
    let preserved = format!("{embedded}, x-kubernetes-preserve-unknown-fields: true");
    x(
        &format!("{{{preserved}}}"),
        &["….type: Required value: must be object if x-kubernetes-embedded-resource is true"],
    );
    x(
        &format!("{{type: string, {preserved}}}"),
        &["….type: Invalid value: \"string\": must be object if x-kubernetes-embedded-resource is true"],
    );
    x(
        &format!("{{type: object, additionalProperties: true, {preserved}}}"),
        &["….additionalProperties: Forbidden: must not be used if x-kubernetes-embedded-resource is set"],
    );
}

#[test]
fn t17_integer_or_string_is_no_object() {
    let keys = "x-kubernetes-int-or-string: true, x-kubernetes-preserve-unknown-fields: true";
    x(
        &format!("{{{keys}}}"),
        &[
            "….x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is \
         true",
        ],
    );
}

//! Answers recorded from the API server's environment of 1.37.

use std::sync::Arc;

use gostd::budget::Budget;

use crate::environment::Environment;
use crate::function::{Call, Fault};
use crate::library::opaque;
use crate::value::{List, Topology, Value};

/// What a call of an overload comes to.
fn call(name: &str, id: &str, arguments: &[Value]) -> Result<Value, Fault> {
    let environment = Environment::of_minor(37);
    let function = environment.function(name).unwrap();
    let overload = function.overloads.iter().find(|overload| overload.id == id).unwrap();
    overload.apply.unwrap()(&Call { arguments, work: &Budget::new(1_000_000) })
}

fn text(text: &str) -> Value {
    Value::String(text.into())
}

fn list(items: Vec<Value>) -> Value {
    Value::List(Arc::new(List { items, topology: Topology::Plain }))
}

/// A value as tests write it.
fn shown(result: Result<Value, Fault>) -> String {
    match result {
        Err(fault) => format!("error: {fault}"),
        Ok(Value::Optional(content)) => match content {
            Some(content) => format!("optional of {}", shown(Ok((*content).clone()))),
            None => "nothing".to_owned(),
        },
        Ok(Value::Opaque(opaque)) => opaque.to_text().unwrap_or_else(|| opaque.type_name().to_owned()),
        Ok(value) => super::shown::shown(&value),
    }
}

#[test]
fn texts_are_handled_as_recorded() {
    let format =
        |pattern: &str, items: Vec<Value>| shown(call("format", "string_format", &[text(pattern), list(items)]));
    assert_eq!(format("%s|%d|%%", vec![Value::Null, Value::Int(-7)]), "null|-7|%");
    assert_eq!(format("%.2f %f", vec![Value::Double(1_234_567.125), Value::Double(-0.5)]), "1,234,567.12 -0.500000");
    assert_eq!(format("%e", vec![Value::Double(1234.5)]), "1.234500×10⁰³");
    assert_eq!(format("%s", vec![list(vec![text("é\n"), Value::Double(1.5)])]), "[\"é\\n\", 1.500000]");
    assert_eq!(format("%d", vec![]), "error: index 0 out of range");
    assert_eq!(
        format("%q", vec![Value::Null]),
        "error: could not parse formatting clause: unrecognized formatting clause \"q\""
    );
    assert_eq!(
        format("%d", vec![text("x")]),
        "error: error during formatting: decimal clause can only be used on integers, was given string"
    );
    let index = |id: &str, offset| shown(call("lastIndexOf", id, &[text("añaña"), text("ña"), Value::Int(offset)]));
    assert_eq!(index("string_last_index_of_string_int", 2), "1");
    assert_eq!(index("string_last_index_of_string_int", -1), "error: index out of range: -1");
    let parts = call("split", "string_split_string_int", &[text("日本語"), text(""), Value::Int(2)]);
    assert_eq!(shown(parts), "[日, 本語]");
}

#[test]
fn quantities_are_handled_as_recorded() {
    let quantity = |number: &str| call("quantity", "string_to_quantity", &[text(number)]);
    let get = |name: &str, id: &str, number: &str| shown(call(name, id, &[quantity(number).unwrap()]));
    assert_eq!(get("asInteger", "quantity_get_int", "50k"), "50000");
    assert_eq!(get("asInteger", "quantity_get_int", "0.5"), "error: cannot convert value to integer");
    assert_eq!(get("asApproximateFloat", "quantity_get_float", "1.5Mi"), "1.572864e+06");
    assert_eq!(get("sign", "quantity_sign", "-"), "0");
    assert_eq!(
        shown(quantity("1.2.3")),
        "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    );
    assert_eq!(shown(quantity("1K")), "error: unable to parse quantity's suffix");
    let compare = |left: &str, right: &str| {
        shown(call("compareTo", "quantity_compare_to", &[quantity(left).unwrap(), quantity(right).unwrap()]))
    };
    assert_eq!(compare("200M", "0.2G"), "0");
    assert_eq!(compare("1e-30", "0"), "1");
    assert_eq!(compare("99999999999999999999Ei", "9223372036854775807"), "0");
    assert!(quantity("1e-2000000000").is_ok() && quantity("12345678901234567890e2000000000").is_err());
}

#[test]
fn calculated_quantities_cannot_stand_on_the_right() {
    let one = call("quantity", "string_to_quantity", &[text("1")]).unwrap();
    let sum = call("add", "quantity_add_int", &[one.clone(), Value::Int(0)]).unwrap();
    let equal = |left: &Value, right: &Value| match (left, right) {
        (Value::Opaque(left), Value::Opaque(right)) => opaque::equal(left, right),
        _ => Err(Fault::no_such_overload()),
    };
    assert_eq!(equal(&sum, &one), Ok(true));
    assert_eq!(equal(&one, &sum), Err(Fault::no_such_overload()));
}

#[test]
fn versions_addresses_and_formats_are_handled_as_recorded() {
    let semver = |version: &str| shown(call("semver", "string_bool_to_semver", &[text(version), Value::Bool(true)]));
    assert_eq!(semver("v01.2"), "kubernetes.Semver");
    assert_eq!(semver("1.2-rc"), "error: short version cannot contain PreRelease/Build meta data");
    let ip = |address: &str| shown(call("ip", "string_to_ip", &[text(address)]));
    assert_eq!(ip("2001:DB8::0:1"), "2001:db8::1");
    assert_eq!(ip("::ffff:1.2.3.4"), "error: IPv4-mapped IPv6 address \"::ffff:1.2.3.4\" is not allowed");
    let validate = |name: &str, value: &str| {
        let format = call(&format!("format.{name}"), &format!("format.{name}"), &[]).unwrap();
        shown(call("validate", "format-validate", &[format, text(value)]))
    };
    assert_eq!(validate("dns1123Label", "a.b"), "optional of [must not contain dots]");
    assert_eq!(validate("dns1123LabelPrefix", "ab-"), "nothing");
    assert_eq!(validate("datetime", "2024-02-29t23:59:59x5+01:00"), "nothing");
    assert_eq!(validate("datetime", "2023-02-29T00:00:00Z"), "optional of [invalid datetime]");
    assert_eq!(validate("qualifiedName", "/a"), "optional of [prefix part must be non-empty]");
}

#[test]
fn lists_are_bounded() {
    let range = |count| shown(call("lists.range", "lists_range", &[Value::Int(count)]));
    assert_eq!(range(3), "[0, 1, 2]");
    assert_eq!(range(1_000_001), "error: lists.range: size 1000001 exceeds maximum allowed (1000000)");
    let nested = list(vec![list(vec![list(vec![Value::Int(1)])]), Value::Int(2)]);
    assert_eq!(shown(call("flatten", "list_flatten_int", &[nested, Value::Int(9)])), "[1, 2]");
    let long = text(&"a".repeat(1 << 20));
    assert!(call("replace", "string_replace_string_string", &[long.clone(), text("a"), long]).is_err());
}

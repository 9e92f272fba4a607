//! Values against schemas: kind, field and text of every error, as the server's own code answered.

use gostd::json::{Value, parse};

use super::{Demands, Work, validate};
use crate::decode;
use crate::path::FieldPath;
use crate::violation::MOST_TOLD;

fn json(text: &str) -> Value {
    let value = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
    parse(gostd::json::encode(&value).as_bytes()).unwrap()
}

/// The errors of `spec.x` against its schema.
fn errors(schema: &str, value: &str) -> Vec<String> {
    errors_within(schema, value, &Work::default())
}

/// A fiftieth of the usual work.
fn errors_soon(schema: &str, value: &str) -> Vec<String> {
    errors_within(schema, value, &Work::of(30_000))
}

fn errors_within(schema: &str, value: &str, work: &Work) -> Vec<String> {
    let schema = format!("{{type: object, properties: {{spec: {{type: object, properties: {{x: {schema}}}}}}}}}");
    let demands = Demands::of_schema(&decode::schema(&json(&schema)).unwrap());
    let value = json(&format!("{{spec: {{x: {value}}}}}"));
    let found = validate(&demands, &value, None, &FieldPath::default(), work);
    found.iter().map(ToString::to_string).collect()
}

/// A schema, values that it accepts, and values with the error that it gives; `X` stands for `spec.x`.
type Row = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

const ROWS: &[Row] = &[
    (
        "{type: string}",
        &["a", "''"],
        &[
            ("1", r#"X: Invalid value: "integer": X in body must be of type string: "integer""#),
            ("null", r#"X: Invalid value: "null": X in body must be of type string: "null""#),
        ],
    ),
    ("{type: string, nullable: true}", &["null"], &[]),
    (
        "{type: string, nullable: true, enum: [a]}",
        &["a"],
        &[("null", r#"X: Unsupported value: null: supported values: "a""#)],
    ),
    ("{type: string, enum: [a, 1]}", &["a"], &[("c", r#"X: Unsupported value: "c": supported values: "a", "1""#)]),
    ("{x-kubernetes-int-or-string: true, enum: [A]}", &["65"], &[]),
    (
        "{x-kubernetes-int-or-string: true, pattern: '^\\d+%$', maximum: 9}",
        &["5", "'5%'"],
        &[
            ("'5'", r#"X: Invalid value: "5": X in body should match '^\d+%$'"#),
            ("10", "X: Invalid value: 10: X in body should be less than or equal to 9"),
            ("1.5", r#"X: Invalid value: "number": X in body must be of type integer,string: "number""#),
        ],
    ),
    ("{type: integer}", &["1", "1.0", "1e3"], &[]),
    ("{type: number}", &["1", "1.5"], &[]),
    (
        "{type: integer, format: int32}",
        &["2147483647"],
        &[("2147483648", r#"<nil>: Invalid value: "": Checked value must be of type integer with format int32 in X"#)],
    ),
    (
        "{type: integer, minimum: 2, exclusiveMinimum: true}",
        &["3"],
        &[("2", "X: Invalid value: 2: X in body should be greater than 2")],
    ),
    (
        "{type: integer, multipleOf: 0}",
        &[],
        &[("4", "X: Invalid value: 0: factor MultipleOf declared for X must be positive: 0")],
    ),
    (
        "{type: number, multipleOf: 0.1}",
        &["0.3"],
        &[("0.35", "X: Invalid value: 0.35: X in body should be a multiple of 0.1")],
    ),
    (
        "{type: string, minLength: 2, maxLength: 3, pattern: b}",
        &["ab", "bbb", "ébb"],
        &[
            ("b", r#"X: Invalid value: "b": X in body should be at least 2 chars long"#),
            ("éééé", "X: Too long: may not be more than 3 bytes"),
            ("aa", r#"X: Invalid value: "aa": X in body should match 'b'"#),
        ],
    ),
    ("{type: string, maxLength: 1}", &[], &[("ab", "X: Too long: may not be more than 1 byte")]),
    (
        "{type: string, format: date}",
        &["'2020-01-01'", "[a]"],
        &[("nope", r#"X: Invalid value: "nope": X in body must be of type date: "nope""#)],
    ),
    (
        "{type: string, format: byte}",
        &["YQ=="],
        &[("''", r#"X: Invalid value: "": X in body must be of type byte: """#)],
    ),
    ("{type: string, format: nope}", &["a"], &[]),
    (
        "{type: array, minItems: 2, maxItems: 2, items: {type: string}}",
        &["[a, b]"],
        &[
            ("[a]", "X: Invalid value: 1: X in body should have at least 2 items"),
            ("[a, b, c]", "X: Too many: 3: must have at most 2 items"),
            ("[a, 1]", r#"X[1]: Invalid value: "integer": X[1] in body must be of type string: "integer""#),
        ],
    ),
    (
        "{type: object, maxProperties: 1, required: [a], properties: {a: {type: string}}}",
        &["{a: b}"],
        &[("{}", "X.a: Required value"), ("{a: b, c: d}", "X: Too many: 2: must have at most 1 item")],
    ),
    (
        "{type: object, additionalProperties: false}",
        &["{}"],
        &[("{a: 1}", r#"X: Invalid value: "a": X.a in body is a forbidden property"#)],
    ),
    (
        "{type: object, additionalProperties: {type: string}}",
        &["{a.b: c}"],
        &[("{a.b: 1}", r#"X.a.b: Invalid value: "integer": X.a.b in body must be of type string: "integer""#)],
    ),
    (
        "{type: integer, not: {minimum: 5}}",
        &["1"],
        &[("7", r#"<nil>: Invalid value: "": "X" must not validate the schema (not)"#)],
    ),
    (
        "{type: integer, oneOf: [{minimum: 5}, {maximum: 7}]}",
        &["1", "9"],
        &[(
            "6",
            r#"<nil>: Invalid value: "": "X" must validate one and only one schema (oneOf). Found 2 valid alternatives"#,
        )],
    ),
];

#[test]
fn values_are_judged_as_the_server_does() {
    for (schema, accepted, refused) in ROWS {
        for value in *accepted {
            assert_eq!(errors(schema, value), Vec::<String>::new(), "{schema} and {value}");
        }
        for (value, error) in *refused {
            let found = errors(schema, value);
            assert!(found.contains(&error.replace('X', "spec.x")), "{schema} and {value}: {found:?}");
        }
    }
}

#[test]
fn several_failures_are_told_once_each_and_with_the_best_branch() {
    let none = errors("{type: string, anyOf: [{pattern: a}, {pattern: b, minLength: 9}]}", "c");
    assert_eq!(
        none,
        [
            r#"<nil>: Invalid value: "": "spec.x" must validate at least one schema (anyOf)"#,
            r#"spec.x: Invalid value: "c": spec.x in body should match 'a'"#,
        ]
    );
    let all = errors("{type: integer, allOf: [{minimum: 5}, {minimum: 5}]}", "1");
    assert_eq!(
        all,
        [
            "spec.x: Invalid value: 1: spec.x in body should be greater than or equal to 5",
            r#"<nil>: Invalid value: "": "spec.x" must validate all the schemas (allOf). None validated"#,
        ]
    );
}

#[test]
fn schema_and_value_that_are_too_large_together_are_not_judged() {
    let branches = "{minimum: 1},".repeat(400);
    let items = "0,".repeat(400);
    let found =
        errors_soon(&format!("{{type: array, items: {{type: integer, anyOf: [{branches}]}}}}"), &format!("[{items}]"));
    assert_eq!(found, ["<nil>: Internal error: not judged: schema and value together are too large"]);
}

#[test]
fn bounds_that_make_no_sense_are_told_as_the_server_does() {
    assert_eq!(errors("{type: string, maxLength: -1}", "a"), ["spec.x: Too long: value is too long"]);
    let many = errors("{type: array, maxItems: -1, items: {type: string}}", "[a, b]");
    assert_eq!(many, ["spec.x: Too many: 2: has too many items"]);
    let smallest = "spec.x: Invalid value: 5: spec.x in body should be less than or equal to -9223372036854775808";
    assert_eq!(errors("{type: number, maximum: 1.0e+300}", "5"), [smallest]);
    assert!(errors("{type: number, maximum: 1.0e+300}", "5.5").is_empty());
}

#[test]
fn what_enumerations_and_defaults_write_is_bounded() {
    let names: String = (0..300).map(|number| format!("name-of-some-length-{number},")).collect();
    let items = "nothing,".repeat(300);
    let found =
        errors_soon(&format!("{{type: array, items: {{type: string, enum: [{names}]}}}}"), &format!("[{items}]"));
    assert_eq!(found, ["<nil>: Internal error: not judged: schema and value together are too large"]);

    let names: String = (0..300).map(|number| format!("n{number},")).collect();
    let items = "{},".repeat(300);
    let found =
        errors_soon(&format!("{{type: array, items: {{type: object, required: [{names}]}}}}"), &format!("[{items}]"));
    assert_eq!(found, ["<nil>: Internal error: not judged: schema and value together are too large"]);

    let work = Work::default();
    let long = Value::String("x".repeat(1 << 20));
    let copies = (0..1_000).filter(|_| work.copy(&long) == long).count();
    assert!((10..100).contains(&copies), "{copies}");
    assert!(work.is_spent());
}

#[test]
fn of_many_failures_the_first_are_told_and_the_first_of_each_kind() {
    let schema = "{type: array, maxItems: 1, items: {type: integer}}";
    let items = |count: usize| format!("[{}]", "x,".repeat(count));
    let found = errors(schema, &items(5_000));
    assert_eq!(found.len(), MOST_TOLD + 1);
    assert_eq!(found[1], "spec.x[1]: Invalid value: \"string\": spec.x[1] in body must be of type integer: \"string\"");
    assert_eq!(found[MOST_TOLD], "spec.x: Too many: 5000: must have at most 1 item");
    assert_eq!(errors(schema, &items(1_000)).len(), 1_001);
}

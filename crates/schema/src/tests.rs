//! Whole schemas: answers recorded from the library, and what must not be possible.

use gostd::json::{Value, parse};

use crate::compiled::{compile, compile_fully};
use crate::document;
use crate::{CompileError, Compiled};

/// A schema with values, then what compiling says and what validating says of each value; `null` is no complaint.
/// Recorded from jsonschema 6.0.3; failures beside each other are in our order, the library's is random.
const CASES: &str = include_str!("../testdata/cases.jsonl");

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap_or_default()).collect()
}

fn answers(compiled: Result<Compiled<'_>, CompileError>, values: &[&str]) -> Vec<String> {
    let compiled = match compiled {
        Ok(compiled) => compiled,
        Err(error) => return vec![error.to_string()],
    };
    let check = |text: &&str| {
        let value = parse(text.as_bytes()).unwrap();
        compiled.validate(&value).err().map(|invalid| invalid.to_string()).unwrap_or_default()
    };
    std::iter::once(String::new()).chain(values.iter().map(check)).collect()
}

#[test]
fn as_recorded() {
    let mut count = 0;
    for line in CASES.lines() {
        let case = parse(line.as_bytes()).unwrap();
        let case = case.as_array().unwrap();
        let (given, recorded) = (texts(&case[0]), texts(&case[1]));
        let (schema, values) = given.split_first().unwrap();
        assert_eq!(answers(compile(schema.as_bytes()), values), recorded, "{schema}");
        count += recorded.len();
    }
    assert!(count > 700, "only {count} answers");
}

#[test]
fn the_quick_walk_changes_nothing() {
    let mut quick = 0;
    for line in CASES.lines() {
        let case = parse(line.as_bytes()).unwrap();
        let case = case.as_array().unwrap();
        let (given, recorded) = (texts(&case[0]), texts(&case[1]));
        let (schema, values) = given.split_first().unwrap();
        let Ok(document) = document::parse(schema.as_bytes()) else {
            continue;
        };
        quick += usize::from(crate::quick::check(&document).is_some());
        assert_eq!(answers(compile_fully(document), values), recorded, "{schema}");
    }
    assert!(quick > 80, "only {quick} schemas were simple");
}

fn refused(schema: &str, value: &str) -> String {
    let compiled = compile(schema.as_bytes()).unwrap();
    compiled.validate(&parse(value.as_bytes()).unwrap()).unwrap_err().helm_text()
}

#[test]
fn text_as_helm_shows_it() {
    let schema =
        r#"{"properties":{"z":{"type":"string"},"a":{"anyOf":[{"minimum":5},{"type":"null"}]}},"required":["q"]}"#;
    let text = "- at '': missing property 'q'\n- at '/a': 'anyOf' failed\n  - at '/a': minimum: got 1, want 5\n  - at '/a': got number, want null\n- at '/z': got boolean, want string\n";
    assert_eq!(refused(schema, r#"{"z":true,"a":1}"#), text);
}

#[test]
fn nothing_outside_is_read() {
    for (reference, url) in [
        ("other.json", "file:///other.json"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("https://example.com/a.json#/x", "https://example.com/a.json"),
        ("http://json-schema.org/draft-03/schema", "http://json-schema.org/draft-03/schema"),
    ] {
        let schema = format!(r#"{{"$ref":"{reference}"}}"#);
        let error = compile(schema.as_bytes()).map(drop).unwrap_err();
        assert_eq!(error, CompileError::External(url.to_owned()));
        let text = format!("failing loading \"{url}\": schemas outside of the chart are not read");
        assert_eq!(error.to_string(), text);
        assert!(error.hint().is_some());
    }
    let named = compile(br#"{"$schema":"https://example.com/meta"}"#).map(drop).unwrap_err();
    assert_eq!(named, CompileError::External("https://example.com/meta".to_owned()));
}

#[test]
fn unresolved_names_are_told_once() {
    let compiled = compile(br#"{"properties":{"a":{"$ref":"urn:x:y"},"b":{"$ref":"urn:x:y"}}}"#).unwrap();
    assert_eq!(compiled.unresolved_names(), ["urn:x:y"]);
    assert!(compiled.validate(&Value::from(1_i64)).is_ok());
}

#[test]
fn deep_texts_are_refused() {
    let deep = r#"{"not":"#.repeat(100_000);
    assert!(compile(deep.as_bytes()).map(drop).unwrap_err().to_string().contains("exceeded max depth"));
    let fair = r#"{"items":"#.repeat(400) + "true" + &"}".repeat(400);
    let values = "[".repeat(400) + &"]".repeat(400);
    let compiled = compile(fair.as_bytes()).unwrap();
    assert!(compiled.validate(&parse(values.as_bytes()).unwrap()).is_ok());
}

const TOO_COMPLEX: &str = "the schema is too complex to be applied";

/// A chain of references to schemas, each of which names the next one so many times under a keyword.
fn chain(length: usize, link: impl Fn(&str) -> String, last: &str) -> String {
    let links = (0..length).map(|place| format!("\"s{place}\":{}", link(&format!("#/$defs/s{}", place + 1))));
    let links: Vec<String> = links.collect();
    format!("{{\"$defs\":{{{},\"s{length}\":{last}}},\"$ref\":\"#/$defs/s0\"}}", links.join(","))
}

#[test]
fn schemas_that_are_too_deep_or_branch_too_often_are_told_as_such() {
    let deep = |last: &str| chain(600, |next| format!(r#"{{"$ref":"{next}"}}"#), last);
    let both = |keyword: &str, last: &str| {
        chain(40, |next| format!(r#"{{"{keyword}":[{{"$ref":"{next}"}},{{"$ref":"{next}","title":"b"}}]}}"#), last)
    };
    let schemas = [
        deep("true"),
        deep("false"),
        both("allOf", r#"{"type":"object"}"#),
        both("anyOf", r#"{"type":"string"}"#),
        both("oneOf", r#"{"type":"object"}"#),
    ];
    for schema in &schemas {
        let text = refused(schema, "{}");
        assert_eq!(text, format!("- at '': {TOO_COMPLEX}\n"), "{}", &schema[..80]);
    }
    // Where a failure would mean that all is well, too.
    for (before, after) in [(r#"{"not":"#, "}"), (r#"{"if":"#, "}"), (r#"{"oneOf":[true,"#, "]}")] {
        let reference = r##""$ref":"#/$defs/s0""##;
        let inner = both("allOf", r#"{"type":"object"}"#);
        let schema = inner.replacen(reference, &format!(r#""allOf":[{before}{{{reference}}}{after}]"#), 1);
        assert_eq!(refused(&schema, "{}"), format!("- at '': {TOO_COMPLEX}\n"), "{before}");
    }
}

#[test]
fn a_schema_just_below_the_limits_is_applied() {
    let deep = chain(400, |next| format!(r#"{{"$ref":"{next}"}}"#), r#"{"type":"object"}"#);
    assert!(compile(deep.as_bytes()).unwrap().validate(&parse(b"{}").unwrap()).is_ok());
    let wide =
        chain(10, |next| format!(r#"{{"allOf":[{{"$ref":"{next}"}},{{"$ref":"{next}"}}]}}"#), r#"{"type":"object"}"#);
    assert!(compile(wide.as_bytes()).unwrap().validate(&parse(b"{}").unwrap()).is_ok());
    assert!(refused(&wide, "[]").contains("got array, want object"));
}

#[test]
fn any_text_gets_an_answer() {
    let schema = br##"{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"$ref":"#"}},"type":["object"],"properties":{"a":{"$ref":"#/definitions/a","pattern":"^a"}},"required":["a"]}"##;
    for position in 0..schema.len() {
        for byte in [b'"', b'{', b'[', b'0', 0xff, b'#'] {
            let mut changed = schema.to_vec();
            changed[position] = byte;
            if let Ok(compiled) = compile(&changed) {
                let _ = compiled.validate(&Value::Array(vec![Value::Null]));
            }
        }
    }
}

//! Whole schemas: answers recorded from the library, and what must not be possible.

use gostd::budget::Budget;
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
        let patterns = Budget::new(1_000_000);
        quick += usize::from(crate::quick::check(&document, &patterns).is_some());
        assert_eq!(answers(compile_fully(document, patterns), values), recorded, "{schema}");
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

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn numbers(count: usize) -> String {
    format!("[{}]", list(count, |number| number.to_string()))
}

fn is_too_complex(schema: &str, value: &str) -> bool {
    let text = refused(schema, value);
    text.lines().count() == 1 && text.ends_with(&format!(": {TOO_COMPLEX}\n"))
}

#[test]
fn comparing_counts() {
    let values = format!("[{}]", list(3000, |_| r#"{"a":[1,2],"b":0}"#.to_owned()));
    let thousand = numbers(1000);
    let large = format!("[{}]", list(1000, |_| "1e308".to_owned()));
    let linear = list(16, |number| format!(r#"{{"a":[1,2],"b":{number}.5}}"#));
    let unique = list(200, |_| r#"{"uniqueItems":true}"#.to_owned());
    let same = list(200, |_| format!(r#"{{"const":{thousand}}}"#));
    let required = list(2000, |number| format!("\"name{number}\""));
    let keywords = list(2000, |number| format!("\"x{number}\":0"));
    for (schema, values) in [
        (format!(r#"{{"items":{{"enum":[{linear}]}}}}"#), &values),
        (format!(r#"{{"allOf":[{unique}]}}"#), &thousand),
        (format!(r#"{{"allOf":[{same}]}}"#), &thousand),
        (format!(r#"{{"items":{{"required":[{required}]}}}}"#), &values),
        (format!(r#"{{"items":{{"maximum":{}}}}}"#, "9".repeat(100_000)), &thousand),
        (format!(r#"{{"items":{{"multipleOf":{}}}}}"#, "7".repeat(900)), &large),
        (format!(r#"{{"items":{{{keywords}}}}}"#), &thousand),
    ] {
        assert!(is_too_complex(&schema, values), "{}", &schema[..60]);
    }
}

#[test]
fn long_enums_are_searched_at_once() {
    let texts = list(3000, |number| format!("\"e{number}\""));
    let schema = format!(r#"{{"items":{{"enum":[{texts},1.50,null,{{"b":[],"a":1}}]}}}}"#);
    let good = format!(r#"[{texts},1.5,15e-1,null,{{"a":1.0,"b":[]}}]"#);
    let compiled = compile(schema.as_bytes()).unwrap();
    assert!(compiled.validate(&parse(good.as_bytes()).unwrap()).is_ok());
    for bad in ["1.51", "false", "\"e3000\"", "[]", r#"{"a":1}"#, r#"{"a":2,"b":[]}"#] {
        assert_eq!(refused(&schema, &format!("[{bad}]")), "- at '/0': 'enum' failed\n");
    }
}

#[test]
fn different_numbers_are_told_apart_without_comparing_all() {
    let draft_7 = r#""$schema":"http://json-schema.org/draft-07/schema#""#;
    let digits: [fn(usize) -> String; 3] = [
        |number| format!("1{}{number:06}", "0".repeat(30)),
        |number| format!("{}.{number:06}1", "7".repeat(100)),
        |number| format!("1e{}", 1_000_001 + number),
    ];
    for digits in digits {
        assert!(compile(format!(r#"{{{draft_7},"enum":[{}]}}"#, list(5000, digits)).as_bytes()).is_ok());
    }
    let same = format!(r#"{{{draft_7},"enum":[{},100e28,1e30]}}"#, list(30, |number| number.to_string()));
    let text = compile(same.as_bytes()).map(drop).unwrap_err().to_string();
    assert!(text.contains("items at 30 and 31 are equal"), "{text}");
}

#[test]
fn failures_take_little_memory() {
    let many = numbers(10_000);
    for schema in [
        r#"{"contains":{"type":"string"}}"#,
        r#"{"contains":{"type":"string"},"unevaluatedItems":{"type":"string"}}"#,
        r#"{"items":{"type":"string"}}"#,
        r#"{"items":{"anyOf":[{"type":"string"},{"type":"array"}]}}"#,
    ] {
        assert!(is_too_complex(schema, &many), "{schema}");
    }
    let compiled = compile(br#"{"contains":{"const":9999},"not":{"contains":{"type":"string"}}}"#).unwrap();
    assert!(compiled.validate(&parse(many.as_bytes()).unwrap()).is_ok());
    let long = format!(r#"["{}"]"#, "x".repeat(500_000));
    assert!(is_too_complex(r#"{"items":{"maxLength":3,"pattern":"^y"}}"#, &long));
}

#[test]
fn truth_values_count_as_schemas() {
    for schema in [r#"{"items":true}"#, r#"{"contains":{}}"#, r#"{"not":{"contains":false}}"#] {
        let many = format!(r#"{{"allOf":[{}]}}"#, list(10, |_| schema.to_owned()));
        assert!(is_too_complex(&many, &numbers(10_000)), "{schema}");
    }
}

#[test]
fn patterns_that_take_too_long_are_told_as_such() {
    let slow = "(.{0,30}){0,30}z";
    let texts = format!("[{}]", list(100, |_| format!("\"{}\"", "x".repeat(300))));
    let names = format!("{{{}}}", list(100, |number| format!("\"{}{number}\":1", "x".repeat(300))));
    let formats = format!("[{}]", list(100, |_| format!("\"(?i)[{}]\"", "A-\u{1e921}".repeat(100))));
    let draft_7 = r#""$schema":"http://json-schema.org/draft-07/schema#""#;
    for (schema, values) in [
        (format!(r#"{{"items":{{"pattern":"{slow}"}}}}"#), &texts),
        (format!(r#"{{"not":{{"items":{{"pattern":"{slow}"}}}}}}"#), &texts),
        (format!(r#"{{"patternProperties":{{"{slow}":true}}}}"#), &names),
        (format!(r#"{{"propertyNames":{{"not":{{"pattern":"{slow}"}}}}}}"#), &names),
        (format!(r#"{{{draft_7},"not":{{"items":{{"format":"regex"}}}}}}"#), &formats),
    ] {
        assert!(is_too_complex(&schema, values), "{schema}");
    }
}

#[test]
fn schemas_whose_patterns_are_too_large_are_refused() {
    let large = format!(r#"{{"pattern":"{}"}}"#, ".{1000}".repeat(3000));
    let text = compile(large.as_bytes()).map(drop).unwrap_err().to_string();
    assert!(text.contains("the regular expression takes too long"), "{text}");
    let pattern = |number: usize| format!("\"[{}]{number}\":{{}}", "a".repeat(2000));
    let many = format!(r#"{{"patternProperties":{{{}}}}}"#, list(200, pattern));
    let refused = compile(many.as_bytes()).map(drop).unwrap_err().to_string();
    assert_eq!(refused, "the regular expressions of the schema take too long");
    let fully = compile_fully(document::parse(many.as_bytes()).unwrap(), Budget::new(1_000_000)).map(drop);
    assert_eq!(fully.unwrap_err().to_string(), refused);
}

#[test]
fn many_names_are_found_at_once() {
    let ids = list(1000, |number| format!(r#""d{number}":{{"$id":"a{number}","$anchor":"b{number}"}}"#));
    let schema = format!(r#"{{"$ref":"a999","$defs":{{{ids},"last":{{"$id":"a999/","type":"null"}}}}}}"#);
    assert!(compile(schema.as_bytes()).is_ok());
    let twice = format!(r#"{{"$defs":{{{ids},"last":{{"$id":"a77"}}}}}}"#);
    let text = compile(twice.as_bytes()).map(drop).unwrap_err().to_string();
    assert!(text.starts_with("duplicate id \"file:///a77\" in "), "{text}");
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

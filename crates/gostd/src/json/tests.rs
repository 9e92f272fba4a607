//! Answers recorded from `encoding/json` of Go 1.27.

use std::collections::BTreeMap;

use super::{MAX_DEPTH, Number, ObjectWriter, Value, check, encode, encode_indent, parse, parse_first, quote};

/// Text, offset and message of `json.Unmarshal`'s syntax errors.
const SYNTAX_ERRORS: [(&str, usize, &str); 100] = [
    ("", 0, "unexpected end of JSON input"),
    (" ", 1, "unexpected end of JSON input"),
    ("tru", 3, "unexpected end of JSON input"),
    ("truE", 4, "invalid character 'E' in literal true (expecting 'e')"),
    ("nul", 3, "unexpected end of JSON input"),
    ("nulL", 4, "invalid character 'L' in literal null (expecting 'l')"),
    ("fals", 4, "unexpected end of JSON input"),
    ("falsx", 5, "invalid character 'x' in literal false (expecting 'e')"),
    ("x", 1, "invalid character 'x' looking for beginning of value"),
    ("{", 1, "unexpected end of JSON input"),
    ("{x", 2, "invalid character 'x' looking for beginning of object key string"),
    ("{\"a\"", 4, "unexpected end of JSON input"),
    ("{\"a\" 1", 6, "invalid character '1' after object key"),
    ("{\"a\":", 5, "unexpected end of JSON input"),
    ("{\"a\":1", 6, "unexpected end of JSON input"),
    ("{\"a\":1,", 7, "unexpected end of JSON input"),
    ("{\"a\":1,}", 8, "invalid character '}' looking for beginning of object key string"),
    ("{\"a\":1 x", 8, "invalid character 'x' after object key:value pair"),
    ("[", 1, "unexpected end of JSON input"),
    ("[1", 2, "unexpected end of JSON input"),
    ("[1,", 3, "unexpected end of JSON input"),
    ("[1,]", 4, "invalid character ']' looking for beginning of value"),
    ("[1 2", 4, "invalid character '2' after array element"),
    ("]", 1, "invalid character ']' looking for beginning of value"),
    ("1 2", 3, "invalid character '2' after top-level value"),
    ("1x", 2, "invalid character 'x' after top-level value"),
    ("01", 2, "invalid character '1' after top-level value"),
    ("-", 0, "unexpected end of JSON input"),
    ("-x", 2, "invalid character 'x' in numeric literal"),
    ("1.", 0, "unexpected end of JSON input"),
    ("1.x", 3, "invalid character 'x' in numeric literal"),
    ("1e", 0, "unexpected end of JSON input"),
    ("1e+", 0, "unexpected end of JSON input"),
    ("1e+x", 4, "invalid character 'x' in numeric literal"),
    ("1.5.2", 4, "invalid character '.' after top-level value"),
    ("\"abc", 4, "unexpected end of JSON input"),
    ("\"abc\\", 4, "unexpected end of JSON input"),
    ("\"\\x\"", 3, "invalid escape sequence `\\x` in string"),
    ("\"\\u12\"", 6, "invalid escape sequence `\\u12\"` in string"),
    ("\"\\u12", 1, "unexpected end of JSON input"),
    ("\"\\u12g4\"", 7, "invalid escape sequence `\\u12g4` in string"),
    ("\"a\nb\"", 3, "invalid character '\\n' in string"),
    ("\"a\tb\"", 3, "invalid character '\\t' in string"),
    ("'a'", 1, "invalid character '\\'' looking for beginning of value"),
    ("\"\u{0}\"", 2, "invalid character '\\x00' in string"),
    ("\u{0}", 1, "invalid character '\\x00' looking for beginning of value"),
    ("é", 2, "invalid character 'é' looking for beginning of value"),
    ("\u{a0}", 2, "invalid character '\\u00a0' looking for beginning of value"),
    ("\u{feff}{}", 3, "invalid character '\\ufeff' looking for beginning of value"),
    ("{'a':1}", 2, "invalid character '\\'' looking for beginning of object key string"),
    ("{1:2}", 2, "invalid character '1' looking for beginning of object key string"),
    ("[1}", 3, "invalid character '}' after array element"),
    ("{\"a\":1]", 7, "invalid character ']' after object key:value pair"),
    ("[1e999, x", 9, "invalid character 'x' looking for beginning of value"),
    ("nullx", 5, "invalid character 'x' after top-level value"),
    ("null null", 6, "invalid character 'n' after top-level value"),
    ("\\", 1, "invalid character '\\\\' looking for beginning of value"),
    ("\"", 1, "unexpected end of JSON input"),
    ("\u{7f}", 1, "invalid character '\\x7f' looking for beginning of value"),
    ("[,1]", 2, "invalid character ',' looking for beginning of value"),
    ("{,}", 2, "invalid character ',' looking for beginning of object key string"),
    ("+1", 1, "invalid character '+' looking for beginning of value"),
    (".5", 1, "invalid character '.' looking for beginning of value"),
    ("--1", 2, "invalid character '-' in numeric literal"),
    ("NaN", 1, "invalid character 'N' looking for beginning of value"),
    ("// c", 1, "invalid character '/' looking for beginning of value"),
    ("\"\\ud800\\u\"", 10, "invalid escape sequence `\\u\"` in string"),
    ("\"\\u", 1, "unexpected end of JSON input"),
    ("\"\\u1", 1, "unexpected end of JSON input"),
    ("\"\\", 1, "unexpected end of JSON input"),
    ("\"\\ud83d\\ude0g\"", 13, "invalid escape sequence `\\ude0g` in string"),
    ("\"\\ud83dx", 8, "unexpected end of JSON input"),
    ("{\"a\":\"\\xé\"}", 8, "invalid escape sequence `\\x` in string"),
    ("\"\\é\"", 3, "invalid escape sequence \"\\\\\\xc3\" in string"),
    ("\"\\\u{1}\"", 3, "invalid escape sequence \"\\\\\\x01\" in string"),
    ("\"é\n", 4, "invalid character '\\n' in string"),
    ("[1.5e", 1, "unexpected end of JSON input"),
    ("[1.5ex", 6, "invalid character 'x' in numeric literal"),
    ("[-", 1, "unexpected end of JSON input"),
    ("[-,", 3, "invalid character ',' in numeric literal"),
    ("-01", 3, "invalid character '1' after top-level value"),
    ("1E+", 0, "unexpected end of JSON input"),
    ("1.e5", 3, "invalid character 'e' in numeric literal"),
    ("[0x10]", 3, "invalid character 'x' after array element"),
    ("falsé", 6, "invalid character 'é' in literal false (expecting 'e')"),
    ("tr", 2, "unexpected end of JSON input"),
    ("t", 1, "unexpected end of JSON input"),
    ("[t", 2, "unexpected end of JSON input"),
    ("[true", 5, "unexpected end of JSON input"),
    ("[tx", 3, "invalid character 'x' in literal true (expecting 'r')"),
    ("\"\u{80}\n\"", 4, "invalid character '\\n' in string"),
    ("{\"\\x\":1}", 4, "invalid escape sequence `\\x` in string"),
    ("{\"a\nb\":1}", 4, "invalid character '\\n' in string"),
    ("{\"a", 3, "unexpected end of JSON input"),
    ("[\"a\" \"b\"]", 6, "invalid character '\"' after array element"),
    ("{\"a\":1 \"b\":2}", 8, "invalid character '\"' after object key:value pair"),
    ("{\"a\"x", 5, "invalid character 'x' after object key"),
    ("[\"\\uD83D\\u12\"]", 14, "invalid escape sequence `\\u12\"]` in string"),
    ("\"\\u12\\u34\"", 7, "invalid escape sequence `\\u12\\u` in string"),
    ("\"\\u123é\"", 7, "invalid escape sequence \"\\\\u123\\xc3\" in string"),
];

#[test]
fn syntax_errors_read_as_in_go() {
    for (text, offset, message) in SYNTAX_ERRORS {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!((error.offset, error.message.as_str()), (offset, message), "{text:?}");
    }
    let error = parse(b"\xff").unwrap_err();
    assert_eq!(error.to_string(), "invalid character '\\xff' looking for beginning of value");
}

#[test]
fn the_first_value_of_a_stream() {
    assert_eq!(parse_first(b" \n"), Ok(None));
    assert_eq!(parse_first(b" 5x"), Ok(Some((Value::from(5_i64), 2))));
    let (value, end) = parse_first(b"{\"a\":1e999} {").unwrap().unwrap();
    assert_eq!((value.get("a").and_then(Value::as_f64), end), (Some(f64::INFINITY), 11));
    let error = parse_first(b"{\"a\":").unwrap_err();
    assert_eq!(error.message, "unexpected EOF");
    let error = parse_first(b"\"\\\xc3\xa9\"").unwrap_err();
    assert_eq!(error.message, "invalid escape sequence \"\\\\\\xc3\" in string");
}

#[test]
fn checking_agrees_with_reading() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deep = [nested(MAX_DEPTH), nested(MAX_DEPTH + 1), "[{\"a\":".repeat(1_000)];
    let others = [
        " {\"a\" : [ 1 , -0.5e+2, 0, true , false , null ] , \"b\":{} } ",
        "{\"\\u00e9\\\\\\/\\b\\ud83d\\ude00\\ud83d\":\"é😀\"}",
        "[1e999]",
        "[-1e308]",
        "[1e999, x",
        "123456789012345678901234567890",
    ];
    let texts = SYNTAX_ERRORS.iter().map(|(text, ..)| *text).chain(others).chain(deep.iter().map(String::as_str));
    for text in texts {
        let starts = (0..text.len().min(64)).map(|end| &text.as_bytes()[..end]);
        for text in starts.chain([text.as_bytes()]) {
            let parsed = parse(text).map(drop);
            let only_too_large = parsed.as_ref().is_err_and(|error| error.message.contains("cannot unmarshal number"));
            assert_eq!(check::is_json(text), parsed.is_ok() || only_too_large, "{}", text.escape_ascii());
            assert_eq!(check(text), if only_too_large { Ok(()) } else { parsed });
        }
    }
    assert_eq!(check(b"[\"\xff\xc3\"]"), Ok(()));
    assert!(check(b"\xff").is_err());
}

#[test]
fn numbers_beyond_floats_are_refused_unless_the_syntax_is_worse() {
    let error = parse(b"[1e999,-2e999]").unwrap_err();
    assert_eq!(error.message, "json: cannot unmarshal number 1e999 into .0 of type float64");
    let error = parse(br#"[{"a~/b":[1],"c":{"d":1e999}}]"#).unwrap_err();
    assert_eq!(error.message, "json: cannot unmarshal number 1e999 into Go struct field .0.c.d of type float64");
    let error = parse(br#"{"":-1e999}"#).unwrap_err();
    assert_eq!(error.message, "json: cannot unmarshal number -1e999 into Go value of type float64");
    let error = parse(b"-1e999").unwrap_err();
    assert_eq!(error.message, "json: cannot unmarshal number -1e999 into Go value of type float64");
    let (value, error) = super::parse_partly(br#"{"a~/b":[1,-1e999]}"#).unwrap();
    assert_eq!(encode(&value), r#"{"a~/b":[1,0]}"#);
    let message = error.map(|error| error.message);
    assert_eq!(message.as_deref(), Some("json: cannot unmarshal number -1e999 into .a~0~1b.1 of type float64"));
    let error = parse(b"[1e999, x").unwrap_err();
    assert_eq!(error.message, "invalid character 'x' looking for beginning of value");
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let deepest = parse(nested(MAX_DEPTH).as_bytes()).unwrap();
    assert_eq!(encode(&deepest), nested(MAX_DEPTH));
    let error = parse(nested(MAX_DEPTH + 1).as_bytes()).unwrap_err();
    assert_eq!((error.offset, error.message.as_str()), (MAX_DEPTH + 1, "exceeded max depth"));
    let never_closed = parse("[{\"a\":".repeat(100_000).as_bytes()).unwrap_err();
    assert!(never_closed.message.ends_with("exceeded max depth"));
}

#[test]
fn floats_are_written_as_in_go() {
    for line in include_str!("../../testdata/floats.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [value, _, _, _, _, json] = columns[..] else {
            panic!("six columns: {line}");
        };
        let value: f64 = value.parse().unwrap();
        assert_eq!(encode(&Value::from(value)), json, "{line}");
        assert_eq!(parse(json.as_bytes()).unwrap().as_f64(), Some(value), "{line}");
    }
    assert_eq!(encode(&Value::from(f64::NAN)), "null");
}

#[test]
fn whole_numbers_keep_their_digits() {
    let cases = [
        ("0", Number::Int(0)),
        ("9223372036854775807", Number::Int(i64::MAX)),
        ("-9223372036854775808", Number::Int(i64::MIN)),
        ("9223372036854775808", Number::Uint(9_223_372_036_854_775_808)),
        ("18446744073709551615", Number::Uint(u64::MAX)),
        ("9007199254740993", Number::Int(9_007_199_254_740_993)),
    ];
    for (text, number) in cases {
        assert_eq!(parse(text.as_bytes()), Ok(Value::Number(number)));
        assert_eq!(encode(&Value::Number(number)), text);
    }
    assert_eq!(encode(&parse(b"18446744073709551616").unwrap()), "18446744073709552000");
    assert_eq!(encode(&parse(b"-0").unwrap()), "-0");
    assert_eq!(encode(&parse(b"1E5").unwrap()), "100000");
    assert_eq!(parse(b"9007199254740993").unwrap().as_f64(), Some(9_007_199_254_740_992.0));
}

#[test]
fn strings_are_read_as_in_go() {
    let cases: [(&[u8], &str); 12] = [
        (br#""\ud83d\ude00""#, "😀"),
        (br#""\ud83d""#, "\u{fffd}"),
        (br#""\ud83dx""#, "\u{fffd}x"),
        (br#""\ud83d\u0041""#, "\u{fffd}A"),
        (br#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (br#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (b"\"\xff\xfe\"", "\u{fffd}\u{fffd}"),
        (b"\"a\xe2\x82\"", "a\u{fffd}\u{fffd}"),
        (br#""\u0000\b\f\/""#, "\0\u{8}\u{c}/"),
        (br#""\u00E9\u20ac""#, "é€"),
        (b"\"\x7f\"", "\u{7f}"),
        (b" \"\" ", ""),
    ];
    for (json, text) in cases {
        assert_eq!(parse(json), Ok(Value::from(text)), "{text:?}");
    }
}

#[test]
fn strings_are_written_as_in_go() {
    assert_eq!(quote("\0\u{1f}\u{8}\u{c}\n\r\t\"\\/"), r#""\u0000\u001f\b\f\n\r\t\"\\/""#);
    assert_eq!(quote("<a href='x'>&</a>"), r#""\u003ca href='x'\u003e\u0026\u003c/a\u003e""#);
    assert_eq!(quote("\u{2028}\u{2029}\u{7f}é😀"), "\"\\u2028\\u2029\u{7f}é😀\"");
}

#[test]
fn objects_are_sorted_and_the_last_of_equal_keys_counts() {
    let value = parse(br#" { "b" : 1 , "a" : [ ] , "B" : { } , "b" : [ true , null , "x" ] } "#).unwrap();
    assert_eq!(encode(&value), r#"{"B":{},"a":[],"b":[true,null,"x"]}"#);
    let indented = "{\n  \"B\": {},\n  \"a\": [],\n  \"b\": [\n    true,\n    null,\n    \"x\"\n  ]\n}";
    assert_eq!(encode_indent(&value, "  "), indented);
    assert_eq!(value.get("b").and_then(Value::as_array).map(<[Value]>::len), Some(3));
}

#[test]
fn struct_order_is_kept() {
    let mut labels = BTreeMap::new();
    labels.insert("<k>".to_owned(), Value::from(true));
    let mut writer = ObjectWriter::new();
    writer.field("schemaVersion", &Value::from(2_i64));
    writer.raw("config", "{}").field("annotations", &Value::Object(labels));
    assert_eq!(writer.finish(), r#"{"schemaVersion":2,"config":{},"annotations":{"\u003ck\u003e":true}}"#);
    assert_eq!(ObjectWriter::new().finish(), "{}");
}

#[test]
fn lengths_are_those_of_what_is_written() {
    let texts = [
        "{}",
        "[]",
        "[null,true,false,0,-1,1.5,1e30,18446744073709551615]",
        r#"{"a":"<b>&\"\\","é":["\u2028\u2029\u0001\b\f\n\r\t","â\u2030"],"":{"x":[]}}"#,
    ];
    for text in texts {
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(super::encoded_len(&value), encode(&value).len(), "{text}");
    }
    assert_eq!(quote("a\u{2028}b<\u{7f}â€"), "\"a\\u2028b\\u003c\u{7f}â€\"");
}

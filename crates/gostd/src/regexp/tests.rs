//! Verdicts, texts and matches as recorded from Go's `regexp`.

use super::{ErrorCode, Regexp, check, compile, quote_meta};
use crate::json::{Value, parse};

/// A pattern, its error or `null`, and for each text: the text, the groups of the first match, all matches, the text
/// with `<$0,$1>` in place of the matches, the pieces between them.
const CASES: &str = include_str!("../../testdata/regexp.jsonl");

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn texts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Value {
    let strings = parts.into_iter().map(|part| Value::from(String::from_utf8_lossy(part).into_owned()));
    Value::Array(strings.collect())
}

fn index(position: usize) -> Value {
    Value::from(position as i64)
}

fn check_texts(regexp: &Regexp, case: &[Value]) {
    for run in &case[2..] {
        let run = run.as_array().unwrap();
        let subject = text(&run[0]).as_bytes();
        let groups = regexp.captures(subject).map(|groups| {
            let ends = groups.into_iter().flat_map(|group| match group {
                Some(range) => [index(range.start), index(range.end)],
                None => [Value::from(-1_i64), Value::from(-1_i64)],
            });
            Value::Array(ends.collect())
        });
        let name = format!("{} on {:?}", regexp.as_str(), text(&run[0]));
        assert_eq!(groups.unwrap_or_default(), run[1], "groups of {name}");
        assert_eq!(regexp.is_match(subject), !run[1].is_null(), "{name}");
        let all = regexp.find_all(subject, -1);
        assert_eq!(all.first().cloned(), regexp.find(subject), "first of {name}");
        let ends = all.into_iter().flat_map(|range| [index(range.start), index(range.end)]);
        assert_eq!(Value::Array(ends.collect()), run[2], "all of {name}");
        let replaced = regexp.replace_all(subject, b"<$0,$1>");
        assert_eq!(String::from_utf8_lossy(&replaced), text(&run[3]), "replaced in {name}");
        assert_eq!(texts(regexp.split(subject, -1)), run[4], "pieces of {name}");
    }
}

#[test]
fn as_recorded() {
    let mut texts = 0;
    for line in CASES.lines() {
        let case = parse(line.as_bytes()).unwrap();
        let case = case.as_array().unwrap();
        match compile(text(&case[0])) {
            Ok(regexp) => {
                assert!(case[1].is_null(), "{} should be refused", regexp.as_str());
                check_texts(&regexp, case);
                texts += case.len() - 2;
            }
            Err(error) => assert_eq!(Value::from(error.to_string()), case[1]),
        }
    }
    assert!(texts > 500, "only {texts} texts");
}

#[test]
fn limits() {
    let nested = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(check(&nested(999)), Ok(()));
    assert_eq!(check(&nested(1000)).unwrap_err().code, ErrorCode::NestingDepth);
    assert_eq!(check("(?:a{100}){10}"), Ok(()));
    assert_eq!(check("(?:a{100}){11}").unwrap_err().to_string(), "error parsing regexp: invalid repeat count: `{11}`");
    assert_eq!(check(&r"\pL".repeat(30_000)).unwrap_err().code, ErrorCode::Large);
    assert_eq!(check(&"((((abcdefgh){10}){10}){10})".repeat(500)).unwrap_err().code, ErrorCode::Large);
}

#[test]
fn long_texts_run_in_threads() {
    let subject = "ab ".repeat(40_000) + "b";
    let regexp = compile("(a?)b$").unwrap();
    let end = subject.len();
    assert_eq!(regexp.captures(subject.as_bytes()), Some(vec![Some(end - 1..end), Some(end - 1..end - 1)]));
    assert_eq!(compile("ab").unwrap().find_all(subject.as_bytes(), -1).len(), 40_000);
    assert!(!compile("^b").unwrap().is_match(subject.as_bytes()));
    assert!(compile("(a*)*$").unwrap().is_match(subject.as_bytes()));
}

#[test]
fn broken_bytes_are_one_replacement_character_each() {
    let regexp = compile("^a.b\u{fffd}$").unwrap();
    assert!(regexp.is_match(b"a\xffb\xfe"));
    assert_eq!(compile(".").unwrap().find_all(b"\xe2\x82", -1), [0..1, 1..2]);
}

#[test]
fn templates() {
    let regexp = compile("(?P<x>a)(b)?").unwrap();
    let cases = [
        ("[$1]", "[a]c"),
        ("$1x", "c"),
        ("${1}x", "axc"),
        ("$x", "ac"),
        ("${x}$2", "abc"),
        ("$$", "$c"),
        ("$", "$c"),
        ("${", "${c"),
        ("${1", "${1c"),
        ("$01$9", "c"),
        ("$é", "c"),
    ];
    for (template, result) in cases {
        assert_eq!(String::from_utf8_lossy(&regexp.replace_all(b"abc", template.as_bytes())), result, "{template}");
    }
    assert_eq!(regexp.replace_all_literal(b"abca", b"$1"), b"$1c$1");
    assert_eq!(regexp.groups(), 2);
}

#[test]
fn limited_counts() {
    let regexp = compile("a*").unwrap();
    assert_eq!(texts(regexp.split(b"abaabaccadaaae", 5)), texts([&b""[..], b"b", b"b", b"c", b"cadaaae"]));
    assert_eq!(regexp.find_all(b"baab", 2), [0..0, 1..3]);
    assert_eq!(regexp.find_all(b"baab", 0), []);
    assert!(regexp.split(b"a", 0).is_empty());
}

#[test]
fn quoting() {
    assert_eq!(quote_meta(b"a.b[c]\\{1}$"), br"a\.b\[c\]\\\{1\}\$");
    let error = compile("a**").map(drop).unwrap_err();
    assert_eq!(
        error.panic_text("a**"),
        "regexp: Compile(`a**`): error parsing regexp: invalid nested repetition operator: `**`"
    );
    assert!(error.panic_text("`a").starts_with("regexp: Compile(\"`a\"): "));
}

//! Verdicts, texts and matches as recorded from Go's `regexp`.

use super::{Budget, DEFAULT_UNITS, Error, ErrorCode, Exhausted, Regexp, quote_meta};
use crate::json::{Value, parse};

/// A pattern, its error or `null`, and for each text: the text, the groups of the first match, all matches, the text
/// with `<$0,$1>` in place of the matches, the pieces between them.
const CASES: &str = include_str!("../../testdata/regexp.jsonl");

const fn enough() -> Budget {
    Budget::new(DEFAULT_UNITS)
}

fn compile(pattern: &str) -> Result<Regexp, Error> {
    super::compile(pattern, &enough())
}

fn check(pattern: &str) -> Result<(), Error> {
    super::check(pattern, &enough())
}

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
        let groups = regexp.captures(subject, &enough()).unwrap().map(|groups| {
            let ends = groups.into_iter().flat_map(|group| match group {
                Some(range) => [index(range.start), index(range.end)],
                None => [Value::from(-1_i64), Value::from(-1_i64)],
            });
            Value::Array(ends.collect())
        });
        let name = format!("{} on {:?}", regexp.as_str(), text(&run[0]));
        assert_eq!(groups.unwrap_or_default(), run[1], "groups of {name}");
        assert_eq!(regexp.is_match(subject, &enough()).unwrap(), !run[1].is_null(), "{name}");
        let all = regexp.find_all(subject, -1, &enough()).unwrap();
        assert_eq!(all.first().cloned(), regexp.find(subject, &enough()).unwrap(), "first of {name}");
        let ends = all.into_iter().flat_map(|range| [index(range.start), index(range.end)]);
        assert_eq!(Value::Array(ends.collect()), run[2], "all of {name}");
        let replaced = regexp.replace_all(subject, b"<$0,$1>", &enough()).unwrap();
        assert_eq!(String::from_utf8_lossy(&replaced), text(&run[3]), "replaced in {name}");
        assert_eq!(texts(regexp.split(subject, -1, &enough()).unwrap()), run[4], "pieces of {name}");
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
    assert_eq!(
        regexp.captures(subject.as_bytes(), &enough()).unwrap(),
        Some(vec![Some(end - 1..end), Some(end - 1..end - 1)])
    );
    assert_eq!(compile("ab").unwrap().find_all(subject.as_bytes(), -1, &enough()).unwrap().len(), 40_000);
    assert!(!compile("^b").unwrap().is_match(subject.as_bytes(), &enough()).unwrap());
    assert!(compile("(a*)*$").unwrap().is_match(subject.as_bytes(), &enough()).unwrap());
}

#[test]
fn broken_bytes_are_one_replacement_character_each() {
    let regexp = compile("^a.b\u{fffd}$").unwrap();
    assert!(regexp.is_match(b"a\xffb\xfe", &enough()).unwrap());
    assert_eq!(compile(".").unwrap().find_all(b"\xe2\x82", -1, &enough()).unwrap(), [0..1, 1..2]);
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
        assert_eq!(
            String::from_utf8_lossy(&regexp.replace_all(b"abc", template.as_bytes(), &enough()).unwrap()),
            result,
            "{template}"
        );
    }
    assert_eq!(regexp.replace_all_literal(b"abca", b"$1", &enough()).unwrap(), b"$1c$1");
    assert_eq!(regexp.groups(), 2);
}

#[test]
fn limited_counts() {
    let regexp = compile("a*").unwrap();
    assert_eq!(
        texts(regexp.split(b"abaabaccadaaae", 5, &enough()).unwrap()),
        texts([&b""[..], b"b", b"b", b"c", b"cadaaae"])
    );
    assert_eq!(regexp.find_all(b"baab", 2, &enough()).unwrap(), [0..0, 1..3]);
    assert_eq!(regexp.find_all(b"baab", 0, &enough()).unwrap(), []);
    assert!(regexp.split(b"a", 0, &enough()).unwrap().is_empty());
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

#[test]
fn what_is_known_of_one_place_does_not_count_for_another() {
    let subject = "ab".repeat(100_000) + " a";
    let regexp = compile(r"(?:\ba)+$").unwrap();
    let end = subject.len();
    assert_eq!(regexp.find(subject.as_bytes(), &enough()).unwrap(), Some(end - 1..end));
}

#[test]
fn one_search_leaves_nothing_for_the_next() {
    for text in ["aab aab ab", &"aab aab ab ".repeat(40_000)] {
        let found = compile(r"a+?b\b").unwrap().find_all(text.as_bytes(), -1, &enough()).unwrap();
        assert!(found.iter().all(|range| text[range.clone()].ends_with("ab")));
        assert_eq!(found.len(), text.matches("ab").count());
    }
}

/// What is left of a fresh budget afterwards.
fn cost<T>(run: impl FnOnce(&Budget) -> T) -> u64 {
    let budget = Budget::new(u64::MAX);
    run(&budget);
    u64::MAX - budget.left()
}

#[test]
fn searches_that_take_too_long_end() {
    let long = "x".repeat(20_000);
    for pattern in [&".{1000}".repeat(10), "(.{0,900})(.?){90}z", r"(\pL{0,30}){0,30}$", "(.*)*y"] {
        let regexp = compile(pattern).unwrap();
        let budget = Budget::new(100_000);
        assert_eq!(regexp.is_match(long.as_bytes(), &budget), Err(Exhausted), "{pattern}");
        assert!(budget.is_exhausted());
        assert_eq!(regexp.is_match(b"", &budget), Err(Exhausted), "exhausted for good");
        assert!(regexp.is_match(b"xxz", &enough()).is_ok());
    }
    assert_eq!(Exhausted.to_string(), "the regular expression takes too long");
}

#[test]
fn many_matches_cost_what_they_take() {
    let text = "a".repeat(140_000);
    for pattern in ["a", "b*"] {
        let regexp = compile(pattern).unwrap();
        let small = cost(|budget| regexp.find_all(&text.as_bytes()[..2000], -1, budget));
        let large = cost(|budget| regexp.find_all(text.as_bytes(), -1, budget));
        assert!(small < large / 35 && large < 140 * small, "{pattern}: {small}, {large}");
        let budget = || Budget::new(large / 8);
        assert_eq!(regexp.find_all(text.as_bytes(), -1, &budget()), Err(Exhausted), "{pattern}");
        assert_eq!(regexp.split(text.as_bytes(), -1, &budget()), Err(Exhausted), "{pattern}");
        assert_eq!(regexp.replace_all(text.as_bytes(), b"<$0>", &budget()), Err(Exhausted), "{pattern}");
        assert_eq!(regexp.replace_all_literal(text.as_bytes(), b"<>", &budget()), Err(Exhausted), "{pattern}");
    }
}

#[test]
fn groups_take_little_memory() {
    let regexp = compile(&"(a)|".repeat(3000)).unwrap();
    let text = "b".repeat(1000);
    assert_eq!(regexp.captures(text.as_bytes(), &enough()), Err(Exhausted));
    assert_eq!(regexp.is_match(text.as_bytes(), &enough()), Ok(true));
}

#[test]
fn patterns_of_a_size_that_nobody_needs() {
    let exhausted = |pattern: &str, budget: &Budget| {
        let error = super::compile(pattern, budget).map(drop).unwrap_err();
        assert!(error.is_exhausted(), "{}: {error}", &pattern[..20]);
        assert_eq!(error.to_string(), "the regular expression takes too long");
    };
    exhausted(&"a".repeat(1 << 19), &enough());
    exhausted(&".{1000}".repeat(300), &enough());
    exhausted(&r"[\pLa]".repeat(2500), &enough());
    // Too much to join, to sort, to look through.
    exhausted(&("(?:".repeat(8000) + &"a)".repeat(8000)), &Budget::new(10_000_000));
    exhausted(&format!("(?i)[{}]", r"A-\x{1e921}".repeat(1000)), &Budget::new(10_000_000));
    exhausted(&format!("[{}x]", "[:".repeat(10_000)), &Budget::new(10_000_000));
    exhausted("(?i)a+", &Budget::new(10));
    // What Go refuses stays so.
    assert_eq!(check(&".{1000}".repeat(3400)).unwrap_err().code, ErrorCode::Large);
}

#[test]
fn named_classes_cost_once() {
    let named = r"\pL\pN\p{Greek}\p{greek}\P{G r-eek}\d[:alpha:]";
    let once = cost(|budget| super::compile(&format!("(?i)[{named}]"), budget).unwrap());
    let often = cost(|budget| super::compile(&format!("(?i)[{}]", named.repeat(300)), budget).unwrap());
    assert!(often < 2 * once, "{once}, {often}");
    for pattern in ["(?i)[kä]", "(?i)k", r"(?i)[^\p{Lu}]", r"[^\x00-\x{10ffff}]", r"(?:a{1}){1}(?:b{0}){3}(?:(?:c+)+)+"]
    {
        assert_eq!(check(pattern), Ok(()));
    }
    let folded = compile(r"(?i)^[[:upper:]\p{Greek}]+$").unwrap();
    assert!(folded.is_match("aΩk\u{212a}".as_bytes(), &enough()).unwrap());
    let same = compile(r"^(?:(?:a{1})*)*(?:b{1}){1}(?:(?:c{0}){2}|d)$").unwrap();
    assert!(same.is_match(b"aab", &enough()).unwrap() && same.is_match(b"bd", &enough()).unwrap());
}

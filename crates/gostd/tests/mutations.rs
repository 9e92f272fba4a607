//! Texts that are almost JSON, versions, constraints and patterns: nothing panics or takes long, and what is taken
//! survives being written. The mutations are the same in every run.

use gostd::glob::{Budget, DEFAULT_UNITS, Glob, MAX_PATTERN_LENGTH};
use gostd::json::{self, Value, encode, encode_indent};
use gostd::path_match;
use gostd::semver::{Constraints, Version};
use mutations::for_taken_mutations;

/// Bytes that mean something to one of the grammars.
const MARKS: &[u8] = b" \t\n\"\\/:,.-+_|xX*?![]{}()<>=~^0129eEv\x00\x7f\xc3\xff";

/// The first columns of a table, the duplicates among neighbours left out.
fn first_column(table: &str) -> Vec<Vec<u8>> {
    let mut column: Vec<Vec<u8>> =
        table.lines().filter_map(|line| Some(line.split('\t').next()?.as_bytes().to_vec())).collect();
    column.dedup();
    column
}

/// Whether the values are the same to Go, to which a whole float and an integer are one number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| left.0 == right.0 && same(left.1, right.1))
        }
        _ => left == right,
    }
}

#[test]
fn json_is_written_as_it_was_read() {
    let deep = format!("{}1{}", "[{\"a\":".repeat(40), "}]".repeat(40));
    let seeds = [
        "{\"a\":[1,-0.5e+2,0,-0,true,false,null],\"b\":{},\"a\":[]}",
        "[9223372036854775807,-9223372036854775808,18446744073709551615,18446744073709551616]",
        "[1e20,1e21,1e-6,1e-7,1.7976931348623157e308,5e-324,123456789.125,1E+2]",
        " { \"é😀\" : \"\\u00e9\\\\\\/\\b\\ud83d\\ude00\\ud83d \\u2028<&>\" } ",
        "\"\\n\\t\\r\\f\u{7f}\u{85}\u{2029}\u{fffd}\"",
        &deep,
    ];
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    for_taken_mutations(6_000, &seeds, MARKS, |text| {
        let parsed = json::parse(text);
        assert!(json::check(text).is_ok() || parsed.is_err(), "syntax is the least of what reading asks for");
        let Ok(value) = parsed else { return false };
        let written = encode(&value);
        for again in [&written, &encode_indent(&value, "  ")] {
            let again = json::parse(again.as_bytes()).expect("written JSON is JSON");
            assert!(same(&value, &again));
            assert_eq!(encode(&again), written);
        }
        true
    });
}

#[test]
fn versions_are_shown_as_themselves() {
    for_taken_mutations(10_000, &first_column(include_str!("../testdata/versions.tsv")), MARKS, |text| {
        let text = String::from_utf8_lossy(text);
        let strict = Version::parse_strict(&text);
        let Ok(version) = Version::parse(&text) else {
            assert!(strict.is_err(), "the strict reading takes no more than the loose one");
            return false;
        };
        let shown = version.to_string();
        if shown.len() > 256 {
            // `1-…` becomes `1.0.0-…`, which may be longer than a version can be.
            return true;
        }
        for again in [Version::parse(&shown), Version::parse_strict(&shown)] {
            let again = again.expect("a version is shown as one");
            assert_eq!((&again, &again.build, again.to_string()), (&version, &version.build, shown.clone()));
        }
        if let Ok(strict) = strict {
            assert_eq!((&strict, shown.as_str()), (&version, &*text));
        }
        true
    });
}

#[test]
fn versions_have_an_order() {
    let seeds = first_column(include_str!("../testdata/version_order.tsv"));
    let known: Vec<Version> =
        seeds.iter().filter_map(|seed| Version::parse(&String::from_utf8_lossy(seed)).ok()).take(40).collect();
    for_taken_mutations(3_000, &seeds, MARKS, |text| {
        let Ok(version) = Version::parse(&String::from_utf8_lossy(text)) else { return false };
        for other in &known {
            assert_eq!(version.cmp(other), other.cmp(&version).reverse(), "{version} and {other}");
        }
        true
    });
}

#[test]
fn constraints_are_shown_with_the_same_meaning() {
    let table = include_str!("../testdata/constraints.tsv");
    let names = table.lines().next().and_then(|line| line.split_once('\t')).expect("a line of versions").1;
    let versions: Vec<Version> = names.split(' ').map(|name| Version::parse(name).expect("a version")).collect();
    for_taken_mutations(6_000, &first_column(table), MARKS, |text| {
        let Ok(constraints) = Constraints::parse(&String::from_utf8_lossy(text)) else { return false };
        let shown = constraints.to_string();
        if shown.len() > 512 {
            // A range is shown as two comparisons, and so may become longer than a constraint can be.
            return true;
        }
        let again = Constraints::parse(&shown).expect("a constraint is shown as one");
        assert_eq!(again.to_string(), shown);
        for version in &versions {
            assert_eq!(again.check(version), constraints.check(version), "{shown} and {version}");
        }
        true
    });
}

/// The text with a backslash before everything that means something to the matcher.
fn escaped(text: &str, special: &str) -> String {
    text.chars().flat_map(|letter| special.contains(letter).then_some('\\').into_iter().chain([letter])).collect()
}

#[test]
fn globs_end() {
    for_taken_mutations(6_000, &first_column(include_str!("../testdata/glob.tsv")), MARKS, |text| {
        let text = String::from_utf8_lossy(text).replace(char::REPLACEMENT_CHARACTER, "é");
        let literal = escaped(&text, "*?[{\\");
        if literal.len() <= MAX_PATTERN_LENGTH {
            let glob = Glob::new(&literal, &['/']).expect("a literal is a pattern");
            assert_eq!(glob.is_match(&text, &Budget::new(DEFAULT_UNITS)), Ok(true), "{literal}");
        }
        let Ok(glob) = Glob::new(&text, &['/']) else { return false };
        let own: String = text.chars().filter(|letter| letter.is_alphanumeric() || "./-".contains(*letter)).collect();
        let own: String = own.chars().take(24).collect();
        for name in ["", "a/b/c.yaml", "abcab/ab.json", "éab/b", &own] {
            let _ = glob.is_match(name, &Budget::new(DEFAULT_UNITS));
        }
        true
    });
}

#[test]
fn path_patterns_end() {
    for_taken_mutations(10_000, &first_column(include_str!("../testdata/path_match.tsv")), MARKS, |text| {
        let text = String::from_utf8_lossy(text);
        assert_eq!(path_match::matches(&escaped(&text, "*?[\\"), &text), Ok(true));
        ["", "abc", "a/b", "aaaaaaaaaaaaaaaaaaaaaaab", "a☺b", &text]
            .iter()
            .all(|name| path_match::matches(&text, name).is_ok())
    });
}

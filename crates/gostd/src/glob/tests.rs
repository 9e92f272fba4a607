//! Answers recorded from gobwas/glob 0.2.3, with `/` as the separator.

use super::{Error, Glob, MAX_NESTING, MAX_PARTS, MAX_PATTERN_LENGTH};

#[test]
fn patterns_match_the_same_names() {
    let mut cases = 0;
    for line in include_str!("../../testdata/glob.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [pattern, name, answer] = columns[..] else {
            panic!("three columns: {line}");
        };
        let glob = Glob::new(pattern, &['/']);
        if let Some(message) = answer.strip_prefix("! ") {
            assert_eq!(glob.unwrap_err().to_string(), message, "pattern {pattern:?}");
        } else {
            let glob = glob.unwrap_or_else(|error| panic!("pattern {pattern:?}: {error}"));
            assert_eq!(glob.is_match(name).to_string(), answer, "pattern {pattern:?}, name {name:?}");
        }
        cases += 1;
    }
    assert!(cases > 3000, "only {cases} cases");
}

#[test]
fn without_separators_a_star_crosses_slashes() {
    let glob = Glob::new("a*c", &[]).unwrap();
    assert!(glob.is_match("a/b/c") && glob.is_match("ac") && !glob.is_match("a/b"));
}

#[test]
fn rewritings_that_charts_can_see() {
    let cases = [
        ("a/**/b", "a/b", true),
        ("a/**/*b", "a/b", false),
        ("a/**/*b", "a/c/b", true),
        ("x/{*.yaml,one}", "x/a.yaml", false),
        ("x/{*.yaml,one}", "x/one", true),
        ("?a", "éa", false),
        ("a?", "aé", true),
        ("?", "", true),
    ];
    for (pattern, name, expected) in cases {
        assert_eq!(Glob::new(pattern, &['/']).unwrap().is_match(name), expected, "{pattern} {name}");
    }
}

#[test]
fn hostile_patterns_are_bounded() {
    let error = |pattern: &str| Glob::new(pattern, &['/']).unwrap_err();
    assert_eq!(error(&"a".repeat(MAX_PATTERN_LENGTH + 1)), Error::TooLong);
    assert_eq!(error(&"{".repeat(MAX_NESTING + 1)), Error::TooDeep);
    assert_eq!(error(&"a?".repeat(MAX_PARTS)), Error::TooManyParts);
    assert_eq!(error("\u{fffd}"), Error::UnreadableRune);

    let slow = Glob::new(&format!("{}b", "*a".repeat(100)), &['/']).unwrap();
    assert!(!slow.is_match(&"a".repeat(300)));
    let nested = format!("{}x{}", "{*a,".repeat(MAX_NESTING), "}".repeat(MAX_NESTING));
    assert!(Glob::new(&nested, &['/']).unwrap().is_match("x"));
}

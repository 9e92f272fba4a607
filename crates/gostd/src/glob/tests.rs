//! Answers recorded from gobwas/glob 0.2.3, with `/` as the separator.

use super::{Budget, DEFAULT_UNITS, Error, Exhausted, Glob, MAX_NESTING, MAX_PARTS, MAX_PATTERN_LENGTH};

fn matches(glob: &Glob, name: &str) -> bool {
    glob.is_match(name, &Budget::new(DEFAULT_UNITS)).unwrap()
}

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
            assert_eq!(matches(&glob, name).to_string(), answer, "pattern {pattern:?}, name {name:?}");
        }
        cases += 1;
    }
    assert!(cases > 3000, "only {cases} cases");
}

#[test]
fn without_separators_a_star_crosses_slashes() {
    let glob = Glob::new("a*c", &[]).unwrap();
    assert!(matches(&glob, "a/b/c") && matches(&glob, "ac") && !matches(&glob, "a/b"));
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
        assert_eq!(matches(&Glob::new(pattern, &['/']).unwrap(), name), expected, "{pattern} {name}");
    }
}

#[test]
fn hostile_patterns_are_bounded() {
    let error = |pattern: &str| Glob::new(pattern, &['/']).unwrap_err();
    assert_eq!(error(&"a".repeat(MAX_PATTERN_LENGTH + 1)), Error::TooLong);
    assert_eq!(error(&"{".repeat(MAX_NESTING + 1)), Error::TooDeep);
    assert_eq!(error(&"a?".repeat(MAX_PARTS)), Error::TooManyParts);
    assert_eq!(error("\u{fffd}"), Error::UnreadableRune);

    let nested = format!("{}x{}", "{*a,".repeat(MAX_NESTING), "}".repeat(MAX_NESTING));
    assert!(matches(&Glob::new(&nested, &['/']).unwrap(), "x"));
}

#[test]
fn many_names_share_a_budget() {
    let name = "templates/".repeat(8) + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml";
    let slow = ["[!a-z]*".repeat(100), "{*,**,*a*}".repeat(80), "*a".repeat(100) + "b", "?*".repeat(100) + "é"];
    for pattern in &slow {
        let glob = Glob::new(pattern, &['/']).unwrap();
        let budget = Budget::new(200_000);
        let exhausted = (0..1000).any(|_| glob.is_match(&name, &budget).is_err());
        assert!(exhausted && budget.is_exhausted(), "{pattern}");
        assert_eq!(glob.is_match("a", &budget), Err(Exhausted), "exhausted for good");
    }
    let budget = Budget::new(200_000);
    let plain = Glob::new("templates/**.yaml", &['/']).unwrap();
    assert!((0..100).all(|_| plain.is_match(&name, &budget) == Ok(true)));
    assert_eq!(Exhausted.to_string(), "the pattern takes too long");
}

//! Answers recorded from Masterminds/semver 3.5.0.

use std::cmp::Ordering;

use super::{Constraints, Error, Version};

#[test]
fn constraints_accept_the_same_versions() {
    let mut lines = include_str!("../../testdata/constraints.tsv").lines();
    let header = lines.next().unwrap().strip_prefix("versions\t").unwrap();
    let versions: Vec<Version> = header.split(' ').map(|text| Version::parse(text).unwrap()).collect();
    for line in lines {
        let (constraint, answer) = line.split_once('\t').unwrap();
        let parsed = Constraints::parse(constraint);
        if let Some(message) = answer.strip_prefix("! ") {
            assert_eq!(parsed.unwrap_err().to_string(), message, "constraint {constraint:?}");
            continue;
        }
        let parsed = parsed.unwrap_or_else(|error| panic!("constraint {constraint:?}: {error}"));
        let accepted: Vec<&str> =
            versions.iter().filter(|version| parsed.check(version)).map(Version::original).collect();
        assert_eq!(accepted.join(" "), answer, "constraint {constraint:?}");
    }
}

#[test]
fn white_space_in_constraints_is_that_of_regular_expressions() {
    let version = Version::parse("1.2.3").unwrap();
    for accepted in ["\t>=1\n<2\r\n", ">=1\u{0c},\t<2", "1\t-\n2"] {
        assert!(Constraints::parse(accepted).unwrap().check(&version), "{accepted:?}");
    }
    for refused in ["\u{0b}1", "1\u{a0}", "1\u{2003}2"] {
        assert!(matches!(Constraints::parse(refused), Err(Error::ImproperConstraint(_))), "{refused:?}");
    }
    assert_eq!(Constraints::parse("a\"\n").unwrap_err().to_string(), r#"improper constraint: "a\"\n""#);
}

#[test]
fn constraints_are_shown_as_written() {
    let cases =
        [(">= 1.2 ,<2||^v3.x", ">=1.2 <2 || ^v3.x"), ("1.0 - 2.0", ">=1.0 <=2.0"), ("=> 1, ~> 1.2+b", "=>1 ~>1.2+b")];
    for (text, shown) in cases {
        assert_eq!(Constraints::parse(text).unwrap().to_string(), shown);
    }
}

fn answer(parsed: Result<Version, Error>) -> String {
    parsed.map_or_else(|error| format!("! {error}"), |version| version.to_string())
}

#[test]
fn versions_are_read_the_same() {
    for line in include_str!("../../testdata/versions.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [text, loose, strict] = columns[..] else {
            panic!("three columns: {line}");
        };
        assert_eq!(answer(Version::parse(text)), loose, "loose {text:?}");
        assert_eq!(answer(Version::parse_strict(text)), strict, "strict {text:?}");
    }
}

#[test]
fn versions_are_ordered_the_same() {
    for line in include_str!("../../testdata/version_order.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [left, right, order] = columns[..] else {
            panic!("three columns: {line}");
        };
        let expected = match order {
            "-1" => Ordering::Less,
            "1" => Ordering::Greater,
            _ => Ordering::Equal,
        };
        let (left, right) = (Version::parse(left).unwrap(), Version::parse(right).unwrap());
        assert_eq!(left.cmp(&right), expected, "{left} and {right}");
        assert_eq!(right.cmp(&left), expected.reverse(), "{right} and {left}");
    }
}

#[test]
fn the_original_text_is_kept() {
    let version = Version::parse("v01.2-rc.1+b").unwrap();
    assert_eq!((version.original(), version.to_string().as_str()), ("v01.2-rc.1+b", "1.2.0-rc.1+b"));
    assert!(version.is_prerelease());
    assert_eq!(Version::parse("1.0.0+a"), Version::parse("v1+b"));
}

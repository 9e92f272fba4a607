//! Patterns end, and an escaped name matches itself.
#![no_main]
use gostd::glob::{Budget, DEFAULT_UNITS, Glob, MAX_PATTERN_LENGTH};
use gostd::path_match;

libfuzzer_sys::fuzz_target!(|texts: (&str, &str)| {
    let (pattern, name) = texts;
    let _ = path_match::matches(pattern, name);
    if let Ok(glob) = Glob::new(pattern, &['/']) {
        let _ = glob.is_match(name, &Budget::new(DEFAULT_UNITS));
    }
    let escaped: String =
        name.chars().flat_map(|letter| "*?[{\\".contains(letter).then_some('\\').into_iter().chain([letter])).collect();
    assert_eq!(path_match::matches(&escaped, name), Ok(true));
    if escaped.len() <= MAX_PATTERN_LENGTH && !name.contains(char::REPLACEMENT_CHARACTER) {
        let budget = Budget::new(DEFAULT_UNITS);
        assert_eq!(Glob::new(&escaped, &['/']).unwrap().is_match(name, &budget), Ok(true));
    }
});

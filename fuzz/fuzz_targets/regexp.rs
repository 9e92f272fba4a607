//! Any pattern is compiled or refused, and what it finds lies within the text. The input is both, separated by a zero
//! byte.
#![no_main]
use gostd::regexp::{Budget, DEFAULT_UNITS, compile};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let mut parts = text.splitn(2, |byte| *byte == 0);
    let (Some(pattern), Some(text)) = (parts.next(), parts.next()) else { return };
    let Ok(pattern) = std::str::from_utf8(pattern) else { return };
    let budget = || Budget::new(DEFAULT_UNITS);
    let Ok(compiled) = compile(pattern, &budget()) else { return };
    if let (Ok(is_match), Ok(found)) = (compiled.is_match(text, &budget()), compiled.find(text, &budget())) {
        assert_eq!(is_match, found.is_some());
    }
});

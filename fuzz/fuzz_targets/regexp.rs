//! Any pattern is compiled or refused, and what it finds lies within the text. The input is both, separated by a zero
//! byte.
#![no_main]
libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let mut parts = text.splitn(2, |byte| *byte == 0);
    let (Some(pattern), Some(text)) = (parts.next(), parts.next()) else { return };
    let Ok(pattern) = std::str::from_utf8(pattern) else { return };
    let Ok(compiled) = gostd::regexp::compile(pattern) else { return };
    assert_eq!(compiled.is_match(text), compiled.find(text).is_some());
});

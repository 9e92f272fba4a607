//! What is read is written as JSON that is read as the same.
#![no_main]
use gostd::json::{check, encode, encode_indent, parse};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let parsed = parse(text);
    assert!(check(text).is_ok() || parsed.is_err(), "syntax is the least of what reading asks for");
    let Ok(value) = parsed else { return };
    let written = encode(&value);
    for again in [&written, &encode_indent(&value, "\t")] {
        assert_eq!(encode(&parse(again.as_bytes()).unwrap()), written);
    }
});

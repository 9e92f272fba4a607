//! Any text is a schema or refused, and judges any value. The input is both, separated by a zero byte.
#![no_main]
libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let mut parts = text.splitn(2, |byte| *byte == 0);
    let (Some(schema), Some(values)) = (parts.next(), parts.next()) else { return };
    let (Ok(compiled), Ok(values)) = (schema::compile(schema), gostd::json::parse(values)) else { return };
    if let Err(invalid) = compiled.validate(&values) {
        assert!(!invalid.helm_text().is_empty());
    }
});

//! What is read can be written, and what is written is read as the same.
#![no_main]
use gostd::json::encode;
use goyaml::{parse, parse_documents, try_emit, try_emit_pretty};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let first = parse(text);
    if let Ok(all) = parse_documents(text) {
        assert_eq!(first.as_ref().unwrap().as_ref(), all.first());
    }
    let Ok(Some(node)) = first else { return };
    let _ = (node.duplicate_keys(), node.to_go_string());
    let Ok(value) = node.to_json() else { return };
    let (Ok(written), _) = (try_emit(&value), try_emit_pretty(&value)) else { return };
    // go-yaml folds these line breaks, and reads the key `<<` that it wrote as a merge.
    let lost = ["\u{85}", "\\u2028", "\\u2029", "\"\\u003c\\u003c\":"];
    if lost.iter().any(|lost| encode(&value).contains(*lost)) {
        return;
    }
    let again = parse(written.as_bytes()).unwrap().unwrap().to_json().unwrap();
    assert_eq!(try_emit(&again), Ok(written));
});

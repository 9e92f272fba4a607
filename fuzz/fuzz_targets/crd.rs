//! Definitions: judged the same twice, told of in few words, and what is accepted may be kept at an update.
#![no_main]
use crd::judge::{create, update};
use crd::target::Target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(Some(document)) = goyaml::parse_within(data, 20_000) else { return };
    let verdict = create(&document, Target::V1_37);
    assert_eq!(verdict.errors.len(), create(&document, Target::V1_37).errors.len());
    let older = create(&document, Target::V1_36);
    assert_eq!(verdict.decode.is_some(), older.decode.is_some());
    let Ok(value) = document.to_json() else { return };
    let Ok(decoded) = crd::decode::definition(&value) else { return };
    assert!(decoded.strict.len() <= 100 && decoded.unseen.len() <= 100);
    for finding in crd::lint::check(&decoded) {
        assert!(finding.text.len() < 100_000);
    }
    let has_status = value.get("status").is_some();
    if verdict.is_accepted() && verdict.strict.is_empty() && !has_status {
        assert!(update(&document, &document, Target::V1_37).errors.is_empty());
    }
});

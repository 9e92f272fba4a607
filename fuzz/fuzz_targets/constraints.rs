//! Versions and constraints are shown as themselves.
#![no_main]
use gostd::semver::{Constraints, Version};

libfuzzer_sys::fuzz_target!(|texts: (&str, &str)| {
    let version = Version::parse(texts.0).ok();
    if let Some(version) = version.as_ref().filter(|version| version.to_string().len() <= 256) {
        let again = Version::parse_strict(&version.to_string()).unwrap();
        assert_eq!((&again, &again.build), (version, &version.build));
    }
    let Ok(constraints) = Constraints::parse(texts.1) else { return };
    let shown = constraints.to_string();
    if shown.len() <= 512 {
        let again = Constraints::parse(&shown).unwrap();
        assert_eq!(again.to_string(), shown);
        if let Some(version) = version {
            assert_eq!(again.check(&version), constraints.check(&version));
        }
    }
});

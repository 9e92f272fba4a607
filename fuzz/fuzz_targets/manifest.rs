//! A manifest that can be read can be listed with everything that it names.
#![no_main]
use oci::{Descriptor, RawManifest, index_of, media_type};

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    for media_type in media_type::MANIFESTS {
        let manifest = RawManifest::new(media_type, text.to_vec());
        let referrer = manifest.referrer_descriptor();
        let Ok(document) = manifest.document() else {
            assert!(referrer.is_err());
            continue;
        };
        let named = document.blobs().chain(document.children()).chain(document.subject.iter());
        let listed: Vec<Descriptor> = named.cloned().chain(referrer).collect();
        assert_eq!(index_of(&listed).document().unwrap().manifests, Some(listed));
    }
});

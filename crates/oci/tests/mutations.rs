//! Manifests and names that are almost right: nothing panics or takes long, and what is taken is shown as it came.
//! The mutations are the same in every run.

use mutations::for_taken_mutations;
use oci::{Algorithm, Descriptor, Digest, RawManifest, Reference, RepositoryName, Tag, index_of, media_type};
use serde_json::json;

/// Bytes that mean something to JSON or to a name.
const MARKS: &[u8] = b" \n\"\\:,./-_@+%~[]{}0129aAfFgz\x00\x7f\xc3\xff";

/// Puts descriptors into an index and reads them back.
fn check_listing(descriptors: &[Descriptor]) {
    let listed = index_of(descriptors).document().expect("an index of ours").manifests;
    assert_eq!(listed.as_deref(), Some(descriptors));
}

/// Whether the text is a manifest of this type.
fn check_manifest(media_type: &str, text: &[u8]) -> bool {
    let manifest = RawManifest::new(media_type, text.to_vec());
    assert!(manifest.digest.matches(text));
    let referrer = manifest.referrer_descriptor();
    let Ok(document) = manifest.document() else {
        assert!(referrer.is_err());
        return false;
    };
    check_listing(&[referrer.expect("a manifest that can be read can be listed")]);
    let named: Vec<Descriptor> =
        document.blobs().chain(document.children()).chain(document.subject.iter()).cloned().collect();
    check_listing(&named);
    true
}

#[test]
fn manifests_keep_their_descriptors() {
    let (config, layer) =
        (Descriptor::of(media_type::HELM_CONFIG, b"{}"), Descriptor::of(media_type::HELM_CHART, b"x"));
    let mut described = Descriptor::of(media_type::IMAGE_MANIFEST, b"manifest");
    described.artifact_type = Some("application/vnd.example+json".to_owned());
    described.annotations.insert("made".to_owned(), "h\u{e9}re \"now\"".to_owned());
    let image = json!({
        "schemaVersion": 2, "mediaType": media_type::IMAGE_MANIFEST, "artifactType": "application/vnd.example",
        "config": config, "layers": [layer], "subject": described, "annotations": {"a": "b"},
    });
    let index = json!({
        "schemaVersion": 2, "mediaType": media_type::IMAGE_INDEX, "manifests": [described, config],
        "annotations": null, "unknown": [[{"x": 1.5e3}]],
    });
    let seeds = [image.to_string().into_bytes(), index.to_string().into_bytes()];
    for_taken_mutations(4_000, &seeds, MARKS, |text| {
        let types = [media_type::IMAGE_MANIFEST, media_type::IMAGE_INDEX];
        types.iter().filter(|media_type| check_manifest(media_type, text)).count() > 0
    });
}

#[test]
fn names_are_shown_as_they_came() {
    let (short, long) = (Digest::of(b"x").to_string(), Digest::with(Algorithm::Sha512, b"x").to_string());
    let seeds = ["a", "org/charts/agents", "a__b/c---d/e.f", "latest", "1.0.0_build.5", "v1.2.3-rc.1", &short, &long];
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    for_taken_mutations(10_000, &seeds, MARKS, |text| {
        let text = String::from_utf8_lossy(text);
        let repository = RepositoryName::parse(&text);
        if let Ok(name) = &repository {
            assert_eq!((name.to_string().as_str(), name.as_str()), (&*text, &*text));
            let safe = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.');
            assert!(name.as_str().split('/').all(safe) && !name.as_str().contains(".."), "{name}");
            assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || b"0123456789._-/".contains(&byte)), "{name}");
        }
        if let Ok(tag) = Tag::parse(&text) {
            assert_eq!((tag.to_string().as_str(), tag.as_str()), (&*text, &*text));
            assert!(!text.contains(['/', ':', '\\']) && !text.starts_with('.'), "{tag}");
        }
        if let Ok(digest) = Digest::parse(&text) {
            assert_eq!(digest.to_string(), *text);
            assert!(digest.hex().bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(Tag::parse(&digest.referrers_tag()).is_ok());
        }
        let reference = Reference::parse(&text);
        if let Ok(reference) = &reference {
            assert_eq!(reference.to_string(), *text);
        }
        repository.is_ok() || reference.is_ok()
    });
}

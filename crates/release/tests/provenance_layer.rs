//! The provenance file in a chart's manifest.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use chart::MemoryFolder;
use oci::media_type;
use provenance::{Key, Keyring, verify};
use release::artifact::{Artifact, build};

/// 2026-11-26.
const NOW: i64 = 1_795_651_200;
const SOURCE_TIME: i64 = 1_767_225_600;
const KEY: &[u8] = include_bytes!("../../provenance/tests/keys/sue.gpg");

fn artifact(version: &str, key: Option<&Key>) -> Artifact {
    let text = format!("apiVersion: v2\nname: demo\nversion: {version}\n");
    let folder = MemoryFolder::at("demo").with("Chart.yaml", text).with("templates/a.yaml", "a: 1\n");
    build(&chart::load_folder(&folder).unwrap().chart, SOURCE_TIME, key).unwrap()
}

#[test]
fn i02_the_manifest_holds_a_provenance_file_of_the_archive() {
    let key = Key::read(KEY, None, None, NOW).unwrap();
    let signed = artifact("1.0.0+build.5", Some(&key));
    let (at, file) = signed.provenance.clone().unwrap();
    assert_eq!(at.media_type, media_type::HELM_PROVENANCE);
    let metadata = chart::load_archive(&signed.layer.1).unwrap().metadata;
    let ring = Keyring::read(KEY).unwrap();
    verify(&file, "demo-1.0.0+build.5.tgz", &signed.layer.1, &metadata, &ring, NOW).unwrap();
    assert_eq!(signed.blobs().len(), 3);
}

#[test]
fn i04_the_chart_layer_is_first_whatever_the_digests_are() {
    let key = Key::read(KEY, None, None, NOW).unwrap();
    let mut sorts_later = 0;
    for minor in 0..8 {
        let signed = artifact(&format!("1.{minor}.0"), Some(&key));
        let layers = signed.manifest.document().unwrap().layers.unwrap();
        let provenance = signed.provenance.unwrap().0;
        assert_eq!(layers, [signed.layer.0.clone(), provenance.clone()]);
        sorts_later += usize::from(signed.layer.0.digest.hex() > provenance.digest.hex());
    }
    assert!(sorts_later > 0, "one of eight charts has a digest that sorts after its provenance file's");
}

#[test]
fn i24_the_same_source_clock_and_key_give_the_same_manifest() {
    let key = || Key::read(KEY, None, None, NOW).unwrap();
    let once = artifact("1.0.0", Some(&key()));
    assert_eq!(once.manifest.digest, artifact("1.0.0", Some(&key())).manifest.digest);
    assert_ne!(once.manifest.digest, artifact("1.0.0", None).manifest.digest);
}

//! A chart, its archive, and keys that GnuPG 2.2 made (`tests/keys/README.md`).
#![allow(dead_code, reason = "no test uses all of it")]
#![allow(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

use std::path::Path;

use chart::{MemoryFolder, Metadata};
use provenance::{Key, Keyring};

/// 2026-11-26.
pub const NOW: i64 = 1_795_651_200;
/// 2026-01-01.
pub const SOURCE_TIME: i64 = 1_767_225_600;
pub const ARCHIVE: &str = "demo-1.0.0.tgz";

pub struct Packed {
    pub bytes: Vec<u8>,
    pub metadata: Metadata,
    pub sha256: String,
}

pub fn packed() -> Packed {
    packed_as(
        "apiVersion: v2\nname: demo\nversion: 1.0.0\ndescription: |-\n  - a list\n  of words \n  ...\nkeywords:\n- -x\n- y\n",
    )
}

pub fn packed_as(chart_yaml: &str) -> Packed {
    let folder = MemoryFolder::at("demo").with("Chart.yaml", chart_yaml).with("templates/a.yaml", "a: 1\n");
    let chart = chart::load_folder(&folder).unwrap().chart;
    let bytes = chart::package(&chart, SOURCE_TIME).unwrap().bytes;
    let metadata = chart::load_archive(&bytes).unwrap().metadata;
    let sha256 = sha256(&bytes);
    Packed { bytes, metadata, sha256 }
}

pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keys").join(name)).unwrap()
}

pub fn key(name: &str) -> Key {
    Key::read(&file(name), None, None, NOW).unwrap()
}

pub fn ring(name: &str) -> Keyring {
    Keyring::read(&file(name)).unwrap()
}

pub fn signed_by(key: &Key) -> (Packed, Vec<u8>) {
    let chart = packed();
    let file = provenance::make(key, &chart.metadata, ARCHIVE, &chart.sha256, SOURCE_TIME).unwrap();
    (chart, file)
}

pub fn text(file: &[u8]) -> String {
    String::from_utf8(file.to_vec()).unwrap()
}

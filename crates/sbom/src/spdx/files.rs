//! Files, and the code over all of them (SPDX 2.3, clauses 7.9 and 8).

use serde_json::{Value, json};

use super::NOASSERTION;
use crate::contents::{Contents, FileEntry, sha1};
use crate::refs::Refs;

/// The files of the chart.
pub(super) fn all(contents: &Contents, refs: &Refs) -> Vec<Value> {
    contents.files.iter().zip(&refs.files).map(|(file, id)| one(file, id)).collect()
}

fn one(file: &FileEntry, id: &str) -> Value {
    json!({
        "fileName": format!("./{}", file.path),
        "SPDXID": id,
        "fileTypes": [file.kind],
        "checksums": [
            {"algorithm": "SHA1", "checksumValue": file.sha1},
            {"algorithm": "SHA256", "checksumValue": file.sha256},
        ],
        "licenseConcluded": NOASSERTION,
        "licenseInfoInFiles": [NOASSERTION],
        "copyrightText": NOASSERTION,
    })
}

/// SHA-1 over the sorted SHA-1 sums of all files.
pub(super) fn verification_code(files: &[FileEntry]) -> String {
    let mut sums: Vec<&str> = files.iter().map(|file| file.sha1.as_str()).collect();
    sums.sort_unstable();
    sha1(sums.concat().as_bytes())
}

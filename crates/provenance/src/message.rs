//! The text of a provenance file: the chart's metadata and the sums of its files, two YAML documents with `...`
//! between them (Helm: `pkg/provenance/sign.go`, `messageBlock`, `parseMessageBlock`).

use std::collections::BTreeMap;

use chart::Metadata;
use gostd::json::Value;

const SEPARATOR: &str = "\n...\n";

/// The text for an archive, as Helm writes it.
///
/// # Errors
/// A text that YAML can't hold.
pub(crate) fn write(metadata: &Metadata, archive: &str, sha256: &str) -> Result<String, goyaml::Error> {
    let files = BTreeMap::from([(archive.to_owned(), Value::String(format!("sha256:{sha256}")))]);
    let sums = Value::Object(BTreeMap::from([("files".to_owned(), Value::Object(files))]));
    Ok(format!("{}{SEPARATOR}{}", metadata.to_yaml()?, goyaml::try_emit(&sums)?))
}

/// The two parts of a text. What follows a second separator is not looked at.
pub(crate) fn parts(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let find = |text: &[u8]| text.windows(SEPARATOR.len()).position(|window| window == SEPARATOR.as_bytes());
    let at = find(text)?;
    let second = text.get(at.checked_add(SEPARATOR.len())?..)?;
    Some((text.get(..at)?, second.get(..find(second).unwrap_or(second.len()))?))
}

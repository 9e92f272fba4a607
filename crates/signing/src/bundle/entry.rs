//! Entries of transparency logs within a bundle (sigstore protobuf specifications, `sigstore_rekor.proto`).

use serde_json::Value;
use sigstore_types::TransparencyLogEntry;

use crate::json::Object;
use crate::refusal::{Refusal, shown};

const FIELDS: [&str; 7] =
    ["logIndex", "logId", "kindVersion", "integratedTime", "inclusionPromise", "inclusionProof", "canonicalizedBody"];

/// Longest inclusion proof: one hash per level of a tree of 2⁶⁴ leaves.
const HASHES: usize = 64;

/// Reads all entries of a bundle, none twice.
///
/// # Errors
/// [`Refusal`] that names the field.
pub(super) fn all(items: &[Value], path: &str) -> Result<Vec<TransparencyLogEntry>, Refusal> {
    let mut entries: Vec<TransparencyLogEntry> = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let path = format!("{path}[{number}]");
        let entry = one(item, &path)?;
        let same = |other: &TransparencyLogEntry| {
            other.log_id == entry.log_id
                && (other.log_index == entry.log_index || other.canonicalized_body == entry.canonicalized_body)
        };
        if entries.iter().any(same) {
            return Err(Refusal::field(&path, "the same log entry again", "every log entry once"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn one(item: &Value, path: &str) -> Result<TransparencyLogEntry, Refusal> {
    let entry = Object::of(item, path, &FIELDS)?;
    entry.index("logIndex")?;
    entry.index("integratedTime")?;
    entry.object("logId", &["keyId"])?.bytes("keyId")?;
    let kind = entry.object("kindVersion", &["kind", "version"])?;
    kind.text("kind")?;
    kind.text("version")?;
    if entry.get("inclusionPromise").is_some() {
        entry.object("inclusionPromise", &["signedEntryTimestamp"])?.bytes("signedEntryTimestamp")?;
    }
    entry.bytes("canonicalizedBody")?;
    inclusion_proof(&entry)?;
    typed(item, path)
}

fn inclusion_proof(entry: &Object<'_>) -> Result<(), Refusal> {
    if entry.get("inclusionProof").is_none() {
        let expected = "an inclusion proof, which version 0.3 demands";
        return Err(Refusal::field(&entry.at("inclusionProof"), "nothing", expected));
    }
    let proof = entry.object("inclusionProof", &["logIndex", "rootHash", "treeSize", "hashes", "checkpoint"])?;
    let (index, size) = (proof.index("logIndex")?, proof.index("treeSize")?);
    if index >= size {
        let found = format!("{index} in a tree of {size} entries");
        return Err(Refusal::field(&proof.at("logIndex"), found, "a position within the tree"));
    }
    proof.bytes("rootHash")?;
    proof.array("hashes", HASHES)?;
    if proof.get("checkpoint").is_none() {
        let expected = "a signed checkpoint, which version 0.3 demands";
        return Err(Refusal::field(&proof.at("checkpoint"), "nothing", expected));
    }
    let checkpoint = proof.object("checkpoint", &["envelope"])?;
    let envelope = checkpoint.text("envelope")?;
    if envelope.is_empty() {
        return Err(Refusal::field(&checkpoint.at("envelope"), "an empty text", "a signed checkpoint"));
    }
    Ok(())
}

/// The entry as sigstore's type, after its form was checked.
pub(crate) fn typed(item: &Value, path: &str) -> Result<TransparencyLogEntry, Refusal> {
    serde_json::from_value(without_nulls(item))
        .map_err(|error| Refusal::field(path, shown(&error.to_string()), "an entry of Rekor version 1 or 2"))
}

/// The value without members that are `null`, which protobuf-JSON takes for absent.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

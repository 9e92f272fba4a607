//! Log entries: what sigstore-verify leaves open about them.

use sigstore_trust_root::TransparencyLog;
use sigstore_types::{Checkpoint, InclusionProof, KindVersion, TransparencyLogEntry};
use sigstore_verify::crypto::VerificationKey;

use crate::proven::{Logged, SignedAt};
use crate::refusal::{Part, Refusal, shown};
use crate::trust::TrustedRoot;

/// The refusal of a signature that is in no log.
pub(super) fn missing(hint: &str) -> Refusal {
    Refusal::new(Part::LogEntry, "there is none", "an entry of a trusted transparency log").hint(hint)
}

/// The entries' logs, each of the trusted root; each checkpoint is signed by just that log.
///
/// Rekor's version 2 takes index, size and root from entry and checkpoint and leaves the proof's own unused: here they
/// must agree, so that no field may say something else than what was proven.
pub(super) fn known(entries: &[TransparencyLogEntry], root: &TrustedRoot) -> Result<Vec<Logged>, Refusal> {
    entries.iter().map(|entry| one(entry, root)).collect()
}

fn one(entry: &TransparencyLogEntry, root: &TrustedRoot) -> Result<Logged, Refusal> {
    let log_id = hex(entry.log_id.key_id.as_bytes());
    let logs = root.document().map(|document| document.tlogs.as_slice()).unwrap_or_default();
    let Some(log) = logs.iter().find(|log| log.log_id == entry.log_id) else {
        let hint = "give the trusted root of the instance that logged it, or a policy that does not look at logs";
        let found = format!("an entry of log {log_id}, which is not trusted");
        return Err(Refusal::new(Part::LogEntry, found, "an entry of a log of the trusted root").hint(hint));
    };
    let second = entry.kind_version == KindVersion::HashedRekordV002;
    let index = match &entry.inclusion_proof {
        None => entry.log_index,
        Some(proof) => {
            let checkpoint = checkpoint(proof)?;
            agrees(entry, proof, checkpoint, second)?;
            of_log(checkpoint, log, second)?;
            if second || entry.inclusion_promise.is_some() { entry.log_index } else { proof.log_index }
        }
    };
    Ok(Logged { log_id, url: log.base_url.clone(), index: index.get() })
}

fn checkpoint(proof: &InclusionProof) -> Result<&Checkpoint, Refusal> {
    let none = || Refusal::new(Part::LogEntry, "no checkpoint", "an inclusion proof with a signed checkpoint");
    proof.checkpoint.checkpoint().ok_or_else(none)
}

fn agrees(
    entry: &TransparencyLogEntry,
    proof: &InclusionProof,
    checkpoint: &Checkpoint,
    second: bool,
) -> Result<(), Refusal> {
    let differ = |what: &str, found: String, expected: String| {
        Err(Refusal::new(Part::LogEntry, format!("the inclusion proof's {what} is {found}"), expected))
    };
    if proof.root_hash != *checkpoint.root_hash() {
        let expected = format!("the checkpoint's root hash {}", checkpoint.root_hash().to_hex());
        return differ("root hash", proof.root_hash.to_hex(), expected);
    }
    if proof.tree_size != checkpoint.tree_size() {
        let expected = format!("the checkpoint's tree size {}", checkpoint.tree_size());
        return differ("tree size", proof.tree_size.to_string(), expected);
    }
    if second && proof.log_index != entry.log_index {
        let expected = format!("the entry's index {}", entry.log_index.get());
        return differ("index", proof.log_index.get().to_string(), expected);
    }
    Ok(())
}

/// The checkpoint is signed with the log's key, under the checkpoint's own origin. Version 1 names its tree behind the
/// host (`rekor.example - 42`); version 2 is known by its host alone (sigstore-go `pkg/verify/tlog.go`).
fn of_log(checkpoint: &Checkpoint, log: &TransparencyLog, second: bool) -> Result<(), Refusal> {
    let origin = checkpoint.origin();
    let refuse = |found: String, expected: &str| Err(Refusal::new(Part::LogEntry, found, expected));
    if second && origin != host(&log.base_url) {
        let expected = format!("origin {:?}, the host of the trusted log", host(&log.base_url));
        return refuse(format!("a checkpoint of origin {:?}", shown(origin)), &expected);
    }
    let hint = log.log_id.key_id.as_bytes().get(..4).unwrap_or_default();
    let by_origin = |name: &str| {
        name == origin || (!second && origin.strip_prefix(name).is_some_and(|tree| tree.starts_with(" - ")))
    };
    let mut lines = checkpoint.signatures().iter().filter(|line| line.key_id.as_slice() == hint).peekable();
    if lines.peek().is_none() {
        return refuse(
            "a checkpoint with another key hint".to_owned(),
            "a signature line with the hint of the entry's log",
        );
    }
    let mut lines = lines.filter(|line| by_origin(&line.name)).peekable();
    if lines.peek().is_none() {
        let found = format!("a checkpoint of origin {:?} that is signed under another name", shown(origin));
        return refuse(found, "a signature line with the name of the origin");
    }
    let key = VerificationKey::from_spki(&log.public_key.raw_bytes)
        .map_err(|error| Refusal::new(Part::TrustedRoot, error.to_string(), "a readable log key"))?;
    if lines.any(|line| key.verify(checkpoint.signed_data(), &line.signature).is_ok()) {
        return Ok(());
    }
    refuse(
        "a checkpoint whose signature does not verify".to_owned(),
        "a signature of the log's key over the checkpoint",
    )
}

/// Every log key was valid at every proven time.
pub(super) fn valid_at(logged: &[Logged], times: &[SignedAt], root: &TrustedRoot) -> Result<(), Refusal> {
    let logs = root.document().map(|document| document.tlogs.as_slice()).unwrap_or_default();
    let used = logs.iter().filter(|log| logged.iter().any(|entry| entry.log_id == hex(log.log_id.key_id.as_bytes())));
    for window in used.filter_map(|log| log.public_key.valid_for) {
        let outside = |at: &&SignedAt| {
            at.time < window.start.as_second() || window.end.is_some_and(|end| at.time > end.as_second())
        };
        if let Some(at) = times.iter().find(outside) {
            let end = window.end.map_or_else(|| "now".to_owned(), |end| end.to_string());
            let found = format!("an entry of second {}, outside the validity of the log's key", at.time);
            return Err(Refusal::new(Part::LogEntry, found, format!("a time from {} to {end}", window.start)));
        }
    }
    Ok(())
}

/// The host of a URL, without port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let port = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    port.map_or(authority, |(host, _)| host)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_of_logs() {
        for (url, expected) in [
            ("https://rekor.example", "rekor.example"),
            ("http://127.0.0.1:3000/x", "127.0.0.1"),
            ("rekor.example:80", "rekor.example"),
            ("", ""),
        ] {
            assert_eq!(host(url), expected);
        }
    }
}

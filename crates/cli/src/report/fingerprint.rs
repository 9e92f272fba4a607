//! What a finding is known by from run to run: it stays when lines move, and no two findings of a run have the same.

use std::collections::HashMap;

use checks::Finding;

/// Counts equal findings.
#[derive(Default)]
pub struct Fingerprints<'f> {
    seen: HashMap<(&'f str, &'f str, &'f str), usize>,
}

impl<'f> Fingerprints<'f> {
    /// The fingerprint of the next finding, as hexadecimal digits; `path` is its file as services know it.
    pub fn next(&mut self, finding: &'f Finding, path: &str) -> String {
        let count = self.seen.entry((finding.check, &finding.file, &finding.message)).or_default();
        *count += 1;
        let text = [finding.check, path, &finding.message, &count.to_string()].join("\0");
        oci::Digest::of(text.as_bytes()).hex().to_owned()
    }
}

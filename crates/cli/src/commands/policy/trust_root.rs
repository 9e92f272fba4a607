//! The keys of one's own sigstore services as policy-controller's `TrustRoot` (`policy.sigstore.dev/v1alpha1`).

use std::fmt::Write as _;

use serde_json::Value;

use super::released::quoted;

/// Its name, for the policies that refer to it.
pub const NAME: &str = "publisher";

/// A trusted root, as sigstore writes it.
#[derive(Clone, Debug)]
pub struct TrustRoot {
    document: Value,
}

impl TrustRoot {
    /// Reads a `trusted_root.json`.
    pub fn read(json: &[u8]) -> Option<Self> {
        Some(Self { document: serde_json::from_slice(json).ok()? })
    }

    /// Where certificates come from.
    pub fn authority(&self) -> Option<&str> {
        self.list("certificateAuthorities").next()?["uri"].as_str()
    }

    /// Where signatures are logged, as far as policy-controller reads its key.
    pub fn log(&self) -> Option<&str> {
        self.logs("tlogs").next()?["baseUrl"].as_str()
    }

    /// The resource, as YAML.
    pub fn emit(&self) -> String {
        let mut text = format!(
            "apiVersion: policy.sigstore.dev/v1alpha1\nkind: TrustRoot\nmetadata:\n  name: {NAME}\nspec:\n  sigstoreKeys:\n"
        );
        let authorities =
            [("certificateAuthorities", "certificateAuthorities"), ("timestampAuthorities", "timestampAuthorities")];
        for (theirs, ours) in authorities {
            text.push_str(&section(ours, self.list(theirs).map(authority)));
        }
        for (theirs, ours) in [("tlogs", "tLogs"), ("ctlogs", "ctLogs")] {
            text.push_str(&section(ours, self.logs(theirs).map(log)));
        }
        text
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.document[key].as_array().into_iter().flatten()
    }

    /// Logs with keys of other kinds make policy-controller refuse the whole resource.
    fn logs(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.list(key).filter(|log| log["publicKey"]["keyDetails"].as_str().is_some_and(|kind| kind.contains("ECDSA")))
    }
}

fn section(name: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: String = entries.collect();
    if entries.is_empty() { String::new() } else { format!("    {name}:\n{entries}") }
}

fn authority(one: &Value) -> String {
    let subject = |key: &str| quoted(one["subject"][key].as_str().unwrap_or_default());
    let certificates = one["certChain"]["certificates"].as_array().into_iter().flatten();
    let chain: String = certificates.map(|one| pem("CERTIFICATE", &one["rawBytes"])).collect();
    format!(
        "      - subject:\n          organization: {}\n          commonName: {}\n        uri: {}\n        certChain: {}\n",
        subject("organization"),
        subject("commonName"),
        quoted(one["uri"].as_str().unwrap_or_default()),
        gostd::base64::encode(chain.as_bytes()),
    )
}

fn log(one: &Value) -> String {
    format!(
        "      - baseURL: {}\n        hashAlgorithm: sha-256\n        publicKey: {}\n",
        quoted(one["baseUrl"].as_str().unwrap_or_default()),
        gostd::base64::encode(pem("PUBLIC KEY", &one["publicKey"]["rawBytes"]).as_bytes()),
    )
}

/// PEM around text that is base64 already.
fn pem(label: &str, base64: &Value) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let letters: Vec<char> = base64.as_str().unwrap_or_default().chars().collect();
    for line in letters.chunks(64) {
        let _ = writeln!(text, "{}", line.iter().collect::<String>());
    }
    let _ = writeln!(text, "-----END {label}-----");
    text
}

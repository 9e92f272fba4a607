//! A policy for sigstore's policy-controller (`policy.sigstore.dev/v1beta1`).

use std::fmt::Write as _;

use signing::Identity;

use super::released::{Released, indented, quoted};
use super::trust_root;

const FULCIO: &str = "https://fulcio.sigstore.dev";
const REKOR: &str = "https://rekor.sigstore.dev";

/// The policy, as YAML; before it the keys of one's own sigstore services.
pub fn emit(released: &Released) -> String {
    let mut text = String::new();
    if !released.classic {
        text.push_str(
            "# This release has no tag sha256-….sig, and policy-controller reads no other signature: it will refuse it.\n",
        );
    }
    let root = released.identity().and(released.trust_root.as_ref());
    if let Some(root) = root {
        let _ = writeln!(text, "{}---", root.emit());
    }
    let [tags, digests] = released.patterns();
    let _ = write!(
        text,
        "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata:\n  name: {name}\nspec:\n  \
         images:\n    - glob: {tags}\n    - glob: {digests}\n  authorities:\n    - name: publisher\n",
        name = released.name,
    );
    text.push_str(&match released.identity() {
        None => by_key(released),
        Some(identity) => by_identity(released, identity),
    });
    text
}

fn by_key(released: &Released) -> String {
    let pem = released.key().map(signing::PublicKey::to_pem).unwrap_or_default();
    let mut text = format!("      key:\n        hashAlgorithm: sha256\n        data: |\n{}", indented(&pem, 10));
    if released.logged {
        let _ = write!(text, "      ctlog:\n        url: {REKOR}\n");
    }
    text
}

fn by_identity(released: &Released, identity: &Identity) -> String {
    let root = released.trust_root.as_ref();
    let (fulcio, rekor) = (root.and_then(|root| root.authority()), root.and_then(|root| root.log()));
    let reference = root.map(|_| format!("        trustRootRef: {}\n", trust_root::NAME)).unwrap_or_default();
    format!(
        "      keyless:\n        url: {fulcio}\n{reference}        identities:\n          - issuer: {issuer}\n            \
         subject: {subject}\n      ctlog:\n        url: {rekor}\n{reference}",
        fulcio = quoted(fulcio.unwrap_or(FULCIO)),
        rekor = quoted(rekor.unwrap_or(REKOR)),
        issuer = quoted(&identity.issuer),
        subject = quoted(&identity.subject),
    )
}

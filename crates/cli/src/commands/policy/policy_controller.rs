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
    // A key whose signatures are in no log needs nobody's services.
    let needs_root = released.identity().is_some() || is_in_its_log(released);
    if let Some(root) = released.trust_root.as_ref().filter(|_| needs_root) {
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
    if is_in_its_log(released) {
        text.push_str(&log(released));
    }
    text
}

/// Whether the signature that policy-controller reads is in a log that it can read: Rekor 2 leaves no entry in it.
fn is_in_its_log(released: &Released) -> bool {
    released.logged && released.trust_root.as_ref().is_none_or(|root| root.log().is_some())
}

/// The log that the signature must be in.
fn log(released: &Released) -> String {
    let root = released.trust_root.as_ref();
    let rekor = root.and_then(|root| root.log()).unwrap_or(REKOR);
    format!("      ctlog:\n        url: {}\n{}", quoted(rekor), reference(released))
}

/// Where keys of one's own services are.
fn reference(released: &Released) -> String {
    released.trust_root.as_ref().map(|_| format!("        trustRootRef: {}\n", trust_root::NAME)).unwrap_or_default()
}

fn by_identity(released: &Released, identity: &Identity) -> String {
    let fulcio = released.trust_root.as_ref().and_then(|root| root.authority());
    format!(
        "      keyless:\n        url: {fulcio}\n{reference}        identities:\n          - issuer: {issuer}\n            \
         subject: {subject}\n{log}",
        fulcio = quoted(fulcio.unwrap_or(FULCIO)),
        reference = reference(released),
        issuer = quoted(&identity.issuer),
        subject = quoted(&identity.subject),
        log = log(released),
    )
}

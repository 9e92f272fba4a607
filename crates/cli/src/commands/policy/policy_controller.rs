//! A policy for sigstore's policy-controller (`policy.sigstore.dev/v1beta1`).

use std::fmt::Write as _;

use super::released::{Released, indented, quoted};

/// The policy, as YAML.
pub fn emit(released: &Released) -> String {
    let mut text = String::new();
    if !released.classic {
        text.push_str(
            "# This release has no tag sha256-….sig, and policy-controller 0.15 reads no other signature: it will refuse it.\n",
        );
    }
    let _ = write!(
        text,
        "apiVersion: policy.sigstore.dev/v1beta1\nkind: ClusterImagePolicy\nmetadata:\n  name: {name}\nspec:\n  \
         images:\n    - glob: {glob}\n  authorities:\n    - name: publisher\n",
        name = released.name,
        glob = quoted(&format!("{}**", released.repository)),
    );
    match released.identity() {
        None => {
            let pem = released.key().map(signing::PublicKey::to_pem).unwrap_or_default();
            let _ = write!(text, "      key:\n        hashAlgorithm: sha256\n        data: |\n{}", indented(&pem, 10));
            if released.logged {
                text.push_str("      ctlog:\n        url: https://rekor.sigstore.dev\n");
            }
        }
        Some(identity) => {
            let _ = write!(
                text,
                "      keyless:\n        url: https://fulcio.sigstore.dev\n        identities:\n          - issuer: \
                 {}\n            subject: {}\n      ctlog:\n        url: https://rekor.sigstore.dev\n",
                quoted(&identity.issuer),
                quoted(&identity.subject)
            );
        }
    }
    if released.trusted_root.is_some() {
        text.push_str("# Your sigstore's keys go into a TrustRoot resource, named by `trustRootRef` beside `url`.\n");
    }
    text
}

//! A policy for Kyverno (`kyverno.io/v1`, `verifyImages`).

use std::fmt::Write as _;

use super::released::{Released, indented, quoted};

const INSECURE: &str = "          imageRegistryCredentials:\n            allowInsecureRegistry: true\n";

/// The policy, as YAML.
pub fn emit(released: &Released) -> String {
    let [tags, digests] = released.patterns();
    let mut text = format!(
        "# Kyverno judges what is admitted to a cluster, so it sees images, and a chart only where a resource names it as\n\
         # one. Attestations beyond 50 per artifact make it fail.\n\
         apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: verify-{name}\nspec:\n  background: \
         false\n  rules:\n    - name: signed-by-the-publisher\n      match:\n        any:\n          - resources:\n              \
         kinds: [Pod]\n      verifyImages:\n        - type: {kind}\n          imageReferences:\n            - \
         {tags}\n            - {digests}\n          failureAction: \
         Enforce\n{plain}          attestors:\n            - count: 1\n              \
         entries:\n",
        name = released.name,
        // Each reads its own form of signatures alone.
        kind = if released.bundled { "SigstoreBundle" } else { "Cosign" },
        plain = if released.plain_http { INSECURE } else { "" },
    );
    match released.identity() {
        None => text.push_str(&by_key(released)),
        Some(identity) => {
            let _ = write!(
                text,
                "                - keyless:\n                    subject: {}\n                    issuer: {}\n",
                quoted(&identity.subject),
                quoted(&identity.issuer)
            );
        }
    }
    if released.trusted_root.is_some() && (released.identity().is_some() || released.logged) {
        text.push_str(
            "# The trusted root of your sigstore must be set in Kyverno's own configuration (`--tufRoot…`).\n",
        );
    }
    text
}

fn by_key(released: &Released) -> String {
    let pem = released.key().map(signing::PublicKey::to_pem).unwrap_or_default();
    let mut text = format!("                - keys:\n                    publicKeys: |-\n{}", indented(&pem, 22));
    if !released.logged {
        text.push_str(
            "                    rekor:\n                      ignoreTlog: true\n                    ctlog:\n                      \
             ignoreSCT: true\n",
        );
    }
    text
}

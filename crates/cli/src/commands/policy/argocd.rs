//! What can be done with Argo CD, which verifies neither cosign signatures nor provenance files.

use super::released::{Released, quoted, word};

/// An application that is pinned to what was verified, and the check that must stand before it.
pub fn emit(released: &Released) -> String {
    format!(
        "# Argo CD (3.5) checks no signature of a chart. Verify where the application is written, and pin the digest that\n\
         # was verified: Argo CD then takes nothing else.\n\
         #\n\
         #   {check}\n\
         apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {name}\n  namespace: argocd\nspec:\n  \
         project: default\n  source:\n    repoURL: {url}\n    # version {version}\n    targetRevision: {digest}\n    \
         path: .\n  destination:\n    server: https://kubernetes.default.svc\n    namespace: {name}\n",
        check = check(released),
        name = released.name,
        url = quoted(&format!("oci://{}", released.repository)),
        version = released.version,
        digest = quoted(&released.digest.to_string()),
    )
}

/// The command of Portolan that verifies.
pub fn check(released: &Released) -> String {
    let who = match released.identity() {
        None => "--key cosign.pub".to_owned(),
        Some(identity) => format!(
            "--certificate-identity {} --certificate-oidc-issuer {}",
            word(&identity.subject),
            word(&identity.issuer)
        ),
    };
    let root = released.trusted_root.as_ref().map(|root| format!(" --trusted-root {}", word(root)));
    let plain = if released.plain_http { " --plain-http" } else { "" };
    let reference = word(&format!("oci://{}", released.pinned()));
    format!("portolan verify {who}{}{plain} {reference}", root.unwrap_or_default())
}

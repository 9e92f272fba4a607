//! Manifests for Flux' source-controller (`OCIRepository`, `source.toolkit.fluxcd.io/v1`).

use std::fmt::Write as _;

use oci::media_type;

use super::released::{Released, exactly, indented, quoted};

/// The manifests, as YAML.
pub fn emit(released: &Released) -> String {
    let name = &released.name;
    let mut text = String::new();
    if let Some(key) = released.key() {
        let _ = write!(
            text,
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}-cosign\n  namespace: flux-system\nstringData:\n  \
             cosign.pub: |\n{}---\n",
            indented(&key.to_pem(), 4)
        );
    }
    let _ = write!(
        text,
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata:\n  name: {name}\n  namespace: \
         flux-system\nspec:\n  interval: 1h\n  url: {url}\n  ref:\n{later}    \
         digest: {digest}\n  layerSelector:\n    mediaType: {layer}\n    operation: \
         copy\n{plain}  verify:\n    provider: cosign\n",
        url = quoted(&format!("oci://{}", released.repository)),
        later = later(released),
        digest = quoted(&released.digest.to_string()),
        layer = media_type::HELM_CHART,
        plain = if released.plain_http { "  insecure: true\n" } else { "" },
    );
    text.push_str(&whose(released));
    let _ = write!(
        text,
        "---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: {name}\n  namespace: \
         flux-system\nspec:\n  interval: 1h\n  chartRef:\n    kind: OCIRepository\n    name: {name}\n"
    );
    text.push_str(&remarks(released));
    text
}

/// How to follow new versions, where the same signer signs them.
fn later(released: &Released) -> String {
    if released.is_signed_for_one_tag() {
        return String::new();
    }
    format!("    # Or `semver: \">= {}\"` to follow new versions; each is verified.\n", released.version)
}

fn whose(released: &Released) -> String {
    let Some(identity) = released.identity() else {
        return format!("    secretRef:\n      name: {}-cosign\n", released.name);
    };
    let mut text = format!(
        "    matchOIDCIdentity:\n      - issuer: {}\n        subject: {}\n",
        quoted(&exactly(&identity.issuer)),
        quoted(&exactly(&identity.subject))
    );
    if released.trusted_root.is_some() {
        let _ = write!(
            text,
            "    # kubectl create secret generic {name}-trusted-root -n flux-system --from-file=trusted_root.json\n    \
             trustedRootSecretRef:\n      name: {name}-trusted-root\n",
            name = released.name
        );
    }
    text
}

fn remarks(released: &Released) -> String {
    let mut text =
        "# Flux verifies bundles from source-controller 1.8.0 on (registries on plain HTTP or with an own CA: \
                    1.9.0).\n"
            .to_owned();
    text.push_str(match released.classic {
        true => "# Older ones read the tag sha256-….sig, which is there.\n",
        false => "# Older ones find no signature: there is no tag sha256-….sig.\n",
    });
    if released.version.contains('+') {
        text.push_str(
            "# A HelmChart can't name this version exactly: Flux can't parse its `+` there. Use OCIRepository.\n",
        );
    }
    text
}

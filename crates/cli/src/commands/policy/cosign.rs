//! Commands for cosign 3, and for cosign 2 where they differ (cosign `doc/cosign_verify.md`).

use std::fmt::Write as _;

use signing::statement::predicate;

use super::released::{Released, word};

/// A trusted root without anybody in it: a key that nothing was logged of needs none, and with it cosign asks nobody.
const NOBODY: &str = "cat > no_services.json <<'EOF'\n\
    {\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}\nEOF\n\n";
/// cosign before 2.6.4 looks at tags alone unless it is told to look for bundles; cosign 3 wants to hear it no more.
const BUNDLES: &str = "bundles=\n\
    case $(cosign version 2>&1) in *'GitVersion:    v2.'*) bundles=--new-bundle-format ;; esac\n\n";

/// The commands, as a shell script with comments.
pub fn emit(released: &Released) -> String {
    let mut text = String::new();
    if let Some(key) = released.key() {
        let _ = write!(text, "cat > cosign.pub <<'EOF'\n{}EOF\n\n", key.to_pem());
    }
    if needs_nobody(released) {
        let _ = write!(text, "# This key needs no log and no authority.\n{NOBODY}");
    }
    if !released.classic || !released.attested.is_empty() {
        let _ = write!(text, "# cosign 2 (2.5 and later) looks for bundles only if it is told to.\n{BUNDLES}");
    }
    let (options, pinned) = (options(released), word(&released.pinned()));
    if released.classic {
        let _ = writeln!(text, "# the signature: a bundle, for cosign 2 the tag sha256-….sig");
        let _ = writeln!(text, "cosign verify {options} {pinned}");
    } else {
        let _ = writeln!(text, "# the signature: there is no tag sha256-….sig, which cosign before 2.5 looks for");
        let _ = writeln!(text, "cosign verify $bundles {options} {pinned}");
    }
    for (kind, what) in attested(released) {
        let _ = writeln!(text, "\n# {what}");
        let _ = writeln!(text, "cosign verify-attestation $bundles --type {} {options} {pinned}", word(kind));
    }
    text
}

/// The options of every command: whose signature, and what stands in for a log entry.
fn options(released: &Released) -> String {
    let who = match released.identity() {
        None => "--key cosign.pub".to_owned(),
        Some(identity) => format!(
            "--certificate-identity {} --certificate-oidc-issuer {}",
            word(&identity.subject),
            word(&identity.issuer)
        ),
    };
    let unlogged = if released.logged { "" } else { " --insecure-ignore-tlog" };
    let root = match &released.trusted_root {
        Some(root) => format!(" --trusted-root {}", word(root)),
        None if needs_nobody(released) => " --trusted-root no_services.json".to_owned(),
        None => String::new(),
    };
    // Logs of the second version prove no time; cosign 2 has to be told where else it is found.
    let time = if released.timestamped { " --use-signed-timestamps" } else { "" };
    let plain = if released.plain_http { " --allow-http-registry" } else { "" };
    format!("{who}{unlogged}{root}{time}{plain}")
}

fn needs_nobody(released: &Released) -> bool {
    released.key().is_some() && !released.logged && released.trusted_root.is_none()
}

/// What cosign calls a predicate type, and what it is.
fn attested(released: &Released) -> Vec<(&str, &'static str)> {
    let known = |found: &str| match found {
        predicate::SPDX => Some(("spdxjson", "the SBOM in SPDX")),
        predicate::CYCLONEDX => Some(("cyclonedx", "the SBOM in CycloneDX")),
        predicate::SLSA_PROVENANCE => Some(("slsaprovenance1", "how it was built (SLSA)")),
        _ => None,
    };
    let named = released.attested.iter().filter(|found| *found != predicate::SIGNATURE);
    named.map(|found| known(found).unwrap_or((found.as_str(), "another statement"))).collect()
}

//! Commands for cosign 3, and for cosign 2 where they differ (cosign `doc/cosign_verify.md`).

use std::fmt::Write as _;

use signing::statement::predicate;

use super::released::{Released, word};

/// The commands, as a shell script with comments.
pub fn emit(released: &Released) -> String {
    let mut text = String::new();
    if let Some(key) = released.key() {
        let _ = write!(text, "cat > cosign.pub <<'EOF'\n{}EOF\n\n", key.to_pem());
    }
    let options = options(released);
    let pinned = word(&released.pinned());
    let _ = writeln!(text, "# cosign 3; cosign 2.6.4 and later do the same");
    let _ = writeln!(text, "cosign verify {options} {pinned}");
    text.push_str(&older(released, &options, &pinned));
    for (kind, what) in attested(released) {
        let _ = writeln!(text, "\n# {what}");
        let _ = writeln!(text, "cosign verify-attestation --type {} {options} {pinned}", word(kind));
    }
    text
}

/// The options of every command: whose signature, and what stands in for a log entry.
pub fn options(released: &Released) -> String {
    let root = released.trusted_root.as_ref().map(|root| format!(" --trusted-root {}", word(root)));
    let who = match released.identity() {
        None => "--key cosign.pub".to_owned(),
        Some(identity) => format!(
            "--certificate-identity {} --certificate-oidc-issuer {}",
            word(&identity.subject),
            word(&identity.issuer)
        ),
    };
    let unlogged = if released.logged { "" } else { " --insecure-ignore-tlog" };
    format!("{who}{unlogged}{}", root.unwrap_or_default())
}

/// cosign 2 before 2.6.4 looks at the `.sig` tag unless it is told to look for bundles.
fn older(released: &Released, options: &str, pinned: &str) -> String {
    if released.classic {
        return "# cosign 2 before 2.6.4 takes the same command: it reads the tag sha256-….sig\n".to_owned();
    }
    format!(
        "\n# cosign 2.5 to 2.6.3; older ones can't: there is no tag sha256-….sig\n\
         cosign verify --new-bundle-format {options} {pinned}\n"
    )
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

//! Commands for Helm, which verifies provenance files and nothing else (Helm `pkg/provenance`).

use super::released::{Released, word};

/// The commands, as a shell script with comments.
pub fn emit(released: &Released) -> String {
    let reference = word(&format!("oci://{}", released.repository));
    let plain = if released.plain_http { " --plain-http" } else { "" };
    if !released.provenance {
        return format!(
            "# This release has no provenance file, and Helm checks no cosign signature. Verify with cosign first, then\n\
             # pull what was verified, by its digest:\n\
             helm pull {reference}@{}{plain}\n",
            released.digest
        );
    }
    let version = word(&released.version);
    let keyring = word(released.keyring.as_deref().unwrap_or("publisher.gpg"));
    let whence = match &released.keyring {
        Some(_) => "the one with which this release was verified; whoever installs needs that file".to_owned(),
        None => format!("from where you trust it; `gpg --export NAME > {keyring}` writes it once it is imported"),
    };
    let options = format!("--version {version} --verify --keyring {keyring}{plain}");
    format!(
        "# {keyring} is the publisher's public OpenPGP key, {whence}.\n\
         helm pull {reference} {options}\n\
         helm install {name} {reference} {options}\n\
         \n\
         # By digest Helm can't verify (it looks for a file of another name), and it resolves the tag twice. To be sure of\n\
         # one and the same release: {digest}\n",
        name = word(&released.name),
        digest = released.digest,
    )
}

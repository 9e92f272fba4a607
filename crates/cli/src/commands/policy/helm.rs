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
    let options = format!("--version {version} --verify --keyring publisher.gpg{plain}");
    format!(
        "# The publisher's public key in a keyring of its own; a file that `gpg --export` wrote does too.\n\
         helm pull {reference} {options}\n\
         helm install {name} {reference} {options}\n\
         \n\
         # By digest Helm can't verify (it looks for a file of another name), and it resolves the tag twice. To be sure of\n\
         # one and the same release: {digest}\n",
        name = word(&released.name),
        digest = released.digest,
    )
}

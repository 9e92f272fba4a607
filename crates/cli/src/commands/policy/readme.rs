//! A section for the chart's README.

use std::fmt::Write as _;

use super::released::Released;
use super::{argocd, cosign, helm};

/// The section, as Markdown.
pub fn emit(released: &Released) -> String {
    let mut text = format!(
        "## Verifying this chart\n\nVersion {} is `{}`. {}\n\n",
        released.version,
        released.pinned(),
        signed(released)
    );
    let _ = write!(text, "With [cosign](https://docs.sigstore.dev):\n\n```sh\n{}```\n\n", cosign::emit(released));
    if released.provenance {
        let _ = write!(text, "With Helm:\n\n```sh\n{}```\n\n", helm::emit(released));
    }
    let _ = write!(
        text,
        "With Portolan, which also compares the chart with its SBOMs:\n\n```sh\n{}\n```\n",
        argocd::check(released)
    );
    text
}

fn signed(released: &Released) -> String {
    match released.identity() {
        None => {
            "It is signed with the key below; trust the key, not this page, and compare it with one you had before."
                .to_owned()
        }
        Some(identity) => format!(
            "It is signed by `{}`, an identity that `{}` vouches for, without a key that could be lost.",
            identity.subject, identity.issuer
        ),
    }
}

//! What stops a release.

use oci::{Digest, StoreError};
use signing::SignerError;

use crate::commit::Published;
use crate::verify::VerifyError;

/// Result of a release step.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A release stopped. Unless the variant says otherwise, no version became visible.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The version is published with other content.
    #[error(
        "{reference} is already published with other content\n  published: {published}\n  ours:      {ours}\n{differences}"
    )]
    Conflict {
        /// The version's reference.
        reference: String,
        /// Digest of what is published.
        published: Digest,
        /// Digest of what would have been published.
        ours: Digest,
        /// One line per file that differs.
        differences: String,
    },
    /// Another run set the tag while this one was under way.
    #[error("{reference} was set to {found} by somebody else during this run; ours is {ours}")]
    Moved {
        /// The version's reference.
        reference: String,
        /// What the tag holds.
        found: Digest,
        /// What this run made.
        ours: Digest,
    },
    /// The version tag was set, but a stranger can't read it: the version may be visible.
    #[error("{reference} was set, but can't be read back: {source}")]
    NotReadBack {
        /// The version's reference.
        reference: String,
        /// What a stranger got.
        source: StoreError,
    },
    /// Setting the version tag failed, and the registry does not say whether it took place.
    #[error("setting {reference} failed, and whether it took place can't be seen: {source}")]
    Uncertain {
        /// The version's reference.
        reference: String,
        /// The failure of the write.
        source: StoreError,
    },
    /// One of several charts could not be published; others already are.
    #[error("{source}\nalready published in this run:\n  {}", published.join("\n  "))]
    Partly {
        /// References of the versions that are visible.
        published: Vec<String>,
        /// What stopped the next one.
        source: Box<Error>,
    },
    /// The registry does not say whether the version exists, so it can't be published without risk.
    #[error("can't tell whether {reference} is already published: {source}")]
    Unknown {
        /// The version's reference.
        reference: String,
        /// The registry's answer.
        source: StoreError,
    },
    /// What was staged in a public place can't be read without credentials.
    #[error("{reference} is there but can't be read anonymously: {source}")]
    NotPublic {
        /// Reference by digest.
        reference: String,
        /// What a stranger got.
        source: StoreError,
    },
    /// What the store gives back is not what was meant.
    #[error("{reference} does not verify: {source}")]
    Verification {
        /// Reference by digest.
        reference: String,
        /// What is wrong.
        source: VerifyError,
    },
    /// Nothing can be signed.
    #[error("{reference} can't be signed: {source}")]
    Signing {
        /// The version's reference.
        reference: String,
        /// Why.
        source: SignerError,
    },
    /// The tag of classic signatures can't be written; bundles are attached.
    #[error("{reference}: its bundles are attached, but the signature can't be added to the tag {tag}: {source}")]
    SignatureTag {
        /// The version's reference.
        reference: String,
        /// The tag.
        tag: String,
        /// The registry's answer.
        source: Box<StoreError>,
    },
    /// What was attached does not stay listed.
    #[error("{reference}: what was attached to it is not listed any more: {missing}")]
    NotListed {
        /// The version's reference.
        reference: String,
        /// Digests, and the signature's tag.
        missing: String,
    },
    /// The chart can't be named or described in OCI terms.
    #[error("{chart}: {detail}")]
    Plan {
        /// The chart's folder.
        chart: String,
        /// What is wrong.
        detail: String,
    },
}

impl Error {
    /// The same error, with the versions that were published before it.
    pub(crate) fn after(self, published: &[Published<'_>]) -> Self {
        if published.is_empty() {
            return self;
        }
        let published = published.iter().map(|done| done.chart.reference.clone()).collect();
        Self::Partly { published, source: Box::new(self) }
    }

    /// How to mend it, where that is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(source) => source.hint(),
            Self::Conflict { .. } => {
                Some("published versions never change: raise `version` in Chart.yaml (and artifacthub-pkg.yml) and run again".to_owned())
            }
            Self::Moved { .. } => Some("compare both with `portolan verify`; if theirs is right there is nothing to do".to_owned()),
            Self::Partly { source, .. } => source.hint(),
            Self::NotReadBack { .. } | Self::Uncertain { .. } => Some("run the same command again: it checks what is there and completes it".to_owned()),
            Self::Unknown { .. } => Some("log in with an account that may pull and push this repository".to_owned()),
            Self::NotPublic { reference, .. } => Some(public_remedy(reference)),
            Self::Verification { .. } => Some("do not use it as it is; mend what it says and run again, and report the registry if it holds something else than was pushed".to_owned()),
            Self::Signing { source, .. } => source.hint.clone(),
            Self::SignatureTag { .. } => Some("exclude the tags `sha256-*` from the repository's immutability: signatures of others, and of other keys, are added there".to_owned()),
            Self::NotListed { .. } => Some("other writers overwrite the repository's index of referrers: run again when they are done".to_owned()),
            Self::Plan { .. } => None,
        }
    }
}

fn public_remedy(reference: &str) -> String {
    let rest = reference.trim_start_matches("oci://");
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let package = path.split('@').next().unwrap_or(path);
    if host == "ghcr.io" {
        let (owner, name) = package.split_once('/').unwrap_or((package, ""));
        let name = name.replace('/', "%2F");
        return format!(
            "make the package public at https://github.com/orgs/{owner}/packages/container/{name}/settings (user accounts: https://github.com/users/{owner}/packages/container/{name}/settings), then run again"
        );
    }
    format!(
        "make the repository {package} on {host} publicly readable, or declare the target `visibility: private`, then run again"
    )
}

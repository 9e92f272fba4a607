//! What can go wrong with a store, whichever it is.

use crate::{Digest, InvalidManifest, InvalidName, hint};

/// Result of a store operation.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// A store could not do what was asked. Every variant names the place (a URL, a reference or a path).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The manifest, blob, tag or repository is not there.
    #[error("{what} not found in {location}")]
    NotFound {
        /// The store.
        location: String,
        /// What was looked for.
        what: String,
    },
    /// 404 on a write: the repository, or the project that would hold it, has to be made first.
    #[error("repository not found in {location}: {detail}")]
    NoRepository {
        /// The store.
        location: String,
        /// What the registry said.
        detail: String,
    },
    /// 401: credentials are missing or wrong.
    #[error("{location}: not authenticated: {detail}")]
    Unauthenticated {
        /// The URL.
        location: String,
        /// What the registry or token server said.
        detail: String,
    },
    /// 403: known, but not allowed; some registries also say so of repositories that don't exist.
    #[error("{location}: access denied: {detail}")]
    Denied {
        /// The URL.
        location: String,
        /// What the registry said.
        detail: String,
    },
    /// No answer after all tries: DNS, connection, TLS, time-outs, 5xx and 429 to the end.
    #[error("{location}: unreachable: {detail}")]
    Unreachable {
        /// The URL.
        location: String,
        /// The last failure, with the number of tries.
        detail: String,
    },
    /// The registry answered with an error that is none of the above.
    #[error("{location}: the registry answered {status}: {detail}")]
    Refused {
        /// The URL.
        location: String,
        /// HTTP status.
        status: u16,
        /// OCI error codes and messages, cleaned for printing.
        detail: String,
    },
    /// A tag holds something else than the writer's condition allows.
    #[error("{location}: the tag was moved by somebody else")]
    TagMoved {
        /// The reference.
        location: String,
    },
    /// A manifest names blobs or children that the store does not have (`MANIFEST_BLOB_UNKNOWN`).
    #[error("{location}: the manifest names content that is not there: {detail}")]
    BlobUnknown {
        /// The reference.
        location: String,
        /// Which, as far as it is known.
        detail: String,
    },
    /// The bytes don't have the digest they were asked for by.
    #[error("{location}: content has digest {actual}, expected {expected}")]
    DigestMismatch {
        /// The URL or path.
        location: String,
        /// What was asked for.
        expected: Digest,
        /// What came.
        actual: Digest,
    },
    /// Content or a size announced for it is over the limit, or not what its descriptor says.
    #[error("{location}: {detail}")]
    WrongSize {
        /// The URL or path.
        location: String,
        /// Sizes, in bytes.
        detail: String,
    },
    /// A redirect, realm, location or link that credentials or requests must not follow.
    #[error("{location}: refused: {detail}")]
    Unsafe {
        /// The URL.
        location: String,
        /// What was refused and why.
        detail: String,
    },
    /// Credentials, TLS files or other settings of the client can't be used.
    #[error("{location}: {detail}")]
    Configuration {
        /// The file, variable or flag.
        location: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The content of a manifest can't be used.
    #[error("{location}: {source}")]
    Manifest {
        /// The reference.
        location: String,
        /// What is wrong.
        source: InvalidManifest,
    },
    /// A name from the outside breaks the grammar.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: String,
        /// Its reason.
        source: std::io::Error,
    },
    /// A layout folder is not what the specification says.
    #[error("{path}: {detail}")]
    Layout {
        /// The file or folder.
        path: String,
        /// What is wrong.
        detail: String,
    },
    /// An upload session or range that does not fit (servers only).
    #[error("upload {id}: {detail}")]
    Upload {
        /// The session.
        id: String,
        /// What is wrong.
        detail: String,
    },
}

impl StoreError {
    /// Whether something was looked for and is surely not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }

    /// Whether the answer says nothing about existence (401, 403).
    pub fn is_access(&self) -> bool {
        matches!(self, Self::Unauthenticated { .. } | Self::Denied { .. })
    }

    /// How to mend it, where that is known.
    pub fn hint(&self) -> Option<String> {
        hint::of(self).map(str::to_owned)
    }
}

//! Answers that say no: status, error code and a message that gives nothing about the machine away.

use std::io::ErrorKind;

use hyper::StatusCode;
use oci::StoreError;
use serde_json::json;

use crate::reply::Reply;

/// Error codes (distribution-spec, "Error Codes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    BlobUnknown,
    BlobUploadInvalid,
    BlobUploadUnknown,
    DigestInvalid,
    ManifestBlobUnknown,
    ManifestInvalid,
    ManifestUnknown,
    NameInvalid,
    NameUnknown,
    SizeInvalid,
    Unauthorized,
    Denied,
    Unsupported,
    TooManyRequests,
    /// Not of the specification, which has codes for 4xx only: the server's own failures.
    Unknown,
}

impl Code {
    fn name(self) -> &'static str {
        match self {
            Self::BlobUnknown => "BLOB_UNKNOWN",
            Self::BlobUploadInvalid => "BLOB_UPLOAD_INVALID",
            Self::BlobUploadUnknown => "BLOB_UPLOAD_UNKNOWN",
            Self::DigestInvalid => "DIGEST_INVALID",
            Self::ManifestBlobUnknown => "MANIFEST_BLOB_UNKNOWN",
            Self::ManifestInvalid => "MANIFEST_INVALID",
            Self::ManifestUnknown => "MANIFEST_UNKNOWN",
            Self::NameInvalid => "NAME_INVALID",
            Self::NameUnknown => "NAME_UNKNOWN",
            Self::SizeInvalid => "SIZE_INVALID",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::Denied => "DENIED",
            Self::Unsupported => "UNSUPPORTED",
            Self::TooManyRequests => "TOOMANYREQUESTS",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// Why a request is refused.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: Code,
    message: String,
    detail: Vec<String>,
    headers: Vec<(&'static str, String)>,
    cause: Option<Box<StoreError>>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), detail: Vec::new(), headers: Vec::new(), cause: None }
    }

    /// 400.
    pub(crate) fn bad(code: Code, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 404.
    pub(crate) fn missing(code: Code, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    /// 405 with the methods that are allowed.
    pub(crate) fn method(allowed: &'static str) -> Self {
        let message = format!("this endpoint answers {allowed} only");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, Code::Unsupported, message).header("allow", allowed)
    }

    /// The status that an observer asked for.
    pub(crate) fn ordered(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::UNAUTHORIZED => Code::Unauthorized,
            StatusCode::FORBIDDEN => Code::Denied,
            StatusCode::TOO_MANY_REQUESTS => Code::TooManyRequests,
            _ if status.is_client_error() => Code::Unsupported,
            _ => Code::Unknown,
        };
        Self::new(status, code, "refused before it was looked at")
    }

    /// Translates what a store says while content is read; `missing` is the code of "not found".
    pub(crate) fn reading(missing: Code) -> impl FnOnce(StoreError) -> Self {
        move |error| match error {
            StoreError::NotFound { what, .. } => Self::missing(missing, format!("{what} not found")),
            other => Self::failed(other),
        }
    }

    /// Translates what a store says about content or a session that the client sent.
    pub(crate) fn writing(missing: Code) -> impl FnOnce(StoreError) -> Self {
        move |error| match error {
            StoreError::TagMoved { .. } => Self::precondition("the tag holds another manifest"),
            StoreError::BlobUnknown { detail, .. } => Self::bad(Code::ManifestBlobUnknown, detail),
            StoreError::DigestMismatch { expected, actual, .. } => {
                Self::bad(Code::DigestInvalid, format!("the content has digest {actual}, not {expected}"))
            }
            StoreError::WrongSize { detail, .. } => Self::bad(Code::SizeInvalid, detail),
            StoreError::Manifest { source, .. } => Self::bad(Code::ManifestInvalid, source.to_string()),
            StoreError::Name(invalid) => Self::bad(Code::NameInvalid, invalid.to_string()),
            StoreError::Upload { detail, .. } => {
                Self::new(StatusCode::RANGE_NOT_SATISFIABLE, Code::BlobUploadInvalid, detail)
            }
            other => Self::reading(missing)(other),
        }
    }

    /// 412: a condition of the request does not hold.
    pub(crate) fn precondition(message: &str) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, Code::Denied, message)
    }

    /// The store's failure, not the client's. The error itself goes to the observer only.
    fn failed(error: StoreError) -> Self {
        let full = |kind: ErrorKind| matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
        let mut problem = match &error {
            StoreError::Io { source, .. } if full(source.kind()) => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, Code::Unknown, "the registry's disk is full")
            }
            _ => Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Unknown, "the registry's store failed"),
        };
        problem.cause = Some(Box::new(error));
        problem
    }

    /// Adds a header line.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds what is concerned, for example digests.
    pub(crate) fn detail(mut self, detail: Vec<String>) -> Self {
        self.detail = detail;
        self
    }

    /// The store's own error, if it was one.
    pub(crate) fn cause(&self) -> Option<&StoreError> {
        self.cause.as_deref()
    }

    /// The answer with its JSON body.
    pub(crate) fn into_reply(self) -> Reply {
        let mut error = json!({"code": self.code.name(), "message": self.message});
        if !self.detail.is_empty() {
            error["detail"] = json!(self.detail);
        }
        let reply = Reply::json(self.status, &json!({"errors": [error]}));
        self.headers.into_iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    }
}

//! Errors of this room in the words of [`signing::SignerError`].

use signing::SignerError;
use signing::signer::SignerErrorKind;

/// The configuration, the token or the environment is not usable.
pub(crate) fn configuration(what: impl Into<String>, detail: impl Into<String>) -> SignerError {
    SignerError { what: what.into(), detail: detail.into(), hint: None, kind: SignerErrorKind::Configuration }
}

/// A service does not accept the identity.
pub(crate) fn denied(what: impl Into<String>, detail: impl Into<String>) -> SignerError {
    SignerError { what: what.into(), detail: detail.into(), hint: None, kind: SignerErrorKind::Denied }
}

/// A service gave no usable answer.
pub(crate) fn service(what: impl Into<String>, detail: impl Into<String>) -> SignerError {
    SignerError { what: what.into(), detail: detail.into(), hint: None, kind: SignerErrorKind::Service }
}

/// The error with a way to mend it.
pub(crate) fn hinted(error: SignerError, hint: impl Into<String>) -> SignerError {
    SignerError { hint: Some(hint.into()), ..error }
}

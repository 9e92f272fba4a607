//! What a command that could not do its work hands to the terminal: a message, a hint and an exit code.

use std::fmt::Display;

use oci::StoreError;

use crate::exit::Exit;

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong: reads well after `error: `.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
    /// The exit code.
    pub exit: Exit,
}

/// Result of a command.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// Bad usage or configuration.
    pub fn usage(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None, exit: Exit::Usage }
    }

    /// Input that can't be used: not a chart, a missing file, a full disk.
    pub fn input(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None, exit: Exit::Findings }
    }

    /// The same with a way to mend it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self { message: error.to_string(), hint: error.hint(), exit: exit_of_store(&error) }
    }
}

impl From<oci::InvalidName> for Failure {
    fn from(error: oci::InvalidName) -> Self {
        Self::usage(error)
    }
}

impl From<release::Error> for Failure {
    fn from(error: release::Error) -> Self {
        Self { message: error.to_string(), hint: error.hint(), exit: exit_of_release(&error) }
    }
}

fn exit_of_release(error: &release::Error) -> Exit {
    match error {
        release::Error::Store(source)
        | release::Error::NotReadBack { source, .. }
        | release::Error::Uncertain { source, .. } => exit_of_store(source),
        release::Error::Partly { source, .. } => exit_of_release(source),
        release::Error::Conflict { .. } | release::Error::Moved { .. } => Exit::Conflict,
        release::Error::Unknown { .. } => Exit::Access,
        release::Error::NotPublic { .. } => Exit::NotPublic,
        release::Error::Verification { .. } => Exit::Verification,
        release::Error::Signing { source, .. } => exit_of_signer(source),
        release::Error::SignatureTag { source, .. } => exit_of_store(source),
        _ => Exit::Findings,
    }
}

impl From<signing::SignerError> for Failure {
    fn from(error: signing::SignerError) -> Self {
        Self { message: error.to_string(), exit: exit_of_signer(&error), hint: error.hint }
    }
}

fn exit_of_signer(error: &signing::SignerError) -> Exit {
    match error.kind {
        signing::SignerErrorKind::Configuration => Exit::Usage,
        signing::SignerErrorKind::Denied => Exit::Access,
        signing::SignerErrorKind::Service => Exit::Unreachable,
    }
}

impl From<provenance::Error> for Failure {
    fn from(error: provenance::Error) -> Self {
        let exit = match error {
            provenance::Error::Material(_) | provenance::Error::Key(_) => Exit::Usage,
            provenance::Error::Document(_) | provenance::Error::Refused(_) => Exit::Verification,
            _ => Exit::Findings,
        };
        Self { message: error.to_string(), hint: error.hint(), exit }
    }
}

impl From<hub_api::HubError> for Failure {
    fn from(error: hub_api::HubError) -> Self {
        let exit = match &error {
            hub_api::HubError::Address { .. } => Exit::Usage,
            _ => Exit::Unreachable,
        };
        Self { message: error.to_string(), hint: None, exit }
    }
}

/// The exit code for a store's failure.
pub fn exit_of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::Unauthenticated { .. } | StoreError::Denied { .. } => Exit::Access,
        StoreError::Unreachable { .. } => Exit::Unreachable,
        StoreError::DigestMismatch { .. } | StoreError::WrongSize { .. } | StoreError::Manifest { .. } => {
            Exit::Verification
        }
        StoreError::TagMoved { .. } => Exit::Conflict,
        StoreError::Configuration { .. } | StoreError::Name(_) => Exit::Usage,
        _ => Exit::Findings,
    }
}

//! Everything that can go wrong in this room.

use crate::document::DocumentError;
use crate::key::KeyError;
use crate::material::MaterialError;
use crate::verify::Refusal;

/// Why a key, a keyring or a provenance file is not taken, or can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes of a key or keyring can't be read.
    #[error(transparent)]
    Material(#[from] MaterialError),
    /// No key can sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A provenance file is no clear-signed text.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A provenance file does not prove the chart.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The provenance file can't be made.
    #[error("can't make the provenance file of {archive}: {detail}")]
    Make {
        /// File name of the chart's archive.
        archive: String,
        /// Why.
        detail: String,
    },
}

impl Error {
    /// How to mend it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Material(error) => error.hint(),
            Self::Key(error) => error.hint(),
            Self::Document(error) => Some(error.hint().to_owned()),
            Self::Refused(refusal) => refusal.hint(),
            Self::Make { .. } => None,
        }
    }
}

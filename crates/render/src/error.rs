//! Why a render failed.

use crate::engine::TemplateError;
use crate::manifest::ManifestError;
use crate::values::capabilities::Incompatible;
use crate::values::{CoalesceError, SchemaError};

/// A failed render; its text is Helm's.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RenderError {
    /// Dependencies, conditions or import-values cannot be processed.
    #[error("chart dependencies processing failed: {0}")]
    Dependencies(CoalesceError),
    /// Values cannot be joined.
    #[error("{0}")]
    Values(CoalesceError),
    /// Values that a chart's schema refuses.
    #[error("{0}")]
    Schema(SchemaError),
    /// The chart is not for this version of Kubernetes.
    #[error("{0}")]
    KubeVersion(Incompatible),
    /// A template cannot be parsed or executed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A rendered document is no manifest.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The machine refused a thread.
    #[error("no thread to render on: {0}")]
    Thread(String),
}

impl RenderError {
    /// Whether rendering had begun, so that Helm adds a line about `--debug`.
    #[must_use]
    pub fn is_while_rendering(&self) -> bool {
        matches!(self, Self::KubeVersion(_) | Self::Template(_) | Self::Manifest(_))
    }
}

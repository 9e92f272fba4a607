//! Why a render failed.

use gotemplate::ErrorKind;

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

/// Where a render failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The template file in the tree of charts: `chart/templates/x.yaml`.
    pub file: String,
    /// Line in that file, from 1.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
}

impl RenderError {
    /// The innermost place in a file that the error knows.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Template(error) => Some(template_place(error)),
            Self::Manifest(error) => Some(Place { file: error.path.clone(), line: None, column: None }),
            _ => None,
        }
    }

    /// Whether the chart asked for more work, depth or memory than a render may have.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::Template(error) if error.error.chain().any(|error| error.kind == ErrorKind::Limit))
    }

    /// Whether rendering had begun, so that Helm adds a line about `--debug`.
    #[must_use]
    pub fn is_while_rendering(&self) -> bool {
        matches!(self, Self::KubeVersion(_) | Self::Template(_) | Self::Manifest(_))
    }
}

fn template_place(error: &TemplateError) -> Place {
    // Texts that `tpl` executes are none of the chart's files, whose paths all have a slash.
    let locations = error.error.chain().filter_map(|error| error.location.as_deref());
    if let Some(location) = locations.filter(|location| location.source.name.contains('/')).last() {
        let start = location.span.start as usize;
        let text = location.source.text.to_str();
        return at(location.source.name.to_string(), &text, start);
    }
    let start = error.error.chain().find_map(|error| error.position);
    match (&error.source, start) {
        (Some(source), Some(start)) => at(error.file.clone(), &source.to_str(), start as usize),
        _ => Place { file: error.file.clone(), line: None, column: None },
    }
}

/// Line and column of a byte of a text.
fn at(file: String, text: &str, start: usize) -> Place {
    let before = String::from_utf8_lossy(text.as_bytes().get(..start).unwrap_or_default());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Place { file, line: u32::try_from(line).ok(), column: u32::try_from(column).ok() }
}

//! What is in a chart: SPDX and CycloneDX documents, and the documents of its images.
//!
//! ```text
//! Chart, packed ─Contents::of─→ Contents ─┬─ spdx::document ──────→ SPDX 2.3, JSON
//!                                ↑        └─ cyclonedx::document ─→ CycloneDX 1.6, JSON
//! image, Store ─images::find─→ documents of the image
//! ```
//!
//! Both documents are functions of the contents and the source time alone: the same chart gives the same bytes
//! everywhere, names and serial numbers included.
//!
//! Sources: SPDX 2.3, CycloneDX 1.6, the package URL specification.

mod clean;
pub mod contents;
mod cpe;
pub mod cyclonedx;
mod ids;
pub mod images;
mod linked;
pub mod purl;
mod refs;
pub mod spdx;
mod uuid;

pub use contents::{Contents, Details, Packaged, Rendered};
pub use linked::{Linked, Outline, Trust, Unreadable};

/// In which form a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// SPDX 2.3, JSON.
    Spdx,
    /// CycloneDX 1.6, JSON.
    CycloneDx,
}

impl Format {
    /// The format by its name in configuration and options.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "spdx" => Some(Self::Spdx),
            "cyclonedx" => Some(Self::CycloneDx),
            _ => None,
        }
    }

    /// Its name in configuration and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spdx => "spdx",
            Self::CycloneDx => "cyclonedx",
        }
    }

    /// The media type of its documents.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Spdx => "application/spdx+json",
            Self::CycloneDx => "application/vnd.cyclonedx+json",
        }
    }

    /// What files with such a document end in.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Spdx => ".spdx.json",
            Self::CycloneDx => ".cdx.json",
        }
    }

    /// The document about `contents` at `time`, Unix seconds.
    pub fn document(self, contents: &Contents, time: i64) -> Vec<u8> {
        match self {
            Self::Spdx => spdx::document(contents, time),
            Self::CycloneDx => cyclonedx::document(contents, time),
        }
    }
}

/// The program that writes the documents.
pub(crate) const TOOL: &str = "portolan";
/// Its version.
pub(crate) const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

//! Why a chart can't be loaded. The texts are Helm 4.3.1's; where the text alone does not say it,
//! [`LoadError::place`] tells file, line and column.

use goyaml::Position;

use crate::archive::ArchiveError;
use crate::folder::FolderError;
use crate::ignore::{IGNORE_FILE, RuleError};

/// A place in one of a chart's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the outermost chart's root.
    pub file: String,
    /// Line and column, where they are known.
    pub position: Option<Position>,
}

impl Place {
    /// A place in a file of the chart itself.
    pub(crate) fn new(file: &str, position: Option<Position>) -> Self {
        Self { file: file.to_owned(), position }
    }

    /// The place of a byte of a file's text.
    pub(crate) fn of_byte(file: &str, text: &[u8], index: usize) -> Self {
        let before = text.get(..index).unwrap_or(text);
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let on_line = before.get(line_start..).unwrap_or_default();
        let position = Position {
            line: number(before.iter().filter(|byte| **byte == b'\n').count()),
            column: number(on_line.iter().filter(|byte| !is_continuation(**byte)).count()),
        };
        Self::new(file, Some(position))
    }

    /// The beginning of a line, counted from 1.
    fn of_line(file: &str, line: usize) -> Self {
        Self::new(file, Some(Position { line: number(line.saturating_sub(1)), column: 1 }))
    }
}

/// How many there are before becomes a number that counts from 1.
fn number(before: usize) -> u32 {
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

/// Whether a byte goes on with a UTF-8 character; columns count characters.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Why a chart can't be loaded.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LoadError {
    /// The folder has no readable `Chart.yaml`.
    #[error("unable to detect chart at {location}: {reason}")]
    NotAChart {
        /// Where it should be.
        location: String,
        /// Why it can't be read.
        reason: String,
    },
    /// An `apiVersion` that no Helm knows.
    #[error("unsupported chart version")]
    UnsupportedVersion {
        /// Where it is said.
        place: Place,
    },
    /// `apiVersion: v3`, which Helm 4.3 can neither render nor package.
    #[error("invalid chart apiVersion")]
    VersionThree {
        /// Where it is said.
        place: Place,
    },
    /// A file is not the YAML it should be.
    #[error("cannot load {}: {message}", .place.file)]
    Decode {
        /// The file and, where known, the position of the offending value.
        place: Place,
        /// What Go's decoders say.
        message: String,
    },
    /// The metadata breaks a rule.
    #[error("validation: {message}")]
    Validation {
        /// The field that breaks it.
        place: Place,
        /// The rule, as Helm words it.
        message: String,
    },
    /// No file `Chart.yaml` in a chart (also when `.helmignore` hides it).
    #[error("Chart.yaml file is missing")]
    ChartYamlMissing,
    /// A folder in `charts/` that is named like an archive.
    #[error("error unpacking subchart tar in {parent}: expected {expected}, got {found}")]
    SubchartArchive {
        /// The chart that holds it.
        parent: String,
        /// The name of the archive.
        expected: String,
        /// The first file below it.
        found: String,
    },
    /// A chart in `charts/` can't be loaded.
    #[error("error unpacking subchart {name} in {parent}: {cause}")]
    Subchart {
        /// Its folder or archive in `charts/`.
        name: String,
        /// The chart that holds it.
        parent: String,
        /// What is wrong with it.
        cause: Box<LoadError>,
    },
    /// Charts in charts in charts; our limit.
    #[error("charts are nested deeper than {limit}")]
    ChartTooDeep {
        /// The limit.
        limit: u32,
    },
    /// A line of `.helmignore` that is no rule.
    #[error("{rule}")]
    Ignore {
        /// What is wrong with it.
        rule: RuleError,
    },
    /// A symbolic link that ends nowhere.
    #[error("error evaluating symlink {location}: {reason}")]
    BrokenLink {
        /// The link.
        location: String,
        /// Why it can't be followed.
        reason: String,
    },
    /// A symbolic link into a folder that contains it.
    #[error("open {location}: too many levels of symbolic links")]
    LinkCycle {
        /// The link.
        location: String,
    },
    /// A pipe, socket or device.
    #[error("cannot load irregular file {location} as it has file mode type bits set")]
    Irregular {
        /// The file.
        location: String,
    },
    /// Folders in folders; our limit.
    #[error("folder {path} is nested deeper than {limit}")]
    FolderTooDeep {
        /// The folder.
        path: String,
        /// The limit.
        limit: usize,
    },
    /// Too many files; our limit.
    #[error("chart has more than {limit} files")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// Too many folders and links; our limit.
    #[error("chart has more than {limit} folders and symbolic links")]
    TooManyFolders {
        /// The limit.
        limit: usize,
    },
    /// Paths that are too long all together; our limit.
    #[error("the paths of the chart's files have more than {limit} bytes together")]
    LongPaths {
        /// The limit.
        limit: u64,
    },
    /// Metadata, values and locks of the chart and those within; our limit.
    #[error("cannot load {}: chart has more than {limit} bytes of metadata and values", .place.file)]
    TooMuchYaml {
        /// The file that no longer fits.
        place: Place,
        /// The limit.
        limit: u64,
    },
    /// A file with metadata that is far too large; our limit.
    #[error("cannot load {}: file has more than {limit} bytes", .place.file)]
    LargeMetadata {
        /// The file.
        place: Place,
        /// The limit.
        limit: u64,
    },
    /// Rules that would take too long; our limit.
    #[error("cannot load .helmignore: comparing its rules with the chart's files takes more than {limit} steps")]
    CostlyRules {
        /// The limit.
        limit: u64,
    },
    /// A file can't be read, or no longer fits.
    #[error("error reading {path}: {reason}")]
    Read {
        /// The file, relative to the chart's root.
        path: String,
        /// Why.
        reason: String,
    },
    /// A folder can't be listed.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The archive is not one that Helm, or we, would take.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl LoadError {
    /// The place in the chart's files, where there is one. Of subcharts, the innermost.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::UnsupportedVersion { place }
            | Self::VersionThree { place }
            | Self::Decode { place, .. }
            | Self::Validation { place, .. }
            | Self::LargeMetadata { place, .. }
            | Self::TooMuchYaml { place, .. } => Some(place.clone()),
            Self::Ignore { rule } => Some(Place::of_line(IGNORE_FILE, rule.line())),
            Self::CostlyRules { .. } => Some(Place::new(IGNORE_FILE, None)),
            Self::Subchart { name, cause, .. } => cause
                .place()
                .map(|place| Place { file: format!("charts/{name}/{}", place.file), position: place.position }),
            _ => None,
        }
    }

    /// What would help.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotAChart { .. } => "give the folder that holds Chart.yaml",
            Self::UnsupportedVersion { .. } | Self::VersionThree { .. } => "set apiVersion: v2 in Chart.yaml",
            Self::ChartYamlMissing => {
                "check .helmignore (a rule with `!` ignores everything that it does not match) and move \
                 stray files out of charts/"
            }
            Self::Irregular { .. } | Self::BrokenLink { .. } => "remove it from the chart's folder",
            Self::TooManyFiles { .. } | Self::TooManyFolders { .. } => {
                "leave out what is no part of the chart with .helmignore"
            }
            Self::CostlyRules { .. } => "use fewer rules with more than one star",
            Self::Subchart { cause, .. } => return cause.hint(),
            Self::Archive(error) => return error.hint(),
            Self::Ignore { rule } => return Some(format!("see line {} of .helmignore", rule.line())),
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_lines_and_columns() {
        let text = "{\n  \"é\": x\n}\n".as_bytes();
        let at = |index: usize| Place::of_byte("a", text, index).position.map(|at| (at.line, at.column));
        assert_eq!(at(0), Some((1, 1)));
        assert_eq!(at(1), Some((1, 2)));
        assert_eq!(at(2), Some((2, 1)));
        assert_eq!(text[10], b'x');
        assert_eq!(at(10), Some((2, 8)));
        assert_eq!(at(100), Some((4, 1)));
    }
}

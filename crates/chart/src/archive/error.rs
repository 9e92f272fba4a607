//! Why an archive is not taken. The first group has Helm's texts, the second is ours.

use crate::file::MAX_CHART_BYTES;

/// Why an archive is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Not gzip at all.
    #[error("file '{name}' does not appear to be a gzipped archive; got '{content_type}'")]
    NotGzip {
        /// The file's name.
        name: String,
        /// What Go's content sniffing makes of it.
        content_type: &'static str,
    },
    /// A values file where a chart is wanted.
    #[error("file '{name}' seems to be a YAML file, but expected a gzipped archive")]
    LooksLikeYaml {
        /// The file's name.
        name: String,
    },
    /// The gzip stream or the tar archive in it is broken or cut.
    #[error("{reason}")]
    Damaged {
        /// Go's text, such as `unexpected EOF`.
        reason: String,
    },
    /// An empty archive.
    #[error("no files in chart archive")]
    Empty,
    /// `demo//etc/x`.
    #[error("chart illegally contains absolute paths")]
    AbsolutePath,
    /// A file without a folder.
    #[error("chart illegally contains content outside the base directory: {quoted}")]
    OutsideBase {
        /// The entry's name in quotes.
        quoted: String,
    },
    /// `demo/../../x`.
    #[error("chart illegally references parent directory")]
    ParentFolder,
    /// `demo/c:/x`.
    #[error("chart contains illegally named files")]
    IllegalName,
    /// A folder named `Chart.yaml`.
    #[error("chart yaml not in base directory")]
    ChartYamlNotInBase,
    /// More bytes than a chart may have.
    #[error("decompressed chart is larger than the maximum size {}", MAX_CHART_BYTES)]
    TooLarge,

    /// Our limit on files; under strict rules on all entries.
    #[error("chart archive has more than {limit} entries")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A link, device or pipe.
    #[error("chart archive contains a {what}: {entry}")]
    NotAFile {
        /// The entry's name.
        entry: String,
        /// What it is.
        what: &'static str,
    },
    /// The same path twice.
    #[error("chart archive contains the file twice: {entry}")]
    Duplicate {
        /// The second entry's name.
        entry: String,
    },
    /// One path is a file and a folder.
    #[error("chart archive contains a file below another file: {entry}")]
    FileIsFolder {
        /// The lower entry's path.
        entry: String,
    },
    /// A name from the root of the file system.
    #[error("chart archive contains an absolute name: {entry}")]
    AbsoluteName {
        /// The entry's name.
        entry: String,
    },
    /// A name that no file can have.
    #[error("chart archive contains an unusable name: {entry:?}")]
    BadName {
        /// The entry's name.
        entry: String,
    },
    /// A name that is too long for file systems.
    #[error("chart archive contains a name of more than {limit} bytes")]
    LongName {
        /// The limit.
        limit: usize,
    },
    /// A second top folder.
    #[error("chart archive has more than one top directory: {entry} is not in {root}/")]
    SecondRoot {
        /// The entry outside of the first one.
        entry: String,
        /// The first one.
        root: String,
    },
    /// The top folder is not named like the chart.
    #[error("chart archive's top directory is {root}, but the chart's name is {name}")]
    RootName {
        /// The top folder.
        root: String,
        /// The chart's name.
        name: String,
    },
    /// Bytes that belong to the digest but to no file.
    #[error("chart archive has bytes after its end")]
    TrailingBytes,
}

impl ArchiveError {
    /// What would help.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::LooksLikeYaml { .. } => "give values files with --values",
            Self::NotGzip { content_type, .. } if content_type.starts_with("text/html") => {
                "the server sent a web page instead of the chart"
            }
            Self::Damaged { .. } => "the file is damaged or cut; fetch or package it again",
            Self::NotAFile { .. }
            | Self::Duplicate { .. }
            | Self::FileIsFolder { .. }
            | Self::AbsoluteName { .. }
            | Self::BadName { .. }
            | Self::SecondRoot { .. }
            | Self::RootName { .. }
            | Self::TrailingBytes => "package the chart again from its folder instead of with tar",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

//! Why an archive is not taken. The first group has Helm's texts, followed by the entry's name where there is one; the
//! second is ours.

use gostd::strconv::quote;

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
    #[error("chart illegally contains absolute paths: {}", quote(.entry))]
    AbsolutePath {
        /// The entry's name.
        entry: String,
    },
    /// A file without a folder.
    #[error("chart illegally contains content outside the base directory: {}", quote(.entry))]
    OutsideBase {
        /// The entry's name.
        entry: String,
    },
    /// `demo/../../x`.
    #[error("chart illegally references parent directory: {}", quote(.entry))]
    ParentFolder {
        /// The entry's name.
        entry: String,
    },
    /// `demo/c:/x`.
    #[error("chart contains illegally named files: {}", quote(.entry))]
    IllegalName {
        /// The entry's name.
        entry: String,
    },
    /// A folder named `Chart.yaml`.
    #[error("chart yaml not in base directory: {}", quote(.entry))]
    ChartYamlNotInBase {
        /// The entry's name.
        entry: String,
    },
    /// More bytes than a chart may have.
    #[error("decompressed chart is larger than the maximum size {}{}", MAX_CHART_BYTES, after_colon(.entry))]
    TooLarge {
        /// The entry that no longer fits; none when it is headers or padding that don't.
        entry: Option<String>,
    },

    /// Our limit on files; under strict rules on all entries.
    #[error("chart archive has more than {limit} entries")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A link, device or pipe, or what only some readers take for a file.
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
        /// The lower entry's path with its top folder.
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
    /// `demo/a/../b`: what Helm reads as `b`, others may look for in `a`.
    #[error("chart archive contains a name with . or .. as a part: {entry}")]
    DotPart {
        /// The entry's name.
        entry: String,
    },
    /// A name that is too long for file systems.
    #[error("chart archive contains a name of more than {limit} bytes: {entry}")]
    LongName {
        /// The beginning of the entry's name.
        entry: String,
        /// The limit.
        limit: usize,
    },
    /// A file or folder name that is too long for file systems.
    #[error("chart archive contains a name with a part of more than {limit} bytes: {entry}")]
    LongPart {
        /// The beginning of the entry's name.
        entry: String,
        /// The limit.
        limit: usize,
    },
    /// Names that are too long all together.
    #[error("the names in the chart archive have more than {limit} bytes together")]
    LongNames {
        /// The limit.
        limit: u64,
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
            | Self::DotPart { .. }
            | Self::SecondRoot { .. }
            | Self::RootName { .. }
            | Self::TrailingBytes => "package the chart again from its folder instead of with tar",
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

fn after_colon(entry: &Option<String>) -> String {
    entry.as_ref().map(|entry| format!(": {}", quote(entry))).unwrap_or_default()
}

//! Helm charts: loading, metadata, dependencies, reproducible packages.
//!
//! ```text
//! Folder ─walk─┐
//!              ├→ files ─assemble→ Chart ─package→ Package (.tgz)
//! .tgz ─unpack─┘                     │
//!                                    └─compare→ differences to what is published
//! ```
//!
//! What counts as a chart, in which order its files are seen and what is said about broken ones is Helm 4.3.1's.
//! Where Helm is open to more than one reading (links in archives, files twice, several top folders) the caller
//! chooses [`ArchiveRules`]; limits on bytes, files and nesting hold always.
//!
//! The room does no I/O: folders come through the trait [`Folder`], archives as bytes.

mod archive;
mod assemble;
mod chart;
pub mod compare;
pub mod decode;
pub mod dependencies;
mod error;
mod file;
mod folder;
mod go_struct;
mod gzip;
mod ignore;
mod load;
mod memory_folder;
mod metadata;
mod package;
mod tar;
mod text;
mod validate;
mod values;
mod walk;
mod yaml_stream;

#[cfg(test)]
mod tests;

pub use archive::{ArchiveError, ArchiveRules, archive_files, ensure_archive, newest_entry};
pub use chart::{Chart, Loaded};
pub use dependencies::Lock;
pub use error::{LoadError, Place};
pub use file::{
    ChartTree, File, MAX_CHART_BYTES, MAX_CHART_DEPTH, MAX_CHART_FILES, MAX_METADATA_BYTES, MAX_YAML_BYTES,
};
pub use folder::{Entry, EntryKind, Folder, FolderError, LinkTarget};
pub use ignore::{IGNORE_FILE, IgnoreRules, RuleError};
pub use load::{load_any_archive, load_any_version, load_archive, load_archive_by, load_folder};
pub use memory_folder::MemoryFolder;
pub use metadata::{API_VERSION_1, API_VERSION_2, Dependency, METADATA_KEYS, Maintainer, Metadata, TYPE_LIBRARY};
pub use package::{Package, PackageError, package, package_tar, packed_metadata, save};
pub use text::{base_name, clean_path, extension, join_path};
pub use values::{ValuesError, merge_values, parse_values};
pub use yaml_stream::{BadSeparator, YamlPart, YamlStream};

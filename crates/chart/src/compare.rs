//! What differs between two charts: for the report that a version is published with other content.
//!
//! Compared is what an archive unpacks to, not the archive: other times, another order or another compressor
//! make no difference. Compare what will be published, so load the own package again with
//! [`crate::load_archive`] first.

use std::collections::{BTreeMap, BTreeSet};

use gostd::json::Value;

use crate::chart::Chart;
use crate::decode::{self, Document};
use crate::dependencies::{CHART_LOCK, Lock};
use crate::file::File;

/// How one file differs. Sizes are in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only in the new chart.
    Added {
        /// Its size.
        size: u64,
    },
    /// Only in the old chart.
    Removed {
        /// Its size.
        size: u64,
    },
    /// In both, with other content.
    Changed {
        /// The size in the old chart.
        old_size: u64,
        /// The size in the new chart.
        new_size: u64,
    },
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    /// The path relative to the chart's root.
    pub path: String,
    /// How it differs.
    pub change: Change,
}

/// A field of the metadata that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDifference {
    /// The field's name in `Chart.yaml`.
    pub field: String,
    /// Its old value, if it had one.
    pub old: Option<Value>,
    /// Its new value, if it has one.
    pub new: Option<Value>,
}

/// All differences between two charts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Differences {
    /// Files by path.
    pub files: Vec<FileDifference>,
    /// Fields of the metadata by name.
    pub fields: Vec<FieldDifference>,
}

impl Differences {
    /// Whether the charts have the same content.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.fields.is_empty()
    }

    /// One line for each difference, for people: `changed  values.yaml (120 → 131 bytes)`.
    pub fn lines(&self) -> Vec<String> {
        let files = self.files.iter().map(|file| match file.change {
            Change::Added { size } => format!("added    {} ({size} bytes)", file.path),
            Change::Removed { size } => format!("removed  {} ({size} bytes)", file.path),
            Change::Changed { old_size, new_size } => format!("changed  {} ({old_size} → {new_size} bytes)", file.path),
        });
        let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), gostd::json::encode);
        let fields = self
            .fields
            .iter()
            .map(|field| format!("metadata {}: {} → {}", field.field, shown(&field.old), shown(&field.new)));
        files.chain(fields).collect()
    }
}

/// Compares an old (published) with a new (own) chart.
///
/// Locks that differ only in `generated` are the same, for Helm writes the time of packing there.
pub fn compare(old: &Chart, new: &Chart) -> Differences {
    Differences {
        files: compare_files(&by_path(old.raw.files()), &by_path(new.raw.files())),
        fields: compare_fields(&old.metadata.to_value(), &new.metadata.to_value()),
    }
}

fn by_path(files: &[File]) -> BTreeMap<&str, &File> {
    files.iter().map(|file| (file.path.as_str(), file)).collect()
}

fn compare_files(old: &BTreeMap<&str, &File>, new: &BTreeMap<&str, &File>) -> Vec<FileDifference> {
    let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let differences = paths.into_iter().filter_map(|path| {
        let change = change(old.get(path).copied(), new.get(path).copied())?;
        let path = path.to_owned();
        Some(FileDifference { path, change })
    });
    differences.collect()
}

fn change(old: Option<&File>, new: Option<&File>) -> Option<Change> {
    match (old, new) {
        (None, None) => None,
        (None, Some(new)) => Some(Change::Added { size: size(new) }),
        (Some(old), None) => Some(Change::Removed { size: size(old) }),
        (Some(old), Some(new)) if old.data == new.data || is_same_lock(old, new) => None,
        (Some(old), Some(new)) => Some(Change::Changed { old_size: size(old), new_size: size(new) }),
    }
}

fn size(file: &File) -> u64 {
    file.data.len() as u64
}

fn is_same_lock(old: &File, new: &File) -> bool {
    let is_lock = old.path == CHART_LOCK || old.path.ends_with("/Chart.lock");
    is_lock && matches!((undated_lock(old), undated_lock(new)), (Some(old), Some(new)) if old == new)
}

fn undated_lock(file: &File) -> Option<Lock> {
    let document = Document::parse(&file.path, &file.data).ok()?;
    let lock = decode::lock(&document).ok()??;
    Some(Lock { generated: None, ..lock })
}

fn compare_fields(old: &Value, new: &Value) -> Vec<FieldDifference> {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let different = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    let differences = different.map(|name| FieldDifference {
        field: name.clone(),
        old: old.get(name).cloned(),
        new: new.get(name).cloned(),
    });
    differences.collect()
}

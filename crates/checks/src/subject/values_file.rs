//! Files of values that a chart must render with.

use chart::{EntryKind, Folder, ValuesError};
use render::values::Table;

/// The largest file of values that is read.
const MAX_BYTES: u64 = 16 << 20;
/// Files that are looked at. chart-testing has no such limit; real charts have up to forty.
const MAX_FILES: usize = 200;
/// Where chart-testing looks for values (`ct install`), which is what most charts follow.
const DEFAULT: [&str; 2] = ["ci/*-values.yaml", "ci/*-values.yml"];

/// A file of values beside `values.yaml`.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuesFile {
    /// Its path, relative to the chart.
    pub path: String,
    /// Its text.
    pub text: Vec<u8>,
    /// What it says, or why it says nothing.
    pub values: Result<Table, ValuesError>,
}

/// Reads the files that match patterns, sorted by path; without patterns those of `ci/`. `.helmignore` does not matter.
pub(super) fn read(folder: &dyn Folder, patterns: &[String]) -> Vec<ValuesFile> {
    let patterns: Vec<&str> =
        if patterns.is_empty() { DEFAULT.to_vec() } else { patterns.iter().map(String::as_str).collect() };
    let mut paths: Vec<String> = patterns.iter().flat_map(|pattern| matching(folder, pattern)).collect();
    paths.sort();
    paths.dedup();
    paths.truncate(MAX_FILES);
    paths.into_iter().filter_map(|path| read_one(folder, path)).collect()
}

/// Files that match a pattern whose last component may hold `*`.
fn matching(folder: &dyn Folder, pattern: &str) -> Vec<String> {
    let (parent, last) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let entries = folder.entries(parent).unwrap_or_default();
    let files = entries.into_iter().filter(|entry| entry.kind == EntryKind::File);
    let names = files.map(|entry| entry.name).filter(|name| gostd::path_match::matches(last, name).unwrap_or(false));
    names.map(|name| chart::join_path(parent, &name)).collect()
}

fn read_one(folder: &dyn Folder, path: String) -> Option<ValuesFile> {
    match folder.read(&path, MAX_BYTES) {
        Ok(text) => Some(ValuesFile { values: chart::parse_values(&text), text, path }),
        Err(error) => {
            let values = Err(ValuesError { message: error.to_string(), position: None });
            Some(ValuesFile { path, text: Vec::new(), values })
        }
    }
}

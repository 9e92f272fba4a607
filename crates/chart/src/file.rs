//! Files of a chart in memory, with the limits that hold for all of them together.

use std::fmt;
use std::sync::Arc;

/// Bytes that all files of a chart may have together, unpacked (Helm: `archive.MaxDecompressedChartSize`).
pub const MAX_CHART_BYTES: u64 = 100 * 1024 * 1024;
/// Files that a chart may have. Helm has no such limit; the largest real charts stay far below it.
pub const MAX_CHART_FILES: usize = 10_000;
/// Charts nested in charts, the outermost counted as 0.
pub const MAX_CHART_DEPTH: u32 = 16;
/// Bytes of YAML that are read as such in a chart and the charts within: `Chart.yaml`, values, locks. A tree takes a
/// hundred times the memory of its text; the largest real charts have a tenth of this.
pub const MAX_YAML_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of one file with metadata: `Chart.yaml`, `requirements.yaml` or a lock. Real ones have a hundredth of it.
pub const MAX_METADATA_BYTES: u64 = 1024 * 1024;
/// Steps of comparing a chart's paths with the rules of its `.helmignore`. Helm has no limit; real charts take a
/// thousandth of it.
pub(crate) const MAX_MATCH_STEPS: u64 = 50_000_000;
/// Bytes of all paths of a chart together. Every level of charts within charts has its own copy.
pub(crate) const MAX_PATHS_BYTES: u64 = 4 * 1024 * 1024;
/// Unpacked bytes beyond the files themselves: headers, padding, records.
const MAX_OVERHEAD_BYTES: u64 = 32 * 1024 * 1024;

/// The UTF-8 byte order mark.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// One file of a chart: a path and its bytes, cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the chart's root, with `/` between its parts.
    pub path: String,
    /// The content without a leading UTF-8 byte order mark.
    pub data: Arc<[u8]>,
}

impl File {
    /// A file from its path and content; a leading UTF-8 byte order mark is dropped, as Helm's loaders do.
    pub fn new(path: impl Into<String>, data: &[u8]) -> Self {
        let data = data.strip_prefix(MARK).unwrap_or(data);
        Self { path: path.into(), data: Arc::from(data) }
    }

    /// A file from its path and content, which is copied only if it begins with a mark.
    pub(crate) fn shared(path: String, data: Arc<[u8]>) -> Self {
        if data.starts_with(MARK) { Self::new(path, &data) } else { Self { path, data } }
    }

    /// The content as text, if it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.data).ok()
    }

    /// The same content under another path.
    pub(crate) fn renamed(&self, path: &str) -> Self {
        Self { path: path.to_owned(), data: Arc::clone(&self.data) }
    }
}

impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "File({}, {} bytes)", self.path, self.data.len())
    }
}

/// What may still be read before a limit is reached: one budget for a chart and everything within, however deep and
/// however packed.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    bytes: u64,
    files: usize,
    paths: u64,
    yaml: u64,
    /// Nodes that what is read as YAML may still have. What has been read stays as long as the chart.
    nodes: usize,
    /// Steps that comparing paths with `.helmignore` may still take.
    pub(crate) match_steps: u64,
    /// What archives may still unpack to, whether it is kept or skipped.
    pub(crate) unpacked: u64,
}

impl Budget {
    /// The full budget of one chart.
    pub(crate) fn new() -> Self {
        Self {
            bytes: MAX_CHART_BYTES,
            files: MAX_CHART_FILES,
            paths: MAX_PATHS_BYTES,
            yaml: MAX_YAML_BYTES,
            nodes: goyaml::MAX_NODES,
            match_steps: MAX_MATCH_STEPS,
            unpacked: MAX_CHART_BYTES + MAX_OVERHEAD_BYTES,
        }
    }

    /// Bytes that are left.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes one file; false when there have been too many.
    pub(crate) fn take_file(&mut self) -> bool {
        let left = self.files.checked_sub(1);
        self.files = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes bytes; more than are left empties the budget.
    pub(crate) fn take_bytes(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Takes a path; false when all together are too long.
    pub(crate) fn take_path(&mut self, path: &str) -> bool {
        let left = self.paths.checked_sub(path.len() as u64);
        self.paths = left.unwrap_or(0);
        left.is_some()
    }

    /// Nodes that are left.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    /// Takes nodes; more than are left empties the budget.
    pub(crate) fn take_nodes(&mut self, nodes: usize) {
        self.nodes = self.nodes.saturating_sub(nodes);
    }

    /// Takes a text that will be read as YAML; false when it is too much.
    pub(crate) fn take_yaml(&mut self, text: &[u8]) -> bool {
        let left = self.yaml.checked_sub(text.len() as u64);
        self.yaml = left.unwrap_or(0);
        left.is_some()
    }
}

/// All files of one chart in the order in which they were read.
#[derive(Debug, Clone)]
pub struct ChartTree {
    files: Vec<File>,
}

impl ChartTree {
    /// A tree of files that were read within a [`Budget`].
    pub(crate) fn new(files: Vec<File>) -> Self {
        Self { files }
    }

    /// The files, in reading order.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file with this path; of several (Helm's rules for archives allow them) the last.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().rev().find(|file| file.path == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_mark_is_dropped_from_any_file() {
        assert_eq!(&*File::new("bin", b"\xEF\xBB\xBF\x00\x01").data, b"\x00\x01");
        assert_eq!(&*File::new("a", b"\xEF\xBB").data, b"\xEF\xBB");
    }

    #[test]
    fn a_budget_counts_files_down_to_none() {
        let mut budget = Budget { bytes: 10, files: 1, paths: 3, ..Budget::new() };
        assert!(budget.take_file());
        assert!(!budget.take_file());
        budget.take_bytes(11);
        assert_eq!(budget.bytes(), 0);
        assert!(budget.take_path("abc"));
        assert!(!budget.take_path("d"));
    }
}

//! The charts that `--with-subcharts` adds (Helm: `cmd/lint.go`).

use chart::{Entry, EntryKind, Folder, join_path};

use crate::archive::is_archive;

/// Folders within folders that are looked into.
const MAX_DEPTH: usize = 128;
/// Files and folders that are looked at.
const MAX_ENTRIES: usize = 100_000;

/// The paths below a chart's `charts/` that Helm would lint as well: folders with a `Chart.yaml`, at any depth, and
/// whatever is named like an archive. The path is the chart's as the user named it; links are not followed.
pub fn subcharts(path: &str, folder: &dyn Folder) -> Vec<String> {
    let mut search = Search { folder, found: Vec::new(), seen: 0 };
    let top = folder.entries("").unwrap_or_default().into_iter().find(|entry| entry.name == "charts");
    if let Some(charts) = top {
        search.visit("", &charts, 0);
    }
    search.found.iter().map(|found| join_path(path, found)).collect()
}

struct Search<'a> {
    folder: &'a dyn Folder,
    found: Vec<String>,
    seen: usize,
}

impl Search<'_> {
    fn visit(&mut self, parent: &str, entry: &Entry, depth: usize) {
        self.seen += 1;
        let path = if parent.is_empty() { entry.name.clone() } else { format!("{parent}/{}", entry.name) };
        if entry.name == "Chart.yaml" {
            self.found.push(parent.to_owned());
        } else if is_archive(&path) {
            self.found.push(path.clone());
        }
        if entry.kind != EntryKind::Folder || depth >= MAX_DEPTH || self.seen >= MAX_ENTRIES {
            return;
        }
        let mut entries = self.folder.entries(&path).unwrap_or_default();
        entries.sort_by(|left, right| left.name.as_bytes().cmp(right.name.as_bytes()));
        for entry in &entries {
            self.visit(&path, entry, depth + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chart::MemoryFolder;

    /// What Helm 4.3.1 lints for the same folder.
    #[test]
    fn charts_at_any_depth_and_archives() {
        let folder = ["Chart.yaml", "charts/a/Chart.yaml", "charts/a/charts/b/Chart.yaml", "charts/a/x.tar.gz"]
            .iter()
            .chain(&["charts/c.tgz", "charts/Chart.yaml", "charts/d/values.yaml"])
            .fold(MemoryFolder::new(), |folder, path| folder.with(path, "x"));
        let expected = ["m/charts", "m/charts/a", "m/charts/a/charts/b", "m/charts/a/x.tar.gz", "m/charts/c.tgz"];
        assert_eq!(subcharts("./m/", &folder), expected);
        assert!(subcharts("m", &MemoryFolder::new()).is_empty());
    }
}

//! A loaded chart.

use std::collections::BTreeMap;
use std::sync::Arc;

use gostd::json::Value;
use goyaml::Node;

use crate::dependencies::Lock;
use crate::file::{ChartTree, File};
use crate::metadata::{Metadata, TYPE_LIBRARY};
use crate::text::extension;

/// A chart with everything in it: valid metadata, files sorted by their role, and charts within.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What `Chart.yaml` says (of `v1` charts with `requirements.yaml` joined in).
    pub metadata: Metadata,
    /// Whether `dependencies` is written at all, be it as an empty list. Helm tells that from a missing one: only then
    /// it looks at the dependencies of the charts within.
    pub lists_dependencies: bool,
    /// `Chart.lock` or `requirements.lock`.
    pub lock: Option<Lock>,
    /// `values.yaml`.
    pub values: Option<File>,
    /// What `values.yaml` says, all numbers as floats; empty without it.
    pub default_values: Arc<BTreeMap<String, Value>>,
    /// `values.schema.json`; loading does not look into it.
    pub schema: Option<File>,
    /// Everything below `templates/`, in reading order.
    pub templates: Vec<File>,
    /// Everything else that templates see as `.Files`: README, `crds/`, `.helmignore` and so on.
    pub files: Vec<File>,
    /// The charts below `charts/`, sorted by name and version. (Helm has them in random order.)
    pub dependencies: Vec<Chart>,
    /// `Chart.yaml` with the positions of its values.
    pub chart_yaml: Node,
    /// All files of the chart as they were read, those below `charts/` included.
    pub raw: ChartTree,
}

/// A chart, and what Helm would have logged while loading it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The chart.
    pub chart: Chart,
    /// Whole lines as Helm writes them on stderr: `level=INFO msg="…"`.
    pub notes: Vec<String>,
}

impl Chart {
    /// The chart's name.
    pub fn name(&self) -> &str {
        &self.metadata.name
    }

    /// The chart's version as it is written.
    pub fn version(&self) -> &str {
        &self.metadata.version
    }

    /// Whether the chart only offers templates to others.
    pub fn is_library(&self) -> bool {
        self.metadata.chart_type == TYPE_LIBRARY
    }

    /// The chart's own CRD files: below `crds/`, at any depth, `.yaml`, `.yml` or `.json` in any case.
    pub fn crds(&self) -> Vec<&File> {
        let is_crd = |file: &&File| file.path.starts_with("crds/") && is_manifest(&file.path);
        self.files.iter().filter(is_crd).collect()
    }
}

fn is_manifest(path: &str) -> bool {
    let found = extension(path);
    [".yaml", ".yml", ".json"].iter().any(|known| found.eq_ignore_ascii_case(known))
}

//! From files to a chart: which file plays which role, and the charts within
//! (Helm: `pkg/chart/v2/loader/load.go`, `LoadFiles`).

use std::collections::BTreeMap;
use std::sync::Arc;

use gostd::json::Value;
use goyaml::Node;

use crate::archive::{ArchiveError, ArchiveRules, unpack};
use crate::chart::Chart;
use crate::decode::{self, Document, Draft, Step, locate};
use crate::dependencies::{CHART_LOCK, Lock, REQUIREMENTS_LOCK};
use crate::error::{LoadError, Place};
use crate::file::{Budget, ChartTree, File, MAX_CHART_DEPTH, MAX_METADATA_BYTES, MAX_YAML_BYTES};
use crate::metadata::{API_VERSION_1, API_VERSION_2};
use crate::text::{extension, info_line, shown};
use crate::validate::{Violation, validate};
use crate::values::parse_values_within;

/// The file that makes a folder a chart.
pub(crate) const CHART_YAML: &str = "Chart.yaml";
const REQUIREMENTS_YAML: &str = "requirements.yaml";
const VALUES_YAML: &str = "values.yaml";
const SCHEMA_JSON: &str = "values.schema.json";
const CHARTS: &str = "charts/";
/// The `apiVersion` that Helm 4.3 only knows by name.
const API_VERSION_3: &str = "v3";

const REQUIREMENTS_NOTE: &str = "Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend \
                                 migrating dependencies to Chart.yaml.";
const REQUIREMENTS_LOCK_NOTE: &str = "Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". We \
                                      recommend migrating to Chart.lock.";

/// What is shared by a chart and the charts within.
pub(crate) struct Assembly {
    /// The rules for archives in `charts/`.
    rules: ArchiveRules,
    /// What the chart and all charts within may have together.
    pub(crate) budget: Budget,
    /// The `Chart.yaml` by which the loader was chosen, and its text: it is not read twice.
    chosen_by: Option<(Arc<[u8]>, Document)>,
    /// Helm's log lines.
    pub(crate) notes: Vec<String>,
}

/// The parts of a chart while its files are looked at.
#[derive(Default)]
struct Parts {
    draft: Option<Draft>,
    chart_yaml: Option<Node>,
    requirements: Option<Node>,
    lock: Option<Lock>,
    values: Option<File>,
    default_values: Arc<BTreeMap<String, Value>>,
    schema: Option<File>,
    templates: Vec<File>,
    files: Vec<File>,
    /// Files below `charts/` without that prefix, by their first part.
    groups: BTreeMap<String, Vec<File>>,
}

/// Reads a file's text, of which only so many nodes are left.
type Parse = fn(&str, &[u8], usize) -> Result<Document, LoadError>;

impl Assembly {
    pub(crate) fn new(rules: ArchiveRules) -> Self {
        Self { rules, budget: Budget::new(), chosen_by: None, notes: Vec::new() }
    }

    /// Helm chooses a loader by the `apiVersion` of the outermost chart before it looks at anything else.
    pub(crate) fn choose_loader(&mut self, chart_yaml: &File) -> Result<(), LoadError> {
        let document = self.document(chart_yaml)?;
        let version = decode::api_version(&document)?;
        let place = || {
            let steps = [Step::Key("apiVersion".to_owned())];
            Place::new(CHART_YAML, document.node.as_ref().map(|node| locate(node, &steps)))
        };
        match version.as_str() {
            "" | API_VERSION_1 | API_VERSION_2 => {}
            API_VERSION_3 => return Err(LoadError::VersionThree { place: place() }),
            _ => return Err(LoadError::UnsupportedVersion { place: place() }),
        }
        self.chosen_by = Some((Arc::clone(&chart_yaml.data), document));
        Ok(())
    }

    /// Reads a file with metadata as YAML, unless that has been done.
    fn metadata(&mut self, file: &File) -> Result<Document, LoadError> {
        if let Some((_, document)) = self.chosen_by.take_if(|(text, _)| file.path == CHART_YAML && *text == file.data) {
            return Ok(document);
        }
        self.parsed(file, Document::parse_metadata)
    }

    /// Reads a file as YAML.
    fn document(&mut self, file: &File) -> Result<Document, LoadError> {
        self.parsed(file, Document::parse_within)
    }

    fn parsed(&mut self, file: &File, parse: Parse) -> Result<Document, LoadError> {
        if file.data.len() as u64 > MAX_METADATA_BYTES {
            return Err(large_metadata(&file.path));
        }
        self.take_yaml(file)?;
        let document = parse(&file.path, &file.data, self.budget.nodes())?;
        self.budget.take_nodes(document.node.as_ref().map_or(0, Node::count));
        Ok(document)
    }

    fn take_yaml(&mut self, file: &File) -> Result<(), LoadError> {
        if self.budget.take_yaml(&file.data) {
            return Ok(());
        }
        Err(LoadError::TooMuchYaml { place: Place::new(&file.path, None), limit: MAX_YAML_BYTES })
    }

    /// The chart that some files are. The outermost has depth 0.
    pub(crate) fn chart(&mut self, files: Vec<File>, depth: u32) -> Result<Chart, LoadError> {
        if depth > MAX_CHART_DEPTH {
            return Err(LoadError::ChartTooDeep { limit: MAX_CHART_DEPTH });
        }
        let mut parts = Parts::default();
        for file in files.iter().filter(|file| file.path == CHART_YAML) {
            parts.chart_yaml(self.metadata(file)?)?;
        }
        for file in &files {
            self.place(&mut parts, file)?;
        }
        let draft = parts.draft.take().ok_or(LoadError::ChartYamlMissing)?;
        let lists_dependencies = draft.lists_dependencies;
        let metadata = validate(draft).map_err(|violation| LoadError::Validation {
            place: parts.place_of(&violation),
            message: violation.message,
        })?;
        let chart_yaml = parts.chart_yaml.take().ok_or(LoadError::ChartYamlMissing)?;
        let dependencies = self.subcharts(&metadata.name, parts.groups, depth)?;
        Ok(Chart {
            metadata,
            lists_dependencies,
            lock: parts.lock,
            values: parts.values,
            default_values: parts.default_values,
            schema: parts.schema,
            templates: parts.templates,
            files: parts.files,
            dependencies,
            chart_yaml,
            raw: ChartTree::new(files),
        })
    }

    /// Gives a file its role.
    fn place(&mut self, parts: &mut Parts, file: &File) -> Result<(), LoadError> {
        match file.path.as_str() {
            CHART_YAML => {}
            CHART_LOCK => parts.lock = decode::lock(&self.document(file)?)?,
            VALUES_YAML => {
                self.take_yaml(file)?;
                let mut nodes = self.budget.nodes();
                let values = parse_values_within(&file.data, &mut nodes).map_err(|error| LoadError::Decode {
                    place: Place::new(VALUES_YAML, error.position),
                    message: error.message,
                })?;
                self.budget.take_nodes(self.budget.nodes() - nodes);
                parts.default_values = Arc::new(values);
                parts.values = Some(file.clone());
            }
            SCHEMA_JSON => parts.schema = Some(file.clone()),
            REQUIREMENTS_YAML => self.requirements(parts, file)?,
            REQUIREMENTS_LOCK => self.requirements_lock(parts, file)?,
            path if path.starts_with("templates/") => parts.templates.push(file.clone()),
            path => match path.strip_prefix(CHARTS) {
                Some(below) if extension(path) != ".prov" => {
                    let group = below.split('/').next().unwrap_or(below);
                    parts.groups.entry(group.to_owned()).or_default().push(file.renamed(below));
                }
                _ => parts.files.push(file.clone()),
            },
        }
        Ok(())
    }

    fn requirements(&mut self, parts: &mut Parts, file: &File) -> Result<(), LoadError> {
        let legacy = parts.is_version_1();
        if !legacy {
            self.notes.push(info_line(REQUIREMENTS_NOTE, &[]));
        }
        let document = self.metadata(file)?;
        decode::metadata(&document, parts.draft.get_or_insert_default())?;
        parts.requirements = document.node;
        if parts.is_version_1() {
            parts.files.push(file.clone());
        }
        Ok(())
    }

    fn requirements_lock(&mut self, parts: &mut Parts, file: &File) -> Result<(), LoadError> {
        parts.lock = decode::lock(&self.document(file)?)?;
        parts.draft.get_or_insert_default();
        if parts.is_version_1() {
            parts.files.push(file.clone());
        } else {
            self.notes.push(info_line(REQUIREMENTS_LOCK_NOTE, &[]));
        }
        Ok(())
    }

    fn subcharts(
        &mut self,
        parent: &str,
        groups: BTreeMap<String, Vec<File>>,
        depth: u32,
    ) -> Result<Vec<Chart>, LoadError> {
        let mut charts = Vec::new();
        for (name, files) in groups {
            if name.starts_with(['_', '.']) {
                continue;
            }
            let loaded = if extension(&name) == ".tgz" {
                let archive = the_archive(parent, &name, &files)?;
                self.archive(archive, depth + 1)
            } else {
                self.chart(below_first_part(&files), depth + 1)
            };
            charts.push(loaded.map_err(|cause| LoadError::Subchart {
                name,
                parent: parent.to_owned(),
                cause: Box::new(cause),
            })?);
        }
        charts.sort_by(|left, right| (left.name(), left.version()).cmp(&(right.name(), right.version())));
        Ok(charts)
    }

    fn archive(&mut self, file: &File, depth: u32) -> Result<Chart, LoadError> {
        let unpacked = unpack(&file.data, self.rules, &mut self.budget)?;
        let chart = self.chart(unpacked.files, depth)?;
        check_root(self.rules, &unpacked.root, &chart)?;
        Ok(chart)
    }
}

impl Parts {
    fn chart_yaml(&mut self, document: Document) -> Result<(), LoadError> {
        let draft = self.draft.get_or_insert_default();
        decode::metadata(&document, draft)?;
        if draft.metadata.api_version.is_empty() {
            API_VERSION_1.clone_into(&mut draft.metadata.api_version);
        }
        self.chart_yaml = document.node;
        Ok(())
    }

    /// Where a rule is broken; dependencies may be listed in either file, the second has the last word.
    fn place_of(&self, violation: &Violation) -> Place {
        let of_dependencies = matches!(violation.steps.first(), Some(Step::Key(key)) if key == "dependencies");
        let requirements = self.requirements.as_ref();
        let (file, node) = match requirements.filter(|node| of_dependencies && node.get("dependencies").is_some()) {
            Some(node) => (REQUIREMENTS_YAML, Some(node)),
            None => (CHART_YAML, self.chart_yaml.as_ref()),
        };
        Place::new(file, node.map(|node| locate(node, &violation.steps)))
    }

    fn is_version_1(&self) -> bool {
        let draft = self.draft.as_ref();
        draft.is_some_and(|draft| draft.metadata.api_version == API_VERSION_1)
    }
}

/// The error for a file with metadata that is not even read.
pub(crate) fn large_metadata(file: &str) -> LoadError {
    LoadError::LargeMetadata { place: Place::new(file, None), limit: MAX_METADATA_BYTES }
}

/// Under strict rules the top folder must have the chart's name.
pub(crate) fn check_root(rules: ArchiveRules, root: &str, chart: &Chart) -> Result<(), ArchiveError> {
    if rules == ArchiveRules::Strict && root != chart.name() {
        return Err(ArchiveError::RootName { root: shown(root), name: shown(chart.name()) });
    }
    Ok(())
}

/// The archive of a group that is named like one.
fn the_archive<'a>(parent: &str, name: &str, files: &'a [File]) -> Result<&'a File, LoadError> {
    let first = files.first().ok_or(LoadError::ChartYamlMissing)?;
    if first.path != name {
        return Err(LoadError::SubchartArchive {
            parent: parent.to_owned(),
            expected: name.to_owned(),
            found: first.path.clone(),
        });
    }
    Ok(first)
}

/// The files of a folder in `charts/`, relative to it; a plain file in `charts/` has none.
fn below_first_part(files: &[File]) -> Vec<File> {
    let below = files.iter().filter_map(|file| {
        let (_, path) = file.path.split_once('/')?;
        Some(file.renamed(path))
    });
    below.collect()
}

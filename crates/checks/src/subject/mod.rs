//! What rules look at.

mod archives;
mod definition_texts;
mod objects;
mod renders;
mod values_file;

use std::cell::OnceCell;

use chart::{Chart, Folder, Loaded};
use goyaml::{Node, Position};
use hub::Ingested;
use hub::package_file::PackageFile;
use hub::repository_file::RepositoryFile;
use render::values::capabilities::KubeVersion;
use render::{Moment, RenderError, Renderer};

use crate::defined::Definitions;
use crate::defined::examples::Examples;
use crate::images::{Images, Sources};
use crate::policy::{Inline, Origin};
use crate::refusals::{self, Verdict};

pub use definition_texts::definition_texts;
pub use objects::{CustomResourceDefinition, Object};
pub use renders::{Purpose, Renders, Run, Scene, rendered_by_artifact_hub, rendered_for_artifact_hub};
pub use values_file::ValuesFile;

/// A file that stands outside the loaded chart or is looked at as raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// The path, relative to where the user stands.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a subject is made of.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The chart as it was loaded.
    pub loaded: &'a Loaded,
    /// Where it was loaded from.
    pub folder: &'a dyn Folder,
    /// That folder, relative to where the user stands.
    pub path: &'a str,
    /// `artifacthub-pkg.yml` beside `Chart.yaml`.
    pub package_file: Option<&'a NamedFile>,
    /// `artifacthub-repo.yml` for this chart.
    pub repository_file: Option<&'a NamedFile>,
    /// Where the id of the chart's repository was set, if not in that file.
    pub repository_id_origin: Option<&'a Origin>,
    /// The versions of Kubernetes that the chart is for.
    pub kubernetes: &'a [KubeVersion],
    /// Files of values, relative to the chart, that it must render with besides its own; patterns.
    pub values: &'a [String],
    /// Where and when it is rendered.
    pub setting: Setting<'a>,
}

/// Where and when a chart is rendered.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The namespace of the release.
    pub namespace: &'a str,
    /// Time and chance.
    pub moment: &'a Moment,
}

/// A chart with the files that belong to its release, and what the programs that read charts make of it. What takes time
/// is computed when it is first asked for.
pub struct Subject<'a> {
    /// The chart.
    pub chart: &'a Chart,
    /// Its folder, relative to where the user stands.
    pub folder: &'a str,
    /// `artifacthub-pkg.yml` beside `Chart.yaml`: its path and what it says.
    pub package_file: Option<(String, PackageFile)>,
    /// `artifacthub-repo.yml` for this chart: its path and what it says.
    pub repository_file: Option<(String, RepositoryFile)>,
    inputs: Inputs<'a>,
    renderer: Renderer<'a>,
    values_files: OnceCell<Vec<ValuesFile>>,
    renders: OnceCell<Renders>,
    linted: OnceCell<lint::Report>,
    ingested: OnceCell<Ingested>,
    crds: OnceCell<Vec<CustomResourceDefinition>>,
    defined: OnceCell<Definitions>,
    examples: OnceCell<Examples>,
    images: OnceCell<Images>,
    image_sources: OnceCell<Sources>,
    verdicts: OnceCell<Vec<Verdict>>,
}

impl<'a> Subject<'a> {
    /// Reads the two metadata files, if they are there.
    pub fn new(inputs: Inputs<'a>) -> Self {
        let read = |file: &NamedFile| (file.path.clone(), hub::package_file::read(&file.bytes));
        Self {
            chart: &inputs.loaded.chart,
            folder: inputs.path,
            package_file: inputs.package_file.map(read),
            repository_file: inputs
                .repository_file
                .map(|file| (file.path.clone(), hub::repository_file::read(&file.bytes))),
            inputs,
            renderer: Renderer::new(&inputs.loaded.chart),
            values_files: OnceCell::new(),
            renders: OnceCell::new(),
            linted: OnceCell::new(),
            ingested: OnceCell::new(),
            crds: OnceCell::new(),
            defined: OnceCell::new(),
            examples: OnceCell::new(),
            images: OnceCell::new(),
            image_sources: OnceCell::new(),
            verdicts: OnceCell::new(),
        }
    }

    /// Computes what takes time side by side, before a rule asks for it.
    pub fn prepare(&self) {
        let inputs = self.inputs;
        let (renderer, setting, kubernetes) = (&self.renderer, inputs.setting, inputs.kubernetes);
        let (values, repository) = (self.values_files(), self.repository());
        std::thread::scope(|threads| {
            let renders = threads.spawn(|| Renders::new(renderer, values, kubernetes, setting));
            let ingested = threads.spawn(|| renders::ingested(renderer, repository, setting.moment));
            self.linted();
            if let Ok(renders) = renders.join() {
                let _ = self.renders.set(renders);
            }
            if let Ok(ingested) = ingested.join() {
                let _ = self.ingested.set(ingested);
            }
        });
    }

    /// The folder that the chart was loaded from, with what the package leaves out.
    pub fn source(&self) -> &dyn Folder {
        self.inputs.folder
    }

    /// Whether there are symbolic links in the folder that the chart was loaded from.
    pub fn has_links(&self) -> bool {
        self.inputs.loaded.notes.iter().any(|note| note.contains("found symbolic link"))
    }

    /// The versions of Kubernetes that the chart is for.
    pub fn kubernetes(&self) -> &[KubeVersion] {
        self.inputs.kubernetes
    }

    /// The files of values that the chart must render with besides its own: `ci/*-values.yaml`, or what was configured.
    pub fn values_files(&self) -> &[ValuesFile] {
        self.values_files.get_or_init(|| values_file::read(self.inputs.folder, self.inputs.values))
    }

    /// What the chart renders to, in every scene.
    pub fn renders(&self) -> &Renders {
        let Inputs { kubernetes, setting, .. } = self.inputs;
        self.renders.get_or_init(|| Renders::new(&self.renderer, self.values_files(), kubernetes, setting))
    }

    /// What `helm lint` says.
    pub fn linted(&self) -> &lint::Report {
        self.linted.get_or_init(|| renders::lint(&self.inputs, &self.renderer))
    }

    /// What Artifact Hub makes of the chart.
    pub fn ingested(&self) -> &Ingested {
        self.ingested.get_or_init(|| renders::ingested(&self.renderer, self.repository(), self.inputs.setting.moment))
    }

    /// The custom resource definitions of `crds/`.
    pub fn crds(&self) -> &[CustomResourceDefinition] {
        self.crds.get_or_init(|| objects::crds(self.chart))
    }

    /// What API servers say of the objects that the chart renders to.
    pub(crate) fn verdicts(&self) -> &[Verdict] {
        self.verdicts.get_or_init(|| refusals::verdicts(self.renders()))
    }

    /// The definitions of `crds/` and of everything that the chart renders to, with the API server's verdict.
    pub(crate) fn defined(&self) -> &Definitions {
        self.defined.get_or_init(|| Definitions::of(self))
    }

    /// Examples of custom resources, with the API server's verdict.
    pub(crate) fn examples(&self) -> &Examples {
        self.examples.get_or_init(|| Examples::of(self))
    }

    /// The images of everything that the chart renders to.
    pub fn images(&self) -> &Images {
        self.images.get_or_init(|| Images::of(self.renders()))
    }

    /// Where `values.yaml` names images.
    pub fn image_sources(&self) -> &Sources {
        let read = || self.chart.values.as_ref().map(|file| Sources::of(&file.data)).unwrap_or_default();
        self.image_sources.get_or_init(read)
    }

    /// The exceptions that comments in the chart's files make; those of charts within are theirs.
    pub fn inline(&self) -> Inline {
        let mut found = Inline::default();
        let own = self.chart.raw.files().iter().filter(|file| !file.path.starts_with("charts/"));
        own.for_each(|file| found.read(&self.path(&file.path), &file.data));
        let packed = |path: &str| self.chart.raw.get(path).is_some();
        let values = self.values_files().iter().filter(|file| !packed(&file.path));
        values.for_each(|file| found.read(&self.path(&file.path), &file.text));
        let metadata = [self.inputs.package_file, self.inputs.repository_file].into_iter().flatten();
        let own =
            |path: &str| path.strip_prefix(self.folder).and_then(|path| path.strip_prefix('/')).is_some_and(packed);
        metadata.filter(|file| !own(&file.path)).for_each(|file| found.read(&file.path, &file.bytes));
        found
    }

    /// Where the id of the chart's repository was set, if not in `artifacthub-repo.yml`.
    pub fn repository_id_origin(&self) -> Option<&Origin> {
        self.inputs.repository_id_origin
    }

    fn repository(&self) -> Option<&RepositoryFile> {
        self.repository_file.as_ref().map(|(_, file)| file)
    }

    /// The path of one of the chart's files, relative to where the user stands.
    pub fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.folder.trim_end_matches('/'))
    }

    /// The file and place of a failed render, relative to where the user stands; the chart's folder if it has none.
    pub fn place_of(&self, error: &RenderError) -> (String, Option<Position>) {
        let Some(place) = error.place() else { return (self.folder.to_owned(), None) };
        let inside = place.file.strip_prefix(self.chart.name()).and_then(|path| path.strip_prefix('/'));
        let inside = inside.unwrap_or(&place.file);
        let is_there = self.chart.raw.get(inside).is_some();
        let position = place.line.map(|line| Position { line, column: place.column.unwrap_or(1) });
        (self.file_with(inside), position.filter(|_| is_there))
    }

    /// The path of one of the chart's files, relative to where the user stands; of the archive that holds it if it is one of
    /// a packed chart within.
    pub fn file_with(&self, file: &str) -> String {
        let archive = || archives::holding(self.chart, file);
        let path = if self.chart.raw.get(file).is_some() { None } else { archive() };
        self.path(path.unwrap_or(file))
    }

    /// The path of `Chart.yaml`.
    pub fn chart_yaml(&self) -> String {
        self.path("Chart.yaml")
    }

    /// The value of a field of `Chart.yaml`, for its position.
    pub fn field(&self, name: &str) -> Option<&Node> {
        self.chart.chart_yaml.get(name)
    }

    /// The value of an annotation, for its position.
    pub fn annotation_node(&self, key: &str) -> Option<&Node> {
        self.field("annotations")?.get(key)
    }

    /// An annotation's text.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.chart.metadata.annotations.get(key).map(String::as_str)
    }
}

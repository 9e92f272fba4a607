//! What a chart renders to: with every file of values for every version of Kubernetes, and in the scenes that charts
//! trip over.

use std::collections::HashMap;
use std::sync::Arc;

use chart::Chart;
use hub::ingest::Rendered;
use hub::repository::{Repository, RepositoryKind};
use hub::repository_file::RepositoryFile;
use hub::{FoundAt, Ingested, Seen};
use render::output::{self, Selection};
use render::values::capabilities::{Capabilities, KubeVersion};
use render::values::{Dialect, Table};
use render::{Moment, Output, Release, RenderError, Renderer, Scenario};

use super::{Inputs, Object, Setting, ValuesFile};

/// Why something is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It must work: a file of values, a version of Kubernetes.
    Matrix,
    /// The chart's version has build metadata: `1.2.3+build.7`.
    BuildMetadata,
    /// The release's name is as long as Helm allows: 53 characters.
    LongName,
}

/// With what something is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Why.
    pub purpose: Purpose,
    /// The file of values, relative to the chart; nothing for `values.yaml` alone.
    pub values: Option<String>,
    /// The version of Kubernetes.
    pub kubernetes: KubeVersion,
}

impl Scene {
    /// `with ci/ha-values.yaml for Kubernetes v1.31`
    pub fn words(&self) -> String {
        format!("{} for Kubernetes {}", self.values_words(), self.kubernetes.version)
    }

    /// `with ci/ha-values.yaml`
    pub fn values_words(&self) -> String {
        self.values.as_ref().map_or_else(|| "with default values".to_owned(), |file| format!("with {file}"))
    }
}

/// One render.
#[derive(Clone, Debug)]
pub struct Run {
    /// With what.
    pub scene: Scene,
    /// The objects by their place in [`Renders::objects`], in Helm's order, hooks last; or why there are none.
    pub outcome: Result<Vec<usize>, RenderError>,
}

/// All renders of a chart.
#[derive(Clone, Debug, Default)]
pub struct Renders {
    /// The renders. Of those for [`Purpose::Matrix`], default values come first, then the files of values by path; within
    /// each the versions of Kubernetes as they were given.
    pub runs: Vec<Run>,
    /// What they make, each once.
    pub objects: Vec<Object>,
}

/// Scenes that are rendered side by side.
const AT_ONCE: usize = 4;
/// A name of 53 characters.
const LONG_NAME: &str = "a-release-name-as-long-as-helm-allows-one-to-be-53xyz";
/// What `.Chart.Version` ends with for [`Purpose::BuildMetadata`].
const BUILD_METADATA: &str = "+build.7";

impl Renders {
    /// Renders a chart in every scene.
    pub(super) fn new(
        renderer: &Renderer<'_>,
        values: &[ValuesFile],
        kubernetes: &[KubeVersion],
        setting: Setting<'_>,
    ) -> Self {
        let chart = renderer.chart();
        if chart.is_library() {
            return Self::default();
        }
        let mut renders = Self::default();
        let mut shelf = Shelf { chart, known: HashMap::new() };
        let scenes = matrix(values, kubernetes);
        for of_values in scenes.chunks(kubernetes.len().max(1)) {
            renders.add_versions(renderer, of_values, setting, &mut shelf);
            // Who spends all that one render may spend gets no more.
            if renders.has_reached_limit() {
                return renders;
            }
        }
        let newest = kubernetes.last().cloned();
        for purpose in [Purpose::BuildMetadata, Purpose::LongName] {
            let Some(kubernetes) = newest.clone() else { break };
            let scene = Scene { purpose, values: None, kubernetes };
            if let Some(result) = trap(renderer, chart, &scene, setting) {
                renders.add(&scene, result, &mut shelf);
            }
        }
        renders
    }

    /// The renders for [`Purpose::Matrix`].
    pub fn matrix(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(|run| run.scene.purpose == Purpose::Matrix)
    }

    /// The objects of a render; none of one that failed.
    pub fn objects_of<'r>(&'r self, run: &'r Run) -> impl Iterator<Item = &'r Object> {
        run.outcome.iter().flatten().filter_map(|index| self.objects.get(*index))
    }

    /// Every object that is made for [`Purpose::Matrix`], once, with the first render that makes it.
    pub fn matrix_objects(&self) -> Vec<(&Object, &Run)> {
        let found = self.matrix_indices().into_iter();
        found.filter_map(|(index, run)| Some((self.objects.get(index)?, run))).collect()
    }

    /// The same by the places of the objects in [`Renders::objects`].
    pub fn matrix_indices(&self) -> Vec<(usize, &Run)> {
        let mut seen = vec![false; self.objects.len()];
        let mut found = Vec::new();
        for run in self.matrix() {
            for index in run.outcome.iter().flatten() {
                if seen.get_mut(*index).is_some_and(|seen| !std::mem::replace(seen, true)) {
                    found.push((*index, run));
                }
            }
        }
        found
    }

    /// Adds the scenes of one file of values. If no template asks for the version of Kubernetes, the first stands for all.
    fn add_versions(
        &mut self,
        renderer: &Renderer<'_>,
        scenes: &[(Scene, Option<&Table>)],
        setting: Setting<'_>,
        shelf: &mut Shelf<'_>,
    ) {
        let scenario = |(scene, values): &(Scene, Option<&Table>)| scenario(scene, *values, "release-name", setting);
        let Some((first, others)) = scenes.split_first() else { return };
        let rendered = renderer.render(&scenario(first));
        let is_for_all = rendered.result.as_ref().is_ok_and(|output| !output.asks_for_kubernetes);
        self.add(&first.0, rendered.result, shelf);
        if self.has_reached_limit() {
            return;
        }
        let others: Vec<(&Scene, Scenario)> = others.iter().map(|scene| (&scene.0, scenario(scene))).collect();
        if is_for_all {
            others.iter().for_each(|(scene, scenario)| self.add_equal(scene, scenario, shelf.chart));
            return;
        }
        // Some at once, but not all: their output is not small.
        for at_once in others.chunks(AT_ONCE) {
            let scenarios: Vec<Scenario> = at_once.iter().map(|(_, scenario)| scenario.clone()).collect();
            for ((scene, _), rendered) in at_once.iter().zip(renderer.render_all(&scenarios)) {
                self.add(scene, rendered.result, shelf);
            }
        }
    }

    fn has_reached_limit(&self) -> bool {
        self.runs.iter().any(|run| run.outcome.as_ref().is_err_and(RenderError::is_limit))
    }

    /// Adds a scene that makes what the last one makes, unless the chart is not for its version of Kubernetes.
    fn add_equal(&mut self, scene: &Scene, scenario: &Scenario, chart: &Chart) {
        let range = &chart.metadata.kube_version;
        let outcome = match scenario.capabilities.check_kube_version(range) {
            Err(error) => Err(RenderError::KubeVersion(error)),
            Ok(()) => match self.runs.iter().rev().find_map(|run| run.outcome.as_ref().ok()) {
                Some(objects) => Ok(objects.clone()),
                None => return,
            },
        };
        self.runs.push(Run { scene: scene.clone(), outcome });
    }

    fn add(&mut self, scene: &Scene, result: Result<Output, RenderError>, shelf: &mut Shelf<'_>) {
        let outcome = result.map(|output| {
            let manifests = output.manifests.manifests.iter().map(|manifest| (manifest, &[][..]));
            let hooks = output.manifests.hooks.iter().map(|hook| (&hook.manifest, hook.events.as_slice()));
            manifests.chain(hooks).map(|(manifest, events)| shelf.place(manifest, events, &mut self.objects)).collect()
        });
        self.runs.push(Run { scene: scene.clone(), outcome });
    }
}

/// Which objects are known already.
struct Shelf<'c> {
    chart: &'c Chart,
    known: HashMap<(String, Arc<[u8]>), usize>,
}

impl Shelf<'_> {
    fn place(
        &mut self,
        manifest: &render::manifest::Manifest,
        events: &[render::manifest::Event],
        objects: &mut Vec<Object>,
    ) -> usize {
        let key = (manifest.path.clone(), Arc::from(manifest.content.as_slice()));
        *self.known.entry(key).or_insert_with(|| {
            objects.push(Object::new(self.chart.name(), manifest, events));
            objects.len() - 1
        })
    }
}

/// Every file of values for every version of Kubernetes, default values first. Files that can't be read are left out.
fn matrix<'v>(values: &'v [ValuesFile], kubernetes: &[KubeVersion]) -> Vec<(Scene, Option<&'v Table>)> {
    let readable = values.iter().filter_map(|file| Some((Some(file.path.clone()), Some(file.values.as_ref().ok()?))));
    let files = std::iter::once((None, None)).chain(readable);
    let scenes = files.flat_map(|(path, table)| {
        let scene = move |kubernetes: &KubeVersion| Scene {
            purpose: Purpose::Matrix,
            values: path.clone(),
            kubernetes: kubernetes.clone(),
        };
        kubernetes.iter().map(move |kubernetes| (scene(kubernetes), table)).collect::<Vec<_>>()
    });
    scenes.collect()
}

fn scenario(scene: &Scene, values: Option<&Table>, name: &str, setting: Setting<'_>) -> Scenario {
    Scenario {
        release: Release::template(name, setting.namespace),
        capabilities: Capabilities { kube_version: scene.kubernetes.clone(), ..Capabilities::helm_4() },
        values: values.cloned().unwrap_or_default(),
        dialect: Dialect::Helm4,
        moment: setting.moment.clone(),
        skip_schema_validation: false,
        lint: false,
        debug: false,
    }
}

/// A scene that charts trip over; `None` if the chart can't be brought into it.
fn trap(
    renderer: &Renderer<'_>,
    chart: &Chart,
    scene: &Scene,
    setting: Setting<'_>,
) -> Option<Result<Output, RenderError>> {
    let name = if scene.purpose == Purpose::LongName { LONG_NAME } else { "release-name" };
    let scenario = scenario(scene, None, name, setting);
    if scene.purpose != Purpose::BuildMetadata {
        return Some(renderer.render(&scenario).result);
    }
    let plain = chart.version().split('+').next().unwrap_or_default();
    let other = chart.clone().with_versions(Some(&format!("{plain}{BUILD_METADATA}")), None).ok()?;
    Some(renderer.sharing(&other).render(&scenario).result)
}

/// What `helm lint` says about the chart, for the newest version of Kubernetes that it is for.
pub(super) fn lint(inputs: &Inputs<'_>, renderer: &Renderer<'_>) -> lint::Report {
    let kubernetes = inputs.kubernetes.last().cloned();
    let mut capabilities = Capabilities::helm_4();
    if let Some(kubernetes) = kubernetes {
        capabilities.kube_version = kubernetes;
    }
    let number = |text: &str| text.parse().unwrap_or(u32::MAX);
    let kube_version = lint::KubeVersion {
        major: number(&capabilities.kube_version.major),
        minor: number(&capabilities.kube_version.minor),
    };
    let scenario = Scenario {
        release: Release::lint(inputs.setting.namespace),
        capabilities,
        values: Table::new(),
        dialect: Dialect::Helm4,
        moment: inputs.setting.moment.clone(),
        skip_schema_validation: false,
        lint: true,
        debug: false,
    };
    let engine = lint::RenderEngine::new(scenario).sharing(renderer);
    let request = lint::Request { engine: &engine, kube_version };
    lint::lint_loaded(inputs.folder, inputs.loaded, &request)
}

/// The manifests in which Artifact Hub looks for images, or why there are none: Helm 3.20, Kubernetes 1.29, default
/// values, CRDs, no hooks. It fetches schemas that others refer to; here default values are taken to meet those.
///
/// # Errors
/// Why the chart can't be rendered so.
pub fn rendered_by_artifact_hub(renderer: &Renderer<'_>, moment: &Moment) -> Result<String, String> {
    rendered_for_artifact_hub(renderer, moment, Selection { no_hooks: true, ..Selection::default() })
}

/// The same scene with another selection of what is made.
///
/// # Errors
/// As [`rendered_by_artifact_hub`].
pub fn rendered_for_artifact_hub(
    renderer: &Renderer<'_>,
    moment: &Moment,
    selection: Selection,
) -> Result<String, String> {
    let mut scenario = Scenario {
        release: Release::template("release-name", ""),
        capabilities: Capabilities::artifact_hub(),
        values: Table::new(),
        dialect: Dialect::Helm3,
        moment: moment.clone(),
        skip_schema_validation: false,
        lint: false,
        debug: false,
    };
    let mut result = renderer.render(&scenario).result;
    if matches!(&result, Err(error @ RenderError::Schema(_)) if error.to_string().contains(OUTSIDE)) {
        scenario.skip_schema_validation = true;
        result = renderer.render(&scenario).result;
    }
    let rendered = result.map(|output| {
        String::from_utf8_lossy(&output::stream(&output.crds, &output.manifests, selection)).into_owned()
    });
    rendered.map_err(|error| error.to_string())
}

/// What is said of schemas that only the web has.
const OUTSIDE: &str = "schemas outside of the chart are not read";

/// What Artifact Hub makes of the chart.
pub(super) fn ingested(renderer: &Renderer<'_>, repository: Option<&RepositoryFile>, moment: &Moment) -> Ingested {
    let chart = renderer.chart();
    let rendered = rendered_by_artifact_hub(renderer, moment);
    let url = format!("oci://registry.example/charts/{}", chart.name());
    let repository_of = Repository { kind: RepositoryKind::Helm, name: None, url: &url };
    let tag = chart.version().replacen('+', "_", 1);
    let seen =
        Seen { rendered: Rendered::of(&rendered), metadata: repository.map(|file| &file.metadata), ..Seen::default() };
    hub::ingest(&FoundAt { repository: repository_of, tag: &tag }, chart, &seen)
}

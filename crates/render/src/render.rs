//! One chart, many scenarios.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;

use chart::{Chart, File};
use gostd::json::Value;

use crate::engine::{self, Ahead, STACK_BYTES, Templates};
use crate::error::RenderError;
use crate::manifest::Manifests;
use crate::reading;
use crate::root;
use crate::scenario::Scenario;
use crate::values::{self, Instance, Log, Values, Verdicts};

/// Files with this end are for people, not for Kubernetes.
const NOTES: &str = "NOTES.txt";

/// Renders a chart in any number of scenarios. Templates are parsed once, and no schema judges the same values twice.
#[derive(Debug)]
pub struct Renderer<'c> {
    chart: &'c Chart,
    templates: Arc<Templates>,
    verdicts: Arc<Verdicts>,
}

/// A render, successful or not, with what Helm would have logged on the way.
#[derive(Clone, Debug)]
pub struct Rendered<T> {
    /// What came out.
    pub result: Result<T, RenderError>,
    /// Whole lines as Helm writes them on stderr.
    pub log: Vec<String>,
}

/// Everything that a chart's templates make.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Manifests and hooks in Helm's order.
    pub manifests: Manifests,
    /// The chart's `NOTES.txt`, rendered; Helm never prints it with `template`.
    pub notes: Option<Vec<u8>>,
    /// The CRD files of the chart and of the charts within that are enabled, with their paths in the tree of charts.
    pub crds: Vec<(String, File)>,
    /// Whether a template may have seen the version of Kubernetes. If none has, another version gives the same output.
    pub asks_for_kubernetes: bool,
}

/// What is known when all templates have been executed.
struct Ran {
    crds: Vec<(String, File)>,
    asks_for_kubernetes: bool,
}

impl<'c> Renderer<'c> {
    /// A renderer for a chart.
    #[must_use]
    pub fn new(chart: &'c Chart) -> Self {
        Self { chart, templates: Arc::default(), verdicts: Arc::default() }
    }

    /// The chart.
    #[must_use]
    pub fn chart(&self) -> &'c Chart {
        self.chart
    }

    /// A renderer for another chart. Files that both share, as a chart and a clone of it do, are parsed once; verdicts of
    /// schemas are shared too.
    #[must_use]
    pub fn sharing<'d>(&self, chart: &'d Chart) -> Renderer<'d> {
        Renderer { chart, templates: Arc::clone(&self.templates), verdicts: Arc::clone(&self.verdicts) }
    }

    /// What a schema says of values, once for all scenarios.
    ///
    /// # Errors
    /// Helm's text if values do not fit the schema, or the schema is faulty.
    pub fn check_schema(&self, schema: &[u8], values: &Value, log: &mut Log) -> Result<(), String> {
        self.verdicts.check(schema, values, log)
    }

    /// Renders several scenarios on all cores.
    #[must_use]
    pub fn render_all(&self, scenarios: &[Scenario]) -> Vec<Rendered<Output>> {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(scenarios.len()).max(1);
        let share = scenarios.len().div_ceil(workers).max(1);
        thread::scope(|threads| {
            let shares: Vec<_> = scenarios
                .chunks(share)
                .map(|share| threads.spawn(|| share.iter().map(|scenario| self.render(scenario)).collect::<Vec<_>>()))
                .collect();
            shares.into_iter().flat_map(joined).collect()
        })
    }

    /// Renders only: the output of every template file by its path in the tree of charts, sorted by path.
    #[must_use]
    pub fn files(&self, scenario: &Scenario) -> Rendered<Vec<engine::File>> {
        let run = || {
            let mut log = Log::new(scenario.debug);
            let mut files = Vec::new();
            let done = self.run(scenario, &mut log, |file| files.push(file));
            files.sort_by(|a, b| a.0.cmp(&b.0));
            Rendered { result: done.map(|_| files), log: log.into_lines() }
        };
        thread::scope(|threads| on_deep_stack(threads, run).map_or_else(Rendered::failed, joined))
    }

    /// Renders, splits and sorts. Documents are read while templates are still being executed.
    #[must_use]
    pub fn render(&self, scenario: &Scenario) -> Rendered<Output> {
        let (feed, queue) = reading::queue();
        let run = || {
            let mut log = Log::new(scenario.debug);
            let mut notes = None;
            let ran = self.run(scenario, &mut log, |(path, text)| {
                if !path.ends_with(NOTES) {
                    feed.add(&path, &text);
                } else if self.is_own_notes(&path) {
                    notes = Some(text);
                }
            });
            drop(feed);
            let made = ran.map(|ran| Output {
                manifests: Manifests::default(),
                notes,
                crds: ran.crds,
                asks_for_kubernetes: ran.asks_for_kubernetes,
            });
            (Rendered { result: made, log: log.into_lines() }, queue.drain())
        };
        thread::scope(|threads| match on_deep_stack(threads, run) {
            Err(error) => Rendered::failed(error),
            Ok(worker) => {
                let shelf = queue.drain();
                let (Rendered { result, mut log }, other) = joined(worker);
                let result = result.and_then(|made| Ok(Output { manifests: shelf.sorted(other, &mut log)?, ..made }));
                Rendered { result, log }
            }
        })
    }

    fn is_own_notes(&self, path: &str) -> bool {
        path.strip_prefix(self.chart.name()).and_then(|path| path.strip_prefix("/templates/")) == Some(NOTES)
    }

    /// The whole scenario: gives every file to `take`.
    fn run(&self, scenario: &Scenario, log: &mut Log, take: impl FnMut(engine::File)) -> Result<Ran, RenderError> {
        let user = Values::new(&scenario.values);
        let instance = values::process(self.chart, &user, scenario.dialect, log).map_err(RenderError::Dependencies)?;
        let files = engine::template_files(&instance);
        let values = self.while_parsing(&files, || values_of(&instance, &user, scenario, (&self.verdicts, log)))?;
        // Only the outermost chart's range counts; linting does not look at it.
        if !scenario.lint {
            let range = &self.chart.metadata.kube_version;
            scenario.capabilities.check_kube_version(range).map_err(RenderError::KubeVersion)?;
        }
        let asked = Rc::new(Cell::new(false));
        let scopes = root::scopes(&instance, &values, &scenario.release, &scenario.capabilities, &asked);
        let host = engine::host(&scenario.moment, scenario.lint, BTreeMap::new());
        let done = engine::execute(&scopes, &self.templates, &host, take);
        log.extend(host.log.into_inner());
        done?;
        Ok(Ran { crds: crds(&instance), asks_for_kubernetes: asked.get() })
    }

    /// Does something while another thread begins to parse templates; then helps it.
    fn while_parsing<T>(&self, files: &[(String, &File)], other: impl FnOnce() -> T) -> T {
        let Some(ahead) = Ahead::new(files) else { return other() };
        thread::scope(|threads| {
            // Without another thread the files are parsed below.
            drop(on_deep_stack(threads, || self.templates.work(&ahead)));
            let done = other();
            self.templates.work(&ahead);
            done
        })
    }
}

impl<T> Rendered<T> {
    fn failed(error: RenderError) -> Self {
        Self { result: Err(error), log: Vec::new() }
    }
}

/// The values of all charts, checked against their schemas.
fn values_of<'v>(
    instance: &'v Instance<'v>,
    user: &Values<'v>,
    scenario: &Scenario,
    (verdicts, log): (&Verdicts, &mut Log),
) -> Result<Values<'v>, RenderError> {
    let values = if scenario.lint {
        // Linting puts the user's values over the charts' first, and then all that over the charts' again: so nulls take
        // nothing away. It is as quiet about what goes wrong the first time as about dependencies.
        let first = values::coalesce(instance, user, scenario.dialect, log).map_err(RenderError::Dependencies)?;
        values::coalesce(instance, &first, scenario.dialect, log).map_err(RenderError::Values)?
    } else {
        values::coalesce(instance, user, scenario.dialect, log).map_err(RenderError::Values)?
    };
    if !scenario.skip_schema_validation {
        let check = |schema: &[u8], values: &Value, log: &mut Log| verdicts.check(schema, values, log);
        values::validate(instance, &values, &check, log).map_err(RenderError::Schema)?;
    }
    Ok(values)
}

/// Starts a thread with room for the deepest nesting that limits allow.
fn on_deep_stack<'s, 'e, T: Send + 's>(
    threads: &'s thread::Scope<'s, 'e>,
    run: impl FnOnce() -> T + Send + 's,
) -> Result<thread::ScopedJoinHandle<'s, T>, RenderError> {
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(threads, run);
    thread.map_err(|error| RenderError::Thread(error.to_string()))
}

/// The CRD files of a chart, then those of the charts within.
fn crds(instance: &Instance<'_>) -> Vec<(String, File)> {
    let mut found = Vec::new();
    collect_crds(instance, instance.name(), &mut found);
    found
}

fn collect_crds(instance: &Instance<'_>, path: &str, found: &mut Vec<(String, File)>) {
    found.extend(instance.chart.crds().into_iter().map(|file| (format!("{path}/{}", file.path), file.clone())));
    for child in &instance.dependencies {
        collect_crds(child, &format!("{path}/charts/{}", child.name()), found);
    }
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    match thread.join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use chart::MemoryFolder;
    use gostd::time::Location;

    use super::*;
    use crate::scenario::{Moment, Release};
    use crate::values::capabilities::Capabilities;
    use crate::values::{Dialect, Table};

    /// Whether a template that is rendered asks for the version of Kubernetes.
    fn asks(template: &str) -> bool {
        let folder = MemoryFolder::new()
            .with("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")
            .with("values.yaml", "text: '{{ .Capabilities.KubeVersion }}'\n")
            .with("templates/a.yaml", format!("a: {template}\n"));
        let chart = chart::load_folder(&folder).unwrap().chart;
        let zone = Location::utc().as_local("UTC");
        let scenario = Scenario {
            release: Release::template("r", "n"),
            capabilities: Capabilities::helm_4(),
            values: Table::new(),
            dialect: Dialect::Helm4,
            moment: Moment { now: (0, 0), zone, seed: [0; 32], keys: crate::Keys::default() },
            skip_schema_validation: false,
            lint: false,
            debug: false,
        };
        Renderer::new(&chart).render(&scenario).result.unwrap().asks_for_kubernetes
    }

    #[test]
    fn whoever_may_have_seen_the_version_has_asked_for_it() {
        for silent in [
            "b",
            "{{ .Capabilities.APIVersions.Has \"v1\" }}",
            "{{ .Capabilities.HelmVersion.Version }}",
            "{{ if false }}{{ .Capabilities.KubeVersion }}{{ end }}",
            "{{ typeOf .Capabilities | quote }}",
        ] {
            assert!(!asks(silent), "{silent}");
        }
        for asking in [
            "{{ .Capabilities.KubeVersion.Minor }}",
            "{{ with .Capabilities }}{{ .KubeVersion.Version }}{{ end }}",
            "{{ tpl .Values.text . }}",
            "{{ printf \"%v\" .Capabilities | quote }}",
            "{{ printf \"%v\" . | quote }}",
            "{{ toJson . }}",
            "{{ toYaml .Capabilities | quote }}",
            "{{ index . \"Capabilities\" | toString | quote }}",
            "{{ range $key, $value := . }}{{ if eq $key \"Capabilities\" }}{{ $value.KubeVersion }}{{ end }}{{ end }}",
            "{{ deepCopy .Capabilities | toJson | quote }}",
            "{{ $copy := deepCopy . }}{{ $copy.Capabilities.KubeVersion }}",
            "{{ (merge (dict) .).Capabilities.KubeVersion }}",
            "{{ cat .Capabilities | quote }}",
        ] {
            assert!(asks(asking), "{asking}");
        }
    }
}

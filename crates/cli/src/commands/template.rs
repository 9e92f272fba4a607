//! `portolan template`: the arguments, output and errors of `helm template`, without Helm.

use std::path::PathBuf;

use chart::Chart;
use clap::Args;
use render::output::{self, Selection};
use render::values::Dialect;
use render::values::capabilities::{Capabilities, KubeVersion};
use render::{Output, Release, RenderError, Renderer, Scenario};

use super::block_on;
use crate::deps;
use crate::exit::Exit;
use crate::helm::chart_flags::ChartOptions;
use crate::helm::error::{HelmError, Result};
use crate::helm::flag_values::{Checked, GoBool, items, list};
use crate::helm::flags::{ErrorFormat, GlobalOptions, ValueOptions};
use crate::helm::install_flags::InstallOptions;
use crate::helm::locate::{self, Located};
use crate::helm::output_files::OutputFolder;
use crate::helm::release_name::{self, Naming};
use crate::helm::{debug_output, excerpt, moment, namespace, values};
use crate::terminal;

/// Arguments of `portolan template`.
#[derive(Debug, Args)]
#[command(args_override_self = true)]
pub struct Arguments {
    /// Name of the release, and the chart: a folder or an archive
    #[arg(required = true, value_name = "[NAME] CHART")]
    names: Vec<String>,
    #[command(flatten)]
    values: ValueOptions,
    /// Kubernetes version of .Capabilities
    #[arg(long, value_name = "VERSION")]
    kube_version: Option<String>,
    /// Further API versions of .Capabilities; several separated by commas
    #[arg(short = 'a', long, value_name = "VERSION", value_parser = Checked(list))]
    api_versions: Vec<String>,
    /// Only documents of these templates; a pattern, relative to the chart
    #[arg(short = 's', long, value_name = "TEMPLATE")]
    show_only: Vec<String>,
    /// Put the CRDs of crds/ first
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    include_crds: bool,
    /// Leave test hooks out
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    skip_tests: bool,
    /// Leave all hooks out
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    no_hooks: bool,
    /// .Release.IsUpgrade instead of .Release.IsInstall
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    is_upgrade: bool,
    /// Do not check values against values.schema.json
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    skip_schema_validation: bool,
    /// Write documents to files below this folder
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// With --output-dir: below a folder with the release's name
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    release_name: bool,
    /// Make up a name for the release
    #[arg(short = 'g', long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    generate_name: bool,
    /// A template for the name of the release
    #[arg(long, value_name = "TEMPLATE")]
    name_template: Option<String>,
    /// In whose words errors are told; Portolan's at a terminal, Helm's elsewhere
    #[arg(long, value_name = "FORMAT", value_enum, env = "PORTOLAN_ERROR_FORMAT", hide_env_values = true)]
    error_format: Option<ErrorFormat>,
    #[command(flatten)]
    source: ChartOptions,
    #[command(flatten)]
    install: InstallOptions,
    #[command(flatten)]
    global: GlobalOptions,
}

/// What Helm adds to errors once it renders.
const DEBUG_HINT: &str = "\n\nUse --debug flag to render out invalid YAML";

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    match try_run(arguments) {
        Ok(()) => Exit::Done,
        Err(error) => terminal::helm_error(&error, arguments.error_format),
    }
}

fn try_run(arguments: &Arguments) -> Result<()> {
    arguments.install.check()?;
    arguments.source.check()?;
    let capabilities = capabilities(arguments)?;
    arguments.global.log_debug("Original chart version", &[("version", arguments.source.version())]);
    let naming = Naming {
        arguments: &arguments.names,
        template: arguments.name_template.as_deref().unwrap_or_default(),
        generate: arguments.generate_name,
    };
    let (name, reference) = naming.name_and_chart()?;
    let located = locate::locate(&reference, &arguments.source)?;
    arguments.global.log_debug("Chart path", &[("path", &located.shown())]);
    let values = values::merged(&arguments.values)?;
    let chart = load(arguments, &located)?;
    release_name::check(&name)?;
    arguments.install.check_labels()?;
    let is_upgrade = arguments.is_upgrade;
    let namespace = namespace::of(&arguments.global);
    let scenario = Scenario {
        release: Release { is_upgrade, is_install: !is_upgrade, ..Release::template(&name, &namespace) },
        capabilities,
        values,
        dialect: Dialect::Helm4,
        moment: moment::here()?,
        skip_schema_validation: arguments.skip_schema_validation,
        lint: false,
        debug: arguments.global.debug(),
    };
    let renderer = Renderer::new(&chart);
    let rendered = renderer.render(&scenario);
    terminal::log(&rendered.log);
    match rendered.result {
        Ok(output) => print(arguments, &name, &output),
        Err(error) if arguments.global.debug() && error.is_while_rendering() => {
            // Where nothing fits the patterns, what went wrong before is told instead.
            let stream = debug_output::stream(&renderer, &scenario, &error);
            terminal::bytes(&selected(arguments, stream).unwrap_or_default());
            Err(failed(&error, true))
        }
        Err(error) => Err(failed(&error, false)),
    }
}

fn capabilities(arguments: &Arguments) -> Result<Capabilities> {
    let mut capabilities = Capabilities::helm_4();
    if let Some(version) = arguments.kube_version.as_deref().filter(|version| !version.is_empty()) {
        capabilities.kube_version = KubeVersion::parse(version).map_err(HelmError::new)?;
    }
    capabilities.api_versions.extend(arguments.api_versions.iter().flat_map(|list| items(list)));
    Ok(capabilities)
}

/// Loads the chart, and fetches what is missing in it if that is wanted.
fn load(arguments: &Arguments, located: &Located) -> Result<Chart> {
    let loaded = located.load()?;
    terminal::log(&loaded.notes);
    ensure_installable(&loaded.chart)?;
    let missing = chart::dependencies::missing(&loaded.chart);
    if missing.is_empty() {
        return Ok(loaded.chart);
    }
    if let Located::Here(folder) = located
        && arguments.source.dependency_update
    {
        let options = &arguments.source.registry();
        block_on(deps::update(deps::Request { folder, cache: None, skip_refresh: false, options }))?;
        return Ok(located.load()?.chart);
    }
    Err(HelmError::new(format!(
        "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch \
         missing dependencies: found in Chart.yaml, but missing in charts/ directory: {}",
        missing.join(", ")
    )))
}

/// Refuses library charts and warns of deprecated ones (Helm: `checkIfInstallable`).
fn ensure_installable(chart: &Chart) -> Result<()> {
    if !matches!(chart.metadata.chart_type.as_str(), "" | "application") {
        return Err(HelmError::new(format!("{} charts are not installable", chart.metadata.chart_type)));
    }
    if chart.metadata.deprecated {
        terminal::log(&["level=WARN msg=\"this chart is deprecated\"".to_owned()]);
    }
    Ok(())
}

fn failed(error: &RenderError, debug: bool) -> HelmError {
    if let RenderError::Dependencies(cause) = error {
        let line = gostd::slog::line("ERROR", "chart dependencies processing failed", &[("error", &cause.to_string())]);
        terminal::log(&[line]);
    }
    let text = error.to_string();
    let detailed = match error {
        RenderError::Template(error) => excerpt::template(error, terminal::has_colors()),
        RenderError::Manifest(error) => excerpt::manifest(error, terminal::has_colors()),
        _ => None,
    };
    if error.is_while_rendering() && !debug {
        return HelmError { text: format!("{text}{DEBUG_HINT}"), detailed };
    }
    HelmError { text, detailed }
}

fn print(arguments: &Arguments, release: &str, output: &Output) -> Result<()> {
    let selection = Selection { skip_tests: arguments.skip_tests, no_hooks: arguments.no_hooks };
    let crds = if arguments.include_crds { output.crds.as_slice() } else { &[] };
    let stream = match &arguments.output_dir {
        Some(folder) if !folder.as_os_str().is_empty() => {
            let mut files = OutputFolder::new(folder, arguments.release_name.then_some(release));
            let written = files.manifests(crds, &output.manifests.manifests);
            written.map_err(|error| HelmError { text: format!("{}{DEBUG_HINT}", error.text), ..error })?;
            files.hooks(output, selection)?;
            b"\n".to_vec()
        }
        _ => output::stream(crds, &output.manifests, selection),
    };
    terminal::bytes(&selected(arguments, stream)?);
    Ok(())
}

/// The documents that `--show-only` wants.
fn selected(arguments: &Arguments, stream: Vec<u8>) -> Result<Vec<u8>> {
    if arguments.show_only.is_empty() {
        return Ok(stream);
    }
    output::show_only(&stream, &arguments.show_only).map_err(HelmError::new)
}

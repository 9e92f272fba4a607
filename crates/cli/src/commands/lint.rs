//! `portolan lint`: the arguments, output and exit code of `helm lint`, without Helm.

use std::path::{Path, PathBuf};

use chart::{Folder, MAX_CHART_BYTES};
use clap::Args;
use lint::{Linted, Options, RenderEngine, Request};
use render::values::Dialect;
use render::values::capabilities::{Capabilities, KubeVersion};
use render::{Release, Scenario};

use crate::disk::{self, DiskFolder};
use crate::exit::Exit;
use crate::helm::error::{HelmError, Result};
use crate::helm::flag_values::GoBool;
use crate::helm::flags::{ErrorFormat, GlobalOptions, ValueOptions};

use crate::helm::{moment, namespace, values};
use crate::{misplaced, terminal};

/// Arguments of `portolan lint`.
#[derive(Debug, Args)]
#[command(args_override_self = true)]
pub struct Arguments {
    /// Charts: folders or archives
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Fail on warnings
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    strict: bool,
    /// Only warnings and errors
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    quiet: bool,
    /// The charts below charts/, too
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    with_subcharts: bool,
    /// Kubernetes version of .Capabilities and of deprecations
    #[arg(long, value_name = "VERSION")]
    kube_version: Option<String>,
    /// Do not check values against values.schema.json
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", default_value = "false", hide_default_value = true, value_parser = GoBool)]
    skip_schema_validation: bool,
    #[command(flatten)]
    values: ValueOptions,
    #[command(flatten)]
    global: GlobalOptions,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    match try_run(arguments) {
        Ok(exit) => exit,
        Err(error) => terminal::helm_error(&error, Some(ErrorFormat::Helm)),
    }
}

fn try_run(arguments: &Arguments) -> Result<Exit> {
    let capabilities = capabilities(arguments)?;
    let kube_version = lint_version(&capabilities.kube_version);
    let scenario = Scenario {
        release: Release::lint(&namespace::of(&arguments.global)),
        capabilities,
        values: values::merged(&arguments.values)?,
        dialect: Dialect::Helm4,
        moment: moment::here()?,
        skip_schema_validation: arguments.skip_schema_validation,
        lint: true,
        debug: arguments.global.debug(),
    };
    let engine = RenderEngine::new(scenario);
    let request = Request { engine: &engine, kube_version };
    let linted: Vec<Linted> = paths(arguments).into_iter().map(|path| lint_one(path, &request)).collect();
    let printed = lint::print(&linted, Options { strict: arguments.strict, quiet: arguments.quiet });
    terminal::bytes(printed.stdout.as_bytes());
    terminal::log(&printed.stderr.lines().map(str::to_owned).collect::<Vec<_>>());
    Ok(if printed.failed { Exit::Findings } else { Exit::Done })
}

fn capabilities(arguments: &Arguments) -> Result<Capabilities> {
    let mut capabilities = Capabilities::helm_4();
    if let Some(version) = arguments.kube_version.as_deref().filter(|version| !version.is_empty()) {
        capabilities.kube_version = KubeVersion::parse(version).map_err(HelmError::new)?;
    }
    Ok(capabilities)
}

fn lint_version(version: &KubeVersion) -> lint::KubeVersion {
    let number = |text: &str| text.parse().unwrap_or(u32::MAX);
    lint::KubeVersion { major: number(&version.major), minor: number(&version.minor) }
}

/// The paths that are named, and what `--with-subcharts` adds. An address is no path, but told as one, as Helm does: what
/// is told must hold no password.
fn paths(arguments: &Arguments) -> Vec<String> {
    let mut paths: Vec<String> = arguments.paths.iter().map(|path| told(path)).collect();
    if arguments.with_subcharts {
        let named = paths.clone();
        paths.extend(named.iter().flat_map(|path| lint::subcharts(path, &folder(path))));
    }
    paths
}

fn told(path: &str) -> String {
    if Path::new(path).exists() { path.to_owned() } else { misplaced::without_user(path) }
}

fn folder(path: &str) -> DiskFolder {
    DiskFolder::new(&disk::absolute(Path::new(path)))
}

fn lint_one(path: String, request: &Request<'_>) -> Linted {
    let outcome = if lint::is_archive(&path) {
        lint_archive(&path, request)
    } else {
        lint::lint_path(&path, &folder(&path), request)
    };
    Linted { path, outcome }
}

fn lint_archive(path: &str, request: &Request<'_>) -> std::result::Result<lint::Report, String> {
    if !PathBuf::from(path).exists() {
        return Err(format!("unable to open tarball: open {path}: no such file or directory"));
    }
    let read = disk::read(Path::new(path), MAX_CHART_BYTES);
    let archive = read.map_err(|failure| format!("unable to open tarball: {}", failure.message))?;
    let folder: &dyn Folder = &lint::expand(&archive)?;
    lint::lint_path(&folder.location(""), folder, request)
}

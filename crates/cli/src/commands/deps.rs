//! `portolan deps`: build, update or list what a chart needs, with Helm's messages.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::arguments::{OutputOptions, RegistryOptions};
use crate::deps::{self, Request};
use crate::exit::Exit;
use crate::failure::Result;

/// Arguments of `portolan deps`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Put into charts/ what Chart.lock names; without a lock the same as update
    Build(FetchArguments),
    /// Put into charts/ the highest versions that Chart.yaml allows, and write Chart.lock
    #[command(visible_alias = "up")]
    Update(FetchArguments),
    /// List what Chart.yaml names, and whether charts/ has it
    #[command(visible_alias = "ls")]
    List(ListArguments),
}

#[derive(Debug, Args)]
struct FetchArguments {
    /// The chart's folder
    #[arg(value_name = "CHART", default_value = ".")]
    chart: PathBuf,
    /// On update, take exact versions that were fetched before without asking for them; build always does
    #[arg(long)]
    skip_refresh: bool,
    /// Where fetched archives are kept by their digests [default: $XDG_CACHE_HOME/portolan or ~/.cache/portolan]
    #[arg(long, value_name = "DIR", env = "PORTOLAN_CACHE", hide_env_values = true)]
    cache: Option<PathBuf>,
    #[command(flatten)]
    registry: RegistryOptions,
}

#[derive(Debug, Args)]
struct ListArguments {
    /// The chart's folder or archive
    #[arg(value_name = "CHART", default_value = ".")]
    chart: PathBuf,
    #[command(flatten)]
    output: OutputOptions,
}

impl FetchArguments {
    fn request(&self) -> Request<'_> {
        Request {
            folder: &self.chart,
            cache: self.cache.as_deref().filter(|folder| !folder.as_os_str().is_empty()),
            skip_refresh: self.skip_refresh,
            options: &self.registry,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Whatever can't be found, fetched, checked or written; `charts/` is as it was then.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.action {
        Action::Build(fetch) => super::block_on(deps::build(fetch.request()))?,
        Action::Update(fetch) => super::block_on(deps::update(fetch.request()))?,
        Action::List(list) => deps::list(&list.chart, list.output.output)?,
    }
    Ok(Exit::Done)
}

//! `portolan hub metadata`: validate and push `artifacthub-repo.yml`, or show what Artifact Hub finds.

use std::path::PathBuf;

use ::release::hub_metadata::{HubMetadata, push, show};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::commands::block_on;
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::gather;
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan hub metadata`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Validate artifacthub-repo.yml and push it, unless the registry holds it already
    Push(PushArguments),
    /// Print the file that Artifact Hub finds
    Show(ShowArguments),
}

#[derive(Debug, Args)]
struct PushArguments {
    /// Chart folder
    chart: PathBuf,
    /// Target: a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE
    #[arg(long, value_name = "TARGET", env = "PORTOLAN_TO", hide_env_values = true)]
    to: Option<String>,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// oci://HOST/NAMESPACE/NAME or oci-layout:DIR/NAME
    repository: String,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Findings in the file, whatever the registry reports.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.command {
        Command::Push(arguments) => push_metadata(arguments),
        Command::Show(arguments) => show_metadata(arguments),
    }
}

fn push_metadata(arguments: &PushArguments) -> Result<Exit> {
    let config = Config::load(&arguments.config)?;
    let chart = gather::load(&arguments.chart)?;
    let name = &chart.metadata.name;
    let Some(file) = gather::repository_file(&arguments.chart, name, &config)? else {
        let message = format!(
            "{}: no artifacthub-repo.yml beside the chart or at the repository's root",
            arguments.chart.display()
        );
        return Err(Failure::input(message).hint("write one with `repositoryID` and `owners`"));
    };
    gather::valid_metadata(&file)?;
    let target = places::target(arguments.to.as_deref(), &config, &Access::new(&arguments.registry)?)?;
    let state = block_on(async {
        let store = target.place.open(&target.place.repository(name)?).await?;
        Ok(push(&*store, &file.bytes).await?)
    })?;
    match arguments.output.output {
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "HubMetadata", "hubMetadata": state,
        })),
        Output::Text => terminal::data(&match &state {
            HubMetadata::Pushed { digest } => {
                format!("pushed {} to {}/{name}:artifacthub.io\n  digest {digest}", file.path, target.place.location())
            }
            HubMetadata::Unchanged { digest } => {
                format!("unchanged in {}/{name}:artifacthub.io\n  digest {digest}", target.place.location())
            }
            HubMetadata::None => String::new(),
        }),
    }
    Ok(Exit::Done)
}

fn show_metadata(arguments: &ShowArguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.repository)?;
    let (file, digest) = block_on(async {
        let store = places::open(&reference, &access, Enter::AsUser)?;
        Ok(show(&*store).await?)
    })?;
    let text = String::from_utf8_lossy(&file);
    match arguments.output.output {
        Output::Text => terminal::data(&text),
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "HubMetadata",
            "repository": reference.to_string(), "digest": digest, "file": text,
        })),
    }
    Ok(Exit::Done)
}

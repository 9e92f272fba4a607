//! `portolan notes`: release notes as Markdown.

use std::path::PathBuf;

use ::hub::annotations::CHANGES;
use ::release::notes::{is_prerelease, notes};
use clap::Args;
use serde_json::json;

use crate::access::Access;
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal::{self, Output};
use crate::{gather, places};

/// Arguments of `portolan notes`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Chart folder
    chart: PathBuf,
    /// Where the chart is published, for the install command
    #[arg(long, value_name = "TARGET", env = "PORTOLAN_TO", hide_env_values = true)]
    to: Option<String>,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// When the chart or its changes can't be read.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let chart = gather::load(&arguments.chart)?;
    let reference = match &arguments.to {
        Some(to) => {
            let config = Config::load(&arguments.config)?;
            let place = places::target(Some(to), &config, &Access::new(&RegistryOptions::default())?)?.place;
            Some(format!("{}/{}", place.location(), chart.metadata.name))
                .filter(|reference| reference.starts_with("oci://"))
        }
        None => None,
    };
    let text = notes(&chart.metadata, reference.as_deref()).map_err(|reason| {
        let node = chart.chart_yaml.get("annotations").and_then(|annotations| annotations.get(CHANGES));
        let place =
            node.map(|node| format!(":{}:{}", node.span.start.line, node.span.start.column)).unwrap_or_default();
        Failure::input(format!("{}/Chart.yaml{place}: annotation {CHANGES}: {reason}", arguments.chart.display()))
    })?;
    match arguments.output.output {
        Output::Text => terminal::data(&text),
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "ReleaseNotes", "name": chart.metadata.name,
            "version": chart.metadata.version, "prerelease": is_prerelease(&chart.metadata), "markdown": text,
        })),
    }
    Ok(Exit::Done)
}

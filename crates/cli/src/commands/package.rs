//! `portolan package`: reproducible chart archives, with Helm's message.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::arguments::OutputOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal::{self, Output};
use crate::{disk, gather, source_time};

/// Arguments of `portolan package`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Chart folders
    #[arg(required = true, value_name = "CHART")]
    charts: Vec<PathBuf>,
    /// Where the archives go
    #[arg(short, long, value_name = "DIR", default_value = ".")]
    destination: PathBuf,
    /// Set this version in the packed Chart.yaml
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Set this appVersion in the packed Chart.yaml
    #[arg(long, value_name = "VERSION")]
    app_version: Option<String>,
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Packaged {
    path: String,
    name: String,
    version: String,
    digest: String,
    size: usize,
    source_time: release::plan::SourceTime,
}

/// Runs the command.
///
/// # Errors
/// The first chart that can't be packaged; archives written before it stay.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let packaged = arguments.charts.iter().map(|chart| package(chart, arguments)).collect::<Result<Vec<_>>>()?;
    if arguments.output.output == Output::Json {
        terminal::json(
            &serde_json::json!({"apiVersion": release::report::API_VERSION, "kind": "Packages", "packages": packaged}),
        );
    }
    Ok(Exit::Done)
}

fn package(folder: &Path, arguments: &Arguments) -> Result<Packaged> {
    let chart = gather::load(folder)?;
    let chart = chart
        .with_versions(arguments.version.as_deref(), arguments.app_version.as_deref())
        .map_err(|error| Failure::usage(format!("--version: {error}")))?;
    let time = source_time::decide(folder)?;
    let package = chart::package(&chart, time.seconds).map_err(|error| {
        let place = release::plan::located(&folder.display().to_string(), error.place());
        let failure = Failure::input(format!("{place}: {error}"));
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })?;
    let path = destination(&arguments.destination, &package.file_name);
    disk::write(&path, &package.bytes)?;
    let shown = path.display().to_string();
    if arguments.output.output == Output::Text {
        terminal::data(&format!("Successfully packaged chart and saved it to: {shown}"));
    }
    let digest = oci::Digest::of(&package.bytes).to_string();
    Ok(Packaged {
        path: shown,
        name: package.name,
        version: package.version,
        digest,
        size: package.bytes.len(),
        source_time: time,
    })
}

/// As Helm prints it: absolute for the current folder, as given otherwise.
fn destination(folder: &Path, file: &str) -> PathBuf {
    let path = folder.join(file);
    if folder == Path::new(".") { std::path::absolute(&path).unwrap_or(path) } else { path }
}

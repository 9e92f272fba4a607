//! `portolan package`: reproducible chart archives, with Helm's message.

use std::path::{Path, PathBuf};

use clap::Args;
use release::artifact;
use serde::Serialize;

use crate::arguments::OutputOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::provenance_options::ProvenanceOptions;
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
    /// Write Helm's provenance file beside each archive, signed with an OpenPGP key
    #[arg(long)]
    sign: bool,
    #[command(flatten)]
    provenance: ProvenanceOptions,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<String>,
    source_time: release::plan::SourceTime,
}

/// Runs the command.
///
/// # Errors
/// A key that can't sign, before anything is written; the first chart that can't be packaged: archives written before
/// it stay.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let key = key(arguments)?;
    let package = |chart: &PathBuf| package(chart, arguments, key.as_ref());
    let packaged = arguments.charts.iter().map(package).collect::<Result<Vec<_>>>()?;
    if arguments.output.output == Output::Json {
        terminal::json(
            &serde_json::json!({"apiVersion": release::report::API_VERSION, "kind": "Packages", "packages": packaged}),
        );
    }
    Ok(Exit::Done)
}

fn key(arguments: &Arguments) -> Result<Option<provenance::Key>> {
    if !arguments.sign {
        return match arguments.provenance.is_given() {
            true => Err(Failure::usage("an OpenPGP key is given, but nothing is signed with it without --sign")),
            false => Ok(None),
        };
    }
    let key = arguments.provenance.key(None)?;
    let missing = || Failure::usage("--sign needs an OpenPGP key: --keyring FILE or --provenance-key REF");
    key.map(Some).ok_or_else(|| missing().hint("`gpg --export-secret-keys NAME > FILE` writes one"))
}

fn package(folder: &Path, arguments: &Arguments, key: Option<&provenance::Key>) -> Result<Packaged> {
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
    let shown = path.display().to_string();
    let signed =
        key.map(|key| artifact::provenance(key, &package.file_name, &package.bytes, time.seconds)).transpose()?;
    let beside = PathBuf::from(format!("{shown}.prov"));
    let provenance = signed.as_ref().map(|_| beside.display().to_string());
    let files = signed.iter().map(|bytes| (beside.as_path(), &bytes[..])).chain([(path.as_path(), &package.bytes[..])]);
    disk::write_together(&files.collect::<Vec<_>>())?;
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
        provenance,
        source_time: time,
    })
}

/// As Helm prints it: absolute for the current folder, as given otherwise.
fn destination(folder: &Path, file: &str) -> PathBuf {
    let path = folder.join(file);
    if folder == Path::new(".") { std::path::absolute(&path).unwrap_or(path) } else { path }
}

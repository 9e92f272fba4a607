//! `portolan mirror`: the whole graph of a published chart at another place, tag last.

use ::release::mirror::mirror;
use clap::Args;
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{ConfigOptions, OutputOptions, RegistryOptions};
use crate::config::Config;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan mirror`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What to copy: oci://HOST/NAMESPACE/NAME:VERSION or oci-layout:DIR/NAME:VERSION
    reference: String,
    /// Where to: a name from portolan.yaml, oci-layout:DIR or oci://HOST/NAMESPACE
    #[arg(long, value_name = "TARGET", required = true, env = "PORTOLAN_TO", hide_env_values = true)]
    to: String,
    #[command(flatten)]
    config: ConfigOptions,
    #[command(flatten)]
    registry: RegistryOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// Exit 3 when the target has other content under the version.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.reference)?;
    let tag = reference
        .tag
        .clone()
        .ok_or_else(|| Failure::usage(format!("{reference} names no version to set at the target")))?;
    let config = Config::load(&arguments.config)?;
    let target = places::target(Some(&arguments.to), &config, &access)?;
    let copied = format!("{}/{}:{tag}", target.place.location(), reference.repository.base());
    super::block_on(async {
        let from = places::open(&reference, &access, Enter::ByFiles)?;
        let manifest = super::verify::resolve(&reference, &*from).await?;
        let repository = target.place.repository(reference.repository.base())?;
        let to = target.place.open(&repository).await?;
        let (written, referrers) = mirror(&*from, &*to, &manifest, &tag, &copied).await?;
        match arguments.output.output {
            Output::Text => terminal::data(&format!(
                "mirrored {reference}\n  to        {copied}\n  digest    {}\n  written   {written} objects\n  referrers {}",
                manifest.digest,
                referrers.len(),
            )),
            Output::Json => terminal::json(&json!({
                "apiVersion": ::release::report::API_VERSION, "kind": "Mirror", "from": reference.to_string(), "to": copied,
                "digest": manifest.digest, "written": written, "referrers": referrers,
            })),
        }
        Ok(Exit::Done)
    })
}

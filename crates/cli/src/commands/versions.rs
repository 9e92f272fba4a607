//! `portolan versions`: what is published, highest first.

use ::release::versions::{PublishedVersion, list};
use clap::Args;
use serde_json::json;

use crate::access::{Access, Enter};
use crate::arguments::{OutputOptions, RegistryOptions};
use crate::exit::Exit;
use crate::failure::Result;
use crate::places::{self, ChartReference};
use crate::terminal::{self, Output};

/// Arguments of `portolan versions`.
#[derive(Debug, Args)]
pub struct Arguments {
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
/// Whatever the registry reports; an unknown repository has no versions.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let access = Access::new(&arguments.registry)?;
    let reference = ChartReference::parse(&arguments.repository)?;
    let versions = super::block_on(async {
        let store = places::open(&reference, &access, Enter::AsUser)?;
        Ok(list(&*store).await?)
    })?;
    match arguments.output.output {
        Output::Json => terminal::json(&json!({
            "apiVersion": ::release::report::API_VERSION, "kind": "Versions", "repository": reference.to_string(), "versions": versions,
        })),
        Output::Text if versions.is_empty() => terminal::say(&format!("{reference} has no versions")),
        Output::Text => terminal::data(&table(&versions)),
    }
    Ok(Exit::Done)
}

fn table(versions: &[PublishedVersion]) -> String {
    let row = |version: &PublishedVersion| {
        let mut notes = Vec::new();
        if version.prerelease {
            notes.push("prerelease");
        }
        if !version.chart {
            notes.push("not a chart");
        } else if !version.helm_sees {
            notes.push("not strict SemVer: Helm's ranges don't see it");
        }
        let app = version.app_version.as_deref().unwrap_or("-");
        let created = version.created.as_deref().unwrap_or("-");
        format!("{:<20} {app:<16} {created:<25} {} {}", version.version, version.digest, notes.join(", "))
            .trim_end()
            .to_owned()
            + "\n"
    };
    let header = format!("{:<20} {:<16} {:<25} {}\n", "VERSION", "APP VERSION", "CREATED", "DIGEST");
    header + &versions.iter().map(row).collect::<String>()
}

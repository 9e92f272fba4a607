//! `portolan hub`: what Artifact Hub would make of a chart, its repository metadata, and waiting until it lists a
//! version.

mod ingest;
mod metadata;
mod wait;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Result;

/// Arguments of `portolan hub`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the package that Artifact Hub would make of a chart, or why it would refuse it
    Ingest(Box<ingest::Arguments>),
    /// The repository metadata artifact under the tag artifacthub.io
    Metadata(metadata::Arguments),
    /// Wait until Artifact Hub lists a version
    Wait(wait::Arguments),
}

/// Runs the command.
///
/// # Errors
/// Those of the command that is named.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.command {
        Command::Ingest(arguments) => ingest::run(arguments),
        Command::Metadata(arguments) => metadata::run(arguments),
        Command::Wait(arguments) => wait::run(arguments),
    }
}

//! `portolan hub`: Artifact Hub's repository metadata, and waiting until it lists a version.

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
        Command::Metadata(arguments) => metadata::run(arguments),
        Command::Wait(arguments) => wait::run(arguments),
    }
}

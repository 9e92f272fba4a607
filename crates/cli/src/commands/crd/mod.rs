//! `portolan crd`: custom resource definitions.

mod validate;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Result;

/// Arguments of `portolan crd`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge custom resource definitions, and custom resources, as the API server does, without one
    Validate(validate::Arguments),
}

/// Runs the command.
///
/// # Errors
/// Those of the command that is named.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.command {
        Command::Validate(arguments) => validate::run(arguments),
    }
}

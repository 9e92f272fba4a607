//! `portolan key`: the keys that sign releases.

mod generate;
mod public;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Result;

/// Arguments of `portolan key`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key pair as cosign does: ECDSA P-256, the private key encrypted
    Generate(generate::Arguments),
    /// Print the public half of a private key
    Public(public::Arguments),
}

/// Runs the command.
///
/// # Errors
/// Those of the command that is named.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    match &arguments.command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Public(arguments) => public::run(arguments),
    }
}

//! `portolan key public`: the public half of a key, as `cosign public-key` prints it.

use clap::Args;

use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::signing_keys::{self, KeyReference, Stdin, development};
use crate::terminal;

/// Arguments of `portolan key public`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The private key: a file, env:NAME, or - for stdin; its password is in COSIGN_PASSWORD, else it is asked for
    #[arg(long, value_name = "KEY", env = "PORTOLAN_SIGN_KEY", hide_env_values = true)]
    key: Option<String>,
    /// The development key, which signs into layouts on this machine; it is made if there is none
    #[arg(long)]
    development: bool,
}

/// Runs the command.
///
/// # Errors
/// A key that can't be read.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let pair = match &arguments.key {
        _ if arguments.development => development::pair()?.0,
        Some(key) => signing_keys::read(&KeyReference::parse(key)?, Stdin::Free)?,
        None => return Err(Failure::usage("expected --key KEY or --development")),
    };
    terminal::data(&pair.public().to_pem());
    Ok(Exit::Done)
}

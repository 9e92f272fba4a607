//! One file per command.

pub mod check;
pub mod crd;
pub mod deps;
pub mod explain;
pub mod hub;
pub mod key;
pub mod lint;
pub mod mirror;
pub mod notes;
pub mod package;
pub mod plan;
pub mod policy;
pub mod release;
pub mod sbom;
pub mod serve;
pub mod template;
pub mod verify;
pub mod versions;

use std::future::Future;

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// Runs the command that the arguments name.
///
/// # Errors
/// Whatever stopped it, with its exit code.
pub fn run(arguments: Arguments) -> Result<Exit> {
    match arguments.command {
        Command::Release(arguments) => release::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Mirror(arguments) => mirror::run(&arguments),
        Command::Versions(arguments) => versions::run(&arguments),
        Command::Notes(arguments) => notes::run(&arguments),
        Command::Lint(arguments) => Ok(lint::run(&arguments)),
        Command::Template(arguments) => Ok(template::run(&arguments)),
        Command::Deps(arguments) => deps::run(&arguments),
        Command::Crd(arguments) => crd::run(&arguments),
        Command::Hub(arguments) => hub::run(&arguments),
        Command::Sbom(arguments) => sbom::run(&arguments),
        Command::Key(arguments) => key::run(&arguments),
        Command::Policy(arguments) => policy::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    }
}

/// Runs a future to its end on this thread.
pub fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure { exit: Exit::Bug, ..Failure::input(format!("no runtime: {error}")) })?;
    runtime.block_on(future)
}

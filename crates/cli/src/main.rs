//! `portolan`: from a Helm chart's folder to a verified OCI release.
//!
//! This crate is the edge: only it reads the environment, the file system and git, only it prints and exits. A
//! command is one file in [`commands`]: arguments, then a request, then a short run.

mod access;
mod against;
mod arguments;
mod believed;
mod chart_documents;
mod commands;
mod config;
mod decided;
mod deps;
mod disk;
mod examine;
mod exit;
mod facts;
mod failure;
mod fix;
mod foreign;
mod gather;
mod git;
mod github;
mod helm;
mod keyless_options;
mod misplaced;
mod now;
mod places;
mod provenance_options;
mod report;
mod repository_path;
mod side_by_side;
mod signatory;
mod signing_keys;
mod since;
mod source_time;
mod stdin;
mod talk;
mod terminal;
mod verify_options;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::exit::Exit;

/// A render makes and drops very many small values; the system's allocator takes a quarter longer over them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(terminal::bug));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return mistaken(&error).into(),
    };
    match commands::run(arguments) {
        Ok(Exit::Done) if terminal::lost_data() => Exit::Findings.into(),
        Ok(exit) => exit.into(),
        Err(failure) => terminal::failed(&failure).into(),
    }
}

/// Tells a mistake on the command line, or the help that was asked for.
fn mistaken(error: &clap::Error) -> Exit {
    if let Some(exit) = helm::usage::told(error) {
        return exit;
    }
    if !error.use_stderr() {
        let _ = error.print();
        return Exit::Done;
    }
    // clap takes the dashes that a key begins with for an option, and repeats all of it.
    if let Some(failure) = misplaced::key_in_mistake(&error.render().to_string()) {
        return terminal::failed(&failure);
    }
    let _ = error.print();
    Exit::Usage
}

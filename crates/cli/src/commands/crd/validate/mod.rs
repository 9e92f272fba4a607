//! `portolan crd validate`: the API server's verdict on custom resource definitions and custom resources.

mod changes;
mod definitions;
mod documents;
mod json;
mod names;
mod report;
mod resources;
mod sizes;
mod text;

use clap::{Args, ValueEnum};
use crd::target::Target;

use crate::arguments::OutputOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal::{self, Output};

use definitions::Later;
use documents::Reader;
use report::Report;

/// Arguments of `portolan crd validate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files of CustomResourceDefinitions; of a folder its *.yaml, *.yml and *.json, `-` is stdin
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Files of custom resources, to be judged by those definitions
    #[arg(long = "cr", value_name = "FILE", num_args = 1..)]
    resources: Vec<String>,
    /// The definitions that are there now: those of the same name are judged as an update, and what changes is told
    #[arg(long, value_name = "FILE")]
    old: Vec<String>,
    /// Whose verdict
    #[arg(long, value_name = "VERSION", value_enum, default_value = "1.37")]
    kubernetes: Kubernetes,
    #[command(flatten)]
    output: OutputOptions,
}

/// The versions whose rules are known.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kubernetes {
    #[value(name = "1.36")]
    V1_36,
    #[value(name = "1.37")]
    V1_37,
}

impl Kubernetes {
    fn target(self) -> Target {
        match self {
            Self::V1_36 => Target::V1_36,
            Self::V1_37 => Target::V1_37,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Exit 2: files that can't be read, and nothing to judge. Exit 1 when the server would refuse anything.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let mut reader = Reader::default();
    let files = reader.read(&arguments.files)?;
    let resources = reader.read(&arguments.resources)?;
    let old = definitions::before(&reader.read(&arguments.old)?)?;
    let target = arguments.kubernetes.target();
    let mut report = Report { target, ..Report::default() };
    let later = if resources.is_empty() && old.is_empty() { Later::Names } else { Later::All };
    let defined = definitions::judge(&files, &old, later, &mut report);
    if report.definitions.is_empty() {
        report.skipped.iter().for_each(|skipped| terminal::warn(&skipped.words()));
        return Err(Failure::usage(format!("{}: no CustomResourceDefinition in there", arguments.files.join(", "))));
    }
    names::judge(&defined, &mut report);
    if !arguments.old.is_empty() {
        changes::compare(&old, &defined, &mut report);
    }
    resources::judge(&resources, &defined, &mut report);
    print(&report, &reader, arguments.output.output);
    Ok(if report.is_accepted() { Exit::Done } else { Exit::Findings })
}

fn print(report: &Report, reader: &Reader, output: Output) {
    match output {
        Output::Json => terminal::json(&json::print(report)),
        Output::Text => terminal::data(&text::print(report, reader, terminal::data_has_colors())),
    }
    report.skipped.iter().for_each(|skipped| terminal::warn(&skipped.words()));
}

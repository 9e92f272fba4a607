//! `portolan explain`: the page of a check, or the list of all.

use std::fmt::Write as _;

use checks::{Selection, TABLE, rules};
use clap::Args;
use serde_json::json;

use crate::arguments::OutputOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal::{self, Output};

/// Arguments of `portolan explain`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A check, such as image/latest, or a group; all of them without it
    #[arg(value_name = "CHECK")]
    check: Option<String>,
    #[command(flatten)]
    output: OutputOptions,
}

/// Runs the command.
///
/// # Errors
/// There is no such check.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    let name = arguments.check.as_deref();
    match (name.and_then(rules::rule), arguments.output.output) {
        (Some(rule), Output::Text) => terminal::data(rule.page),
        (Some(rule), Output::Json) => terminal::json(&described(rule)),
        (None, output) => list(name, output)?,
    }
    Ok(Exit::Done)
}

/// All checks, or those of a group.
fn list(group: Option<&str>, output: Output) -> Result<()> {
    let only: Vec<String> = group.iter().map(|name| (*name).to_owned()).collect();
    let selection = Selection::new(&only, &[]).map_err(|error| {
        let failure = Failure::usage(&error);
        match error.nearest {
            Some(nearest) => failure.hint(format!("did you mean {nearest}?")),
            None => failure.hint("`portolan explain` lists all checks"),
        }
    })?;
    let rules: Vec<_> = TABLE.iter().filter(|rule| selection.takes(rule)).collect();
    match output {
        Output::Json => {
            let checks: Vec<_> = rules.into_iter().map(described).collect();
            terminal::json(&json!({"apiVersion": release::report::API_VERSION, "kind": "Checks", "checks": checks}));
        }
        Output::Text => {
            let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
            let mut text = String::new();
            for rule in rules {
                let _ = writeln!(text, "{:width$}  {:7}  {}", rule.id, rule.severity.word(), rule.summary);
            }
            terminal::data(&text);
        }
    }
    Ok(())
}

fn described(rule: &checks::Rule) -> serde_json::Value {
    json!({"id": rule.id, "severity": rule.severity, "summary": rule.summary, "page": rule.page})
}

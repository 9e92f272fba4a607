//! The files by which a step tells the runner its outputs and its summary.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use crate::failure::{Failure, Result};

/// The largest summary that the runner takes of one step.
const SUMMARY_LIMIT: u64 = 1 << 20;
/// The largest value that is given out: GitHub takes 1 MiB for a job, counted in UTF-16.
const VALUE_LIMIT: usize = 400_000;
/// What one row of a table may need.
const MARGIN: u64 = 1 << 10;

/// Appends to the file that a variable names; without the variable nobody wants it.
///
/// # Errors
/// The file can't be written.
pub fn append(variable: &str, text: &str) -> Result<()> {
    let Some(path) = named(variable) else { return Ok(()) };
    let written =
        OpenOptions::new().append(true).create(true).open(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::input(format!("{variable}={}: {error}", path.display())))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// How many bytes the summary of this step may still get.
pub fn room_for_summary() -> usize {
    let taken = named("GITHUB_STEP_SUMMARY").and_then(|path| fs::metadata(path).ok()).map_or(0, |file| file.len());
    usize::try_from(SUMMARY_LIMIT.saturating_sub(taken).saturating_sub(MARGIN)).unwrap_or_default()
}

/// An output. A value of several lines stands between delimiters that no line of it can be; one that is too large for
/// GitHub is left out.
pub fn output(name: &str, value: &str) -> String {
    if value.len() > VALUE_LIMIT {
        return String::new();
    }
    if !value.contains(['\n', '\r']) {
        return format!("{name}={value}\n");
    }
    let mut delimiter = "END".to_owned();
    while value.contains(&delimiter) {
        delimiter.push('_');
    }
    format!("{name}<<{delimiter}\n{value}\n{delimiter}\n")
}

#[cfg(test)]
mod tests {
    use super::output;
    use crate::github::runner::outputs;

    #[test]
    fn the_runner_reads_every_value_back() {
        let values =
            ["", "plain", "a=b<<c", "two\nlines", "x\nEND\nEND_\ny=1", "\n", "END\n", "carriage\rreturn", "<<END\n"];
        let text: String = values.iter().map(|value| output("name", value)).collect();
        let read = outputs(&text).unwrap();
        assert_eq!(read.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), values);
        assert!(read.iter().all(|(name, _)| name == "name"));
    }

    #[test]
    fn what_github_does_not_take_is_left_out() {
        assert_eq!(output("report", &"x".repeat(500_000)), "");
    }
}

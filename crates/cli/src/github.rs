//! What GitHub Actions wants to be told: outputs and a step summary, by the files that it names.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;

use release::Report;
use release::report::Outcome;

use crate::failure::{Failure, Result};

/// Writes outputs and summary when this is a run of GitHub Actions.
///
/// # Errors
/// When a file that the environment names can't be written.
pub fn tell(report: &Report) -> Result<()> {
    append("GITHUB_OUTPUT", &outputs(report))?;
    append("GITHUB_STEP_SUMMARY", &summary(report))
}

fn append(variable: &str, text: &str) -> Result<()> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else { return Ok(()) };
    let written =
        OpenOptions::new().append(true).create(true).open(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::input(format!("{variable}={}: {error}", path.display())))
}

/// With one chart `reference`, `digest`, `version` and `outcome`; always the whole report as `report`.
fn outputs(report: &Report) -> String {
    let mut text = String::new();
    if let [chart] = report.charts.as_slice() {
        let _ = write!(text, "reference={}\ndigest={}\nversion={}\n", chart.reference, chart.digest, chart.version);
        let _ = writeln!(text, "outcome={}", outcome(chart.outcome));
    }
    if let Ok(json) = serde_json::to_string(report) {
        let _ = writeln!(text, "report={json}");
    }
    text
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Released => "released",
        Outcome::AlreadyPublished => "alreadyPublished",
        Outcome::Adopted => "adopted",
    }
}

fn summary(report: &Report) -> String {
    let mut text = "| chart | version | digest |\n|---|---|---|\n".to_owned();
    for chart in &report.charts {
        let _ = writeln!(text, "| `{}` | {} | `{}` |", chart.reference, chart.version, chart.digest);
    }
    text
}

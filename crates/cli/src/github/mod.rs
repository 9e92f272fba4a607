//! What GitHub Actions wants to be told: annotations by commands, outputs and a step summary by the files that it names.

pub mod command;
mod file;
mod run;
#[cfg(test)]
mod runner;
mod summary;

use release::Report;
use release::report::Outcome;

use crate::failure::Result;
use crate::report::Checked;
use file::{append, output};
pub use run::run;

/// Whether this is a run of GitHub Actions.
pub fn is_here() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Writes outputs and summary of a release when this is a run of GitHub Actions.
///
/// # Errors
/// When a file that the environment names can't be written.
pub fn tell(report: &Report) -> Result<()> {
    append("GITHUB_OUTPUT", &outputs(report))?;
    append("GITHUB_STEP_SUMMARY", &summary::of_release(report))
}

/// Writes outputs and summary of checks.
///
/// # Errors
/// When a file that the environment names can't be written.
pub fn tell_checks(checked: &Checked, failed: bool) -> Result<()> {
    let totals = checked.totals();
    let counts = [
        ("charts", totals.charts),
        ("errors", totals.errors),
        ("warnings", totals.warnings),
        ("infos", totals.infos),
        ("waived", totals.waived),
    ];
    let mut text: String = counts.iter().map(|(name, count)| output(name, &count.to_string())).collect();
    text.push_str(&output("result", if failed { "failed" } else { "passed" }));
    append("GITHUB_OUTPUT", &text)?;
    append("GITHUB_STEP_SUMMARY", &summary::of_checks(checked, failed, file::room_for_summary()))
}

/// With one chart `reference`, `digest`, `version` and `outcome`; always the whole report as `report`.
fn outputs(report: &Report) -> String {
    let mut text = String::new();
    if let [chart] = report.charts.as_slice() {
        let values = [
            ("reference", chart.reference.as_str()),
            ("digest", chart.digest.as_str()),
            ("version", chart.version.as_str()),
            ("outcome", outcome(chart.outcome)),
        ];
        text.extend(values.map(|(name, value)| output(name, value)));
    }
    if let Ok(json) = serde_json::to_string(report) {
        text.push_str(&output("report", &json));
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

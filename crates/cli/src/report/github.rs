//! `--output github`: workflow commands, which GitHub Actions shows as annotations.

use checks::Finding;

use super::{Checked, Totals};
use crate::github::command;
use crate::repository_path::Root;

/// An annotation for each finding and a line with the totals.
pub fn print(checked: &Checked, root: &Root) -> String {
    let Totals { charts, errors, warnings, infos, waived } = checked.totals();
    format!(
        "{}charts: {charts}, errors: {errors}, warnings: {warnings}, notices: {infos}, excepted: {waived}\n",
        annotations(checked, root)
    )
}

/// An annotation for each finding, errors first: GitHub shows only the first ones.
pub fn annotations(checked: &Checked, root: &Root) -> String {
    let placed = |finding: &Finding| Finding { file: checked.file(finding), ..finding.clone() };
    let findings: Vec<Finding> = checked.in_order().into_iter().map(placed).collect();
    command::annotations(findings.iter(), root)
}

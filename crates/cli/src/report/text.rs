//! `--output text`: for people.

use std::fmt::Write as _;

use checks::Finding;

use super::{Checked, Totals};

/// Findings one after the other, then a summary.
pub fn print(checked: &Checked, _colored: bool) -> String {
    let mut text = String::new();
    for finding in checked.findings() {
        text.push_str(&one(finding));
    }
    let _ = writeln!(text, "{}", summary(checked.totals()));
    text
}

fn one(finding: &Finding) -> String {
    let mut text =
        format!("{}[{}]: {}: {}\n", finding.severity.word(), finding.check, finding.place(), finding.message);
    if let Some(hint) = &finding.hint {
        let _ = writeln!(text, "  hint: {hint}");
    }
    if let Some(decided_by) = &finding.decided_by {
        let _ = writeln!(text, "  {} by {decided_by}", finding.severity.word());
    }
    text
}

fn summary(totals: Totals) -> String {
    let of = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let Totals { charts, errors, warnings, infos, waived } = totals;
    format!(
        "{}: {}, {}, {}{}",
        of(charts, "chart"),
        of(errors, "error"),
        of(warnings, "warning"),
        of(infos, "note"),
        if waived == 0 { String::new() } else { format!(", {waived} excepted") }
    )
}

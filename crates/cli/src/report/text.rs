//! `--output text`: for people.

use std::fmt::Write as _;

use checks::policy::Waived;
use checks::{Finding, Severity};

use super::{Checked, CheckedChart, Sources, Style, Totals, in_order};
use crate::foreign;

const BOLD: &str = "1";
const RED: &str = "31";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const CYAN: &str = "36";

/// Findings by chart, errors first, then a summary.
pub fn print(checked: &Checked, style: Style) -> String {
    let mut text = String::new();
    let colored = style.colored;
    for chart in &checked.charts {
        let mut sources = Sources::new([chart.path.as_str()]);
        let findings = in_order(chart.judged.findings.iter());
        let waived = &chart.judged.waived;
        if checked.charts.len() > 1 && !(findings.is_empty() && waived.is_empty()) {
            let _ = writeln!(text, "{}\n", paint(&heading(chart), BOLD, colored));
        }
        findings.iter().for_each(|finding| text.push_str(&one(finding, &mut sources, colored)));
        waived.iter().for_each(|waived| text.push_str(&excepted(waived)));
        if !waived.is_empty() {
            text.push('\n');
        }
    }
    let mut sources = Sources::new([]);
    in_order(checked.general.iter()).iter().for_each(|finding| text.push_str(&one(finding, &mut sources, colored)));
    let _ = writeln!(text, "{}", summary(checked.totals()));
    text
}

fn heading(chart: &CheckedChart) -> String {
    let path = foreign::line(&chart.path);
    match &chart.chart {
        Some((name, version)) => format!("{path} ({} {})", foreign::line(name), foreign::line(version)),
        None => path,
    }
}

/// One finding with its excerpt, an empty line behind it.
pub fn one(finding: &Finding, sources: &mut Sources, colored: bool) -> String {
    let color = match finding.severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info => BLUE,
    };
    let word = finding.severity.word();
    let severity = paint(&format!("{word}[{}]:", finding.check), color, colored);
    let message = foreign::lines(&finding.message);
    let mut text = format!("{severity} {}: {message}\n", foreign::line(&finding.place()));
    if let Some(excerpt) = sources.excerpt(finding, colored) {
        let _ = writeln!(text, "{}", excerpt.trim_end());
    }
    let mut more = |what: &str, said: &str| {
        let _ = writeln!(text, "  {} {}", paint(what, CYAN, colored), foreign::lines(said).replace('\n', "\n  "));
    };
    if let Some(hint) = &finding.hint {
        more("hint:", hint);
    }
    if let Some(fix) = &finding.fix {
        more("fix:", &format!("{} (with --fix)", fix.title));
    }
    if let Some(decided_by) = &finding.decided_by {
        more("level:", &format!("{word} by {decided_by}"));
    }
    text.push('\n');
    text
}

/// A finding that does not count, in one line.
pub fn excepted(waived: &Waived) -> String {
    let Waived { finding, reason, decided_by } = waived;
    let line =
        format!("waived[{}]: {}: {} (by {decided_by}: {reason})", finding.check, finding.place(), finding.message);
    foreign::line(&line) + "\n"
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

fn paint(text: &str, color: &str, colored: bool) -> String {
    if colored { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

//! The summary of a step, as Markdown.

use std::fmt::Write as _;

use checks::{Finding, Severity};
use release::Report;

use crate::foreign;
use crate::report::Checked;
use crate::repository_path::Root;

/// More rows nobody reads.
const ROWS: usize = 500;

/// What a release published.
pub fn of_release(report: &Report) -> String {
    let mut text = "| chart | version | digest |\n|---|---|---|\n".to_owned();
    for chart in &report.charts {
        let _ = writeln!(text, "| {} | {} | `{}` |", code(&chart.reference), cell(&chart.version), chart.digest);
    }
    text
}

/// What checks found, in at most so many bytes.
pub fn of_checks(checked: &Checked, failed: bool, room: usize) -> String {
    let mut text = format!("### portolan check: {}\n\n", if failed { "failed" } else { "passed" });
    let charts = checked.charts.iter().map(|chart| {
        let of = |severity| chart.judged.findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        format!(
            "| {} | {errors} | {warnings} | {} | {} |\n",
            code(&chart.path),
            of(Severity::Info),
            chart.judged.waived.len()
        )
    });
    table("| chart | errors | warnings | notes | excepted |\n|---|--:|--:|--:|--:|\n", charts, room / 2, &mut text);
    let root = Root::find();
    let findings = checked.in_order();
    if !findings.is_empty() {
        text.push('\n');
        let rows = findings.iter().map(|finding| row(finding, &root));
        table("| severity | check | place | finding |\n|---|---|---|---|\n", rows, room, &mut text);
    }
    text
}

/// A table as far as there is room, and how many rows are left out.
fn table(head: &str, rows: impl ExactSizeIterator<Item = String>, room: usize, text: &mut String) {
    let all = rows.len();
    text.push_str(head);
    let mut shown = 0;
    for row in rows.take(ROWS) {
        if text.len() + row.len() > room {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    if shown < all {
        let _ = writeln!(text, "\n… and {} more in the log.", all - shown);
    }
}

fn row(finding: &Finding, root: &Root) -> String {
    let at = finding.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
    let hint = finding.hint.as_ref().map(|hint| format!("<br>{}", cell(hint))).unwrap_or_default();
    let place = code(&format!("{}{at}", root.path(&finding.file)));
    format!("| {} | `{}` | {place} | {}{hint} |\n", finding.severity.word(), finding.check, cell(&finding.message))
}

/// Foreign text in a cell: nothing in it is Markdown or HTML.
fn cell(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '~' | '!' | '#' | '$' => escaped.extend(['\\', c]),
            c if foreign::is_control(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Foreign text in a cell, in the letters of code: the element, since backticks could end in the text.
fn code(text: &str) -> String {
    if text.contains(['`', '|', '\n', '\\', '<', '&']) || text.chars().any(foreign::is_control) {
        return format!("<code>{}</code>", cell(text));
    }
    format!("`{text}`")
}

#[cfg(test)]
mod tests {
    use super::{cell, code, table};

    #[test]
    fn foreign_text_stays_in_its_cell() {
        assert_eq!(cell("a|b\n<img src=x>"), "a\\|b<br>&lt;img src=x&gt;");
        assert_eq!(cell("`x` [y](z) @team"), "\\`x\\` \\[y\\]\\(z\\) &#64;team");
        assert_eq!(code("charts/a"), "`charts/a`");
        assert_eq!(code("a`|b"), "<code>a\\`\\|b</code>");
    }

    #[test]
    fn tables_end_where_the_room_ends() {
        let mut text = String::new();
        table("head\n", (0..100).map(|row| format!("{row:09}\n")), 200, &mut text);
        assert!(text.len() < 240 && text.ends_with("and 81 more in the log.\n"), "{text}");
    }
}

//! `--output junit`: the XML that test reports are read from. A chart is a test suite, a check that looked is a test.

use std::fmt::Write as _;

use checks::policy::{Verdict, Waived};
use checks::{Finding, Severity};

use crate::foreign;

use super::{Checked, CheckedChart, in_order};

/// The suite of findings about exceptions and the baseline themselves.
const GENERAL: &str = "portolan";

/// A test of a suite.
struct Case<'c> {
    check: &'c str,
    /// Findings that fail it.
    failures: Vec<&'c Finding>,
    /// Findings that don't.
    others: Vec<&'c Finding>,
    /// Findings that are excepted, if there are no others.
    waived: Vec<&'c Waived>,
}

/// Errors fail a test; warnings only with `--strict`, else they are its output.
pub fn print(checked: &Checked, strict: bool) -> String {
    let mut suites: Vec<(String, Vec<Case<'_>>)> =
        checked.charts.iter().map(|chart| (chart.path.clone(), cases(chart, strict))).collect();
    if !checked.general.is_empty() {
        suites.push((GENERAL.to_owned(), general(checked, strict)));
    }
    let all = suites.iter().flat_map(|(_, cases)| cases);
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(text, "<testsuites name=\"portolan check\"{}>", counts(all));
    for (name, cases) in &suites {
        let skipped = cases.iter().filter(|case| case.is_skipped()).count();
        let name = escaped(name);
        let _ = writeln!(text, "  <testsuite name=\"{name}\"{} skipped=\"{skipped}\">", counts(cases.iter()));
        cases.iter().for_each(|case| text.push_str(&one(case, &name)));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case<'c>> + Clone) -> String {
    let failures = cases.clone().filter(|case| !case.failures.is_empty()).count();
    format!(" tests=\"{}\" failures=\"{failures}\" errors=\"0\"", cases.count())
}

fn cases(chart: &CheckedChart, strict: bool) -> Vec<Case<'_>> {
    let waived = |check: &str| chart.judged.waived.iter().filter(|waived| waived.finding.check == check).collect();
    let case = |(check, verdict)| Case {
        waived: if verdict == Verdict::Waived { waived(check) } else { Vec::new() },
        ..sorted(check, in_order(chart.judged.findings.iter().filter(|finding| finding.check == check)), strict)
    };
    chart.looked().map(case).collect()
}

fn general(checked: &Checked, strict: bool) -> Vec<Case<'_>> {
    let of = |check: &str| in_order(checked.general.iter().filter(|finding| finding.check == check));
    let all = checks::TABLE.iter().map(|rule| sorted(rule.id, of(rule.id), strict));
    all.filter(|case| !(case.failures.is_empty() && case.others.is_empty())).collect()
}

fn sorted<'c>(check: &'c str, findings: Vec<&'c Finding>, strict: bool) -> Case<'c> {
    let lowest = if strict { Severity::Warning } else { Severity::Error };
    let (failures, others) = findings.into_iter().partition(|finding| finding.severity >= lowest);
    Case { check, failures, others, waived: Vec::new() }
}

impl Case<'_> {
    fn is_skipped(&self) -> bool {
        !self.waived.is_empty()
    }
}

fn one(case: &Case<'_>, suite: &str) -> String {
    let head = format!("    <testcase name=\"{}\" classname=\"{suite}\"", case.check);
    let mut body = String::new();
    if let Some(first) = case.waived.first() {
        let _ = writeln!(
            body,
            "      <skipped message=\"{}\"/>",
            escaped(&format!("{} ({})", first.reason, first.decided_by))
        );
    }
    if let Some(first) = case.failures.first() {
        let more = case.failures.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        let message = escaped(&format!("{}: {}{more}", first.place(), first.message));
        let (kind, said) = (first.severity.word(), said(&case.failures));
        let _ = writeln!(body, "      <failure message=\"{message}\" type=\"{kind}\">{said}</failure>");
    }
    if !case.others.is_empty() {
        let _ = writeln!(body, "      <system-out>{}</system-out>", said(&case.others));
    }
    if body.is_empty() { head + "/>\n" } else { format!("{head}>\n{body}    </testcase>\n") }
}

/// Findings, one a line.
fn said(findings: &[&Finding]) -> String {
    let line = |finding: &&Finding| {
        let hint = finding.hint.as_ref().map(|hint| format!(" (hint: {hint})")).unwrap_or_default();
        escaped(&format!(
            "{}[{}]: {}: {}{hint}",
            finding.severity.word(),
            finding.check,
            finding.place(),
            finding.message
        ))
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Text in an attribute or an element. Line breaks and tabs are references, since attributes lose them otherwise and no
/// line of ours begins with foreign text; what XML 1.0 can't hold (its production `Char`) is replaced, and `[` behind `#`
/// is a reference, so that no log obeys it as a command.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(c))),
            '[' if escaped.ends_with('#') => escaped.push_str("&#91;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c if foreign::is_control(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn xml_holds_what_it_can() {
        assert_eq!(escaped("a<b>&\"c\"\n\t\r"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;&#9;&#13;");
        assert_eq!(escaped("\0\u{1b}[31m\u{ffff}\u{1F6A2}é]]>"), "\u{fffd}\u{fffd}[31m\u{fffd}\u{1F6A2}é]]&gt;");
        assert_eq!(escaped("##[error]"), "##&#91;error]");
    }
}

//! `--output gitlab`: a Code Quality report
//! (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>).

use checks::{Finding, Severity};
use serde_json::{Value, json};

use super::Checked;
use super::fingerprint::Fingerprints;
use crate::repository_path::Root;

/// The findings that count, errors first.
pub fn print(checked: &Checked, root: &Root) -> String {
    let mut fingerprints = Fingerprints::default();
    let findings = checked.in_order();
    let issues: Vec<Value> = findings.iter().map(|finding| issue(finding, checked, root, &mut fingerprints)).collect();
    format!("{:#}\n", Value::Array(issues))
}

fn issue<'f>(finding: &'f Finding, checked: &Checked, root: &Root, fingerprints: &mut Fingerprints<'f>) -> Value {
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    };
    let path = root.path(&checked.file(finding));
    let hint = finding.hint.as_ref().map(|hint| format!(" (hint: {hint})")).unwrap_or_default();
    json!({
        "description": format!("{}{hint}", finding.message),
        "check_name": finding.check,
        "fingerprint": fingerprints.next(finding, &path),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": finding.position.map_or(1, |at| at.line)}},
    })
}

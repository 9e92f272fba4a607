//! What `check` found, in the forms in which people and programs read it. Each form is one file over [`Checked`];
//! `docs/check-output.md` says what each promises.

mod excerpt;
mod fingerprint;
pub mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
pub mod text;

use std::cmp::Ordering;

use checks::policy::{Judged, Verdict, Verdicts, Waived};
use checks::{Finding, Rule, Severity};
use serde::Serialize;

pub use excerpt::Sources;

use crate::foreign;
use crate::repository_path::Root;

/// In which form the result is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people, with excerpts.
    #[default]
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// JUnit's XML, for test reports.
    Junit,
    /// GitLab's Code Quality report.
    Gitlab,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether a person reads it at a terminal that shows colours.
    pub colored: bool,
    /// Whether warnings fail the run, too.
    pub strict: bool,
}

/// All charts of a run.
pub struct Checked {
    /// The charts, in the order in which they were named.
    pub charts: Vec<CheckedChart>,
    /// What is wrong with exceptions and the baseline themselves.
    pub general: Vec<Finding>,
    /// The checks that looked.
    pub looked: Vec<&'static Rule>,
}

/// One chart.
pub struct CheckedChart {
    /// Its folder.
    pub path: String,
    /// Its name and version, unless it can't be loaded.
    pub chart: Option<(String, String)>,
    /// What was found.
    pub judged: Judged,
    /// What became of every check.
    pub verdicts: Verdicts,
}

/// How many findings of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Charts that were looked at.
    pub charts: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity info.
    pub infos: usize,
    /// Findings that don't count.
    pub waived: usize,
}

impl Checked {
    /// Every finding that counts.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.charts.iter().flat_map(|chart| &chart.judged.findings).chain(&self.general)
    }

    /// Every finding that counts, errors first.
    pub fn in_order(&self) -> Vec<&Finding> {
        in_order(self.findings())
    }

    /// Every finding that does not count, in the same order.
    pub fn waived_in_order(&self) -> Vec<&Waived> {
        let mut waived: Vec<&Waived> = self.waived().collect();
        waived.sort_by(|one, other| compare(&one.finding, &other.finding));
        waived
    }

    /// Every finding that does not count.
    pub fn waived(&self) -> impl Iterator<Item = &Waived> {
        self.charts.iter().flat_map(|chart| &chart.judged.waived)
    }

    /// How many there are.
    pub fn totals(&self) -> Totals {
        let of = |severity| self.findings().filter(|finding| finding.severity == severity).count();
        Totals {
            charts: self.charts.len(),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            waived: self.waived().count(),
        }
    }

    /// The result in a form.
    pub fn print(&self, form: Form, style: Style) -> String {
        match form {
            Form::Text => text::print(self, style),
            Form::Json => foreign::json(&json::print(self)),
            Form::Sarif => foreign::json(&sarif::print(self, &Root::find())),
            Form::Github => github::print(self, &Root::find()),
            Form::Junit => junit::print(self, style.strict),
            Form::Gitlab => foreign::json(&gitlab::print(self, &Root::find())),
        }
    }

    /// The file to point at: for a chart's folder, which no service can show, its `Chart.yaml`.
    pub fn file(&self, finding: &Finding) -> String {
        let is_chart = self.charts.iter().any(|chart| chart.path == finding.file);
        if is_chart { format!("{}/Chart.yaml", finding.file.trim_end_matches('/')) } else { finding.file.clone() }
    }
}

/// Errors first, then by file and place; equal ones as they came.
pub fn in_order<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<&'f Finding> {
    let mut findings: Vec<&Finding> = findings.collect();
    findings.sort_by(|one, other| compare(one, other));
    findings
}

fn compare(one: &Finding, other: &Finding) -> Ordering {
    let place = |finding: &Finding| finding.position.map(|at| (at.line, at.column));
    let severity = other.severity.cmp(&one.severity);
    severity.then_with(|| one.file.cmp(&other.file)).then_with(|| place(one).cmp(&place(other)))
}

impl CheckedChart {
    /// The checks that looked, in the order of the table, with what became of them.
    pub fn looked(&self) -> impl Iterator<Item = (&'static str, Verdict)> {
        checks::TABLE.iter().filter_map(|rule| {
            let verdict = *self.verdicts.get(rule.id)?;
            (verdict != Verdict::NotLooked).then_some((rule.id, verdict))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Checked, CheckedChart, Form, Style};
    use checks::policy::Judged;
    use checks::{Edit, Finding, Fix, Severity};
    use goyaml::Position;
    use serde_json::{Value, json};

    /// One finding that can be fixed, in a file that is not there.
    fn fixable() -> Checked {
        let at = |column| Position { line: 3, column };
        let edit = Edit { file: "c/Chart.yaml".to_owned(), start: at(10), end: at(13), text: "1.2.0".to_owned() };
        let finding = Finding {
            check: "version/semver",
            severity: Severity::Error,
            file: "c/Chart.yaml".to_owned(),
            position: Some(at(10)),
            message: "see [x](y)".to_owned(),
            hint: None,
            decided_by: None,
            fix: Some(Fix::new("write `1.2.0`", edit)),
        };
        let judged = Judged { findings: vec![finding], waived: Vec::new() };
        let chart = CheckedChart { path: "c".to_owned(), chart: None, judged, verdicts: [].into() };
        Checked { charts: vec![chart], general: Vec::new(), looked: Vec::new() }
    }

    fn printed(form: Form) -> Value {
        serde_json::from_str(&fixable().print(form, Style::default())).unwrap()
    }

    #[test]
    fn fixes_are_told_and_given_as_edits() {
        let text = fixable().print(Form::Text, Style::default());
        assert!(text.contains("\n  fix: write `1.2.0` (with --fix)\n"), "{text}");
        let edit = json!({"file": "c/Chart.yaml", "start": {"line": 3, "column": 10}, "end": {"line": 3, "column": 13}, "text": "1.2.0"});
        assert_eq!(
            printed(Form::Json)["charts"][0]["findings"][0]["fix"],
            json!({"title": "write `1.2.0`", "edits": [edit]})
        );
        let result = &printed(Form::Sarif)["runs"][0]["results"][0];
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(
            replacement,
            &json!({
                "deletedRegion": {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 13},
                "insertedContent": {"text": "1.2.0"},
            })
        );
        assert_eq!(result["message"]["text"], "see \\[x\\](y)");
    }

    #[test]
    fn a_chart_is_shown_at_its_chart_yaml() {
        let checked = fixable();
        let finding = Finding { file: "c".to_owned(), ..checked.charts[0].judged.findings[0].clone() };
        assert_eq!(checked.file(&finding), "c/Chart.yaml");
    }
}

//! What `check` found, in the forms in which people and programs read it. Each form is one file over [`Checked`].

mod json;
mod text;

use checks::policy::{Judged, Waived};
use checks::{Finding, Rule, Severity};
use serde::Serialize;

/// In which form the result is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people, with excerpts.
    #[default]
    Text,
    /// For programs.
    Json,
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

    /// The result in a form; `colored` is for people at a terminal.
    pub fn print(&self, form: Form, colored: bool) -> String {
        match form {
            Form::Text => text::print(self, colored),
            Form::Json => json::print(self),
        }
    }
}

/// What became of one check of one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It found nothing.
    Passed,
    /// It found something that counts.
    Found,
    /// All that it found is excepted.
    Waived,
}

impl CheckedChart {
    /// What became of a check.
    pub fn verdict(&self, check: &str) -> Verdict {
        if self.judged.findings.iter().any(|finding| finding.check == check) {
            return Verdict::Found;
        }
        let waived = self.judged.waived.iter().any(|waived| waived.finding.check == check);
        if waived { Verdict::Waived } else { Verdict::Passed }
    }
}

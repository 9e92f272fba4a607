//! Levels and exceptions from the configuration, applied to findings.

use gostd::glob::{Budget, DEFAULT_UNITS, Glob};
use serde::Serialize;

use crate::{Finding, Severity};

/// Another severity for a check, or none at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The check's id.
    pub check: String,
    /// The severity; `None` switches the check off.
    pub severity: Option<Severity>,
    /// The line that says so.
    pub decided_by: String,
}

/// A written exception: findings that don't count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The check's id.
    pub check: String,
    /// A glob over the finding's file; every file without it.
    pub file: Option<String>,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// The line that says so.
    pub decided_by: String,
}

/// What the configuration says about checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Severities.
    pub levels: Vec<Level>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
}

/// A finding that an exception covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// Why it does not count.
    pub reason: String,
    /// The line that says so.
    pub decided_by: String,
}

/// Findings after the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Those that count.
    pub findings: Vec<Finding>,
    /// Those that don't.
    pub waived: Vec<Waived>,
}

impl Policy {
    /// The checks that levels and exceptions name.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let levels = self.levels.iter().map(|level| level.check.as_str());
        levels.chain(self.exceptions.iter().map(|exception| exception.check.as_str()))
    }

    /// Applies levels and exceptions; `today` is `YYYY-MM-DD`.
    pub fn judge(&self, findings: Vec<Finding>, today: &str) -> Judged {
        let mut judged = Judged::default();
        for finding in findings.into_iter().filter_map(|finding| self.leveled(finding)) {
            match self.exceptions.iter().find(|exception| exception.covers(&finding, today)) {
                Some(exception) => judged.waived.push(Waived {
                    finding,
                    reason: exception.reason.clone(),
                    decided_by: exception.decided_by.clone(),
                }),
                None => judged.findings.push(finding),
            }
        }
        judged
    }

    fn leveled(&self, finding: Finding) -> Option<Finding> {
        match self.levels.iter().rev().find(|level| level.check == finding.check) {
            None => Some(finding),
            Some(level) => level.severity.map(|severity| Finding { severity, ..finding }),
        }
    }
}

impl Exception {
    fn covers(&self, finding: &Finding, today: &str) -> bool {
        let here = || match &self.file {
            None => true,
            Some(pattern) => Glob::new(pattern, &['/'])
                .is_ok_and(|glob| glob.is_match(&finding.file, &Budget::new(DEFAULT_UNITS)).unwrap_or(false)),
        };
        let holds = self.until.as_deref().is_none_or(|until| today <= until);
        self.check == finding.check && holds && here()
    }
}

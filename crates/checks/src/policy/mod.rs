//! What was decided about checks: levels, exceptions and a baseline, applied to findings.

mod baseline;
mod exception;
mod inline;
mod unused;
mod verdict;

use serde::Serialize;

pub use baseline::{Baseline, BaselineError, Entry};
pub use exception::{Exception, Origin, Scope};
pub use inline::Inline;
pub use unused::unused;
pub use verdict::{Verdict, Verdicts, verdicts};

use crate::{Finding, Severity, rules};

/// Another severity for a check, or none at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The check's id.
    pub check: String,
    /// The severity; `None` switches the check off.
    pub severity: Option<Severity>,
    /// The line that says so.
    pub decided_by: Origin,
}

/// What was decided about checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Severities.
    pub levels: Vec<Level>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Findings that were there when somebody began to look.
    pub baseline: Option<Baseline>,
}

/// A finding that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waived {
    /// The finding.
    pub finding: Finding,
    /// Why it does not count.
    pub reason: String,
    /// The line that says so.
    pub decided_by: Origin,
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
    /// The checks that levels and exceptions name, each with the line that does.
    pub fn ids(&self) -> impl Iterator<Item = (&str, &Origin)> {
        let levels = self.levels.iter().map(|level| (level.check.as_str(), &level.decided_by));
        levels.chain(self.exceptions.iter().map(|exception| (exception.check.as_str(), &exception.decided_by)))
    }

    /// Whether a check is switched off.
    pub fn is_off(&self, check: &str) -> bool {
        self.level(check).is_some_and(|level| level.severity.is_none())
    }

    /// Applies levels, exceptions (those in comments too) and the baseline; `today` is `YYYY-MM-DD`.
    pub fn judge(&self, findings: Vec<Finding>, inline: &[Exception], today: &str) -> Judged {
        let mut judged = Judged::default();
        let mut known = self.baseline.as_ref().map(Baseline::counts);
        for finding in findings.into_iter().filter_map(|finding| self.leveled(finding)) {
            let mut exceptions =
                inline.iter().chain(&self.exceptions).filter(|_| finding.check != rules::helm_load::RULE.id);
            let waived_by = match exceptions.find(|exception| exception.covers(&finding, today)) {
                Some(exception) => Some((exception.reason.clone(), exception.decided_by.clone())),
                None => known
                    .as_mut()
                    .and_then(|known| known.take(&finding))
                    .map(|origin| ("it is in the baseline".to_owned(), origin)),
            };
            match waived_by {
                Some((reason, decided_by)) => judged.waived.push(Waived { finding, reason, decided_by }),
                None => judged.findings.push(finding),
            }
        }
        judged
    }

    fn leveled(&self, finding: Finding) -> Option<Finding> {
        let Some(level) = self.level(finding.check) else { return Some(finding) };
        let decided_by = Some(level.decided_by.to_string());
        level.severity.map(|severity| Finding { severity, decided_by, ..finding })
    }

    /// The last level for a check; one for its group (`image/*`) counts where none names it.
    fn level(&self, check: &str) -> Option<&Level> {
        // A chart that is none can't pass, whatever anybody says.
        if check == rules::helm_load::RULE.id {
            return None;
        }
        let of = |wanted: &str| self.levels.iter().rev().find(|level| level.check == wanted);
        of(check).or_else(|| of(&format!("{}/*", check.split('/').next()?)))
    }
}

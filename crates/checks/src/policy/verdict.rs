//! What became of each check: every one of the table, so that a report shows what was not looked at, too.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Judged;
use crate::{Rule, TABLE};

/// What became of one check of one chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It looked and found nothing.
    Passed,
    /// It found something that counts.
    Found,
    /// All that it found is excepted.
    Waived,
    /// It did not look: it is switched off or not selected, or the chart can't be loaded.
    NotLooked,
}

/// The verdict of every check, by its id.
pub type Verdicts = BTreeMap<&'static str, Verdict>;

/// The verdicts over a chart; `looked` says which checks looked at it.
pub fn verdicts(judged: &Judged, looked: impl Fn(&Rule) -> bool) -> Verdicts {
    let before = |rule: &'static Rule| (rule.id, if looked(rule) { Verdict::Passed } else { Verdict::NotLooked });
    let mut verdicts: Verdicts = TABLE.iter().map(before).collect();
    verdicts.extend(judged.waived.iter().map(|waived| (waived.finding.check, Verdict::Waived)));
    verdicts.extend(judged.findings.iter().map(|finding| (finding.check, Verdict::Found)));
    verdicts
}

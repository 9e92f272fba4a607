//! Exceptions and levels that decide nothing.

use std::collections::BTreeSet;

use super::{Exception, Judged, Origin, Policy};
use crate::{Finding, Observation, Selection, rules};

/// What of a policy has decided nothing, as findings; `all` is whether everything was looked at that it may be for.
pub fn unused(
    policy: &Policy,
    inline: &[Exception],
    judged: &[Judged],
    selection: &Selection,
    (today, all): (&str, bool),
) -> Vec<Finding> {
    let waived = judged.iter().flat_map(|judged| &judged.waived);
    let used: BTreeSet<(&Origin, &str)> = waived
        .flat_map(|waived| {
            let check = waived.finding.check;
            [check, check.split('/').next().unwrap_or_default()].map(|name| (&waived.decided_by, name))
        })
        .collect();
    let configured = policy.exceptions.iter().filter(|exception| all || !exception.holds(today));
    let mut found: Vec<Finding> = inline
        .iter()
        .chain(configured)
        .filter_map(|exception| {
            let mut meant = rules::TABLE.iter().filter(|rule| rule.is_meant_by(&exception.check));
            let looked = meant.all(|rule| selection.takes(rule) && !policy.is_off(rule.id));
            let is_used = used.contains(&(&exception.decided_by, exception.check.trim_end_matches("/*")));
            (looked && !is_used).then(|| told(exception, today))
        })
        .collect();
    found.extend(unknown(policy));
    found
}

fn told(exception: &Exception, today: &str) -> Finding {
    let Exception { check, until, decided_by, .. } = exception;
    let message = match until {
        Some(until) if !exception.holds(today) => format!("the exception for {check} ended on {until}"),
        _ => format!("the exception for {check} covers nothing"),
    };
    let seen = Observation::of(&decided_by.file, message).at_position(decided_by.position);
    seen.hint("remove it").by(&rules::config_exception::RULE)
}

/// Levels and exceptions for checks that do not exist.
fn unknown(policy: &Policy) -> impl Iterator<Item = Finding> {
    policy.ids().filter(|(id, _)| !rules::is_known(id)).map(|(id, origin)| {
        let ids: Vec<&str> = rules::TABLE.iter().map(|rule| rule.id).collect();
        let seen = Observation::of(&origin.file, format!("there is no check {id:?}")).at_position(origin.position);
        let seen = match goyaml::nearest(id, &ids) {
            Some(nearest) => seen.hint(format!("did you mean {nearest}?")),
            None => seen.hint("`portolan explain` lists all checks"),
        };
        seen.by(&rules::config_exception::RULE)
    })
}

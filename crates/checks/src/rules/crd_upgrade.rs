use crate::next_version::first_of;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "crd/upgrade",
    severity: Severity::Info,
    summary: "Files of crds/ that change are not upgraded by Helm.",
    page: include_str!("crd_upgrade.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(base) = facts.base.as_ref().filter(|base| base.version.is_some()) else { return Vec::new() };
    let is_there = |path: &&String| path.starts_with("crds/") && subject.chart.raw.get(path).is_some();
    let changed: Vec<String> = base.changed.iter().filter(is_there).cloned().collect();
    let Some(first) = changed.first() else { return Vec::new() };
    let message =
        format!("{} changed since {}, and Helm never upgrades what is in crds/", first_of(&changed), base.reference);
    let hint = "tell users in the notes to run `kubectl apply --server-side -f crds/` before they upgrade";
    vec![Observation::of(&subject.path(first), message).hint(hint)]
}

use crate::subject::Purpose;
use crate::{Facts, Observation, Rule, Severity, Subject, traps};

pub(super) const RULE: Rule = Rule {
    id: "helm/long-name",
    severity: Severity::Warning,
    summary: "The chart works when the name of its release is as long as Helm allows.",
    page: include_str!("helm_long_name.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(run) = traps::run(subject, Purpose::LongName) else { return Vec::new() };
    let scene = "with a release name of 53 characters";
    let failed = traps::failed(subject, run, scene);
    let hint = "cut it: `trunc 63 | trimSuffix \"-\"`, for CronJobs and StatefulSets `trunc 52`, for ports of containers `trunc 15`";
    let told = traps::told(subject, scene, &traps::refused(subject, run), (None, hint));
    failed.into_iter().chain(told).collect()
}

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
    let refused: Vec<Observation> = traps::refused(subject, run)
        .into_iter()
        .map(|(object, refused)| {
            let message = format!("{scene}, {} of {} is {}", refused.path, object.head.kind, refused.reason);
            Observation::of(&subject.path(&object.template), message)
                .at_position(subject.line_with(&object.template, "name:"))
                .hint("cut it: `{{ … | trunc 63 | trimSuffix \"-\" }}`, and 52 for CronJobs and StatefulSets")
        })
        .collect();
    failed.into_iter().chain(traps::one_per_file(refused)).collect()
}

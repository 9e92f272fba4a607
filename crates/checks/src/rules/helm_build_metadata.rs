use crate::subject::Purpose;
use crate::{Facts, Observation, Rule, Severity, Subject, traps};

pub(super) const RULE: Rule = Rule {
    id: "helm/build-metadata",
    severity: Severity::Warning,
    summary: "The chart works when its version has build metadata.",
    page: include_str!("helm_build_metadata.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(run) = traps::run(subject, Purpose::BuildMetadata) else { return Vec::new() };
    let scene = "with build metadata in its version";
    let failed = traps::failed(subject, run, scene);
    let found = traps::refused(subject, run).into_iter();
    let refused: Vec<_> = found.filter(|(_, refused)| refused.found.text.contains('+')).collect();
    let hint = "write `{{ .Chart.Version | replace \"+\" \"_\" }}`, as `helm create` does";
    let told = traps::told(subject, scene, &refused, (Some(".Chart.Version"), hint));
    failed.into_iter().chain(told).collect()
}

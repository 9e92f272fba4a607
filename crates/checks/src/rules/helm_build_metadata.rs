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
    let refused = traps::refused(subject, run).into_iter().filter(|(_, refused)| refused.text.contains('+'));
    let refused: Vec<Observation> = refused
        .map(|(object, refused)| {
            let message =
                format!("{scene}, {} of {} is {:?}, {}", refused.path, object.name(), refused.text, refused.reason);
            Observation::of(&subject.path(&object.template), message)
                .at_position(subject.line_with(&object.template, ".Chart.Version"))
                .hint("write `{{ .Chart.Version | replace \"+\" \"_\" }}`, as `helm create` does")
        })
        .collect();
    failed.into_iter().chain(traps::one_per_file(refused)).collect()
}

use gostd::semver::Version;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/backwards",
    severity: Severity::Error,
    summary: "The version is not lower than at the base.",
    page: include_str!("version_backwards.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Some((base, before)) = facts.base.as_ref().and_then(|base| Some((base, base.version.as_ref()?))) else {
        return Vec::new();
    };
    match (Version::parse(version), Version::parse(before)) {
        (Ok(now), Ok(then)) if now < then => {
            let message = format!("version {version} is lower than {before}, which {} has", base.reference);
            let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
            vec![seen.hint(format!("write a version above {before}, or merge {} first", base.reference))]
        }
        _ => Vec::new(),
    }
}

use chart::clean_path;

use crate::listed::{Listed, dependencies};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/file-dependency",
    severity: Severity::Warning,
    summary: "No dependency comes from a folder that users do not have.",
    page: include_str!("package_file_dependency.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    dependencies(subject).iter().filter_map(|listed| observation(subject, listed)).collect()
}

fn observation(subject: &Subject<'_>, listed: &Listed<'_>) -> Option<Observation> {
    let name = &listed.dependency.name;
    let path = listed.dependency.repository.strip_prefix("file://")?;
    let is_inside = !path.starts_with('/') && !clean_path(path).starts_with("..");
    let place = listed.position("repository");
    if is_inside {
        let message =
            format!("{name} comes from {path}, a folder of the chart: Artifact Hub shows that as its repository");
        let seen = Observation::of(&listed.file, message).at_position(place).severity(Severity::Info);
        return Some(
            seen.hint(format!("a chart in charts/{name} needs no `repository`: leave it out, and update the lock")),
        );
    }
    let message = format!(
        "{name} comes from {path}, which users do not have: the published Chart.yaml shows that path, and \
         `helm dependency build` fails for everybody who unpacks the chart and rebuilds it"
    );
    let version =
        subject.chart.dependencies.iter().find(|chart| chart.name() == name).map_or("VERSION", |chart| chart.version());
    let hint = format!(
        "publish {name} {version} first, then write `repository: oci://…` and `version: {version}`, or move it to charts/{name} and leave `repository` out"
    );
    Some(Observation::of(&listed.file, message).at_position(place).hint(hint))
}

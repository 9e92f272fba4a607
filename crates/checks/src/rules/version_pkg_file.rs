use crate::edits;
use crate::{Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml has the version of Chart.yaml.",
    page: include_str!("version_pkg_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.package_file else { return Vec::new() };
    let version = &subject.chart.metadata.version;
    let Some(found) = file.metadata.version.as_ref().filter(|found| *found != version) else { return Vec::new() };
    let node = file.document.as_ref().and_then(|document| document.get("version"));
    let message = format!("version is {found:?}, but Chart.yaml says {version:?}");
    let seen = Observation::of(path, message).at(node).hint(format!("write `version: {version}`"));
    vec![match node.and_then(|node| edits::replaced(path, node, version)) {
        Some(edit) => seen.fix(Fix::new(format!("write `version: {version}`"), edit)),
        None => seen,
    }]
}

use crate::chart_text::ChartText;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml has the version of Chart.yaml.",
    page: include_str!("version_pkg_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.package_file else { return Vec::new() };
    let Some(found) = file.metadata.version.as_deref() else { return Vec::new() };
    let seen = ChartText::version(subject).other(path, file.document.as_ref(), ("version", found));
    seen.into_iter().collect()
}

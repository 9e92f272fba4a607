use chart::dependencies::lock_in_sync;
use chart::{Chart, Dependency};

use crate::listed::{dependencies, is_asked_for, unasked};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/dependency-version",
    severity: Severity::Error,
    summary: "The charts in charts/ have the versions that Chart.yaml asks for, each once.",
    page: include_str!("package_dependency_version.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let listed = dependencies(subject);
    let charts = &subject.chart.dependencies;
    let mut seen = Vec::new();
    for chart in unasked(subject, &listed) {
        let Some(entry) = listed.iter().find(|listed| listed.dependency.name == chart.name()) else { continue };
        let (name, version, range) = (chart.name(), chart.version(), &entry.dependency.version);
        let other = charts.iter().find(|other| other.name() == name && is_asked_for(other, &listed));
        let (message, severity) = match other {
            Some(other) => {
                let other = other.version();
                (
                    format!(
                        "charts/ holds {name} {version} beside {other}, which is asked for: Helm mixes the templates of both"
                    ),
                    Severity::Error,
                )
            }
            None => (message(entry.dependency, version, range), severity(entry.dependency)),
        };
        let seen_here = Observation::of(&entry.file, message).at_position(entry.position("version"));
        seen.push(seen_here.severity(severity).hint(hint(subject, entry.dependency, chart, other.is_some())));
    }
    seen
}

fn hint(subject: &Subject<'_>, dependency: &Dependency, chart: &Chart, is_beside_another: bool) -> String {
    let version = chart.version();
    if is_beside_another {
        return format!("remove {} {version} from charts/", chart.name());
    }
    if let Some(folder) = dependency.repository.strip_prefix("file://") {
        return format!("ask for {version} (the version in that folder), or change the chart in {folder}");
    }
    let metadata = &subject.chart.metadata;
    let lock = subject.chart.lock.as_ref();
    let is_locked = lock.is_some_and(|lock| lock_in_sync(&metadata.api_version, &metadata.dependencies, lock).is_ok());
    match is_locked {
        true => "run `portolan deps build`, which puts the right versions into charts/".to_owned(),
        false => {
            "run `portolan deps update`, which puts the right versions into charts/, and commit the lock".to_owned()
        }
    }
}

fn message(dependency: &Dependency, version: &str, range: &str) -> String {
    let name = &dependency.name;
    let lost = lost(dependency);
    let lost = if lost.is_empty() { String::new() } else { format!(", and ignores its {}", lost.join(" and ")) };
    format!("charts/ holds {name} {version}, but {range:?} is asked for: Helm renders it nevertheless{lost}")
}

/// Without what Helm ignores, only the version is another one.
fn severity(dependency: &Dependency) -> Severity {
    if lost(dependency).is_empty() { Severity::Warning } else { Severity::Error }
}

/// What Helm does only for charts of the right version.
fn lost(dependency: &Dependency) -> Vec<&'static str> {
    let fields = [("alias", !dependency.alias.is_empty()), ("import-values", !dependency.import_values.is_empty())];
    fields.into_iter().filter(|(_, is_there)| *is_there).map(|(field, _)| field).collect()
}

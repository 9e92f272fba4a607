use chart::{Chart, Dependency, dependencies::check_constraint};
use gostd::semver::Version;

use crate::listed::dependencies;
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
    let asked_for = |chart: &&Chart| listed.iter().any(|listed| fits(listed.dependency, chart));
    let charts = &subject.chart.dependencies;
    let unasked: Vec<&Chart> = charts.iter().filter(|chart| !asked_for(chart)).collect();
    let mut seen = Vec::new();
    for chart in unasked {
        let Some(entry) = listed.iter().find(|listed| listed.dependency.name == chart.name()) else { continue };
        let (name, version, range) = (chart.name(), chart.version(), &entry.dependency.version);
        let other = charts.iter().find(|other| other.name() == name && asked_for(other));
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
        seen.push(
            seen_here.severity(severity).hint("run `portolan deps build`, which puts the right versions into charts/"),
        );
    }
    seen
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

/// Whether a chart is the one that an entry asks for.
fn fits(dependency: &Dependency, chart: &Chart) -> bool {
    let version = Version::parse(chart.version());
    let in_range = |version| check_constraint(dependency).is_ok_and(|range| range.check(&version));
    dependency.name == chart.name() && version.is_ok_and(in_range)
}

//! The list of dependencies with its places.

use chart::dependencies::check_constraint;
use chart::{Chart, Dependency};
use gostd::semver::Version;
use goyaml::{Node, Position};

use crate::Subject;

const REQUIREMENTS: &str = "requirements.yaml";

/// An entry of the list.
pub struct Listed<'s> {
    /// What it says.
    pub dependency: &'s Dependency,
    /// The file with the list, relative to where the user stands.
    pub file: String,
    node: Option<Node>,
}

impl Listed<'_> {
    /// The place of the entry.
    pub fn start(&self) -> Option<Position> {
        self.node.as_ref().map(|node| node.span.start)
    }

    /// The place of one of its fields, or of the entry.
    pub fn position(&self, field: &str) -> Option<Position> {
        let node = self.node.as_ref()?;
        Some(node.get(field).unwrap_or(node).span.start)
    }
}

/// The entries in their order. The list of `requirements.yaml` has the last word.
pub fn dependencies<'s>(subject: &'s Subject<'_>) -> Vec<Listed<'s>> {
    let chart = subject.chart;
    let requirements = chart.raw.get(REQUIREMENTS).and_then(|file| goyaml::parse(&file.data).ok().flatten());
    let elsewhere = requirements.as_ref().and_then(|document| document.get("dependencies"));
    let (file, list) = match elsewhere {
        Some(list) => (REQUIREMENTS, Some(list)),
        None => ("Chart.yaml", subject.field("dependencies")),
    };
    let nodes = list.and_then(Node::as_sequence).unwrap_or_default();
    let entries = chart.metadata.dependencies.iter().enumerate();
    let listed = entries.map(|(index, dependency)| Listed {
        dependency,
        file: subject.path(file),
        node: nodes.get(index).cloned(),
    });
    listed.collect()
}

/// Whether an entry asks for the version of a chart within.
pub fn is_asked_for(chart: &Chart, listed: &[Listed<'_>]) -> bool {
    listed.iter().any(|listed| fits(listed.dependency, chart))
}

/// The charts within whose versions no entry asks for.
pub fn unasked<'s>(subject: &'s Subject<'_>, listed: &[Listed<'_>]) -> Vec<&'s Chart> {
    subject.chart.dependencies.iter().filter(|chart| !is_asked_for(chart, listed)).collect()
}

/// Whether a chart is the one that an entry asks for.
fn fits(dependency: &Dependency, chart: &Chart) -> bool {
    let version = Version::parse(chart.version());
    let in_range = |version| check_constraint(dependency).is_ok_and(|range| range.check(&version));
    dependency.name == chart.name() && version.is_ok_and(in_range)
}

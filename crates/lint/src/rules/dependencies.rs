//! Rules about dependencies (Helm: `lint/rules/dependencies.go`). Helm has a third one, about names and aliases given
//! twice, which no chart reaches: it would not have been loaded.

use std::collections::BTreeSet;

use chart::Chart;

use crate::linter::Linter;
use crate::message::Severity;

pub(crate) fn check(linter: &mut Linter<'_>) {
    let loaded = match linter.load() {
        Ok(loaded) => loaded,
        Err(error) => {
            linter.check(Severity::Error, "", Err(format!("unable to load chart\n\t{error}")));
            return;
        }
    };
    let path = linter.folder.location("");
    linter.check(Severity::Error, &path, unlisted(&loaded.chart));
    linter.check(Severity::Warning, &path, missing(&loaded.chart));
}

/// Charts within that `Chart.yaml` does not list. Helm names them in random order, we by name.
fn unlisted(chart: &Chart) -> Result<(), String> {
    let listed: BTreeSet<&str> = chart.metadata.dependencies.iter().map(|listed| listed.name.as_str()).collect();
    let names = chart.dependencies.iter().map(Chart::name).filter(|name| !listed.contains(name));
    none_of(names, "chart metadata is missing these dependencies")
}

/// Listed charts that are not there.
fn missing(chart: &Chart) -> Result<(), String> {
    let there: BTreeSet<&str> = chart.dependencies.iter().map(Chart::name).collect();
    let names = chart.metadata.dependencies.iter().map(|listed| listed.name.as_str());
    none_of(names.filter(|name| !there.contains(name)), "chart directory is missing these dependencies")
}

fn none_of<'c>(names: impl Iterator<Item = &'c str>, problem: &str) -> Result<(), String> {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Ok(()) } else { Err(format!("{problem}: {}", names.join(","))) }
}

//! Charts within the chart, and what is declared about them.

use std::collections::HashMap;

use chart::{Chart, Dependency};

use super::described::Described;
use crate::clean;
use crate::purl::Purl;

/// A chart within another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subchart {
    /// Its folder in the archive: `charts/a/charts/b`; of a missing one where it would be.
    pub path: String,
    /// The index of the chart that holds it in [`super::Contents::subcharts`]; none: the chart itself.
    pub parent: Option<usize>,
    /// What it says of itself; of a missing one what the chart that wants it says.
    pub chart: Described,
    /// What the chart that holds it declares about it: several times with several aliases, never if it just lies there.
    pub declared: Vec<Declared>,
    /// Whether it is in the archive.
    pub is_there: bool,
}

/// One entry of `dependencies`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Under which name it is known.
    pub alias: Option<String>,
    /// Paths in the values that switch it.
    pub condition: Option<String>,
    /// Groups that are switched together.
    pub tags: Vec<String>,
    /// Where it comes from.
    pub repository: Option<String>,
    /// The range of versions.
    pub range: Option<String>,
    /// The version that the lock fixes.
    pub locked: Option<String>,
}

impl Subchart {
    /// Whether it can be switched off in all of its roles.
    pub fn is_optional(&self) -> bool {
        let is_switched = |declared: &Declared| declared.condition.is_some() || !declared.tags.is_empty();
        !self.declared.is_empty() && self.declared.iter().all(is_switched)
    }

    /// Its package URL. The digest of what it was packed from is not known, so it only says where to look.
    pub fn purl(&self) -> Purl {
        let repository = self.declared.first().and_then(|declared| declared.repository.as_deref()).unwrap_or_default();
        let (name, version) = (&self.chart.name, &self.chart.version);
        match repository.strip_prefix("oci://") {
            Some(namespace) => {
                let purl = Purl::oci(&format!("{}/{name}", namespace.trim_end_matches('/')), None);
                purl.with("tag", &version.replace('+', "_"))
            }
            None => Purl::generic(name, version).with("repository_url", &clean::url(repository).unwrap_or_default()),
        }
    }
}

/// All charts within a chart.
pub(super) fn of(chart: &Chart) -> Vec<Subchart> {
    let mut found = Vec::new();
    within(chart, "", None, &mut found);
    found
}

/// Charts nest no deeper than they were loaded.
fn within(chart: &Chart, base: &str, parent: Option<usize>, found: &mut Vec<Subchart>) {
    for subchart in &chart.dependencies {
        let path = format!("{base}charts/{}", clean::text(subchart.name()));
        let declared = declared(chart, subchart);
        let index = found.len();
        let below = format!("{path}/");
        found.push(Subchart { path, parent, chart: Described::of(subchart), declared, is_there: true });
        within(subchart, &below, Some(index), found);
    }
    missing(chart, base, parent, found);
}

/// What is declared about a chart that is there: the entries with its name, and where several versions are there those
/// that mean this one.
fn declared(parent: &Chart, subchart: &Chart) -> Vec<Declared> {
    let named = parent.metadata.dependencies.iter().filter(|entry| entry.name == subchart.name());
    let is_alone = parent.dependencies.iter().filter(|other| other.name() == subchart.name()).count() < 2;
    let means = |entry: &&Dependency| is_alone || locked(parent, entry).unwrap_or(&entry.version) == subchart.version();
    named.filter(means).map(|entry| entry_of(parent, entry)).collect()
}

fn locked<'a>(parent: &'a Chart, entry: &Dependency) -> Option<&'a String> {
    let entries = parent.lock.as_ref().map(chart::Lock::entries).unwrap_or_default();
    let listed =
        parent.metadata.dependencies.iter().filter(|other| other.name == entry.name).position(|other| other == entry);
    let mut same = entries.iter().filter(|other| other.name == entry.name && other.repository == entry.repository);
    let position = listed.unwrap_or_default();
    let count = same.clone().count();
    let found = if count > position { same.nth(position) } else { same.next() };
    found.map(|entry| &entry.version)
}

fn entry_of(parent: &Chart, entry: &Dependency) -> Declared {
    Declared {
        alias: clean::some(&entry.alias),
        condition: clean::some(&entry.condition),
        tags: entry.tags.iter().filter_map(|tag| clean::some(tag)).collect(),
        repository: clean::some(&entry.repository),
        range: clean::some(&entry.version),
        locked: locked(parent, entry).and_then(|version| clean::some(version)),
    }
}

/// Charts that are declared and not there, each once.
fn missing(chart: &Chart, base: &str, parent: Option<usize>, found: &mut Vec<Subchart>) {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entry in &chart.metadata.dependencies {
        if chart.dependencies.iter().any(|there| there.name() == entry.name) {
            continue;
        }
        let declared = entry_of(chart, entry);
        if let Some(known) = places.get(entry.name.as_str()).and_then(|index| found.get_mut(*index)) {
            known.declared.push(declared);
            continue;
        }
        places.insert(&entry.name, found.len());
        let path = format!("{base}charts/{}", clean::text(&entry.name));
        let described = wanted(entry, &declared);
        found.push(Subchart { path, parent, chart: described, declared: vec![declared], is_there: false });
    }
}

fn wanted(entry: &Dependency, declared: &Declared) -> Described {
    let version = declared.locked.clone().or_else(|| declared.range.clone());
    Described {
        name: clean::text(&entry.name),
        version: version.unwrap_or_default(),
        description: None,
        app_version: None,
        kube_version: None,
        kind: "application",
        deprecated: false,
        home: None,
        sources: Vec::new(),
        maintainers: Vec::new(),
        license: super::License::Unknown,
    }
}

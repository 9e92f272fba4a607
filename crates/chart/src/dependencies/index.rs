//! The index of a chart repository (Helm: `pkg/repo/v1/index.go`, `chartrepo.go`).

use std::collections::BTreeMap;

use gostd::json::{self, Value};
use gostd::semver::Version;

use super::source::has_scheme;
use super::version::same_version;
use super::{DependencyError, check_constraint};
use crate::decode::{Draft, metadata_value};
use crate::metadata::{API_VERSION_1, Dependency};
use crate::validate::validate;

/// YAML nodes of an index. Those of the largest repositories have about a million.
const MAX_INDEX_NODES: usize = 4_000_000;

/// One version of one chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    /// The chart's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it can be fetched; relative ones see [`absolute_url`]. Entries without any can't be chosen.
    pub urls: Vec<String>,
    /// SHA-256 of the archive in hexadecimal digits, or empty.
    pub digest: String,
}

/// What a repository offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// By name, the highest version first.
    pub entries: BTreeMap<String, Vec<IndexEntry>>,
    /// Entries that were passed over, as `name version: reason`.
    pub skipped: Vec<String>,
}

impl Index {
    /// The entry that a dependency resolves to: the highest version in its range that can be fetched.
    ///
    /// # Errors
    /// The range is none, or the repository does not know the chart. `None` when no version fits.
    pub fn resolve(&self, dependency: &Dependency) -> Result<Option<&IndexEntry>, DependencyError> {
        let range = check_constraint(dependency)?;
        let Some(versions) = self.entries.get(&dependency.name) else {
            return Err(DependencyError::NotInRepository {
                name: dependency.name.clone(),
                repository: dependency.repository.clone(),
            });
        };
        let fits = |entry: &&IndexEntry| Version::parse(&entry.version).is_ok_and(|version| range.check(&version));
        Ok(versions.iter().filter(|entry| !entry.urls.is_empty()).find(fits))
    }

    /// The entry for one exact version, as a lock names it.
    pub fn find(&self, name: &str, version: &str) -> Option<&IndexEntry> {
        let versions = self.entries.get(name)?.iter();
        versions.filter(|entry| !entry.urls.is_empty()).find(|entry| same_version(version, &entry.version))
    }
}

/// Reads an `index.yaml`, which may be JSON. Entries that are no valid charts are passed over, as in Helm;
/// unlike there, so are entries with fields of the wrong type, and unknown fields do no harm.
///
/// # Errors
/// An empty file, one that can't be read, or one without `apiVersion`.
pub fn parse_index(text: &[u8]) -> Result<Index, DependencyError> {
    if text.is_empty() {
        return Err(DependencyError::EmptyIndex);
    }
    let value = read(text)?;
    if value.get("apiVersion").is_none_or(|version| version.is_null() || version.as_str() == Some("")) {
        return Err(DependencyError::IndexWithoutApiVersion);
    }
    let mut index = Index::default();
    for (name, versions) in value.get("entries").and_then(Value::as_object).into_iter().flatten() {
        let mut entries = Vec::new();
        for version in versions.as_array().unwrap_or_default() {
            match entry(version) {
                Ok(found) => entries.push(found),
                Err(reason) => index.skipped.push(format!("{name} {}: {reason}", version_text(version))),
            }
        }
        sort(&mut entries);
        index.entries.insert(name.clone(), entries);
    }
    Ok(index)
}

fn read(text: &[u8]) -> Result<Value, DependencyError> {
    if let Ok(value) = json::parse(text) {
        return Ok(value);
    }
    let unreadable = |error: goyaml::Error| DependencyError::UnreadableIndex {
        reason: format!("error converting YAML to JSON: {error}"),
    };
    Ok(goyaml::to_json_within(text, MAX_INDEX_NODES).map_err(unreadable)?.unwrap_or(Value::Null))
}

fn entry(value: &Value) -> Result<IndexEntry, String> {
    if value.is_null() {
        return Err("empty entry".to_owned());
    }
    let mut draft = Draft::default();
    metadata_value(value, &mut draft).map_err(|error| error.message)?;
    if draft.metadata.api_version.is_empty() {
        API_VERSION_1.clone_into(&mut draft.metadata.api_version);
    }
    // Some repository servers lose aliases, so the same name may be listed twice.
    draft.metadata.dependencies.clear();
    draft.null_dependencies.clear();
    let metadata = validate(draft).map_err(|violation| violation.message)?;
    let urls = value.get("urls").and_then(Value::as_array).unwrap_or_default();
    Ok(IndexEntry {
        name: metadata.name,
        version: metadata.version,
        urls: urls.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        digest: value.get("digest").and_then(Value::as_str).unwrap_or_default().to_owned(),
    })
}

fn version_text(value: &Value) -> &str {
    value.get("version").and_then(Value::as_str).unwrap_or("without version")
}

/// Highest version first. All versions of entries are valid, so each has a key.
fn sort(entries: &mut Vec<IndexEntry>) {
    let mut keyed: Vec<(Option<Version>, IndexEntry)> = Vec::with_capacity(entries.len());
    keyed.extend(entries.drain(..).map(|entry| (Version::parse(&entry.version).ok(), entry)));
    keyed.sort_by(|(left, _), (right, _)| right.cmp(left));
    entries.extend(keyed.into_iter().map(|(_, entry)| entry));
}

/// The address of an archive: an index may name it relative to the repository. A query of the repository's address
/// is kept (Helm: `ResolveReferenceURL`).
pub fn absolute_url(repository: &str, reference: &str) -> String {
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let without_fragment = repository.split('#').next().unwrap_or(repository);
    let (base, query) = match without_fragment.split_once('?') {
        Some((base, query)) => (base, format!("?{query}")),
        None => (without_fragment, String::new()),
    };
    let (scheme, rest) = base.split_once("://").unwrap_or(("https", base));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let reference = reference.split(['?', '#']).next().unwrap_or(reference);
    if let Some(other_host) = reference.strip_prefix("//") {
        return format!("{scheme}://{other_host}{query}");
    }
    let joined = match reference.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{}/{reference}", path.trim_end_matches('/')),
    };
    format!("{scheme}://{host}/{}{query}", without_dots(&joined))
}

/// The parts of a path without `.` and `..` (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            "" if parts.is_empty() => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

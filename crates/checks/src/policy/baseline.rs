//! The baseline: findings that were there when somebody began to look. They do not count; new ones do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Judged, Origin};
use crate::{Finding, Observation, rules};

/// Its `apiVersion`.
const API_VERSION: &str = "portolan.dev/v1alpha1";
const KIND: &str = "Baseline";

/// Findings by what they say and where, without lines: so they may move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The file that it stands in.
    pub file: String,
    /// The folder that its paths start from, and the one that those of findings start from; both absolute, or empty.
    pub folders: (String, String),
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// Equal findings of one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The check.
    pub check: String,
    /// The file.
    pub file: String,
    /// What is wrong.
    pub message: String,
    /// How many of them there are.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Document {
    api_version: String,
    kind: String,
    findings: Vec<Entry>,
}

/// A file that is no baseline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BaselineError(String);

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// JSON that is none, or another kind of document.
    pub fn parse(file: &str, folders: (String, String), text: &[u8]) -> Result<Self, BaselineError> {
        let read: Document = serde_json::from_slice(text).map_err(|error| BaselineError(error.to_string()))?;
        if (read.api_version.as_str(), read.kind.as_str()) != (API_VERSION, KIND) {
            let found = format!("apiVersion {:?} and kind {:?}", read.api_version, read.kind);
            return Err(BaselineError(format!("{found}, expected {API_VERSION:?} and {KIND:?}")));
        }
        Ok(Self { file: file.to_owned(), folders, entries: read.findings })
    }

    /// A baseline of findings.
    pub fn of<'f>(file: &str, folders: (String, String), findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let empty = Self { file: file.to_owned(), folders, entries: Vec::new() };
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(empty.key(finding)).or_default() += 1;
        }
        let entries = counts.into_iter().map(|((check, file, message), count)| Entry { check, file, message, count });
        Self { entries: entries.collect(), ..empty }
    }

    /// What a finding is called here: its path starts from the baseline's folder, wherever Portolan was started.
    fn key(&self, finding: &Finding) -> Key {
        let (from, here) = &self.folders;
        let full = chart::clean_path(&match finding.file.starts_with('/') {
            true => finding.file.clone(),
            false => format!("{here}/{}", finding.file),
        });
        let below = full.strip_prefix(from.as_str()).and_then(|path| path.strip_prefix('/'));
        let file = if from.is_empty() { &finding.file } else { below.unwrap_or(&full) };
        (finding.check.to_owned(), file.to_owned(), finding.message.clone())
    }

    /// The baseline as it is written.
    pub fn to_json(&self) -> String {
        let (api_version, kind) = (API_VERSION.to_owned(), KIND.to_owned());
        let document = Document { api_version, kind, findings: self.entries.clone() };
        serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
    }

    /// Entries that no finding has needed, as findings.
    pub fn stale(&self, judged: &[Judged]) -> Vec<Finding> {
        let mut left = self.counts();
        judged.iter().flat_map(|judged| &judged.waived).filter(|waived| waived.decided_by == self.origin()).for_each(
            |waived| {
                left.take(&waived.finding);
            },
        );
        let gone = self.entries.iter().filter(|entry| left.of(entry) > 0);
        let told = gone.map(|entry| {
            let message = format!("{} in {} is mended: {}", entry.check, entry.file, entry.message);
            Observation::of(&self.file, message)
                .hint("renew the baseline with --write-baseline")
                .by(&rules::config_baseline::RULE)
        });
        told.collect()
    }

    pub(super) fn counts(&self) -> Counts<'_> {
        let key = |entry: &Entry| (entry.check.clone(), entry.file.clone(), entry.message.clone());
        Counts { baseline: self, left: self.entries.iter().map(|entry| (key(entry), entry.count)).collect() }
    }

    fn origin(&self) -> Origin {
        Origin { file: self.file.clone(), position: None }
    }
}

/// Check, file and message.
type Key = (String, String, String);

/// How many of each finding may still come.
pub(super) struct Counts<'b> {
    baseline: &'b Baseline,
    left: BTreeMap<Key, usize>,
}

impl Counts<'_> {
    /// Takes one; the baseline's file if there was one to take.
    pub(super) fn take(&mut self, finding: &Finding) -> Option<Origin> {
        let left = self.left.get_mut(&self.baseline.key(finding)).filter(|left| **left > 0)?;
        *left -= 1;
        Some(self.baseline.origin())
    }

    fn of(&self, entry: &Entry) -> usize {
        let key = (entry.check.clone(), entry.file.clone(), entry.message.clone());
        self.left.get(&key).copied().unwrap_or_default()
    }
}

//! Exceptions: findings that do not count, with a reason.

use std::fmt;

use gostd::glob::{Budget, DEFAULT_UNITS, Glob};
use goyaml::Position;
use serde::{Serialize, Serializer};

use crate::{Finding, rules};

/// A line that decides something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub file: String,
    /// Where in it.
    pub position: Option<Position>,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(at) => write!(formatter, "{}:{}:{}", self.file, at.line, at.column),
            None => formatter.write_str(&self.file),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where an exception holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Everywhere,
    /// In files whose path matches a glob, as they are shown or relative to their chart.
    Files(String),
    /// In one file.
    File(String),
    /// At one line of a file.
    Line(String, u32),
}

/// A written exception: findings that don't count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The check's id.
    pub check: String,
    /// Where it holds.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// The line that says so.
    pub decided_by: Origin,
}

impl Exception {
    /// Whether it holds on a day, `YYYY-MM-DD`.
    pub fn holds(&self, today: &str) -> bool {
        self.until.as_deref().is_none_or(|until| today <= until)
    }

    /// Whether a finding does not count because of it.
    pub(super) fn covers(&self, finding: &Finding, today: &str) -> bool {
        let here = || match &self.scope {
            Scope::Everywhere => true,
            Scope::Files(pattern) => matches(pattern, &finding.file),
            Scope::File(file) => *file == finding.file,
            Scope::Line(file, line) => *file == finding.file && finding.position.is_some_and(|at| at.line == *line),
        };
        let is_meant = || rules::rule(finding.check).is_some_and(|rule| rule.is_meant_by(&self.check));
        is_meant() && self.holds(today) && here()
    }
}

/// Whether a glob matches a path, or what is left of it below one of its folders.
fn matches(pattern: &str, path: &str) -> bool {
    let Ok(glob) = Glob::new(pattern, &['/']) else { return false };
    let is_match = |path: &str| glob.is_match(path, &Budget::new(DEFAULT_UNITS)).unwrap_or(false);
    let below = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
    std::iter::once(path).chain(below).any(is_match)
}

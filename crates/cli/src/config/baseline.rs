//! The baseline of checks: its file, and where its paths start from.

use std::path::Path;

use checks::Finding;
use checks::policy::Baseline;

use super::Config;
use crate::disk;
use crate::failure::{Failure, Result};

/// The largest baseline that is read.
const LIMIT: u64 = 64 << 20;

impl Config {
    /// The same with the baseline that a flag names, else the file.
    ///
    /// # Errors
    /// Exit 2: the baseline can't be read, or is none.
    pub fn with_baseline(mut self, by_flag: Option<&Path>) -> Result<Self> {
        self.policy.baseline = match (by_flag, &self.baseline) {
            (Some(path), _) => Some(read(path)?),
            (None, None) => None,
            (None, Some(file)) => Some(read(&file.value).map_err(|failure| Failure {
                message: format!("{}: {}", file.decided_by, failure.message),
                ..failure
            })?),
        };
        Ok(self)
    }
}

fn read(path: &Path) -> Result<Baseline> {
    let shown = path.display().to_string();
    let text = disk::read(path, LIMIT).map_err(|failure| {
        Failure::usage(failure.message).hint("write one with `portolan check --write-baseline FILE`")
    })?;
    Baseline::parse(&shown, folders(path), &text).map_err(|error| Failure::usage(format!("{shown}: {error}")))
}

/// A baseline of findings, to be written to a file.
pub fn baseline_of<'f>(path: &Path, findings: impl IntoIterator<Item = &'f Finding>) -> Baseline {
    Baseline::of(&path.display().to_string(), folders(path), findings)
}

/// The folder that the baseline stands in, and the one that Portolan was started in.
fn folders(path: &Path) -> (String, String) {
    let shown = |path: &Path| disk::absolute(path).display().to_string();
    (shown(path.parent().unwrap_or(Path::new(""))), shown(Path::new(".")))
}

//! The time that decides bytes: `SOURCE_DATE_EPOCH`, else the last commit that touched the chart, else a fixed epoch.

use std::path::Path;

use release::plan::SourceTime;

use crate::failure::{Failure, Result};
use crate::git::{self, GitFacts};

/// The time of charts outside any repository: the start of 1980, the oldest that every archive format can hold.
const FIXED_EPOCH: i64 = 315_532_800;
/// The last second of the year 9999: dates after it have no form in documents.
const LATEST: i64 = 253_402_300_799;
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// Decides the time for the chart in `folder`.
///
/// # Errors
/// Exit 2: a variable that is not a number, or a repository whose history does not tell.
pub fn decide(folder: &Path) -> Result<SourceTime> {
    decide_knowing(folder, || git::facts(folder))
}

/// The same where git may have been asked already.
///
/// # Errors
/// As [`decide`].
pub fn decide_knowing(folder: &Path, facts: impl FnOnce() -> GitFacts) -> Result<SourceTime> {
    if let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return from_variable(&value.to_string_lossy());
    }
    match facts() {
        GitFacts::Commit { hash, seconds, changed, .. } => {
            let but = if changed { ", but the folder has changes that are not committed" } else { "" };
            Ok(SourceTime { seconds, decided_by: format!("git commit {hash}{but}") })
        }
        GitFacts::NoRepository => {
            Ok(SourceTime { seconds: FIXED_EPOCH, decided_by: "fixed epoch (no git repository)".to_owned() })
        }
        GitFacts::Uncommitted => {
            Ok(SourceTime { seconds: FIXED_EPOCH, decided_by: "fixed epoch (not committed yet)".to_owned() })
        }
        GitFacts::Shallow => {
            let message = format!(
                "{}: the clone is shallow, so the commit that last touched the chart is not known and the digest would differ from that of a full clone",
                folder.display()
            );
            Err(Failure::usage(message).hint(format!("fetch the whole history (`fetch-depth: 0` with actions/checkout, `git fetch --unshallow`), or set {VARIABLE}")))
        }
        GitFacts::Unavailable(reason) => {
            let message = format!(
                "{}: it is in a git repository, but git can't be asked when it last changed: {reason}",
                folder.display()
            );
            Err(Failure::usage(message).hint(format!("install git, or set {VARIABLE}")))
        }
    }
}

/// Decides the time for a packed chart: that of its newest file, where nothing else says it.
///
/// # Errors
/// Exit 2: a variable that is not a number.
pub fn of_archive(archive: &[u8]) -> Result<SourceTime> {
    if let Some(value) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return from_variable(&value.to_string_lossy());
    }
    let newest = chart::newest_entry(archive).ok().flatten().and_then(|time| i64::try_from(time).ok());
    // Some packers write no times: 0.
    Ok(match newest.filter(|time| *time > 0 && *time <= LATEST) {
        Some(seconds) => SourceTime { seconds, decided_by: "the newest file of the archive".to_owned() },
        None => SourceTime { seconds: FIXED_EPOCH, decided_by: "fixed epoch (no time in the archive)".to_owned() },
    })
}

fn from_variable(value: &str) -> Result<SourceTime> {
    match value.parse::<i64>() {
        Ok(seconds) if seconds >= 0 => Ok(SourceTime { seconds, decided_by: VARIABLE.to_owned() }),
        _ => Err(Failure::usage(format!("{VARIABLE} is {value:?}, expected Unix seconds that are not negative"))),
    }
}

//! Facts about the work tree and a commit before it, asked of the `git` program.

mod base;
mod objects;
mod origin;
mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::disk;

pub use base::{BaseCommit, has_commit};
pub use origin::place;

/// What git says about a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitFacts {
    /// The folder is in no repository.
    NoRepository,
    /// The history is cut off, so the last commit that touched the folder may not be there.
    Shallow,
    /// The last commit that touched the folder.
    Commit {
        /// Abbreviated hash.
        hash: String,
        /// The whole hash.
        full: String,
        /// Committer time, Unix seconds.
        seconds: i64,
        /// Whether files of the folder differ from that commit.
        changed: bool,
    },
    /// In a repository, but no commit touches the folder yet.
    Uncommitted,
    /// There is a repository but git can't be asked.
    Unavailable(String),
}

/// The folder at or above `start` that holds `.git`: above where `start` really is, as git itself goes there, without `..`
/// and links.
pub fn repository_root(start: &Path) -> Option<PathBuf> {
    real(start).ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// A folder that is not there is where its name says. So are all on Windows, whose real paths have another form.
fn real(folder: &Path) -> PathBuf {
    let found = if cfg!(windows) { None } else { folder.canonicalize().ok() };
    found.unwrap_or_else(|| disk::absolute(folder))
}

/// Asks git about the last commit that touched `folder`.
pub fn facts(folder: &Path) -> GitFacts {
    if repository_root(folder).is_none() {
        return GitFacts::NoRepository;
    }
    match git(folder, &["rev-parse", "--is-shallow-repository"]) {
        Err(reason) => GitFacts::Unavailable(reason),
        Ok(answer) if answer == "true" => GitFacts::Shallow,
        Ok(_) => last_commit(folder),
    }
}

fn last_commit(folder: &Path) -> GitFacts {
    let Ok(answer) = git(folder, &["log", "-1", "--format=%h %ct %H", "--", "."]) else { return GitFacts::Uncommitted };
    let mut words = answer.split(' ').map(str::to_owned);
    let parsed = (|| Some((words.next()?, words.next()?.parse::<i64>().ok()?, words.next()?)))();
    let changed = git(folder, &["status", "--porcelain", "--", "."]).is_ok_and(|answer| !answer.is_empty());
    parsed.map_or(GitFacts::Uncommitted, |(hash, seconds, full)| GitFacts::Commit { hash, full, seconds, changed })
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    output(folder, arguments).map(|output| String::from_utf8_lossy(&output).trim().to_owned())
}

/// What git writes; nothing of the repository is changed, not even its index refreshed.
fn output(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = command(folder).args(arguments).output().map_err(|error| format!("git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).env("GIT_OPTIONAL_LOCKS", "0");
    command
}

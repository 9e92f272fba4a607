//! Putting archives into `charts/` and the lock beside `Chart.yaml` (Helm: `Manager.safeMoveDeps`, `writeLock`).
//!
//! Archives are written into a hidden folder in `charts/` first, so that moving them is renaming them: whatever fails
//! before leaves `charts/` as it was. Helm's loader, like ours, does not look into hidden folders there.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use chart::dependencies::{DELETING, Lock};
use chart::{ArchiveRules, MAX_CHART_BYTES};

use super::archive::is_plain_name;
use super::download::Taken;
use crate::failure::{Failure, Result};
use crate::{disk, terminal};

/// Replaces what is in `charts/` by what was taken: charts that no dependency brought and none names are removed.
///
/// # Errors
/// Names the file and the reason.
pub fn replace(folder: &Path, taken: &Taken) -> Result<()> {
    let charts = folder.join("charts");
    let archives = by_name(taken)?;
    let before = files(&charts)?;
    if !archives.is_empty() {
        let staging = Staging::new(&charts)?;
        for (name, bytes) in &archives {
            disk::write(&staging.folder.join(name), bytes)?;
        }
        for name in archives.keys() {
            refuse_folder(&charts.join(name))?;
        }
        for name in archives.keys() {
            let target = charts.join(name);
            fs::rename(staging.folder.join(name), &target).map_err(|error| failed(&target, &error))?;
        }
    }
    terminal::data(DELETING);
    let vendored: Vec<&str> =
        taken.locked.iter().filter(|entry| entry.repository.is_empty()).map(|entry| entry.name.as_str()).collect();
    for name in before.iter().filter(|name| !archives.contains_key(*name)) {
        delete_outdated(&charts.join(name), &vendored);
    }
    Ok(())
}

/// The archives by file name. Two that want the same name must be the same.
fn by_name(taken: &Taken) -> Result<BTreeMap<String, Bytes>> {
    let mut found: BTreeMap<String, Bytes> = BTreeMap::new();
    for archive in &taken.archives {
        let name = &archive.file_name;
        if !is_plain_name(name) {
            return Err(Failure::input(format!("{}: {name:?} can't be the name of an archive", archive.origin)));
        }
        let other = found.insert(name.clone(), archive.bytes.clone());
        if other.is_some_and(|other| other != archive.bytes) {
            return Err(Failure::input(format!("two different dependencies would be charts/{name}")));
        }
    }
    Ok(found)
}

/// Names of what is in a folder, other folders left out; nothing where there is none.
fn files(charts: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(charts) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Failure::input(format!("{:?} is not a directory", charts.display().to_string())));
        }
        Err(error) => return Err(failed(charts, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(charts, &error))?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if let (false, Ok(name)) = (is_folder, entry.file_name().into_string()) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn refuse_folder(target: &Path) -> Result<()> {
    if target.is_dir() {
        let failure = Failure::input(format!("{}: a folder has the name of an archive", target.display()));
        return Err(failure.hint("remove it"));
    }
    Ok(())
}

/// Removes a chart that was in `charts/` before, unless a dependency without repository means it. Whatever is no chart
/// stays.
fn delete_outdated(path: &Path, vendored: &[&str]) {
    let shown = path.display();
    match chart_name(path) {
        Ok(name) if vendored.contains(&name.as_str()) => {}
        Ok(_) => {
            if let Err(error) = fs::remove_file(path) {
                terminal::data(&format!("Could not delete {shown}: {error} (Skipping)"));
            }
        }
        Err(reason) => terminal::data(&format!("Could not verify {shown} for deletion: {reason} (Skipping)")),
    }
}

fn chart_name(path: &Path) -> Result<String, String> {
    let bytes = disk::read(path, MAX_CHART_BYTES).map_err(|failure| failure.message)?;
    chart::ensure_archive(&path.display().to_string(), &bytes).map_err(|error| error.to_string())?;
    let loaded = chart::load_archive_by(ArchiveRules::Helm, &bytes).map_err(|error| error.to_string())?;
    Ok(loaded.chart.name().to_owned())
}

/// A hidden folder in `charts/` that vanishes with this value; so does `charts/` if it was made for it and is empty.
struct Staging {
    folder: PathBuf,
    made: Option<PathBuf>,
}

impl Staging {
    fn new(charts: &Path) -> Result<Self> {
        let made = (!charts.exists()).then(|| charts.to_path_buf());
        let staging = Self { folder: charts.join(format!(".portolan-{}", std::process::id())), made };
        fs::create_dir_all(&staging.folder).map_err(|error| failed(&staging.folder, &error))?;
        Ok(staging)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(charts) = &self.made {
            // Fails, as it should, when there is something in it.
            let _ = fs::remove_dir(charts);
        }
    }
}

/// Refuses a lock file that is a symbolic link, as Helm does.
///
/// # Errors
/// Names the link and where it leads.
pub fn refuse_symlink(lock_file: &Path) -> Result<()> {
    let Ok(target) = fs::read_link(lock_file) else { return Ok(()) };
    let name = lock_file.file_name().unwrap_or_default().to_string_lossy();
    Err(Failure::input(format!("the {name} file is a symlink to {:?}", target.display().to_string())))
}

/// Writes the lock.
///
/// # Errors
/// Names the file and the reason.
pub fn write_lock(lock_file: &Path, lock: &Lock) -> Result<()> {
    let text = lock.to_yaml().map_err(|error| Failure::input(format!("{}: {error}", lock_file.display())))?;
    disk::write(lock_file, text.as_bytes())
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::input(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use chart::Dependency;

    use super::super::archive::Archive;
    use super::*;

    fn taken(archives: &[(&str, &'static str)]) -> Taken {
        let archive = |(name, text): &(&str, &'static str)| Archive {
            file_name: (*name).to_owned(),
            version: "1.0.0".to_owned(),
            bytes: Bytes::from_static(text.as_bytes()),
            origin: "test".to_owned(),
            promised: None,
            cached: false,
            pulled: None,
        };
        let locked = vec![Dependency { name: "own".to_owned(), ..Dependency::default() }];
        Taken { archives: archives.iter().map(archive).collect(), locked }
    }

    #[test]
    fn archives_replace_each_other_and_what_is_no_chart_stays() {
        let chart = tempfile::tempdir().unwrap();
        let charts = chart.path().join("charts");
        replace(chart.path(), &taken(&[("kid-1.0.0.tgz", "one")])).unwrap();
        fs::write(charts.join("notes"), "text").unwrap();
        replace(chart.path(), &taken(&[("kid-1.0.0.tgz", "two"), ("other-1.0.0.tgz", "three")])).unwrap();
        assert_eq!(files(&charts).unwrap(), ["kid-1.0.0.tgz", "notes", "other-1.0.0.tgz"]);
        assert_eq!(fs::read(charts.join("kid-1.0.0.tgz")).unwrap(), b"two");
        assert_eq!(fs::read_dir(&charts).unwrap().count(), 3, "nothing hidden stays");
    }

    #[test]
    fn failures_leave_charts_as_it_was() {
        let chart = tempfile::tempdir().unwrap();
        assert!(replace(chart.path(), &taken(&[("../kid.tgz", "one")])).is_err());
        assert!(replace(chart.path(), &taken(&[("kid.tgz", "one"), ("kid.tgz", "two")])).is_err());
        assert!(!chart.path().join("charts").exists());
        fs::create_dir_all(chart.path().join("charts/b-1.0.0.tgz")).unwrap();
        assert!(replace(chart.path(), &taken(&[("a-1.0.0.tgz", "one"), ("b-1.0.0.tgz", "two")])).is_err());
        assert!(files(&chart.path().join("charts")).unwrap().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn locks_are_not_written_through_links() {
        let chart = tempfile::tempdir().unwrap();
        let lock = chart.path().join("Chart.lock");
        assert!(refuse_symlink(&lock).is_ok());
        std::os::unix::fs::symlink("elsewhere", &lock).unwrap();
        let failure = refuse_symlink(&lock).unwrap_err();
        assert_eq!(failure.message, "the Chart.lock file is a symlink to \"elsewhere\"");
    }
}

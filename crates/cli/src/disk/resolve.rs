//! Where links end (Go: `filepath.EvalSymlinks`, `walkSymlinks`).

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Links that are followed at most.
const MAX_LINKS: usize = 255;

/// The path without links, which must be absolute.
///
/// # Errors
/// Go's words: the first part that is not there, a part that is no folder, or too many links.
pub fn resolve(path: &Path) -> Result<PathBuf, String> {
    let mut done = PathBuf::new();
    let mut ahead = parts(path);
    let mut links = 0;
    while let Some(part) = ahead.pop_front() {
        match Path::new(&part).components().next() {
            Some(Component::ParentDir) => {
                done.pop();
                continue;
            }
            Some(Component::CurDir) | None => continue,
            Some(_) => done.push(&part),
        }
        let lstat = |error: io::Error| format!("lstat {}: {}", done.display(), words(&error));
        let metadata = fs::symlink_metadata(&done).map_err(lstat)?;
        if !metadata.is_symlink() {
            if !metadata.is_dir() && !ahead.is_empty() {
                return Err("not a directory".to_owned());
            }
            continue;
        }
        links += 1;
        if links > MAX_LINKS {
            return Err("EvalSymlinks: too many links".to_owned());
        }
        let target = fs::read_link(&done).map_err(|error| format!("readlink {}: {}", done.display(), words(&error)))?;
        done.pop();
        for part in parts(&target).into_iter().rev() {
            ahead.push_front(part);
        }
    }
    Ok(done)
}

/// The parts of a path; the root is a part, too, and replaces what is before it.
fn parts(path: &Path) -> VecDeque<PathBuf> {
    path.components().map(|part| PathBuf::from(part.as_os_str())).collect()
}

/// Go's words for the usual errors.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::NotADirectory => "not a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::resolve;

    /// What `helm template` says of a chart's file that is such a link.
    #[test]
    fn broken_links_name_the_first_part_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let chart = root.join("l");
        fs::create_dir_all(chart.join("templates")).unwrap();
        fs::write(chart.join("templates/c.yaml"), "").unwrap();
        let missing = |path: &str| Err(format!("lstat {path}: no such file or directory"));
        let within = |path: &str| missing(&format!("{}/{path}", root.display()));
        for (target, expected) in [
            ("../x/y", within("x")),
            ("./nope", within("l/nope")),
            ("nodir/file", within("l/nodir")),
            ("/nonexist/x/y", missing("/nonexist")),
            ("//etc///nope", missing("/etc/nope")),
            ("templates/../nofile", within("l/nofile")),
            ("templates/c.yaml/x", Err("not a directory".to_owned())),
            ("templates/./c.yaml", Ok(chart.join("templates/c.yaml"))),
            ("LINK", Err("EvalSymlinks: too many links".to_owned())),
        ] {
            let link = chart.join("LINK");
            symlink(target, &link).unwrap();
            assert_eq!(resolve(&link), expected, "{target}");
            fs::remove_file(&link).unwrap();
        }
    }
}

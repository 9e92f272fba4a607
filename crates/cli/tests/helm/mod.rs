//! Cases with the answers of Helm, and what our program makes of them.

mod calls;
mod case;
mod golden;
mod replay;

pub use self::calls::called;
pub use self::case::Case;
pub use self::golden::Golden;
pub use self::replay::difference;

use std::fs;
use std::path::{Path, PathBuf};

/// Charts about one theme, the cases that run on them, and how they end with Helm.
pub struct Theme {
    /// The folder of all; runs start here.
    pub folder: PathBuf,
    /// The lines of `cases.txt`.
    pub cases: Vec<Case>,
    /// The parts of `golden.txt`.
    pub goldens: Vec<Golden>,
}

/// All themes, by name.
pub fn themes() -> Vec<Theme> {
    let mut folders: Vec<PathBuf> = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("cases.txt").is_file());
    folders.sort();
    folders.into_iter().map(theme).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn theme(folder: PathBuf) -> Theme {
    let lines = fs::read_to_string(folder.join("cases.txt")).unwrap();
    let goldens = fs::read(folder.join("golden.txt")).unwrap();
    Theme { cases: case::read(&lines), goldens: golden::read(&goldens), folder }
}

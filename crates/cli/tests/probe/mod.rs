//! What tests of bad input share: how a refusal looks, what lies in a folder, and the other sides that nobody wants to
//! meet. [`Fake`] is a registry of fixed answers, [`Tar`] and [`Forgery`] make archives and layouts that check nothing.
#![allow(dead_code, unused_imports, reason = "every test file uses another part of it")]

mod archive;
mod fake;

pub use archive::{Forgery, Tar, gunzip, gzip};
pub use fake::{Answer, Fake, Heard};

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::common::{Ran, Workspace};

/// A password that no output may hold.
pub const SECRET: &str = "hunter2-harbor";
/// `pilot:` and the password in base64, as basic authentication and Docker's files write it.
pub const SECRET_PAIR: &str = "cGlsb3Q6aHVudGVyMi1oYXJib3I=";

/// The run failed as it should: with this exit code, all these words on stderr, no data, no secret, no escape
/// sequence and no panic.
#[track_caller]
pub fn refused(ran: Ran, code: i32, words: &[&str]) -> Ran {
    let ran = ran.expect_code(code);
    for word in words {
        assert!(ran.stderr.contains(word), "{word:?} is not in\n{}", ran.stderr);
    }
    assert!(ran.stdout.is_empty(), "data of a run that failed: {}", ran.stdout);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    quiet(&ran);
    ran
}

/// The run succeeded and its data holds all these words.
#[track_caller]
pub fn done(ran: Ran, words: &[&str]) -> Ran {
    let ran = ran.expect_code(0);
    for word in words {
        assert!(ran.stdout.contains(word), "{word:?} is not in\n{}", ran.stdout);
    }
    quiet(&ran);
    ran
}

/// Neither a secret nor an escape sequence was printed.
#[track_caller]
pub fn quiet(ran: &Ran) {
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.contains(SECRET) && !text.contains(SECRET_PAIR), "a secret is printed:\n{text}");
        assert!(!text.contains('\u{1b}'), "an escape sequence is printed:\n{text}");
    }
}

/// Runs the program, which must refuse and leave every file as it was.
#[track_caller]
pub fn refuses(workspace: &Workspace, arguments: &[&str], code: i32, words: &[&str]) -> Ran {
    let before = files(&workspace.root());
    let ran = refused(workspace.portolan(arguments), code, words);
    assert_eq!(files(&workspace.root()), before, "a run that refuses leaves files");
    ran
}

/// Every file below a folder, relative to it and sorted; links are named, not followed.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = entry.path();
        if entry.file_type().expect("its type").is_dir() {
            collect(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).expect("a path below the root").to_string_lossy().into_owned());
        }
    }
}

/// Nothing below `folder` is half-written: no temporary file, no upload, no report.
#[track_caller]
pub fn nothing_half_written(folder: &Path) {
    let half = |file: &&String| {
        file.contains(".tmp") || file.contains("/tmp/") || file.contains("/uploads/") || file.ends_with("release.json")
    };
    let found = files(folder);
    let left: Vec<&String> = found.iter().filter(half).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

/// Says, past the test harness, that something can't be tested on this machine.
pub fn left_out(what: &str) {
    let _written = std::io::stderr().write_all(format!("LEFT OUT: {what}\n").as_bytes());
}

//! Runs a case with our program and compares.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Case, Golden, Theme};
use crate::common::scrub;

/// How many lines around the first difference are shown.
const SHOWN: usize = 4;

/// What is different from Helm, for people; nothing if all is equal.
pub fn difference(theme: &Theme, case: &Case) -> Option<String> {
    let title = format!("{}: {}", theme.folder.file_name()?.to_string_lossy(), case.name);
    let Some(golden) = theme.goldens.iter().find(|golden| golden.name == case.name) else {
        return Some(format!("{title}: no golden\n"));
    };
    let ours = run(theme, case);
    let mut differences = String::new();
    if ours.code != golden.code {
        differences += &format!("  exit {}, with Helm {}\n", ours.code, golden.code);
    }
    let mut names: Vec<&String> = ours.sections.iter().chain(&golden.sections).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    for name in names {
        differences += &first_difference(name, content(golden, name), content(&ours, name));
    }
    (!differences.is_empty()).then(|| format!("{title}\n  {}\n{differences}", case.arguments.join(" ")))
}

fn content<'a>(golden: &'a Golden, name: &str) -> &'a [u8] {
    golden.sections.iter().find(|(section, _)| section == name).map_or(&[], |(_, content)| content)
}

fn first_difference(name: &str, theirs: &[u8], ours: &[u8]) -> String {
    if theirs == ours {
        return String::new();
    }
    let lines = |text: &[u8]| -> Vec<String> {
        text.split_inclusive(|byte| *byte == b'\n').map(|line| line.escape_ascii().to_string()).collect()
    };
    let (theirs, ours) = (lines(theirs), lines(ours));
    let same = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
    let mut text = format!("  {name}, line {}:\n", same + 1);
    for (whose, lines) in [("helm", &theirs), ("ours", &ours)] {
        for line in lines.iter().skip(same).take(SHOWN) {
            text += &format!("    {whose}  {line}\n");
        }
    }
    text
}

fn run(theme: &Theme, case: &Case) -> Golden {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (home, made) = (folder.path().join("home"), folder.path().join("made"));
    [&home, &made].into_iter().for_each(|folder| fs::create_dir(folder).expect("a folder"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
    scrub(&mut command, &home);
    command.env("PORTOLAN_ERROR_FORMAT", "helm").envs(case.environment.iter().map(|(name, value)| (name, value)));
    command.args(case.arguments.iter().map(|word| word.replace("{made}", &made.display().to_string())));
    command.current_dir(&theme.folder).stdin(match &case.stdin {
        Some(file) => Stdio::from(File::open(theme.folder.join(file)).expect("the file for stdin")),
        None => Stdio::null(),
    });
    let output = command.output().expect("a program that starts");
    let mut sections = vec![("stdout".to_owned(), output.stdout), ("stderr".to_owned(), output.stderr)];
    if case.is_unordered {
        sections.iter_mut().for_each(|(_, text)| *text = sorted(text));
    }
    sections.extend(files(&made).into_iter().map(|(path, content)| (format!("made {path}"), content)));
    for (_, text) in &mut sections {
        *text = replaced(text, &made, "{made}");
        *text = replaced(text, &theme.folder, "{here}");
    }
    sections.retain(|(_, text)| !text.is_empty());
    Golden { name: case.name.clone(), code: output.status.code().unwrap_or(-1), sections }
}

fn sorted(text: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    lines.sort_unstable();
    lines.concat()
}

/// All files below a folder by their paths there.
pub(super) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(within) = folders.pop() {
        for entry in fs::read_dir(&within).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let path = entry.strip_prefix(folder).expect("a path below").display().to_string();
                found.push((path, fs::read(&entry).expect("a file")));
            }
        }
    }
    found
}

fn replaced(text: &[u8], path: &Path, by: &str) -> Vec<u8> {
    let wanted = path.as_os_str().as_encoded_bytes();
    let mut result = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.windows(wanted.len()).position(|window| window == wanted) {
        result.extend_from_slice(&rest[..place]);
        result.extend_from_slice(by.as_bytes());
        rest = &rest[place + wanted.len()..];
    }
    result.extend_from_slice(rest);
    result
}

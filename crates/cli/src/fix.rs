//! `--fix`: the changes that findings bring along, made in the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use checks::{Edit, Finding, Fix};
use goyaml::Position;

use crate::disk;
use crate::failure::Result;

/// The largest file that is changed.
const LIMIT: u64 = 16 << 20;
/// The UTF-8 byte order mark, which positions leave out.
const MARK: &str = "\u{feff}";

/// What was changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// What each change did, with its file.
    pub done: Vec<String>,
    /// Changes that were left: they touch what another one has changed, or the file has no such place any more.
    pub left: usize,
}

/// Makes the changes of findings, each of them whole or not at all. Of two that touch the same place the first is made.
///
/// # Errors
/// A file can't be read or written; files before it are changed.
pub fn apply<'f>(findings: impl Iterator<Item = &'f Finding>) -> Result<Fixed> {
    let mut fixed = Fixed::default();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut accepted: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for fix in findings.filter_map(|finding| finding.fix.as_ref()) {
        for file in fix.edits.iter().map(|edit| &edit.file) {
            if !texts.contains_key(file) {
                texts.insert(file.clone(), text(file)?);
            }
        }
        match changes(fix, &texts, &accepted).filter(|changes| is_sound(changes, &texts, &accepted)) {
            None => fixed.left += 1,
            Some(changes) => {
                let first = fix.edits.first().map(|edit| edit.file.as_str()).unwrap_or_default();
                fixed.done.push(format!("{first}: {}", fix.title));
                changes.into_iter().for_each(|(file, change)| accepted.entry(file).or_default().push(change));
            }
        }
    }
    for (file, changes) in accepted {
        let old = texts.get(&file).map(String::as_str).unwrap_or_default();
        disk::write(Path::new(&file), changed(old, changes).as_bytes())?;
    }
    Ok(fixed)
}

/// Whether files that are YAML still are with these changes too, and have no key twice: what an alias or another change
/// makes of one can't be seen by looking at its place alone.
fn is_sound(
    new: &[(String, Change)],
    texts: &BTreeMap<String, String>,
    accepted: &BTreeMap<String, Vec<Change>>,
) -> bool {
    let files: BTreeSet<&String> = new.iter().map(|(file, _)| file).collect();
    files.into_iter().filter(|file| is_yaml(file)).all(|file| {
        let old = texts.get(file).map(String::as_str).unwrap_or_default();
        let mut changes = accepted.get(file).cloned().unwrap_or_default();
        changes.extend(new.iter().filter(|(of, _)| of == file).map(|(_, change)| change.clone()));
        faults(&changed(old, changes)) <= faults(old)
    })
}

/// Files of a chart that are YAML and no templates.
fn is_yaml(file: &str) -> bool {
    (file.ends_with(".yaml") || file.ends_with(".yml")) && !file.contains("/templates/")
}

/// Keys that stand twice; more than any number of them if it is no YAML at all.
fn faults(text: &str) -> usize {
    match goyaml::parse_documents(text.trim_start_matches(MARK).as_bytes()) {
        Ok(documents) => documents.iter().map(|document| document.duplicate_keys().len()).sum(),
        Err(_) => usize::MAX,
    }
}

/// What becomes of some bytes of a file.
#[derive(Clone)]
struct Change {
    start: usize,
    end: usize,
    text: String,
}

impl Change {
    /// Whether both change the same bytes, or insert at the same place.
    fn meets(&self, other: &Self) -> bool {
        if self.start == other.start {
            return true;
        }
        self.start < other.end && other.start < self.end
    }
}

/// The text of a file that may be changed; of a link, or of what is no text, there is none.
fn text(file: &str) -> Result<String> {
    let path = Path::new(file);
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if is_link {
        return Ok(String::new());
    }
    Ok(String::from_utf8(disk::read(path, LIMIT)?).unwrap_or_default())
}

/// The changes of a fix, unless one of them can't be made.
fn changes(
    fix: &Fix,
    texts: &BTreeMap<String, String>,
    accepted: &BTreeMap<String, Vec<Change>>,
) -> Option<Vec<(String, Change)>> {
    let change = |edit: &Edit| {
        let text = texts.get(&edit.file)?;
        let (start, end) = (offset(text, edit.start)?, offset(text, edit.end)?);
        let change = Change { start, end, text: edit.text.clone() };
        let is_free = accepted.get(&edit.file).is_none_or(|others| others.iter().all(|other| !other.meets(&change)));
        (start <= end && is_free).then(|| (edit.file.clone(), change))
    };
    fix.edits.iter().map(change).collect()
}

/// The byte at a position.
fn offset(text: &str, at: Position) -> Option<usize> {
    let begin = if text.starts_with(MARK) { MARK.len() } else { 0 };
    let body = text.get(begin..)?;
    let lines_before = usize::try_from(at.line).ok()?.checked_sub(1)?;
    let line_start = match lines_before {
        0 => 0,
        count => body.match_indices('\n').nth(count - 1)?.0 + 1,
    };
    let columns_before = usize::try_from(at.column).ok()?.checked_sub(1)?;
    let line = body.get(line_start..)?.split('\n').next()?;
    let places = line.char_indices().map(|(place, _)| place).chain(std::iter::once(line.len()));
    Some(begin + line_start + places.into_iter().nth(columns_before)?)
}

fn changed(old: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| change.start);
    let mut new = String::with_capacity(old.len());
    let mut done = 0;
    for change in changes {
        new.push_str(old.get(done..change.start).unwrap_or_default());
        new.push_str(&change.text);
        done = change.end;
    }
    new.push_str(old.get(done..).unwrap_or_default());
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "\u{feff}aä\r\nbcd";
        let at = |line, column| offset(text, Position { line, column });
        assert_eq!((at(1, 1), at(1, 3), at(2, 1), at(2, 4)), (Some(3), Some(6), Some(8), Some(11)));
        assert_eq!((at(2, 5), at(3, 1), at(0, 1)), (None, None, None));
    }

    #[test]
    fn what_is_yaml_stays_yaml() {
        let sound = |old: &str, start, end, text: &str| {
            let texts = BTreeMap::from([("c/Chart.yaml".to_owned(), old.to_owned())]);
            let change = Change { start, end, text: text.to_owned() };
            is_sound(&[("c/Chart.yaml".to_owned(), change)], &texts, &BTreeMap::new())
        };
        assert!(sound("a: no\nb: c\n", 3, 5, "\"false\""));
        assert!(!sound("a: &no no\nb: *no\n", 3, 9, "\"false\""), "the anchor is used");
        assert!(!sound("a: 1\nB: 2\n", 5, 6, "a"), "the key is there already");
        assert!(sound("a: 1\na: 2\n", 3, 4, "3"), "it was there twice before");
    }

    #[test]
    fn changes_do_not_meet() {
        let change = |start, end| Change { start, end, text: "x".to_owned() };
        assert!(change(1, 3).meets(&change(2, 5)));
        assert!(change(1, 1).meets(&change(1, 1)));
        assert!(!change(1, 3).meets(&change(3, 3)));
        assert_eq!(changed("abcdef", vec![change(3, 3), change(0, 2)]), "xcxdef");
    }
}

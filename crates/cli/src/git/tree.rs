//! The files of a commit, by path.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;

/// Links that are followed for one path, as Linux limits them.
const MAX_LINKS: usize = 40;

/// What a path is in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeKind {
    /// A file.
    File,
    /// A symbolic link; its blob holds where it leads.
    Link,
    /// Another repository, of which only the commit is known.
    Submodule,
}

/// One path of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TreeEntry {
    pub(super) kind: TreeKind,
    /// The id of its blob.
    pub(super) id: String,
}

/// Every path of a commit but folders, which exist where something is below them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tree {
    entries: BTreeMap<String, TreeEntry>,
}

/// A direct child of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Child<'a> {
    Folder(&'a str),
    Entry(&'a str, &'a TreeEntry),
}

impl Tree {
    /// Reads the output of `git ls-tree -r -z`. Names that are not UTF-8 get replacement characters.
    pub(super) fn parse(listing: &[u8]) -> Self {
        let entries = listing.split(|byte| *byte == 0).filter_map(|record| {
            let record = String::from_utf8_lossy(record);
            let (head, path) = record.split_once('\t')?;
            let mut words = head.split(' ');
            let kind = match words.next()? {
                "120000" => TreeKind::Link,
                "160000" => TreeKind::Submodule,
                _ => TreeKind::File,
            };
            Some((path.to_owned(), TreeEntry { kind, id: words.nth(1)?.to_owned() }))
        });
        Self { entries: entries.collect() }
    }

    /// What stands under a path, folders not included.
    pub(super) fn get(&self, path: &str) -> Option<&TreeEntry> {
        self.entries.get(path)
    }

    /// The paths with what they are.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &TreeEntry)> {
        self.entries.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    /// The direct children of a folder; `""` is the top.
    pub(super) fn children(&self, folder: &str) -> Vec<Child<'_>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut found = Vec::new();
        let mut from = Bound::Included(prefix.clone());
        while let Some((path, entry)) = self
            .entries
            .range::<String, _>((from.as_ref(), Bound::Unbounded))
            .next()
            .filter(|(path, _)| path.starts_with(&prefix))
        {
            let rest = path.get(prefix.len()..).unwrap_or_default();
            match rest.split_once('/') {
                // All that is below the folder is skipped: `0` comes right after `/`.
                Some((name, _)) => {
                    found.push(Child::Folder(name));
                    from = Bound::Included(format!("{prefix}{name}0"));
                }
                None => {
                    found.push(Child::Entry(rest, entry));
                    from = Bound::Excluded(path.clone());
                }
            }
        }
        found
    }

    /// Whether something is below a path.
    pub(super) fn is_folder(&self, path: &str) -> bool {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        self.entries.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    /// A path without links in it; nothing if a link leads out of the commit, in circles or nowhere. `target` gives the
    /// text of a link.
    pub(super) fn resolve(&self, path: &str, target: impl Fn(&TreeEntry) -> Option<String>) -> Option<String> {
        let owned = |path: &str| path.split('/').map(str::to_owned).collect::<VecDeque<_>>();
        let (mut done, mut ahead, mut links) = (Vec::<String>::new(), owned(path), 0);
        while let Some(part) = ahead.pop_front() {
            match part.as_str() {
                "" | "." => continue,
                ".." => {
                    done.pop()?;
                    continue;
                }
                _ => done.push(part),
            }
            let here = done.join("/");
            match self.get(&here) {
                Some(link) if link.kind == TreeKind::Link => {
                    links += 1;
                    let target = target(link).filter(|target| links <= MAX_LINKS && !target.starts_with('/'))?;
                    done.pop();
                    owned(&target).into_iter().rev().for_each(|part| ahead.push_front(part));
                }
                Some(_) if !ahead.is_empty() => return None,
                Some(_) => {}
                None if self.is_folder(&here) => {}
                None => return None,
            }
        }
        Some(done.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[(&str, &str)]) -> Tree {
        let listing: Vec<String> =
            paths.iter().map(|(path, mode)| format!("{mode} blob {}\t{path}\0", path.len())).collect();
        Tree::parse(listing.concat().as_bytes())
    }

    #[test]
    fn children_are_listed_once_and_by_themselves() {
        let tree = tree(&[
            ("a.b", "100644"),
            ("a/b", "100644"),
            ("a/c/d", "100644"),
            ("a0", "100755"),
            ("line\nbreak \"x\"", "100644"),
        ]);
        let names = |folder: &str| -> Vec<String> {
            let name = |child: Child<'_>| match child {
                Child::Folder(name) => format!("{name}/"),
                Child::Entry(name, _) => name.to_owned(),
            };
            tree.children(folder).into_iter().map(name).collect()
        };
        assert_eq!(names(""), ["a.b", "a/", "a0", "line\nbreak \"x\""]);
        assert_eq!(names("a"), ["b", "c/"]);
        assert_eq!(names("a/b"), [""; 0]);
        assert!(tree.is_folder("a/c") && !tree.is_folder("a/b"));
    }

    #[test]
    fn links_are_followed_within_the_commit() {
        let tree =
            tree(&[("a/b", "100644"), ("x/up", "120000"), ("loop", "120000"), ("out", "120000"), ("m", "160000")]);
        let target = |entry: &TreeEntry| {
            Some(match entry.id.as_str() {
                "4" if entry.kind == TreeKind::Link => "../a".to_owned(),
                _ => "/etc".to_owned(),
            })
        };
        // Ids are lengths of paths here: `x/up` and `loop` share theirs, so both lead to `../a`.
        assert_eq!(tree.resolve("x/up/b", target).as_deref(), Some("a/b"));
        assert_eq!(tree.resolve("loop", target), None, "it leads out");
        assert_eq!(tree.resolve("out", target), None);
        assert_eq!(tree.resolve("loop", |_| Some("loop".to_owned())), None, "it leads in circles");
        assert_eq!(tree.resolve("a/b/c", target), None);
        assert_eq!(tree.get("m").map(|entry| entry.kind), Some(TreeKind::Submodule));
    }
}

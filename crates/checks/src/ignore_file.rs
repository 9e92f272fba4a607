//! `.helmignore`: its lines, which of them leaves a path out, and one more line as a fix.

use chart::{IGNORE_FILE, IgnoreRules};
use goyaml::Position;

use crate::{Edit, Fix, Subject};

/// A larger one is not loaded.
const MAX_BYTES: u64 = 128 << 10;

/// The chart's own `.helmignore`.
pub struct IgnoreFile {
    path: String,
    text: String,
}

impl IgnoreFile {
    /// Reads it, if it is there.
    pub fn of(subject: &Subject<'_>) -> Option<Self> {
        let bytes = subject.source().read(IGNORE_FILE, MAX_BYTES).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(Self { path: subject.path(IGNORE_FILE), text: text.trim_start_matches('\u{feff}').to_owned() })
    }

    /// Its path, relative to where the user stands.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All of it, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rules as they are written, with their places.
    pub fn rules(&self) -> impl Iterator<Item = (Position, &str)> {
        self.text.lines().enumerate().filter_map(|(index, line)| {
            let rule = line.trim();
            let indent = line.chars().take_while(|character| character.is_whitespace()).count();
            let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
            let position = Position { line: number(index), column: number(indent) };
            (!rule.is_empty() && !rule.starts_with('#')).then_some((position, rule))
        })
    }

    /// The first rule that leaves a path out, or one of the folders that it is in.
    pub fn culprit(&self, path: &str, is_folder: bool) -> Option<(Position, &str)> {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        let ways: Vec<(&str, bool)> = folders.map(|folder| (folder, true)).chain([(path, is_folder)]).collect();
        self.rules().find(|(_, rule)| {
            let Ok(rules) = IgnoreRules::parse(rule.as_bytes()) else { return false };
            ways.iter().any(|(path, is_folder)| rules.ignores(path, *is_folder))
        })
    }

    /// One more rule at the end.
    pub fn with(&self, rule: &str) -> Fix {
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        let lines = self.text.split('\n').count() - 1;
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        let position = Position { line: number(lines), column: number(last.chars().count()) };
        let separator = if last.is_empty() { "" } else { "\n" };
        Fix::new(
            format!("add `{rule}` to .helmignore"),
            Edit::insert(&self.path, position, format!("{separator}{rule}\n")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> IgnoreFile {
        IgnoreFile { path: "demo/.helmignore".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn the_rule_that_leaves_a_path_out_is_named() {
        let file = file("# docs\n\n  docs/\n*.md\n");
        let line =
            |path: &str| file.culprit(path, false).map(|(position, rule)| (position.line, position.column, rule));
        assert_eq!(line("docs/a/b"), Some((3, 3, "docs/")));
        assert_eq!(line("README.md"), Some((4, 1, "*.md")));
        assert_eq!(line("values.yaml"), None);
    }

    #[test]
    fn a_rule_is_added_on_a_line_of_its_own() {
        let edit = |text: &str| {
            let edit = file(text).with("x").edits.remove(0);
            (edit.start.line, edit.start.column, edit.text)
        };
        assert_eq!(edit("a\nb\n"), (3, 1, "x\n".to_owned()));
        assert_eq!(edit("a\nbé"), (2, 3, "\nx\n".to_owned()));
        assert_eq!(edit(""), (1, 1, "x\n".to_owned()));
    }
}

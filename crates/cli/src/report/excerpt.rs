//! The line of a file that a finding points at, with the place marked.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use checks::{Finding, Severity};
use goyaml::Position;

use crate::{disk, foreign};

/// Larger files have no excerpts.
const LARGEST: u64 = 512 << 10;
/// How many bytes of files are held at a time.
const HELD: usize = 8 << 20;
/// How many bytes of lines are walked through for one run.
const WALKED: usize = 64 << 20;
/// How many characters of a line are shown, and how many of them before the place.
const SHOWN: usize = 100;
const BEFORE: usize = 40;

/// Files that findings point at: read when the first one does, and kept.
pub struct Sources {
    charts: Vec<PathBuf>,
    files: HashMap<String, Option<Text>>,
    held: usize,
    walked: usize,
    shown: Option<(String, Position)>,
}

/// A file with the places where its lines begin, and the lines that no log may show.
struct Text {
    text: String,
    lines: Vec<usize>,
    secret: BTreeSet<u32>,
}

impl Text {
    fn new(text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(end, _)| end + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        let secret = checks::secret_lines(text.as_bytes());
        Self { text: text.to_owned(), lines, secret }
    }
}

impl Sources {
    /// Nothing is read yet. `charts` are the folders that the user named.
    pub fn new<'c>(charts: impl IntoIterator<Item = &'c str>) -> Self {
        let charts = charts.into_iter().map(PathBuf::from).collect();
        Self { charts, files: HashMap::new(), held: 0, walked: 0, shown: None }
    }

    /// Takes a file that is read already, or that is none: stdin.
    pub fn keep(&mut self, file: &str, text: &[u8]) {
        let text = std::str::from_utf8(text).ok().map(Text::new);
        self.files.insert(file.to_owned(), text);
    }

    /// The line with the place marked; nothing if the finding has no place, if the last excerpt was of the same, or if
    /// the file is no text of the chart.
    pub fn excerpt(&mut self, finding: &Finding, colored: bool) -> Option<String> {
        let at = finding.position?;
        if self.shown.as_ref().is_some_and(|(file, place)| *file == finding.file && *place == at) {
            return None;
        }
        let line = self.line(&finding.file, at.line)?.to_owned();
        self.shown = Some((finding.file.clone(), at));
        self.walked += line.len();
        let (shown, start) = window(&line, at.column)?;
        let end = marked(&shown, start);
        let kind = AnnotationKind::Primary;
        let snippet = Snippet::source(shown.as_str())
            .line_start(usize::try_from(at.line).unwrap_or(usize::MAX))
            .annotation(kind.span(start..end));
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        Some(renderer.render(&[Group::with_level(level).element(snippet)]))
    }

    fn line(&mut self, file: &str, number: u32) -> Option<&str> {
        if self.walked > WALKED {
            return None;
        }
        if !self.files.contains_key(file) {
            let text = self.read(file);
            if self.held > HELD {
                (self.files, self.held) = (HashMap::new(), 0);
            }
            self.held += text.as_ref().map_or(0, |text| text.text.len());
            self.files.insert(file.to_owned(), text);
        }
        let text = self.files.get(file)?.as_ref().filter(|text| !text.secret.contains(&number))?;
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = *text.lines.get(index)?;
        let end = text.lines.get(index + 1).copied().unwrap_or(text.text.len());
        text.text.get(start..end).map(|line| line.trim_end_matches(['\n', '\r']))
    }

    fn read(&self, file: &str) -> Option<Text> {
        let path = Path::new(file);
        if self.leads_elsewhere(path) {
            return None;
        }
        Some(Text::new(std::str::from_utf8(&disk::read(path, LARGEST).ok()?).ok()?))
    }

    /// Whether a link in the chart leads to the file: a log must not show what somebody else's chart only points at.
    fn leads_elsewhere(&self, path: &Path) -> bool {
        let chart =
            self.charts.iter().filter(|chart| path.starts_with(chart)).max_by_key(|chart| chart.as_os_str().len());
        let above = chart.map_or_else(|| path.parent().unwrap_or(Path::new("")), PathBuf::as_path);
        let below = path.ancestors().take_while(|part| *part != above);
        let is_link = |part: &Path| std::fs::symlink_metadata(part).is_ok_and(|metadata| metadata.is_symlink());
        below.into_iter().any(is_link)
    }
}

/// What is shown of a line, and the byte in it where the column is.
fn window(line: &str, column: u32) -> Option<(String, usize)> {
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let length = line.chars().count();
    if column > length {
        return None;
    }
    let first = if length <= SHOWN { 0 } else { column.saturating_sub(BEFORE).min(length - SHOWN) };
    let cut: String = line.chars().skip(first).take(SHOWN).collect();
    let start = cut.chars().take(column - first).collect::<String>();
    let left = if first > 0 { "…" } else { "" };
    let right = if first + SHOWN < length { "…" } else { "" };
    // The replacements keep the number of characters, not that of bytes.
    let start = left.len() + foreign::same_width(&start).len();
    let shown = format!("{left}{}{right}", foreign::same_width(&cut));
    Some((shown.clone(), floor(&shown, start)))
}

/// The end of what begins at a place: of the value, if it is one of a key; else of the word.
fn marked(line: &str, start: usize) -> usize {
    let (before, rest) = line.split_at_checked(start).unwrap_or((line, ""));
    let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let value = rest.split(" #").next().unwrap_or(rest).trim_end();
    let is_value = before.ends_with(": ") && !before.contains(['{', '"', '\'', '#']) && !value.contains(": ");
    start + if is_value { value.len() } else { word }
}

fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{Sources, marked, window};
    use checks::{Finding, Severity};

    fn at(file: &str, line: u32, column: u32) -> Finding {
        let position = Some(goyaml::Position { line, column });
        let (file, message) = (file.to_owned(), String::new());
        let (check, severity) = ("hub/x", Severity::Error);
        Finding { check, severity, file, position, message, hint: None, decided_by: None, fix: None }
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line: String = ('a'..='z').cycle().take(300).collect();
        let (shown, start) = window(&line, 151).unwrap();
        assert_eq!(shown.chars().count(), 102);
        assert_eq!(shown[start..].chars().next(), line.chars().nth(150));
        assert_eq!(window("abc", 4), Some(("abc".to_owned(), 3)));
        assert_eq!(window("abc", 6), None);
        let (shown, start) = window("\u{1b}é: x", 5).unwrap();
        assert_eq!((shown.as_str(), &shown[start..]), ("\u{fffd}é: x", "x"));
    }

    #[test]
    fn values_are_marked_and_words() {
        let mark = |line: &str, start: usize| line[start..marked(line, start)].to_owned();
        assert_eq!(mark("level: Full Lifecycle # yes", 7), "Full Lifecycle");
        assert_eq!(mark("- kind: added", 2), "kind:");
        assert_eq!(mark("a: {b: c d, e: f}", 7), "c");
        assert_eq!(mark("see the docs", 4), "the");
    }

    #[cfg(unix)]
    #[test]
    fn files_behind_links_are_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::create_dir_all(path("chart/templates")).unwrap();
        std::fs::write(path("secret"), "password: x\n").unwrap();
        std::fs::write(path("chart/Chart.yaml"), "name: chart\nversion: 1\n").unwrap();
        std::os::unix::fs::symlink(path("secret"), path("chart/templates/a.yaml")).unwrap();
        std::os::unix::fs::symlink(folder.path(), path("chart/linked")).unwrap();
        std::os::unix::fs::symlink(path("chart"), path("named")).unwrap();
        let (chart, named) = (path("chart"), path("named"));
        let mut sources = Sources::new([chart.as_str(), named.as_str()]);
        let shown = sources.excerpt(&at(&path("chart/Chart.yaml"), 2, 10), false).unwrap();
        assert!(shown.contains("2 | version: 1") && shown.contains("^"), "{shown}");
        assert_eq!(sources.excerpt(&at(&path("chart/Chart.yaml"), 2, 10), false), None, "twice the same");
        assert!(sources.excerpt(&at(&path("named/Chart.yaml"), 2, 10), false).is_some());
        for hidden in ["chart/templates/a.yaml", "chart/linked/secret"] {
            assert_eq!(sources.excerpt(&at(&path(hidden), 1, 1), false), None, "{hidden}");
        }
        assert_eq!(sources.excerpt(&at(&path("chart/Chart.yaml"), 9, 1), false), None);
        assert_eq!(sources.excerpt(&at(&path("chart/none"), 1, 1), false), None);
    }
}

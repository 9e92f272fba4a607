use std::collections::BTreeMap;

use crate::ignore_file::IgnoreFile;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/junk",
    severity: Severity::Warning,
    summary: "The package holds nothing that programs leave behind: .DS_Store, *.orig, .git, node_modules.",
    page: include_str!("package_junk.md"),
    look,
};

/// Names of folders, with the slash that `.helmignore` has behind them.
const FOLDERS: [&str; 11] = [
    ".git/",
    ".svn/",
    ".hg/",
    ".bzr/",
    ".idea/",
    ".vscode/",
    ".terraform/",
    "node_modules/",
    "__pycache__/",
    "__MACOSX/",
    ".venv/",
];
/// Names of files.
const FILES: [&str; 4] = [".DS_Store", "Thumbs.db", "desktop.ini", ".git"];
/// How names end.
const ENDS: [&str; 8] = [".swp", ".swo", "~", ".orig", ".rej", ".bak", ".tmp", ".pyc"];

/// What was found of one kind.
struct Heap<'p> {
    first: &'p str,
    count: usize,
    rendered: bool,
}

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut heaps: BTreeMap<String, Heap<'_>> = BTreeMap::new();
    for file in subject.chart.raw.files() {
        let Some(rule) = rule_for(&file.path) else { continue };
        let heap = heaps.entry(rule).or_insert(Heap { first: &file.path, count: 0, rendered: false });
        heap.count += 1;
        heap.rendered |= file.path.starts_with("templates/");
    }
    if heaps.is_empty() {
        return Vec::new();
    }
    let ignore = IgnoreFile::of(subject);
    heaps.iter().map(|(rule, heap)| observation(subject, rule, heap, ignore.as_ref())).collect()
}

/// The line of `.helmignore` that leaves a path out, if it is junk.
fn rule_for(path: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folders = folders.split('/');
    let folder = folders.find_map(|folder| FOLDERS.iter().find(|known| known.strip_suffix('/') == Some(folder)));
    let file = FILES.iter().find(|known| **known == name);
    if let Some(known) = folder.or(file) {
        return Some((*known).to_owned());
    }
    if name.starts_with("._") {
        return Some("._*".to_owned());
    }
    ENDS.iter().find(|end| name.len() > end.len() && name.ends_with(**end)).map(|end| format!("*{end}"))
}

fn observation(subject: &Subject<'_>, rule: &str, heap: &Heap<'_>, ignore: Option<&IgnoreFile>) -> Observation {
    let more = match heap.count {
        1 => String::new(),
        2 => " (and one more such file)".to_owned(),
        count => format!(" (and {} more such files)", count - 1),
    };
    let rendered = if heap.rendered { "; Helm renders what is in templates/, whatever its name" } else { "" };
    let message = format!("{} is in the package{more}{rendered}", heap.first);
    let seen = Observation::of(&subject.path(heap.first), message);
    match ignore {
        Some(file) => seen.hint(format!("add the line `{rule}` to .helmignore")).fix(file.with(rule)),
        None => seen.hint(format!("make a file .helmignore beside Chart.yaml with the line `{rule}`")),
    }
}

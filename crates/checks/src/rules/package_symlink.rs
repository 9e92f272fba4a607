use chart::{EntryKind, Folder, IgnoreRules, join_path};

use crate::ignore_file::IgnoreFile;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/symlink",
    severity: Severity::Info,
    summary: "No symbolic link of the chart's folder leads out of it.",
    page: include_str!("package_symlink.md"),
    look,
};

/// Folders that are looked into.
const MAX_FOLDERS: usize = 10_000;
/// Findings of one chart.
const MAX_FINDINGS: usize = 50;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    if !subject.has_links() {
        return Vec::new();
    }
    let rules = IgnoreFile::of(subject).and_then(|file| IgnoreRules::parse(file.text().as_bytes()).ok());
    let rules = rules.unwrap_or_default();
    let links = links(subject.source(), &rules);
    let root = subject.source().location("");
    links.iter().filter_map(|(path, target)| observation(subject, &root, path, target)).take(MAX_FINDINGS).collect()
}

/// The links that are packed, with where they lead. Linked folders are not looked into: what is in them came by the link.
fn links(folder: &dyn Folder, rules: &IgnoreRules) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    let mut left = MAX_FOLDERS;
    while let Some(parent) = open.pop().filter(|_| left > 0) {
        left -= 1;
        for entry in folder.entries(&parent).unwrap_or_default() {
            let path = join_path(&parent, &entry.name);
            match entry.kind {
                EntryKind::Folder if !rules.ignores(&path, true) => open.push(path),
                EntryKind::Symlink { resolved, target } => {
                    let is_folder = target == chart::LinkTarget::Folder;
                    if !rules.ignores(&path, is_folder) {
                        found.push((path, resolved));
                    }
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

fn observation(subject: &Subject<'_>, root: &str, path: &str, target: &str) -> Option<Observation> {
    let is_inside = target.strip_prefix(root).is_some_and(|rest| rest.starts_with('/')) || !target.starts_with('/');
    if is_inside {
        return None;
    }
    let shared = target.split('/').zip(root.split('/')).take_while(|(left, right)| left == right).count();
    // Both begin with the root of the file system. What shares no more with the chart is not of its repository.
    let severity = if shared < 2 { Severity::Warning } else { Severity::Info };
    let message = format!(
        "{path} is a symbolic link to {target}, outside of the chart: what stands there on this machine is packed"
    );
    let hint = "put a copy into the chart: Helm follows the link, but Git on Windows and tools that take only the chart's folder do not";
    Some(Observation::of(&subject.path(path), message).severity(severity).hint(hint))
}

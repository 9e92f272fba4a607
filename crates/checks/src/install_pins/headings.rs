//! Parts of a Markdown text that speak of other versions: upgrade notes, changelogs.

use std::ops::Range;

use hub::fences::Fence;

use super::line_number;

/// Words of headings under which older versions are named on purpose.
const WORDS: [&str; 15] = [
    "changelog",
    "change log",
    "release notes",
    "breaking",
    "migrat",
    "rollback",
    "rolling back",
    "downgrad",
    "older",
    "legacy",
    "previous",
    "history",
    "compatib",
    "deprecat",
    "upgrading to",
];

/// The lines, from 1, below headings that have one of the words or a version in them.
pub(super) fn lines_about_other_versions(lines: &[&str]) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, u32)> = None;
    let mut fence: Option<Fence<'_>> = None;
    for (index, line) in lines.iter().enumerate() {
        if let Some(block) = fence {
            fence = Some(block).filter(|block| !block.is_closed_by(line));
            continue;
        }
        fence = Fence::opened_by(line);
        let Some((level, title)) = heading(line) else { continue };
        if let Some((_, start)) = open.filter(|(above, _)| level <= *above) {
            found.push(start..line_number(index));
            open = None;
        }
        if open.is_none() && is_about_other_versions(title) {
            open = Some((level, line_number(index)));
        }
    }
    found.extend(open.map(|(_, start)| start..u32::MAX));
    found
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    ((1..=6).contains(&level) && title.starts_with(' ')).then_some((level, title))
}

fn is_about_other_versions(title: &str) -> bool {
    let lower = title.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || lower.split_whitespace().any(is_version)
}

/// `1.2`, `v2.x`, `(3.0.0)`
fn is_version(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).trim_start_matches('v');
    word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit())
}

//! Versions of a chart that its own instructions name: commands of Helm, snippets of Argo CD, Flux and others, badges.
//!
//! Only what is clearly about this chart is taken, and nothing under a heading that speaks of other versions.

mod badge;
mod headings;
mod shell;
mod snippet;

#[cfg(test)]
mod tests;

use gostd::semver::Version;
use goyaml::Position;

/// Texts longer than this are not looked at.
const MAX_TEXT: usize = 1 << 20;
/// Pins of one text that are kept.
const MAX_PINS: usize = 200;

/// A version that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    /// What names it: `--version 1.2.3`.
    pub(crate) words: String,
    /// The version.
    pub(crate) version: String,
    /// Everything that must be changed with it, as long as the version: the version's own place comes first.
    pub(crate) places: Vec<Position>,
}

impl Pin {
    fn new(words: String, version: &str, place: Position) -> Self {
        Self { words, version: version.to_owned(), places: vec![place] }
    }
}

/// The exact versions of a chart that a text names, in the order of the lines.
pub(crate) fn pins(text: &str, chart: &str) -> Vec<Pin> {
    if text.len() > MAX_TEXT || !text.contains(chart) && !text.contains("![Version: ") {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut found = shell::pins(&lines, chart);
    found.extend(snippet::pins(&lines, chart));
    found.extend(badge::pins(&lines));
    found.retain(|pin| Version::parse_strict(pin.version.trim_start_matches('v')).is_ok());
    let hidden = headings::lines_about_other_versions(&lines);
    found.retain(|pin| {
        let line = pin.places.first().map_or(0, |place| place.line);
        !hidden.iter().any(|range| range.contains(&line))
    });
    found.sort_by_key(|pin| pin.places.clone());
    found.dedup_by(|one, other| one.places == other.places);
    found.truncate(MAX_PINS);
    found
}

/// A line's number from its index.
fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// The column of a byte in a line.
fn column(line: &str, byte: usize) -> u32 {
    let before = line.get(..byte).map_or(0, |before| before.chars().count());
    line_number(before)
}

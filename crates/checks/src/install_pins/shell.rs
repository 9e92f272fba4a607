//! Commands of Helm in a text, in code or in a sentence.

use goyaml::Position;

use super::{Pin, column, line_number};

/// Lines that one command may have.
const MAX_LINES: usize = 40;
/// What Helm does with a chart.
const VERBS: [&str; 9] = ["install", "upgrade", "pull", "fetch", "template", "show", "inspect", "diff", "push"];

/// A word of a command, without quotes around it.
struct Word<'t> {
    text: &'t str,
    place: Position,
}

/// The versions in the commands of a text that are about a chart.
pub(super) fn pins(lines: &[&str], chart: &str) -> Vec<Pin> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let Some(line) = lines.get(index).filter(|line| line.contains("helm")) else {
            index += 1;
            continue;
        };
        let rest = lines.get(index..).unwrap_or_default().iter().take(MAX_LINES);
        let more = rest.take_while(|line| line.trim_end().ends_with('\\')).count();
        let last = if line.trim_end().ends_with('\\') { index + more } else { index };
        let mut words = Vec::new();
        for (number, line) in lines.iter().enumerate().take(last + 1).skip(index) {
            split(line, number, &mut words);
        }
        let commands = words.split(|word| matches!(word.text, "`" | ";" | "|" | "&&"));
        commands.for_each(|command| found.extend(pin(command, chart)));
        index = last + 1;
    }
    found
}

/// Words, with what ends a command as words of their own.
fn split<'t>(line: &'t str, number: usize, words: &mut Vec<Word<'t>>) {
    let mut start = 0;
    let mut add = |from: usize, to: usize| {
        let Some(text) = line.get(from..to).filter(|text| !text.is_empty()) else { return };
        let bare = text.trim_start_matches(['"', '\'']);
        let from = from + text.len() - bare.len();
        let place = Position { line: line_number(number), column: column(line, from) };
        words.push(Word { text: bare.trim_end_matches(['"', '\'']), place });
    };
    for (at, character) in line.char_indices() {
        let is_end = matches!(character, '`' | ';' | '|');
        if is_end || character.is_whitespace() {
            add(start, at);
            start = at + character.len_utf8();
            if is_end {
                add(at, start);
            }
        }
    }
    add(start, line.len());
}

/// The version of one command, if it is about the chart.
fn pin(command: &[Word<'_>], chart: &str) -> Option<Pin> {
    let helm = command.iter().position(|word| matches!(word.text, "helm" | "helm3" | "$helm"))?;
    let rest = command.get(helm + 1..)?;
    rest.iter().take(3).find(|word| VERBS.contains(&word.text))?;
    let end = rest.iter().position(|word| word.text.starts_with('#')).unwrap_or(rest.len());
    let rest = rest.get(..end)?;
    if let Some(pin) = rest.iter().find_map(|word| version_of_archive(word, chart)) {
        return Some(pin);
    }
    let has_repository = rest.iter().any(|word| word.text == "--repo" || word.text.starts_with("--repo="));
    let named = rest.iter().find(|word| is_chart(word.text, chart, has_repository))?;
    version_option(rest).or_else(|| version_of_reference(named))
}

/// `oci://r.io/charts/NAME`, `repository/NAME`, or `NAME` beside `--repo`.
fn is_chart(word: &str, chart: &str, has_repository: bool) -> bool {
    if let Some(reference) = word.strip_prefix("oci://") {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return name.split([':', '@']).next() == Some(chart);
    }
    match word.split_once('/') {
        Some((repository, name)) => name == chart && !repository.is_empty() && !repository.starts_with(['.', '-', '~']),
        None => has_repository && word == chart,
    }
}

/// `--version 1.2.3`, `--version=1.2.3`
fn version_option(words: &[Word<'_>]) -> Option<Pin> {
    let at = words.iter().position(|word| word.text == "--version" || word.text.starts_with("--version="))?;
    let option = words.get(at)?;
    let (text, place) = match option.text.strip_prefix("--version=") {
        Some(value) => {
            let bare = value.trim_start_matches(['"', '\'']);
            let skipped = option.text.chars().count() - bare.chars().count();
            let column = option.place.column.saturating_add(u32::try_from(skipped).ok()?);
            (bare, Position { column, ..option.place })
        }
        None => words.get(at + 1).map(|word| (word.text, word.place))?,
    };
    let version = text.trim_end_matches(['.', ',', ')', ':']);
    Some(Pin::new(format!("--version {version}"), version, place))
}

/// `oci://r.io/charts/NAME:1.2.3`
fn version_of_reference(word: &Word<'_>) -> Option<Pin> {
    let name = word.text.strip_prefix("oci://")?.rsplit('/').next()?.split('@').next()?;
    let (_, version) = name.split_once(':')?;
    let before = word.text.find(version)?;
    let at = word.text.rfind(&format!(":{version}")).map_or(before, |colon| colon + 1);
    let skipped = u32::try_from(word.text.get(..at)?.chars().count()).ok()?;
    let place = Position { column: word.place.column.saturating_add(skipped), ..word.place };
    Some(Pin::new(word.text.to_owned(), version, place))
}

/// `./NAME-1.2.3.tgz`
fn version_of_archive(word: &Word<'_>, chart: &str) -> Option<Pin> {
    let path = word.text.strip_suffix(".tgz")?;
    let name = path.rsplit('/').next()?;
    let version = name.strip_prefix(chart)?.strip_prefix('-')?;
    let before = path.get(..path.len() - version.len())?;
    // Another chart may have a longer name: `NAME-operator-1.2.3.tgz`.
    let is_version = version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let skipped = u32::try_from(before.chars().count()).ok().filter(|_| is_version)?;
    let place = Position { column: word.place.column.saturating_add(skipped), ..word.place };
    Some(Pin::new(word.text.to_owned(), version, place))
}

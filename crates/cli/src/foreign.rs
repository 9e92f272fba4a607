//! Foreign text (a chart's files, registry answers, file names) made harmless before it is printed.
//!
//! A terminal obeys control characters, and the runner of GitHub Actions obeys commands in a log: lines that begin with
//! `::` after any white space, and `##[` anywhere in a line (actions/runner, `src/Runner.Common/ActionCommand.cs`,
//! `TryParseV2` and `TryParse`).

/// The old prefix of commands, which counts anywhere in a line.
const OLD_PREFIX: &str = "##[";
const PREFIX: &str = "::";

/// One line: line breaks become spaces.
pub fn line(text: &str) -> String {
    lines(&text.replace(['\n', '\r'], " "))
}

/// Text of several lines, without terminal control and without commands.
pub fn lines(text: &str) -> String {
    let plain: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !is_control(*c)).collect();
    if !plain.contains(OLD_PREFIX) && !plain.contains(PREFIX) {
        return plain;
    }
    let harmless = |line: &str| {
        let line = line.replace(OLD_PREFIX, "## [");
        let rest = line.trim_start();
        if rest.starts_with(PREFIX) {
            let indent = line.get(..line.len() - rest.len()).unwrap_or_default();
            return format!("{indent}: {}", rest.get(1..).unwrap_or_default());
        }
        line
    };
    plain.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

/// A line of a file, character by character: columns stay what they were.
pub fn same_width(text: &str) -> String {
    let shown = |c: char| if c != '\t' && is_control(c) { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(shown).collect::<String>().replace(OLD_PREFIX, "# [")
}

/// A JSON document in which no string holds a command or turns the direction of writing; it says the same.
pub fn json(document: &str) -> String {
    let document = document.replace(OLD_PREFIX, "##\\u005b");
    if document.is_ascii() {
        return document;
    }
    let mut harmless = String::with_capacity(document.len());
    for c in document.chars() {
        if !c.is_ascii() && is_control(c) {
            harmless.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            harmless.push(c);
        }
    }
    harmless
}

/// Characters that move the cursor or turn the direction of writing.
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{json, line, lines, same_width};

    #[test]
    fn terminals_and_runners_have_nothing_to_obey() {
        assert_eq!(line("a\u{1b}[31mb\r\nc\u{202e}d"), "a[31mb  cd");
        assert_eq!(lines("a\n  ::error::b\n::c\nd::e"), "a\n  : :error::b\n: :c\nd::e");
        assert_eq!(lines("\u{2003}::stop-commands::x"), "\u{2003}: :stop-commands::x");
        assert_eq!(lines("x ##[set-output name=a]b"), "x ## [set-output name=a]b");
        assert_eq!(lines(":\u{1b}:x"), ": :x");
    }

    #[test]
    fn columns_of_excerpts_stay() {
        let text = "a\u{1b}b\tc##[d\u{202e}";
        assert_eq!(same_width(text), "a\u{fffd}b\tc# [d\u{fffd}");
        assert_eq!(same_width(text).chars().count(), text.chars().count());
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({"a": "##[error]b", "c": "###["});
        let text = json(&value.to_string());
        assert!(!text.contains("##["), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}

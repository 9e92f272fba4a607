//! The documents of a YAML text, as apimachinery's `YAMLReader` cuts it (`pkg/util/yaml/decoder.go`): at every line that
//! begins with `---`, whatever it is part of.

use std::borrow::Cow;

/// A part of a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlPart<'a> {
    /// The text: every line ends in a line feed alone. The separator belongs to it if nothing stands before that.
    pub text: Cow<'a, [u8]>,
    /// Lines before it.
    pub lines_before: u32,
}

/// A line that begins with `---` and goes on with something else than a comment. What stood before it is lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid Yaml document separator: {found}")]
pub struct BadSeparator {
    /// What stands behind the dashes.
    pub found: String,
    /// The line, from 1.
    pub line: u32,
}

/// Gives the parts one after the other.
#[derive(Debug, Clone)]
pub struct YamlStream<'a> {
    rest: &'a [u8],
    line: u32,
}

impl<'a> YamlStream<'a> {
    /// The parts of a text.
    pub fn new(text: &'a [u8]) -> Self {
        Self { rest: text, line: 0 }
    }
}

impl<'a> Iterator for YamlStream<'a> {
    type Item = Result<YamlPart<'a>, BadSeparator>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.rest;
        let lines_before = self.line;
        let mut end = 0;
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            self.line = self.line.saturating_add(1);
            self.rest = text.get(end + line.len()..).unwrap_or_default();
            if let Some(behind) = line.strip_prefix(b"---") {
                if let Err(error) = check_separator(behind, self.line) {
                    self.rest = &[];
                    return Some(Err(error));
                }
                if end > 0 {
                    break;
                }
            }
            end += line.len();
        }
        let part = text.get(..end).filter(|part| !part.is_empty())?;
        Some(Ok(YamlPart { text: with_line_feeds(part), lines_before }))
    }
}

fn check_separator(behind: &[u8], line: u32) -> Result<(), BadSeparator> {
    let behind = String::from_utf8_lossy(behind);
    let behind = behind.trim();
    if behind.is_empty() || behind.starts_with('#') {
        return Ok(());
    }
    Err(BadSeparator { found: behind.to_owned(), line })
}

/// Carriage returns before line feeds go, the last line gets its end.
fn with_line_feeds(text: &[u8]) -> Cow<'_, [u8]> {
    if text.ends_with(b"\n") && !text.contains(&b'\r') {
        return Cow::Borrowed(text);
    }
    let mut lines = Vec::with_capacity(text.len() + 1);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let content = line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(line);
        lines.extend_from_slice(content);
        lines.push(b'\n');
    }
    Cow::Owned(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let shown = |part: Result<YamlPart<'_>, BadSeparator>| match part {
            Ok(part) => format!("{}:{}", part.lines_before, String::from_utf8_lossy(&part.text)),
            Err(error) => format!("{}!{error}", error.line),
        };
        YamlStream::new(text.as_bytes()).map(shown).collect()
    }

    /// Answers of apimachinery 0.37.1.
    #[test]
    fn separators_end_a_part_or_begin_the_first() {
        for (text, expected) in [
            ("", vec![]),
            ("a", vec!["0:a\n"]),
            ("---\na\n---\n---\nb\n---", vec!["0:---\na\n", "3:---\nb\n"]),
            ("---\n---\n", vec!["0:---\n"]),
            ("a\r\n--- # c\r\nb\r\n", vec!["0:a\n", "2:b\n"]),
            ("a\n ---\n...\n", vec!["0:a\n ---\n...\n"]),
            ("a\n---x\nb\n", vec!["2!invalid Yaml document separator: x"]),
            ("a\n---\nb\n----\nc\n", vec!["0:a\n", "4!invalid Yaml document separator: -"]),
        ] {
            assert_eq!(parts(text), expected, "{text:?}");
        }
    }
}

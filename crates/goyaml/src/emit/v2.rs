//! What is left of a string on sigs.k8s.io/yaml's way: encoded as JSON, read as YAML by go-yaml v2.

use std::borrow::Cow;

use gostd::json::quote;

use crate::{Error, Position};

/// Characters of a quoted key that go-yaml looks at before it gives up to find a `:`.
const KEY_LENGTH: usize = 1024;

/// A key must be on one line and of limited length to be one. The error is not Go's in all details.
pub(super) fn read_back_key(key: &str) -> Result<Cow<'_, str>, Error> {
    let is_long = key.len() > KEY_LENGTH / 6 && quote(key).chars().count() > KEY_LENGTH;
    if is_long || key.contains('\u{85}') {
        return Err(Error::Syntax {
            line: 0,
            message: "did not find expected ',' or '}'".to_owned(),
            position: Position { line: 1, column: 1 },
        });
    }
    read_back(key)
}

/// A JSON string read as a double-quoted YAML scalar. Of the characters that JSON does not escape
/// some are forbidden, and U+0085 is a line break, which is folded.
pub(super) fn read_back(text: &str) -> Result<Cow<'_, str>, Error> {
    if text.chars().any(is_forbidden) {
        return Err(Error::Encoding { message: "control characters are not allowed" });
    }
    if !text.contains('\u{85}') {
        return Ok(Cow::Borrowed(text));
    }
    let mut lines = text.split('\u{85}');
    let mut folded = lines.next().unwrap_or_default().to_owned();
    let mut breaks = 0_usize;
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        if breaks == 0 {
            folded.truncate(folded.trim_end_matches(' ').len());
        }
        breaks += 1;
        let content = line.trim_start_matches(' ');
        if content.is_empty() && lines.peek().is_some() {
            continue;
        }
        if breaks == 1 {
            folded.push(' ');
        }
        folded.extend(std::iter::repeat_n('\n', breaks - 1));
        folded.push_str(content);
        breaks = 0;
    }
    Ok(Cow::Owned(folded))
}

fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}

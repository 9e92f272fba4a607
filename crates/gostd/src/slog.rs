//! Log lines as Go's `slog.TextHandler` writes them without a time: logfmt.

use crate::{strconv, unicode};

/// `level=WARN msg="…" key=value`.
#[must_use]
pub fn line(level: &str, message: &str, attributes: &[(&str, &str)]) -> String {
    let mut line = format!("level={level} msg={}", value(message));
    for (key, text) in attributes {
        line.push_str(&format!(" {}={}", value(key), value(text)));
    }
    line
}

/// `slog` leaves a value bare unless it is empty, or a reader could mistake where it ends.
fn value(text: &str) -> String {
    let needs_quotes = |character: char| {
        if character.is_ascii() {
            character <= ' ' || matches!(character, '=' | '"' | '\u{7f}')
        } else {
            unicode::is_space(character) || !unicode::is_print(character)
        }
    };
    if text.is_empty() || text.chars().any(needs_quotes) { strconv::quote(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn lines_as_slog_writes_them() {
        assert_eq!(
            line("WARN", "two words", &[("path", "a.b"), ("value", "")]),
            r#"level=WARN msg="two words" path=a.b value="""#
        );
        assert_eq!(line("INFO", "a=b", &[("k", "é\u{a0}")]), "level=INFO msg=\"a=b\" k=\"é\\u00a0\"");
    }
}

//! Texts from elsewhere, made fit for a message.

use std::error::Error;

/// An error with its causes, each once.
pub fn explain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(current) = cause {
        let part = current.to_string();
        if !text.contains(&part) {
            text = format!("{text}: {part}");
        }
        cause = current.source();
    }
    text
}

/// One line: white space becomes single spaces; control characters (terminal escapes) and invisible ones (direction
/// marks) are dropped.
pub fn printable(text: &str) -> String {
    let shown = text.chars().filter(|c| c.is_whitespace() || !is_unprintable(*c)).collect::<String>();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first `longest` characters, and `…` for the rest.
pub fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Control characters (C0, C1) and Unicode's format characters.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_short_visible_line() {
        assert_eq!(printable("a\n\t b\u{1b}[31m\u{202e}c"), "a b[31mc");
        assert_eq!((shortened("héllo", 2), shortened("hé", 2)), ("hé…".to_owned(), "hé".to_owned()));
    }
}

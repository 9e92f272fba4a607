//! What becomes of white space between the words of a plain or quoted scalar.

use super::cursor::Cursor;

/// Adds the white space from `begin` to the cursor to a value: blanks within a line stay; one line
/// break becomes a space, of several the first goes, unless it is LS or PS. After an escaped line
/// break (`escaped`) there is no first one.
pub(super) fn join(value: &mut String, cursor: &Cursor<'_>, begin: usize, escaped: bool) {
    let gap = cursor.slice(begin, cursor.offset());
    let mut breaks = Cursor::new(gap);
    breaks.skip_blanks();
    let first = if escaped { None } else { breaks.take_break() };
    let before = value.len();
    value.extend(first.filter(|first| *first != '\n'));
    let mut more = false;
    loop {
        breaks.skip_blanks();
        let Some(line_break) = breaks.take_break() else { break };
        value.push(line_break);
        more = true;
    }
    if first == Some('\n') && !more {
        value.push(' ');
    } else if first.is_none() && !escaped && before == value.len() {
        value.push_str(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, join};

    #[test]
    fn the_first_line_break_goes() {
        let joined = |gap: &str, escaped: bool| {
            let mut cursor = Cursor::new(gap);
            while cursor.is_white(0) && !cursor.at_end() {
                cursor.skip();
            }
            let mut value = String::new();
            join(&mut value, &cursor, 0, escaped);
            value
        };
        for (gap, text) in [
            ("", ""),
            (" \t ", " \t "),
            (" \n  ", " "),
            ("\r\n\r\n", "\n"),
            ("\n \n\u{85} ", "\n\n"),
            ("\u{2028} ", "\u{2028}"),
            ("\u{2029}\n", "\u{2029}\n"),
            ("\n\u{2029}", "\u{2029}"),
        ] {
            assert_eq!(joined(gap, false), text, "{gap:?}");
        }
        assert_eq!(joined("  ", true), "");
        assert_eq!(joined(" \n ", true), "\n");
    }
}

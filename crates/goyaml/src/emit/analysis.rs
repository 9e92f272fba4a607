//! What a text holds, and so how it may be written (`yaml_emitter_analyze_scalar`).

use super::Dialect;
use crate::resolve::{self, Resolved};

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    Plain,
    Single,
    Double,
    Literal,
}

/// The styles that a text allows.
#[derive(Clone, Copy)]
pub(super) struct Analysis {
    pub(super) multiline: bool,
    plain: bool,
    single: bool,
    literal: bool,
}

/// What is seen in a text.
#[derive(Default)]
struct Sight {
    indicator: bool,
    line_break: bool,
    special: bool,
    tab: bool,
    edge: bool,
    trailing_space: bool,
    space_after_break: bool,
    break_after_space: bool,
}

/// The kind of the character before.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    Start,
    Word,
    Space,
    Break,
    /// Tab or NUL.
    White,
}

impl Analysis {
    pub(super) fn of(text: &str, dialect: Dialect) -> Self {
        let sight = Sight::of(text, dialect);
        let unquotable = sight.break_after_space || sight.special;
        let single = !unquotable && !sight.tab && !sight.space_after_break;
        Self {
            multiline: sight.line_break,
            plain: single && !sight.edge && !sight.line_break && !sight.indicator,
            single,
            literal: !unquotable && !sight.trailing_space && !text.is_empty(),
        }
    }

    /// The style of a string; `simple_key` if it is a key without `?`.
    pub(super) fn quoting(self, text: &str, dialect: Dialect, simple_key: bool) -> Quoting {
        if self.multiline && text.contains('\n') {
            return if self.literal && !simple_key { Quoting::Literal } else { Quoting::Double };
        }
        if !reads_as_text(text, dialect) || (simple_key && self.multiline) || !self.single {
            Quoting::Double
        } else if self.plain {
            Quoting::Plain
        } else {
            Quoting::Single
        }
    }
}

impl Sight {
    fn of(text: &str, dialect: Dialect) -> Self {
        let mut sight = Self { indicator: starts_with_indicator(text.as_bytes()), ..Self::default() };
        let mut before = Before::Start;
        let mut rest = text;
        loop {
            let words = rest.bytes().position(|byte| !is_ordinary(byte)).unwrap_or(rest.len());
            if words > 0 {
                before = Before::Word;
            }
            let mut characters = rest.get(words..).unwrap_or_default().chars();
            let Some(character) = characters.next() else { return sight };
            rest = characters.as_str();
            before = sight.see(character, before, rest, dialect);
        }
    }

    /// Looks at a character that may mean something, and says what it is to the one behind it.
    fn see(&mut self, character: char, before: Before, rest: &str, dialect: Dialect) -> Before {
        if character == '\t' && dialect == Dialect::V3 {
            self.tab = true;
        } else if !is_printable(character) {
            self.special = true;
        }
        let at_edge = before == Before::Start || rest.is_empty();
        match character {
            ' ' => {
                self.edge |= at_edge;
                self.trailing_space |= rest.is_empty();
                self.space_after_break |= before == Before::Break;
                return Before::Space;
            }
            '\t' | '\0' => return Before::White,
            ':' => self.indicator |= rest.is_empty() || rest.starts_with([' ', '\t']),
            '#' => self.indicator |= before != Before::Word,
            _ if is_break(character) => {
                self.line_break = true;
                self.edge |= at_edge;
                self.break_after_space |= before == Before::Space;
                return Before::Break;
            }
            _ => {}
        }
        Before::Word
    }
}

/// Whether the byte means nothing anywhere but in front.
fn is_ordinary(byte: u8) -> bool {
    matches!(byte, b'!'..=b'~') && !matches!(byte, b':' | b'#')
}

/// Whether the text begins with something that means something to YAML in a block context.
fn starts_with_indicator(text: &[u8]) -> bool {
    match text {
        [b'#' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'', ..]
        | [b'"' | b'%' | b'@' | b'`', ..]
        | [b'-', b'-', b'-', ..]
        | [b'.', b'.', b'.', ..] => true,
        [b'?' | b'-' | b':', rest @ ..] => matches!(rest, [] | [b' ' | b'\t', ..]),
        _ => false,
    }
}

/// Whether the text is ASCII, on one line and certainly plain. What it says no to may be plain as well.
pub(super) fn is_simple(text: &[u8], dialect: Dialect) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
    if *first == b' ' || matches!(last, b' ' | b':') || starts_with_indicator(text) {
        return false;
    }
    let (odd, pairs) = text.iter().fold((false, false), |(odd, pairs), byte| {
        (odd | !matches!(byte, b' '..=b'~'), pairs | matches!(byte, b':' | b'#'))
    });
    let meaningful = |pair: &[u8]| matches!(pair, b": " | b" #");
    if odd || (pairs && text.windows(2).any(meaningful)) {
        return false;
    }
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' if text.len() > 5 => true,
        b'y'
        | b'Y'
        | b'n'
        | b'N'
        | b't'
        | b'T'
        | b'f'
        | b'F'
        | b'o'
        | b'O'
        | b'~'
        | b'.'
        | b'+'
        | b'-'
        | b'<'
        | b'0'..=b'9' => std::str::from_utf8(text).is_ok_and(|text| reads_as_text(text, dialect)),
        _ => true,
    }
}

/// Line breaks of YAML 1.1.
pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What go-yaml writes without an escape: nothing beyond the basic plane.
pub(super) fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{A0}'..='\u{FFFD}') && character != '\u{FEFF}'
}

/// Whether the text would be read back as a string if it were plain. Base 60 numbers would, but
/// not by other libraries.
fn reads_as_text(text: &str, dialect: Dialect) -> bool {
    if !matches!(resolve::resolve_plain(text), Resolved::Text) || is_base_60(text) {
        return false;
    }
    dialect == Dialect::V2 || !is_signed_octal(text)
}

/// `^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|digit: char| digit.is_ascii_digit()) {
        return false;
    }
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let grouped = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let Some((first, sixties)) = whole.split_once(':') else {
        return false;
    };
    grouped(first)
        && grouped(fraction)
        && sixties.split(':').all(|part| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']))
}

/// `0o-7`, an integer to go-yaml v3 only.
fn is_signed_octal(text: &str) -> bool {
    if !text.starts_with('0') {
        return false;
    }
    let plain = text.replace('_', "");
    plain.strip_prefix("0o").is_some_and(|digits| crate::number::parse_int_in(digits, 8).is_some())
}

#[cfg(test)]
mod tests {
    use super::{Analysis, Dialect, Quoting, is_simple};

    #[test]
    fn simple_texts_are_plain_texts() {
        let parts = ["", " ", "a", "-", ":", "#", "'", "1", "true", "\n", "\t", "é", ".", "{", "?", "~", "on", "0o-7"];
        let count = parts.len();
        let mut simple = 0;
        for number in 0..count * count * count {
            let text = [parts[number % count], parts[number / count % count], parts[number / count / count]].concat();
            for dialect in [Dialect::V2, Dialect::V3] {
                let quoting = Analysis::of(&text, dialect).quoting(&text, dialect, false);
                if is_simple(text.as_bytes(), dialect) {
                    assert_eq!(quoting, Quoting::Plain, "{text:?}");
                    simple += 1;
                } else {
                    assert!(quoting != Quoting::Plain || !text.is_ascii(), "{text:?}");
                }
            }
        }
        assert!(simple > 1_000, "{simple}");
    }
}

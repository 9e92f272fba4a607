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
    multiline: bool,
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
        if text.contains('\n') {
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

    /// Whether the text can be a key without `?`.
    pub(super) fn is_simple_key(self, text: &str) -> bool {
        !self.multiline && text.len() <= 128
    }
}

impl Sight {
    fn of(text: &str, dialect: Dialect) -> Self {
        let mut sight = Self { indicator: text.starts_with("---") || text.starts_with("..."), ..Self::default() };
        let (mut after_space, mut after_break, mut after_white) = (false, false, true);
        let mut rest = text.chars();
        let mut first = true;
        while let Some(character) = rest.next() {
            let next = rest.as_str().chars().next();
            let before_white = next.is_none_or(|next| matches!(next, ' ' | '\t'));
            sight.indicator |= is_indicator(character, first, after_white, before_white);
            if character == '\t' && dialect == Dialect::V3 {
                sight.tab = true;
            } else if !is_printable(character) {
                sight.special = true;
            }
            let at_edge = first || next.is_none();
            match character {
                ' ' => {
                    sight.edge |= at_edge;
                    sight.trailing_space |= next.is_none();
                    sight.space_after_break |= after_break;
                }
                _ if is_break(character) => {
                    sight.line_break = true;
                    sight.edge |= at_edge;
                    sight.break_after_space |= after_space;
                }
                _ => {}
            }
            after_space = character == ' ';
            after_break = is_break(character);
            after_white = after_break || matches!(character, ' ' | '\t' | '\0');
            first = false;
        }
        sight
    }
}

/// Whether the character means something to YAML where it stands in a block context.
fn is_indicator(character: char, first: bool, after_white: bool, before_white: bool) -> bool {
    match character {
        '#' => first || after_white,
        ':' => before_white,
        ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => first,
        '?' | '-' => first && before_white,
        _ => false,
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
    let octal = dialect == Dialect::V3 && is_signed_octal(text);
    matches!(resolve::resolve_plain(text), Resolved::Text) && !is_base_60(text) && !octal
}

/// `^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let grouped = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let Some((first, sixties)) = whole.split_once(':') else {
        return false;
    };
    first.starts_with(|digit: char| digit.is_ascii_digit())
        && grouped(first)
        && grouped(fraction)
        && sixties.split(':').all(|part| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']))
}

/// `0o-7`, an integer to go-yaml v3 only.
fn is_signed_octal(text: &str) -> bool {
    let plain = text.replace('_', "");
    plain.strip_prefix("0o").is_some_and(|digits| crate::number::parse_int_in(digits, 8).is_some())
}

//! The two character classes by which Helm cleans chart metadata.
//!
//! The tables are those of Go 1.26 (Unicode 15), complete and not approximated. A later Unicode version only makes
//! newly assigned characters printable.

mod printable;

use printable::CHANGES;

/// Whether Go counts the character as white space (`unicode.IsSpace`, the `White_Space` property).
pub fn is_space(character: char) -> bool {
    matches!(
        character,
        '\u{09}'..='\u{0d}'
            | ' '
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
    )
}

/// Whether Go counts the character as printable (`unicode.IsPrint`): letters, marks, numbers, punctuation, symbols
/// and, of all spaces, only U+0020.
pub fn is_print(character: char) -> bool {
    let code = u32::from(character);
    // Printability starts as false at U+0000 and flips at every listed code point.
    CHANGES.partition_point(|change| *change <= code) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{is_print, is_space};

    // Counted with unicode.IsPrint over all code points.
    const PRINTABLE: usize = 148_998;

    #[test]
    fn as_many_characters_as_in_go() {
        let all = || (0..=0x10_ffff_u32).filter_map(char::from_u32);
        assert_eq!(all().filter(|character| is_print(*character)).count(), PRINTABLE);
        assert_eq!(all().filter(|character| is_space(*character)).count(), 25);
    }

    #[test]
    fn corner_cases() {
        for character in [' ', '~', '¡', 'é', '\u{300}', '€', '中', '😀', '\u{fffd}', '\u{1f1e6}'] {
            assert!(is_print(character), "{character:?}");
        }
        for character in
            ['\t', '\u{7f}', '\u{a0}', '\u{ad}', '\u{200b}', '\u{2028}', '\u{3000}', '\u{e000}', '\u{feff}', '\u{378}']
        {
            assert!(!is_print(character), "{character:?}");
        }
        assert!(is_space('\u{2003}') && !is_space('\u{200b}') && !is_space('\u{180e}'));
    }
}

//! Character classes as Go's `unicode` knows them.
//!
//! The tables are those of Go 1.27 (Unicode 17), complete and not approximated. A later Unicode version only makes
//! newly assigned characters printable.

mod case;
mod category_table;
mod class;
mod fold;
mod fold_table;
mod kind;
mod printable;
mod script_table;

pub(crate) use class::{Ranges, category, script, script_names};
pub(crate) use fold::{foldable, simple_fold};

pub use case::{to_lower, to_title, to_upper};
pub use kind::{is_digit, is_letter, is_lower, is_number, is_punct, is_title, is_upper};

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
    use super::{category, foldable, is_digit, is_letter, is_print, is_space, script, script_names, simple_fold};

    // Counted with unicode.IsPrint over all code points.
    const PRINTABLE: usize = 159_613;
    // Counted with unicode.SimpleFold.
    const CASED: usize = 2994;

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

    fn count(ranges: &[(u32, u32)]) -> u32 {
        ranges.iter().map(|(first, last)| last - first + 1).sum()
    }

    #[test]
    fn categories_and_scripts_are_as_large_as_in_go() {
        let sizes =
            [("LC", 4200), ("Lu", 1886), ("L", 145_672), ("C", 954_481), ("Nd", 770), ("Cs", 2048), ("S", 8617)];
        for (name, size) in sizes {
            assert_eq!(category(name).map(|ranges| count(&ranges)), Some(size), "{name}");
        }
        assert_eq!(category("Xx"), None);
        assert_eq!(category(""), None);
        assert_eq!(script("Greek").map(|ranges| count(&ranges)), Some(518));
        assert_eq!(script_names().len(), 174);
        assert!(is_letter('é') && !is_letter('1') && is_digit('٣') && !is_digit('½'));
    }

    #[test]
    fn folding_goes_round() {
        for (code, next) in [('a', 'A'), ('k', '\u{212a}'), ('\u{212a}', 'K'), ('ϐ', 'Β'), ('1', '1'), ('ǅ', 'ǆ')] {
            assert_eq!(simple_fold(u32::from(code)), u32::from(next), "{code}");
        }
        let cased = (0..0x11_0000).filter(|code| simple_fold(*code) != *code).count();
        assert_eq!(cased, CASED);
        assert_eq!(foldable(0, 0x10_ffff).count(), CASED);
        assert!(foldable(0x102, 0x105).eq([0x102, 0x104, 0x103, 0x105]));
    }
}

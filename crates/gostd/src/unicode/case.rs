//! The other case of a character, one code point for one, as Go's `unicode` package maps it.
//!
//! Rust maps some characters to several (`ß` to `SS`); Go leaves those alone. Both know Unicode 17.

/// The upper case of a character (`unicode.ToUpper`).
pub fn to_upper(character: char) -> char {
    match character {
        'a'..='z' => character.to_ascii_uppercase(),
        _ if character.is_ascii() => character,
        // Greek letters with iota: Rust writes the iota as a letter of its own.
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => shift(character, 8),
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => shift(character, 9),
        _ => only(character.to_uppercase()).unwrap_or(character),
    }
}

/// The lower case of a character (`unicode.ToLower`).
pub fn to_lower(character: char) -> char {
    match character {
        'A'..='Z' => character.to_ascii_lowercase(),
        _ if character.is_ascii() => character,
        '\u{130}' => 'i',
        _ => only(character.to_lowercase()).unwrap_or(character),
    }
}

/// The title case of a character (`unicode.ToTitle`): its upper case but for digraphs and Georgian letters.
pub fn to_title(character: char) -> char {
    match character {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => character,
        _ => to_upper(character),
    }
}

fn shift(character: char, distance: u32) -> char {
    char::from_u32(u32::from(character) + distance).unwrap_or(character)
}

/// The only character of a mapping, if it is only one.
fn only(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next();
    if mapped.next().is_none() { first } else { None }
}

#[cfg(test)]
mod tests {
    use super::{to_lower, to_title, to_upper};

    /// The sum of a mapping over all code points, weighted so that swapped answers are noticed.
    fn checksum(mapping: fn(char) -> char) -> u64 {
        (0..=0x10_ffff_u32)
            .filter_map(char::from_u32)
            .fold(0, |sum, character| sum * 31 % 1_000_000_007 + u64::from(u32::from(mapping(character))))
    }

    // Computed by the same formula from Go 1.27's tables.
    #[test]
    fn all_code_points_as_in_go() {
        assert_eq!(checksum(to_upper), 863_867_239);
        assert_eq!(checksum(to_lower), 279_742_812);
        assert_eq!(checksum(to_title), 577_161_883);
    }

    #[test]
    fn what_differs_from_rust() {
        assert_eq!(to_upper('ß'), 'ß');
        assert_eq!(to_upper('ᾳ'), 'ᾼ');
        assert_eq!(to_lower('İ'), 'i');
        assert_eq!(to_title('ǆ'), 'ǅ');
        assert_eq!(to_title('ა'), 'ა');
        assert_eq!(to_title('é'), 'É');
    }
}

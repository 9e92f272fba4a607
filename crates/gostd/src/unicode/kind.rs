//! What kind of character something is (`unicode.IsLetter` and the like), by its general category.

use super::category_table::{CHANGES, NAMES};

/// Whether the character is a letter of any script (`unicode.IsLetter`, category L).
pub fn is_letter(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_alphabetic() } else { category(character).starts_with('L') }
}

/// Whether the character is a decimal digit of any script (`unicode.IsDigit`, category Nd).
pub fn is_digit(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_digit() } else { category(character) == "Nd" }
}

/// Whether the character stands for a number (`unicode.IsNumber`, category N): digits, `½`, `Ⅷ`.
pub fn is_number(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_digit() } else { category(character).starts_with('N') }
}

/// Whether the character is punctuation (`unicode.IsPunct`, category P); `$`, `+`, `<`, `|` and the like are not.
pub fn is_punct(character: char) -> bool {
    category(character).starts_with('P')
}

/// Whether the character is a capital letter (`unicode.IsUpper`, category Lu).
pub fn is_upper(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_uppercase() } else { category(character) == "Lu" }
}

/// Whether the character is a small letter (`unicode.IsLower`, category Ll).
pub fn is_lower(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_lowercase() } else { category(character) == "Ll" }
}

/// Whether the character is a capital and a small letter in one (`unicode.IsTitle`, category Lt).
pub fn is_title(character: char) -> bool {
    !character.is_ascii() && category(character) == "Lt"
}

/// The two letters of the general category.
fn category(character: char) -> &'static str {
    let code = u32::from(character);
    let run = CHANGES.partition_point(|change| change >> 5 <= code).saturating_sub(1);
    let index = CHANGES.get(run).map_or(0, |change| change & 31) as usize;
    NAMES.get(index).copied().unwrap_or("Cn")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checksum(holds: fn(char) -> bool) -> u64 {
        (0..=0x10_ffff_u32)
            .filter_map(char::from_u32)
            .fold(0, |sum, character| sum * 31 % 1_000_000_007 + u64::from(holds(character)))
    }

    // Computed by the same formula from Go 1.27's tables.
    #[test]
    fn all_code_points_as_in_go() {
        assert_eq!(checksum(is_letter), 417_566_948);
        assert_eq!(checksum(is_digit), 447_952_339);
        assert_eq!(checksum(is_number), 623_218_023);
        assert_eq!(checksum(is_punct), 15_241_883);
        assert_eq!(checksum(is_upper), 448_299_628);
        assert_eq!(checksum(is_lower), 777_577_860);
        assert_eq!(checksum(is_title), 371_681_094);
    }
}

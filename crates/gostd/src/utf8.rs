//! UTF-8 and substring search over bytes, the way Go's `unicode/utf8` and `strings` do it.

/// Decodes the first code point and says how many bytes it took.
///
/// An invalid byte is U+FFFD with width 1, an empty input U+FFFD with width 0 (`utf8.DecodeRune`).
pub fn decode_rune(bytes: &[u8]) -> (char, usize) {
    let Some(first) = bytes.first().copied() else {
        return (char::REPLACEMENT_CHARACTER, 0);
    };
    let width = match first {
        0x00..=0x7f => return (char::from(first), 1),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return (char::REPLACEMENT_CHARACTER, 1),
    };
    let decoded =
        bytes.get(..width).and_then(|piece| std::str::from_utf8(piece).ok()).and_then(|text| text.chars().next());
    match decoded {
        Some(character) => (character, width),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

/// Walks over the code points with the byte offset of each (Go's `for i, r := range s`).
pub fn runes(bytes: &[u8]) -> impl Iterator<Item = (usize, char)> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let (character, width) = decode_rune(bytes.get(position..)?);
        if width == 0 {
            return None;
        }
        let start = position;
        position += width;
        Some((start, character))
    })
}

/// How many code points there are; every byte that is not UTF-8 counts as one (`utf8.RuneCount`).
pub fn rune_count(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { runes(bytes).count() }
}

/// The offset of the first occurrence; an empty needle is found at 0 (`strings.Index`).
pub(crate) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// The offset of the last occurrence; an empty needle is found at the end (`strings.LastIndex`).
pub(crate) fn find_last(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(haystack.len());
    }
    haystack.windows(needle.len()).rposition(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::{decode_rune, find, find_last, runes};

    #[test]
    fn invalid_bytes_are_replacement_characters_of_width_one() {
        assert_eq!(decode_rune(b""), ('\u{fffd}', 0));
        assert_eq!(decode_rune("é".as_bytes()), ('é', 2));
        assert_eq!(decode_rune(&[0xe2, 0x82]), ('\u{fffd}', 1));
        assert_eq!(decode_rune(&[0xed, 0xa0, 0x80]), ('\u{fffd}', 1));
        let walked: Vec<(usize, char)> = runes(&[b'a', 0xff, 0xc3, 0xa9]).collect();
        assert_eq!(walked, [(0, 'a'), (1, '\u{fffd}'), (2, 'é')]);
    }

    #[test]
    fn first_and_last_occurrence() {
        assert_eq!(find(b"abab", b"ab"), Some(0));
        assert_eq!(find_last(b"abab", b"ab"), Some(2));
        assert_eq!(find(b"a", b"ab"), None);
    }
}

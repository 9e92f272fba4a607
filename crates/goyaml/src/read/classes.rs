//! What single bytes are to the scanner.

/// Space and tab.
pub(crate) const BLANK: u8 = 1;
/// CR and LF.
pub(crate) const BREAK: u8 = 1 << 1;
/// The NUL byte, which stands for the end of the text.
pub(crate) const END: u8 = 1 << 2;
/// What ends a plain scalar in a flow collection.
pub(crate) const FLOW: u8 = 1 << 3;
/// `:`
pub(crate) const COLON: u8 = 1 << 4;
/// Part of a character beyond ASCII.
pub(crate) const HIGH: u8 = 1 << 5;
/// ASCII letters, digits, `_` and `-`: what names of anchors, tags and directives are made of.
pub(crate) const NAME: u8 = 1 << 6;

static CLASSES: [u8; 256] = table();

/// The class bits of a byte.
pub(crate) fn of(byte: u8) -> u8 {
    // A byte cannot be out of bounds.
    CLASSES[usize::from(byte)]
}

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut code = 0;
    while code < table.len() {
        table[code] = match code as u8 {
            b' ' | b'\t' => BLANK,
            b'\r' | b'\n' => BREAK,
            0 => END,
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => FLOW,
            b':' => COLON,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' => NAME,
            0x80.. => HIGH,
            _ => 0,
        };
        code += 1;
    }
    table
}

/// Where the first byte with one of the class bits is, or the length.
pub(crate) fn find(bytes: &[u8], class: u8) -> usize {
    bytes.iter().position(|byte| of(*byte) & class != 0).unwrap_or(bytes.len())
}

/// Where the first CR, LF or byte beyond ASCII is, or the length.
pub(crate) fn find_line_end(bytes: &[u8]) -> usize {
    let mut place = 0;
    for stride in bytes.chunks_exact(16) {
        let found = stride.iter().fold(false, |found, byte| found | matches!(byte, b'\r' | b'\n' | 0x80..));
        if found {
            break;
        }
        place += stride.len();
    }
    place + find(bytes.get(place..).unwrap_or_default(), BREAK | HIGH)
}

#[cfg(test)]
mod tests {
    use super::{COLON, END, find, find_line_end};

    #[test]
    fn the_first_of_a_class() {
        assert_eq!(find(b"abc: d", COLON), 3);
        assert_eq!(find(b"abc", COLON | END), 3);
        let line = b"0123456789abcdef0123\n";
        for skipped in 0..line.len() {
            assert_eq!(find_line_end(&line[skipped..]), 20 - skipped);
        }
        assert_eq!(find_line_end("0123456789abcdefé\n".as_bytes()), 16);
        assert_eq!(find_line_end(b"0123456789abcdefg"), 17);
    }
}

//! Escapes in strings.

use super::lexer::Fault;

/// Replaces the escapes in a text that the lexer has accepted.
pub(super) fn replace_escapes(text: &[u8], line: usize) -> Result<Vec<u8>, Fault> {
    let fault = |message: String| Fault { line, message };
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.iter().position(|byte| *byte == b'\\') {
        out.extend_from_slice(rest.get(..place).unwrap_or_default());
        let kind = rest.get(place + 1).copied().unwrap_or_default();
        let after = rest.get(place + 2..).unwrap_or_default();
        let digits = match kind {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        match kind {
            b'b' => out.push(b'\x08'),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'f' => out.push(b'\x0c'),
            b'r' => out.push(b'\r'),
            b'e' => out.push(b'\x1b'),
            b'"' | b'\\' => out.push(kind),
            b'x' | b'u' | b'U' => {
                let digits = String::from_utf8_lossy(after.get(..digits).unwrap_or_default()).into_owned();
                let character = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                let wrong = || fault(format!("Escaped character '\\u{digits}' is not valid UTF-8."));
                let character = character.ok_or_else(wrong)?;
                out.extend(character.to_string().bytes());
            }
            _ => return Err(fault(format!("invalid escape: '\\{}'", char::from(kind)))),
        }
        rest = after.get(digits..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Ok(out)
}

/// Takes out each backslash at the end of a line, with the white space up to the next text.
pub(super) fn join_lines(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.iter().position(|byte| *byte == b'\\') {
        let after = rest.get(place + 1..).unwrap_or_default();
        let blank = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        let ends_line = after.get(..blank).is_some_and(|blank| blank.contains(&b'\n'));
        let (kept, skipped) = match after.first() {
            Some(b'\\') => (place + 2, 0),
            _ if ends_line => (place, 1 + blank),
            _ => (place + 1, 0),
        };
        out.extend_from_slice(rest.get(..kept).unwrap_or_default());
        rest = rest.get(kept + skipped..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

/// The text without a line break at its start.
pub(super) fn without_first_break(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\n").or_else(|| text.strip_prefix(b"\r\n")).unwrap_or(text)
}

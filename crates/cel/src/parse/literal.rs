//! The values of literals (`unescape.go` and `strconv` in cel-go).

/// The value of an integer, with its sign; hexadecimal after `0x`.
pub(super) fn int(text: &str, negative: bool) -> Option<i64> {
    let (digits, radix) = radix(text);
    let signed = if negative { format!("-{digits}") } else { digits.to_owned() };
    i64::from_str_radix(&signed, radix).ok()
}

/// The value of an unsigned integer, its `u` included in the text.
pub(super) fn uint(text: &str) -> Option<u64> {
    let (digits, radix) = radix(text.trim_end_matches(['u', 'U']));
    u64::from_str_radix(digits, radix).ok()
}

/// The value of a float, with its sign; what is too large has none.
pub(super) fn double(text: &str, negative: bool) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(if negative { -value } else { value })
}

fn radix(text: &str) -> (&str, u32) {
    text.strip_prefix("0x").map_or((text, 10), |digits| (digits, 16))
}

/// What a string literal stands for.
pub(super) fn text(literal: &str) -> Result<String, &'static str> {
    String::from_utf8(unescape(literal, false)?).map_err(|_| NOT_A_CHARACTER)
}

/// What a bytes literal stands for, its `b` included in the text.
pub(super) fn bytes(literal: &str) -> Result<Vec<u8>, &'static str> {
    unescape(literal.get(1..).unwrap_or_default(), true)
}

const NOT_A_STRING: &str = "unable to unescape string";
const NOT_A_CHARACTER: &str = "invalid unicode code point";

/// Quotes off, ends of lines as `\n`, escape sequences replaced.
fn unescape(literal: &str, bytes: bool) -> Result<Vec<u8>, &'static str> {
    let normal = literal.replace("\r\n", "\n").replace('\r', "\n");
    let unprefixed = normal.trim_start_matches(['r', 'R']);
    let raw = unprefixed.len() < normal.len();
    let inner = unquote(unprefixed).ok_or(NOT_A_STRING)?;
    if raw || !inner.contains('\\') {
        return Ok(inner.as_bytes().to_vec());
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = sequence(&rest[at + 1..], bytes, &mut out)?;
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(out)
}

fn unquote(text: &str) -> Option<&str> {
    for quotes in ["'''", "\"\"\"", "'", "\""] {
        let inner = text.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
        if inner.is_some() {
            return inner;
        }
    }
    None
}

/// Puts the value of one escape sequence out and gives what follows it.
fn sequence<'a>(text: &'a str, bytes: bool, out: &mut Vec<u8>) -> Result<&'a str, &'static str> {
    let letter = text.chars().next().ok_or(NOT_A_STRING)?;
    let rest = &text[letter.len_utf8()..];
    let simple = match letter {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 11,
        '\\' => b'\\',
        '\'' => b'\'',
        '"' => b'"',
        '`' => b'`',
        '?' => b'?',
        'x' | 'X' => return number(rest, 2, 16, bytes, out),
        'u' if !bytes => return number(rest, 4, 16, bytes, out),
        'U' if !bytes => return number(rest, 8, 16, bytes, out),
        '0'..='3' => return number(text, 3, 8, bytes, out),
        _ => return Err(NOT_A_STRING),
    };
    out.push(simple);
    Ok(rest)
}

/// A byte or character written as a number.
fn number<'a>(
    text: &'a str,
    count: usize,
    radix: u32,
    bytes: bool,
    out: &mut Vec<u8>,
) -> Result<&'a str, &'static str> {
    let digits = text.get(..count).ok_or(NOT_A_STRING)?;
    let value = u32::from_str_radix(digits, radix).map_err(|_| NOT_A_STRING)?;
    if bytes {
        out.push(u8::try_from(value).map_err(|_| NOT_A_STRING)?);
    } else {
        let character = char::from_u32(value).ok_or(NOT_A_CHARACTER)?;
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Ok(&text[count..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_fit_have_a_value() {
        assert_eq!(int("9223372036854775808", true), Some(i64::MIN));
        assert_eq!(int("9223372036854775808", false), None);
        assert_eq!(int("0x8000000000000000", true), Some(i64::MIN));
        assert_eq!(uint("0xFFFFFFFFFFFFFFFFu"), Some(u64::MAX));
        assert_eq!(uint("18446744073709551616u"), None);
        assert_eq!(double("1e308", true), Some(-1e308));
        assert_eq!(double("1e309", false), None);
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(text(r#"'a\x41\101\u00e9\U0001F431\?\`'"#).unwrap(), "aAAé🐱?`");
        assert_eq!(text(r"'\303\277'").unwrap(), "Ã¿");
        assert_eq!(text("r'\\n'").unwrap(), "\\n");
        assert_eq!(text("\"\"\"a\r\nb\"\"\"").unwrap(), "a\nb");
        assert_eq!(text("''").unwrap(), "");
        assert_eq!(text("''''''").unwrap(), "");
        assert_eq!(text(r"'\ud800'"), Err(NOT_A_CHARACTER));
    }

    #[test]
    fn bytes_are_bytes() {
        assert_eq!(bytes(r"b'\303\277\xffé'").unwrap(), [0xc3, 0xbf, 0xff, 0xc3, 0xa9]);
        assert_eq!(bytes(r"b'\u00e9'"), Err(NOT_A_STRING));
        assert_eq!(bytes("bR'\\x'").unwrap(), b"\\x");
    }
}

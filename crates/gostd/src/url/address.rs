//! IP addresses in brackets (`netip.ParseAddr`).

use crate::strconv::quote_bytes;

/// Which kind of IP address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Four numbers
    Four,
    /// Eight groups
    Six,
}

/// What is wrong, and where the trouble begins if that is said.
type Fault<'a> = (&'static str, &'a [u8]);

/// Whether the text is an IP address, and of which version (`netip.ParseAddr`).
///
/// # Errors
/// What is wrong, in Go's words.
pub fn check(text: &[u8]) -> Result<Version, String> {
    let result = match text.iter().find(|byte| b".:%".contains(byte)) {
        Some(b'.') => check_four(text).map(|()| Version::Four),
        Some(b':') => check_six(text).map(|()| Version::Six),
        Some(_) => Err(("missing IPv6 address", &b""[..])),
        None => Err(("unable to parse IP", &b""[..])),
    };
    result.map_err(|(message, place)| {
        let place = if place.is_empty() { String::new() } else { format!(" (at {})", quote_bytes(place)) };
        format!("ParseAddr({}): {message}{place}", quote_bytes(text))
    })
}

/// Four decimal numbers up to 255, without leading zeros.
fn check_four(text: &[u8]) -> Result<(), Fault<'_>> {
    let (mut value, mut digits, mut dots) = (0_u32, 0, 0);
    for (index, byte) in text.iter().copied().enumerate() {
        let rest = text.get(index..).unwrap_or_default();
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(("IPv4 field has octet with leading zero", b""));
                }
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err(("IPv4 field has value >255", b""));
                }
            }
            b'.' if digits == 0 || rest.len() == 1 => {
                return Err(("IPv4 field must have at least one digit", rest));
            }
            b'.' if dots == 3 => return Err(("IPv4 address too long", b"")),
            b'.' => (value, digits, dots) = (0, 0, dots + 1),
            _ => return Err(("unexpected character", rest)),
        }
    }
    if dots < 3 { Err(("IPv4 address too short", b"")) } else { Ok(()) }
}

/// Up to eight hexadecimal groups, one `::`, an IPv4 address in place of the last two groups, a zone.
fn check_six(text: &[u8]) -> Result<(), Fault<'_>> {
    let mut rest = text;
    if let Some(percent) = text.iter().position(|byte| *byte == b'%') {
        if percent + 1 == text.len() {
            return Err(("zone must be a non-empty string", b""));
        }
        rest = text.get(..percent).unwrap_or_default();
    }
    let mut ellipsis = false;
    if let Some(after) = rest.strip_prefix(b"::") {
        ellipsis = true;
        rest = after;
        if rest.is_empty() {
            return Ok(());
        }
    }
    let mut groups = 0;
    while groups < 8 {
        let digits = group_length(rest)?;
        let (_, after) = rest.split_at(digits);
        if after.first() == Some(&b'.') {
            check_embedded(rest, ellipsis, groups)?;
            groups += 2;
            rest = b"";
            break;
        }
        groups += 1;
        rest = after;
        let Some(next) = after_colon(after)? else {
            break;
        };
        rest = next;
        if let Some(after) = rest.strip_prefix(b":") {
            if ellipsis {
                return Err(("multiple :: in address", rest));
            }
            ellipsis = true;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    check_end(rest, groups, ellipsis)
}

fn check_end(rest: &[u8], groups: usize, ellipsis: bool) -> Result<(), Fault<'_>> {
    match (rest.is_empty(), groups < 8, ellipsis) {
        (false, _, _) => Err(("trailing garbage after address", rest)),
        (true, true, false) => Err(("address string too short", b"")),
        (true, false, true) => Err(("the :: must expand to at least one field of zeros", b"")),
        _ => Ok(()),
    }
}

/// How many digits the group at the start has.
fn group_length(rest: &[u8]) -> Result<usize, Fault<'_>> {
    match rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count() {
        0 => Err(("each colon-separated field must have at least one digit", rest)),
        digits @ 1..=4 => Ok(digits),
        _ => Err(("each group must have 4 or less digits", rest)),
    }
}

/// What follows the colon that must come next, nothing at the end.
fn after_colon(rest: &[u8]) -> Result<Option<&[u8]>, Fault<'_>> {
    match rest.split_first() {
        None => Ok(None),
        Some((b':', [])) => Err(("colon must be followed by more characters", rest)),
        Some((b':', after)) => Ok(Some(after)),
        Some(_) => Err(("unexpected character, want colon", rest)),
    }
}

fn check_embedded(rest: &[u8], ellipsis: bool, groups: usize) -> Result<(), Fault<'_>> {
    if !ellipsis && groups != 6 {
        return Err(("embedded IPv4 address must replace the final 2 fields of the address", rest));
    }
    if groups > 6 {
        return Err(("too many hex fields to fit an embedded IPv4 at the end of the address", rest));
    }
    check_four(rest)
}

//! Texts of addresses (`netip.ParseAddr`).

use super::Address;
use crate::strconv::quote_bytes;

/// What is wrong, and where the trouble begins if that is said.
type Fault<'a> = (&'static str, &'a [u8]);

impl Address {
    /// Reads an address (`netip.ParseAddr`).
    ///
    /// # Errors
    /// What is wrong, in Go's words.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        let result = match text.iter().find(|byte| b".:%".contains(byte)) {
            Some(b'.') => read_four(text).map(Self::Four),
            Some(b':') => read_six(text),
            Some(_) => Err(("missing IPv6 address", &b""[..])),
            None => Err(("unable to parse IP", &b""[..])),
        };
        result.map_err(|(message, place)| {
            let place = if place.is_empty() { String::new() } else { format!(" (at {})", quote_bytes(place)) };
            format!("ParseAddr({}): {message}{place}", quote_bytes(text))
        })
    }
}

/// Four decimal numbers up to 255, without leading zeros.
fn read_four(text: &[u8]) -> Result<u32, Fault<'_>> {
    let (mut address, mut value, mut digits, mut dots) = (0_u32, 0_u32, 0, 0);
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
            b'.' => (address, value, digits, dots) = (address << 8 | value, 0, 0, dots + 1),
            _ => return Err(("unexpected character", rest)),
        }
    }
    if dots < 3 { Err(("IPv4 address too short", b"")) } else { Ok(address << 8 | value) }
}

/// The groups that were read so far.
#[derive(Default)]
struct Groups {
    values: Vec<u16>,
    /// Before which group `::` stands.
    ellipsis: Option<usize>,
}

/// Up to eight hexadecimal groups, one `::`, an IPv4 address in place of the last two groups, a zone.
fn read_six(text: &[u8]) -> Result<Address, Fault<'_>> {
    let (mut rest, mut zone) = (text, &b""[..]);
    if let Some(percent) = text.iter().position(|byte| *byte == b'%') {
        rest = text.get(..percent).unwrap_or_default();
        zone = text.get(percent + 1..).unwrap_or_default();
        if zone.is_empty() {
            return Err(("zone must be a non-empty string", b""));
        }
    }
    let mut groups = Groups::default();
    if let Some(after) = rest.strip_prefix(b"::") {
        groups.ellipsis = Some(0);
        rest = after;
    }
    if !(rest.is_empty() && groups.ellipsis.is_some()) {
        rest = read_groups(rest, &mut groups)?;
    }
    let bits = finish(rest, &groups)?;
    Ok(Address::Six { bits, zone: zone.to_vec() })
}

/// Reads groups as long as there may be some, and returns what is left.
fn read_groups<'a>(text: &'a [u8], groups: &mut Groups) -> Result<&'a [u8], Fault<'a>> {
    let mut rest = text;
    while groups.values.len() < 8 {
        let digits = group_length(rest)?;
        let (group, after) = rest.split_at(digits);
        if after.first() == Some(&b'.') {
            let address = read_embedded(rest, groups)?;
            groups.values.extend([(address >> 16) as u16, (address & 0xffff) as u16]);
            return Ok(b"");
        }
        groups.values.push(group.iter().fold(0, |sum, digit| sum << 4 | hex_value(*digit)));
        rest = after;
        let Some(next) = after_colon(after)? else {
            break;
        };
        rest = next;
        if let Some(after) = rest.strip_prefix(b":") {
            if groups.ellipsis.is_some() {
                return Err(("multiple :: in address", rest));
            }
            groups.ellipsis = Some(groups.values.len());
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    Ok(rest)
}

fn hex_value(digit: u8) -> u16 {
    char::from(digit).to_digit(16).map_or(0, |value| value as u16)
}

/// Fills the place of `::` with zeros.
fn finish<'a>(rest: &'a [u8], groups: &Groups) -> Result<u128, Fault<'a>> {
    let count = groups.values.len();
    let ellipsis = match (rest.is_empty(), count < 8, groups.ellipsis) {
        (false, _, _) => return Err(("trailing garbage after address", rest)),
        (true, true, None) => return Err(("address string too short", b"")),
        (true, false, Some(_)) => return Err(("the :: must expand to at least one field of zeros", b"")),
        (true, _, ellipsis) => ellipsis.unwrap_or(count),
    };
    let (before, after) = groups.values.split_at(ellipsis.min(count));
    let zeros = std::iter::repeat_n(&0, 8 - count.min(8));
    Ok(before.iter().chain(zeros).chain(after).fold(0, |bits, group| bits << 16 | u128::from(*group)))
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

fn read_embedded<'a>(rest: &'a [u8], groups: &Groups) -> Result<u32, Fault<'a>> {
    if groups.ellipsis.is_none() && groups.values.len() != 6 {
        return Err(("embedded IPv4 address must replace the final 2 fields of the address", rest));
    }
    if groups.values.len() > 6 {
        return Err(("too many hex fields to fit an embedded IPv4 at the end of the address", rest));
    }
    read_four(rest)
}

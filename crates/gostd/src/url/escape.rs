//! Percent signs.

use super::parse::Error;

/// Where in a URL a text stands: that decides which characters may stand there bare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Host,
    /// The zone of an IPv6 address.
    Zone,
    User,
    Fragment,
}

impl Place {
    fn bare(self) -> &'static [u8] {
        match self {
            Self::Path => b"$&+,/:;=@",
            Self::Host | Self::Zone => b"!\"$&'()*+,:;<=>[]",
            Self::User => b"$&+,;=",
            Self::Fragment => b"!$&()*+,/:;=?@",
        }
    }
}

/// Whether the byte must be written as `%xx` there.
pub(super) fn needs_escape(byte: u8, place: Place) -> bool {
    !(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || place.bare().contains(&byte))
}

/// Writes a text with percent signs where needed.
pub(super) fn escape(out: &mut Vec<u8>, text: &[u8], place: Place) {
    for byte in text.iter().copied() {
        if needs_escape(byte, place) {
            out.extend_from_slice(&[b'%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
        } else {
            out.push(byte);
        }
    }
}

/// What was written, if escaping what was read gives something else.
pub(super) fn raw_text(written: &[u8], read: &[u8], place: Place) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(written.len());
    escape(&mut escaped, read, place);
    if escaped == written { Vec::new() } else { written.to_vec() }
}

/// Writes what was written before if it still says the same and is well-formed, else escapes anew.
pub(super) fn escape_again(out: &mut Vec<u8>, read: &[u8], written: &[u8], place: Place) {
    let is_allowed = |byte: &u8| b"!$&'()*+,;=:@[]%".contains(byte) || !needs_escape(*byte, place);
    let is_kept = !written.is_empty() && written.iter().all(is_allowed);
    if is_kept && unescape(written, place).is_ok_and(|text| text == read) {
        out.extend_from_slice(written);
    } else {
        escape(out, read, place);
    }
}

fn hex_digit(number: u8) -> u8 {
    if number < 10 { b'0' + number } else { b'A' + number - 10 }
}

/// Reads a text with percent signs. In hosts only non-ASCII bytes may be escaped, in zones a few more.
pub(super) fn unescape(text: &[u8], place: Place) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            out.push(escaped_byte(rest, place)?);
            rest = rest.get(3..).unwrap_or_default();
            continue;
        }
        let in_host = matches!(place, Place::Host | Place::Zone);
        if in_host && first.is_ascii() && needs_escape(*first, place) {
            return Err(Error::HostCharacter(*first));
        }
        out.push(*first);
        rest = after;
    }
    Ok(out)
}

/// The byte that the `%xx` at the start stands for.
pub(super) fn escaped_byte(text: &[u8], place: Place) -> Result<u8, Error> {
    let sequence = text.get(..3).unwrap_or(text);
    let wrong = || Error::Escape(sequence.to_vec());
    let digit = |index: usize| sequence.get(index).and_then(|byte| char::from(*byte).to_digit(16));
    let (Some(high), Some(low)) = (digit(1), digit(2)) else {
        return Err(wrong());
    };
    let byte = (high * 16 + low) as u8;
    let is_allowed = match place {
        Place::Host => high >= 8 || byte == b'%',
        Place::Zone => byte == b'%' || byte == b' ' || !needs_escape(byte, Place::Host),
        _ => true,
    };
    if is_allowed { Ok(byte) } else { Err(wrong()) }
}

//! Addresses of networks: IP, CIDR, MAC.

use core::net::{Ipv4Addr, Ipv6Addr};

/// `ipv4`: leading zeros are tolerated, and so are IPv6 addresses that end in an IPv4 one.
pub(super) fn is_version_four(text: &str) -> bool {
    text.contains('.') && is_sloppy(text)
}

/// `ipv6`
pub(super) fn is_version_six(text: &str) -> bool {
    text.contains(':') && text.parse::<Ipv6Addr>().is_ok()
}

/// `cidr`, leading zeros tolerated.
pub(super) fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else {
        return false;
    };
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let Ok(length) = length.parse::<u32>() else {
        return false;
    };
    let most = if is_sloppy_version_four(address) { 32 } else { 128 };
    digits && length <= most && (most == 32 || is_sloppy_version_six(address))
}

/// An address as Go read it before 1.17.
fn is_sloppy(text: &str) -> bool {
    match text.find(['.', ':']) {
        Some(position) if text[position..].starts_with('.') => is_sloppy_version_four(text),
        Some(_) => is_sloppy_version_six(text),
        None => false,
    }
}

fn is_sloppy_version_four(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|number| number <= 255)
    };
    text.split('.').count() == 4 && text.split('.').all(part)
}

fn is_sloppy_version_six(text: &str) -> bool {
    let Some((head, tail)) = text.rsplit_once(':').filter(|(_, tail)| tail.contains('.')) else {
        return text.contains(':') && text.parse::<Ipv6Addr>().is_ok();
    };
    is_sloppy_version_four(tail) && format!("{head}:0.0.0.0").parse::<Ipv6Addr>().is_ok()
}

/// An IPv4 or IPv6 address as Go reads it today (`net.ParseIP`), without zone; whether it is an IPv4 one.
pub(super) fn parse(text: &str) -> Option<bool> {
    if text.parse::<Ipv4Addr>().is_ok() {
        return Some(true);
    }
    text.parse::<Ipv6Addr>().ok().map(|address| address.to_ipv4_mapped().is_some())
}

/// `mac`: 6, 8 or 20 bytes, with colons, dashes, dots or nothing between.
pub(super) fn is_mac(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 12 {
        return false;
    }
    let (digits, separator) = match (bytes[2], bytes[4]) {
        (separator @ (b':' | b'-'), _) => (2, Some(separator)),
        (_, b'.') => (4, Some(b'.')),
        _ => (2, None),
    };
    let groups: Vec<&[u8]> = match separator {
        Some(separator) => bytes.split(|byte| *byte == separator).collect(),
        None => bytes.chunks(digits).collect(),
    };
    let whole = |group: &&[u8]| group.len() == digits && group.iter().all(u8::is_ascii_hexdigit);
    groups.iter().all(whole) && matches!(groups.len() * digits / 2, 6 | 8 | 20)
}

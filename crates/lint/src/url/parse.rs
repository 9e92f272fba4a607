//! Which texts Go takes for URLs, and their parts as far as lint asks for them (Go 1.27: `net/url`, `Parse` and
//! `ParseRequestURI`).

use core::net::Ipv6Addr;

/// A URL that Go takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Url<'a> {
    pub(super) has_scheme: bool,
    /// Host and port, still escaped.
    pub(super) host: &'a str,
    /// The path, still escaped.
    pub(super) path: &'a str,
}

/// The part of a URL that an escape stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Zone,
    Other,
}

/// A URL or a reference, perhaps with a fragment.
pub(super) fn parse(text: &str) -> Option<Url<'_>> {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let url = parse_parts(text, false)?;
    is_escaped(fragment, Part::Other).then_some(url)
}

/// The URL of a request: absolute, or an absolute path.
pub(super) fn parse_request(text: &str) -> Option<Url<'_>> {
    if text.is_empty() { None } else { parse_parts(text, true) }
}

fn parse_parts(text: &str, of_request: bool) -> Option<Url<'_>> {
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return None;
    }
    if text == "*" {
        return Some(Url { path: text, ..Url::default() });
    }
    let (scheme, rest) = split_scheme(text)?;
    let has_scheme = !scheme.is_empty();
    let rest = rest.split_once('?').map_or(rest, |(before, _)| before);
    if !rest.starts_with('/') {
        if has_scheme {
            return Some(Url { has_scheme, ..Url::default() });
        }
        let segment = rest.split('/').next().unwrap_or(rest);
        if of_request || segment.contains(':') {
            return None;
        }
    }
    let may_have_host = has_scheme || (!of_request && !rest.starts_with("///"));
    let (host, path) = match rest.strip_prefix("//").filter(|_| may_have_host) {
        Some(authority) => {
            let end = authority.find('/').unwrap_or(authority.len());
            let (authority, path) = authority.split_at_checked(end)?;
            (host_of(scheme, authority)?, path)
        }
        None => ("", rest),
    };
    is_escaped(path, Part::Other).then_some(Url { has_scheme, host, path })
}

/// The scheme, or nothing, and the rest; `None` for a colon without a scheme.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let end = text.bytes().position(|byte| !is_inner(byte)).unwrap_or(text.len());
    let (scheme, rest) = text.split_at_checked(end)?;
    match rest.strip_prefix(':') {
        Some(_) if scheme.is_empty() => None,
        Some(rest) if scheme.starts_with(|first: char| first.is_ascii_alphabetic()) => Some((scheme, rest)),
        _ => Some(("", text)),
    }
}

/// The host of an authority, if that is valid (`parseAuthority`).
fn host_of<'a>(scheme: &str, authority: &'a str) -> Option<&'a str> {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(is_plain) || !is_escaped(user, Part::Other) {
        return None;
    }
    is_host(scheme, host).then_some(host)
}

/// `parseHost`.
fn is_host(scheme: &str, host: &str) -> bool {
    match host.rfind('[') {
        Some(0) => {
            let rest = host.get(1..).unwrap_or_default();
            rest.rsplit_once(']').is_some_and(|(address, port)| is_port(port) && is_address(address))
        }
        Some(_) => false,
        None => has_valid_port(scheme, host) && is_escaped(host, Part::Host),
    }
}

/// Only in URLs of the web may a host not hold colons.
fn has_valid_port(scheme: &str, host: &str) -> bool {
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let colon = if web { host.find(':') } else { host.rfind(':') };
    colon.and_then(|colon| host.get(colon..)).is_none_or(is_port)
}

/// Nothing, or a colon and digits, perhaps none.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An IPv6 address, perhaps with a zone behind `%25`.
fn is_address(text: &str) -> bool {
    let (address, zone) = match text.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (text, None),
    };
    let zone_fits = zone.is_none_or(|zone| !zone.is_empty() && is_escaped(zone, Part::Zone));
    zone_fits && address.parse::<Ipv6Addr>().is_ok()
}

/// Whether all escapes are such, and stand only where the part allows them (`unescape`).
fn is_escaped(text: &str, part: Part) -> bool {
    let bytes = text.as_bytes();
    let mut index = 0;
    while let Some(byte) = bytes.get(index) {
        let width = if *byte == b'%' {
            let Some(escaped) = bytes.get(index + 1..index + 3).and_then(escaped_byte) else {
                return false;
            };
            let allowed = match part {
                Part::Other => true,
                // Only bytes that are no ASCII, and the percent sign of a zone.
                Part::Host => escaped >= 0x80 || escaped == b'%',
                Part::Zone => escaped == b'%' || escaped == b' ' || is_host_byte(escaped),
            };
            if !allowed {
                return false;
            }
            3
        } else {
            if part != Part::Other && byte.is_ascii() && !is_host_byte(*byte) {
                return false;
            }
            1
        };
        index += width;
    }
    true
}

fn escaped_byte(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!\"$&'()*+,-.:;<=>[]_~".contains(&byte)
}

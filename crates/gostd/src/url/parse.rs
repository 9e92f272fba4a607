//! Taking URLs apart (`url.Parse`).

use std::fmt;

use super::escape::{Place, raw_text, unescape};
use super::{Url, User};
use crate::netip;
use crate::strconv::quote_bytes;
use crate::utf8::{find, find_last, runes};

/// Why a text is no URL; displays as Go's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// What was being read, and what is wrong with it.
    Parse(Vec<u8>, Box<Error>),
    /// A percent sign without two hexadecimal digits, or one that may not stand in a host.
    Escape(Vec<u8>),
    /// A character that may not stand in a host.
    HostCharacter(u8),
    /// What follows the host's last colon is no number.
    Port(Vec<u8>),
    /// What stands in brackets is no address.
    Address(String),
    /// Anything else.
    Other(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(text, error) => write!(formatter, "parse {}: {error}", quote_bytes(text)),
            Self::Escape(text) => write!(formatter, "invalid URL escape {}", quote_bytes(text)),
            Self::HostCharacter(byte) => {
                write!(formatter, "invalid character {} in host name", quote_bytes(&[*byte]))
            }
            Self::Port(text) => write!(formatter, "invalid port {} after host", quote_bytes(text)),
            Self::Address(text) => write!(formatter, "invalid host: {text}"),
            Self::Other(text) => formatter.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

impl Url {
    /// Reads a URL, relative ones too.
    ///
    /// # Errors
    /// In Go's words, such as `parse "%": invalid URL escape "%"`.
    pub fn parse(text: &[u8]) -> Result<Self, Error> {
        let (before, fragment) = cut(text, b"#");
        let mut url = parse_before_fragment(before, Asked::Reference)
            .map_err(|error| Error::Parse(before.to_vec(), Box::new(error)))?;
        if let Some(fragment) = fragment {
            url.fragment =
                unescape(fragment, Place::Fragment).map_err(|error| Error::Parse(text.to_vec(), Box::new(error)))?;
            url.raw_fragment = raw_text(fragment, &url.fragment, Place::Fragment);
        }
        Ok(url)
    }

    /// Reads the URL of a request (`url.ParseRequestURI`): absolute, or an absolute path; a hash has no meaning.
    ///
    /// # Errors
    /// In Go's words, such as `parse "a": invalid URI for request`.
    pub fn parse_request(text: &[u8]) -> Result<Self, Error> {
        parse_before_fragment(text, Asked::Request).map_err(|error| Error::Parse(text.to_vec(), Box::new(error)))
    }
}

/// What a text is read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Reference,
    Request,
}

fn parse_before_fragment(text: &[u8], asked: Asked) -> Result<Url, Error> {
    if text.iter().any(|byte| *byte < b' ' || *byte == 0x7f) {
        return Err(Error::Other("net/url: invalid control character in URL"));
    }
    if text.is_empty() && asked == Asked::Request {
        return Err(Error::Other("empty url"));
    }
    let mut url = Url::default();
    if text == b"*" {
        url.path = text.to_vec();
        return Ok(url);
    }
    let (scheme, rest) = split_scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase();
    let (rest, query) = cut(rest, b"?");
    url.query = query.unwrap_or_default().to_vec();
    url.force_query = query.is_some_and(<[u8]>::is_empty);
    if !rest.starts_with(b"/") {
        if !url.scheme.is_empty() {
            url.opaque = rest.to_vec();
            return Ok(url);
        }
        if asked == Asked::Request {
            return Err(Error::Other("invalid URI for request"));
        }
        if cut(rest, b"/").0.contains(&b':') {
            return Err(Error::Other("first path segment in URL cannot contain colon"));
        }
    }
    let path = read_authority(&mut url, rest, asked)?;
    url.path = unescape(path, Place::Path)?;
    url.raw_path = raw_text(path, &url.path, Place::Path);
    Ok(url)
}

/// Reads user and host if there are any, and returns the path.
fn read_authority<'a>(url: &mut Url, rest: &'a [u8], asked: Asked) -> Result<&'a [u8], Error> {
    let has_authority = !url.scheme.is_empty() || (asked == Asked::Reference && !rest.starts_with(b"///"));
    let Some(after) = rest.strip_prefix(b"//").filter(|_| has_authority) else {
        url.omit_host = !url.scheme.is_empty() && rest.starts_with(b"/");
        return Ok(rest);
    };
    let end = find(after, b"/").unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    let (user, host) = match find_last(authority, b"@") {
        Some(at) => (authority.get(..at), authority.get(at + 1..).unwrap_or_default()),
        None => (None, authority),
    };
    url.host = parse_host(&url.scheme, host)?;
    url.user = user.map(parse_user).transpose()?;
    Ok(path)
}

/// Cuts the scheme off; without one it is empty.
fn split_scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    for (index, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => {}
            b':' if index == 0 => return Err(Error::Other("missing protocol scheme")),
            b':' => {
                let (scheme, rest) = text.split_at(index);
                return Ok((scheme, rest.get(1..).unwrap_or_default()));
            }
            _ => break,
        }
    }
    Ok((b"", text))
}

fn parse_user(text: &[u8]) -> Result<User, Error> {
    let is_valid = |character: char| character.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(character);
    if !runes(text).all(|(_, character)| is_valid(character)) {
        return Err(Error::Other("net/url: invalid userinfo"));
    }
    let (name, password) = cut(text, b":");
    let name = unescape(name, Place::User)?;
    let password = password.map(|password| unescape(password, Place::User)).transpose()?;
    Ok(User { name, password })
}

fn parse_host(scheme: &[u8], host: &[u8]) -> Result<Vec<u8>, Error> {
    match find_last(host, b"[") {
        Some(0) => return parse_bracketed(host),
        Some(_) => return Err(Error::Other("invalid IP-literal")),
        None => {}
    }
    // Only web addresses are held to one colon.
    let is_web = scheme == b"http" || scheme == b"https";
    let colon = if is_web { find(host, b":") } else { find_last(host, b":") };
    if let Some(port) = colon.and_then(|colon| host.get(colon..)) {
        check_port(port)?;
    }
    unescape(host, Place::Host)
}

/// `[address]:port`
fn parse_bracketed(host: &[u8]) -> Result<Vec<u8>, Error> {
    let close = find_last(host, b"]").ok_or(Error::Other("missing ']' in host"))?;
    let port = host.get(close + 1..).unwrap_or_default();
    check_port(port)?;
    let inside = host.get(1..close).unwrap_or_default();
    let mut name = match find(inside, b"%25") {
        Some(zone) => {
            let (address, zone) = inside.split_at(zone);
            let mut name = unescape(address, Place::Host)?;
            name.extend(unescape(zone, Place::Zone)?);
            name
        }
        None => unescape(inside, Place::Host)?,
    };
    if netip::check(&name).map_err(Error::Address)? == netip::Version::Four {
        return Err(Error::Other("invalid IP-literal"));
    }
    name.insert(0, b'[');
    name.push(b']');
    name.extend_from_slice(port);
    Ok(name)
}

/// Nothing, or a colon and digits, which may be missing.
pub(super) fn is_port(text: &[u8]) -> bool {
    text.split_first().is_none_or(|(first, digits)| *first == b':' && digits.iter().all(u8::is_ascii_digit))
}

fn check_port(text: &[u8]) -> Result<(), Error> {
    if is_port(text) { Ok(()) } else { Err(Error::Port(text.to_vec())) }
}

/// What stands before and after the first separator.
fn cut<'a>(text: &'a [u8], separator: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    match find(text, separator) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + separator.len()..)),
        None => (text, None),
    }
}

//! URIs, as far as Go's `net/url` takes them.

use gostd::url::Url;

use super::{address, fail};
use crate::pointer::decode;

pub(super) fn absolute(text: &str) -> Result<(), String> {
    if parse(text)?.scheme.is_empty() { fail("relative url") } else { Ok(()) }
}

pub(super) fn reference(text: &str) -> Result<(), String> {
    if text.contains('\\') {
        return fail("contains \\");
    }
    parse(text).map(drop)
}

fn parse(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    let name = String::from_utf8_lossy(url.hostname()).into_owned();
    if name.contains(':') {
        if !url.host.contains(&b'[') || !url.host.contains(&b']') {
            return fail("ipv6 address not enclosed in brackets");
        }
        address::version_six(&name).map_err(|error| format!("invalid ipv6 address: {error}"))?;
    }
    Ok(url)
}

/// Only paths that Go keeps in their written form are looked at: those that it would escape differently, as it does
/// braces.
pub(super) fn template(text: &str) -> Result<(), String> {
    let url = parse(text)?;
    let written = written_path(text, &url);
    let path = Url { path: url.path.clone(), ..Url::default() }.to_bytes();
    let plain = path.strip_prefix(b"./").filter(|_| !written.starts_with("./")).unwrap_or(&path);
    if written.as_bytes() == plain {
        return Ok(());
    }
    for token in written.split('/') {
        let token = decode(token).map_err(|error| format!("percent decode failed: {error}"))?;
        let mut open = false;
        for brace in token.chars().filter(|character| matches!(character, '{' | '}')) {
            if (brace == '{') == open {
                return fail("nested curly braces");
            }
            open = !open;
        }
        if open {
            return fail("no matching closing brace");
        }
    }
    Ok(())
}

/// The path as it was written.
fn written_path<'t>(text: &'t str, url: &Url) -> &'t str {
    if !url.opaque.is_empty() {
        return "";
    }
    let text = text.split_once('#').map_or(text, |(before, _)| before);
    let text = text.split_once('?').map_or(text, |(before, _)| before);
    let scheme = if url.scheme.is_empty() { 0 } else { url.scheme.len() + 1 };
    let rest = text.get(scheme..).unwrap_or_default();
    match rest.strip_prefix("//") {
        Some(after) => after.find('/').and_then(|slash| after.get(slash..)).unwrap_or_default(),
        None => rest,
    }
}

//! References between schemas: joining addresses, splitting fragments (`url.join`).

use std::borrow::Cow;

use gostd::strconv::quote;
use gostd::url::Url;

use crate::pointer;

/// An address without fragment, and its fragment decoded.
pub(crate) struct Reference<'r> {
    pub url: String,
    pub fragment: Cow<'r, str>,
}

/// Splits at the hash and decodes what follows it.
///
/// # Errors
///
/// The library's text for a fragment that can't be decoded.
pub(crate) fn split_fragment(reference: &str) -> Result<(&str, Cow<'_, str>), String> {
    let (url, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment =
        pointer::decode(fragment).map_err(|error| format!("error in parsing {}: {error}", quote(reference)))?;
    Ok((url, fragment))
}

/// Resolves a reference against the address of the schema it is in.
///
/// # Errors
///
/// The library's texts for what is no URL.
pub(crate) fn join<'r>(base: &str, reference: &'r str) -> Result<Reference<'r>, String> {
    let (url, fragment) = split_fragment(reference)?;
    if url.is_empty() {
        return Ok(Reference { url: base.to_owned(), fragment });
    }
    let read =
        |text: &str| Url::parse(text.as_bytes()).map_err(|error| format!("error in parsing {}: {error}", quote(text)));
    let resolved = resolve(&read(base)?, read(url)?);
    Ok(Reference { url: String::from_utf8_lossy(&resolved.to_bytes()).into_owned(), fragment })
}

/// Go's `URL.ResolveReference`; a relative reference keeps the opaque part of its base.
fn resolve(base: &Url, reference: Url) -> Url {
    let mut url = reference;
    if !url.scheme.is_empty() || !url.host.is_empty() || url.user.is_some() {
        if url.scheme.is_empty() {
            url.scheme.clone_from(&base.scheme);
        }
        if url.opaque.is_empty() {
            url.path = resolve_path(&url.path, b"");
        }
        return url;
    }
    url.scheme.clone_from(&base.scheme);
    if !base.opaque.is_empty() {
        url.opaque.clone_from(&base.opaque);
        return url;
    }
    if url.path.is_empty() && url.query.is_empty() {
        url.query.clone_from(&base.query);
    }
    url.host.clone_from(&base.host);
    url.user.clone_from(&base.user);
    url.path = resolve_path(&base.path, &url.path);
    url
}

/// Takes `.` and `..` out of a path that is relative to another one.
fn resolve_path(base: &[u8], reference: &[u8]) -> Vec<u8> {
    let folder =
        || base.iter().rposition(|byte| *byte == b'/').map_or(&b""[..], |slash| base.get(..=slash).unwrap_or_default());
    let full = match reference.first() {
        None => base.to_vec(),
        Some(b'/') => reference.to_vec(),
        Some(_) => [folder(), reference].concat(),
    };
    if full.is_empty() {
        return full;
    }
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut last: &[u8] = b"";
    for element in full.split(|byte| *byte == b'/') {
        last = element;
        match element {
            b"." => {}
            b".." => drop(kept.pop()),
            _ => kept.push(element),
        }
    }
    if last == b"." || last == b".." {
        kept.push(b"");
    }
    let joined = kept.join(&b'/');
    if joined.starts_with(b"/") { joined } else { [b"/", joined.as_slice()].concat() }
}

/// Whether the text is a URL, and one with a scheme (`URL.IsAbs`).
pub(crate) fn scheme(url: &str) -> Option<String> {
    let parsed = Url::parse(url.as_bytes()).ok()?;
    Some(String::from_utf8_lossy(&parsed.scheme).into_owned())
}

#[cfg(test)]
mod tests {
    use super::join;

    // Recorded from the library.
    #[test]
    fn joining() {
        let cases = [
            ("file:///values.schema.json", "#/a%20b", "file:///values.schema.json", "/a b"),
            ("file:///values.schema.json", "other.json#x", "file:///other.json", "x"),
            ("file:///values.schema.json", "../a/./b/../c", "file:///a/c", ""),
            ("https://example.com/x/y", "z?q=1", "https://example.com/x/z?q=1", ""),
            ("https://example.com/x/y", "//host/p", "https://host/p", ""),
            ("https://example.com/x/y", "/..", "https://example.com/", ""),
            ("urn:a:b", "#/x", "urn:a:b", "/x"),
            ("urn:a:b", "x", "urn:a:b", ""),
            ("file:///values.schema.json", "urn:x:y", "urn:x:y", ""),
        ];
        for (base, reference, url, fragment) in cases {
            let joined = join(base, reference).unwrap();
            assert_eq!((joined.url.as_str(), joined.fragment.as_ref()), (url, fragment), "{base} {reference}");
        }
        let error = join("file:///a", "#%zz").err();
        assert_eq!(error.as_deref(), Some(r##"error in parsing "#%zz": invalid URL escape "%zz""##));
        assert!(join("file:///a", "a b:c").is_err());
    }
}

//! Foreign text as documents may hold it: no control characters, bounded, URLs and addresses of mail only where they are
//! ones, and without the user and the password that a URL may hold.

use std::borrow::Cow;

/// Characters that are kept of one text.
const MAX_CHARACTERS: usize = 8_192;

/// The text in one line: control characters and those that turn the direction of writing become spaces. URLs in it lose
/// their user and password.
pub(crate) fn text(text: &str) -> String {
    let plain = |c: char| if is_control(c) { ' ' } else { c };
    let plain: String = without_users(text).chars().take(MAX_CHARACTERS).map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, each cleaned of control characters, with its indentation.
pub(crate) fn lines(text: &str) -> String {
    let plain = |c: char| if is_control(c) { ' ' } else { c };
    let line = |line: &str| line.chars().map(plain).collect::<String>().trim_end().to_owned();
    let plain = without_users(text).lines().map(line).collect::<Vec<_>>().join("\n");
    plain.trim_matches('\n').to_owned()
}

/// The text without the part before `@` of the authorities of URLs (RFC 3986, section 3.2.1).
fn without_users(text: &str) -> Cow<'_, str> {
    if !text.contains("://") || !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("://");
        out.push_str(part.get(user_length(part)..).unwrap_or(part));
    }
    Cow::Owned(out)
}

/// How many bytes of what stands behind `://` are a user, its password and `@`. A password may have a `/` that should
/// have been escaped: then what stands behind the colon is no port.
fn user_length(rest: &str) -> usize {
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    let authority = word.split(['/', '?', '#']).next().unwrap_or_default();
    let end = authority.rfind('@').or_else(|| {
        let port = authority.split_once(':').map(|(_, port)| port).filter(|_| !authority.starts_with('['))?;
        word.rfind('@').filter(|_| !port.bytes().all(|byte| byte.is_ascii_digit()))
    });
    end.map_or(0, |at| at + 1)
}

/// The cleaned text, unless nothing is left.
pub(crate) fn some(value: &str) -> Option<String> {
    Some(text(value)).filter(|text| !text.is_empty())
}

fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
}

/// The URL without user and password, if it is absolute and made of the characters of RFC 3986.
pub(crate) fn url(text: &str) -> Option<String> {
    let text = without_users(text.trim());
    is_url(&text).then(|| text.into_owned())
}

/// Whether the text is an absolute URL of the characters of RFC 3986.
pub(crate) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_scheme = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let (address, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let parts = [address, fragment];
    let host = address.split(['/', '?']).next().unwrap_or_default();
    is_scheme && is_authority(host) && parts.into_iter().all(is_part) && text.len() <= MAX_CHARACTERS
}

/// A host that is not empty, with a port of digits if it has one.
fn is_authority(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) && authority.matches('@').count() <= 1
}

fn is_part(part: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=%".contains(&byte);
    let mut escapes = part.split('%').skip(1);
    let is_escape = |escape: &str| escape.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    part.bytes().all(allowed) && escapes.all(is_escape)
}

/// The address, if it is a plain one: what JSON Schema's `email` takes.
pub(crate) fn mail(text: &str) -> Option<&str> {
    let text = text.trim();
    let (local, domain) = text.split_once('@')?;
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    let is_label = |label: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.bytes().all(allowed) && !label.starts_with('-') && !label.ends_with('-')
    };
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let is_mail = !local.is_empty()
        && !dots
        && local.bytes().all(is_local)
        && domain.split('.').all(is_label)
        && text.len() <= 254;
    is_mail.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a22_control_characters_do_not_get_into_documents() {
        assert_eq!(text("a\u{1b}[31mb\u{202e}c\n d\u{85}\u{0}"), "a [31mb c d");
        assert_eq!(some("\u{7}\n"), None);
        assert_eq!(text(&"x".repeat(1_000_000)).len(), MAX_CHARACTERS);
    }

    #[test]
    fn urls_are_absolute_and_plain() {
        for good in ["https://a.example", "git+https://a.example:8/x?y=%20#z", "oci://r.io/a/b@sha256:0"] {
            assert_eq!(url(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            "a.example",
            "https://",
            "https://a b",
            "https://{{ x }}",
            "https://a/%2",
            "https://a/#b#c",
            "https://a:x/",
            "https://é",
        ] {
            assert_eq!(url(bad), None, "{bad}");
        }
    }

    #[test]
    fn users_and_passwords_of_urls_do_not_get_into_documents() {
        for (given, kept) in [
            ("https://user:password@a.example/x@y", "https://a.example/x@y"),
            ("https://token@a.example:8443", "https://a.example:8443"),
            ("https://user:p@ss@a.example/", "https://a.example/"),
            ("git+https://user:pa/ss@a.example/", "git+https://a.example/"),
            ("oci://r.io:5000/a@sha256:0", "oci://r.io:5000/a@sha256:0"),
        ] {
            assert_eq!(url(given).as_deref(), Some(kept));
            assert_eq!(text(&format!("see {given} and {given}")), format!("see {kept} and {kept}"));
        }
        let cut = format!("{} https://user:{}@a.example", "x".repeat(MAX_CHARACTERS - 20), "p".repeat(20));
        assert!(!text(&cut).contains("user"), "a cut does not hide where the password ends");
        assert_eq!(text("a@b.example, https://[::1]/@, c://"), "a@b.example, https://[::1]/@, c://");
        assert_eq!(lines("\n  a\u{7}\n\nb https://u:p@h/ \n"), "  a\n\nb https://h/");
    }

    #[test]
    fn mail_addresses_are_plain() {
        assert_eq!(mail(" a.b@c.example "), Some("a.b@c.example"));
        for bad in ["a", "@b", "a@", "a@b@c", "a..b@c", "a b@c", "a@-b"] {
            assert_eq!(mail(bad), None, "{bad}");
        }
    }
}

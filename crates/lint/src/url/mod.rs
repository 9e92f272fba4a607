//! Which texts are URLs (govalidator: `IsURL`, `IsRequestURL`).

mod host;

use gostd::url::Url;

/// Lengths that are taken: characters below the first, bytes above the second.
const LIMITS: (usize, usize) = (2083, 3);
const SCHEMES: [&str; 8] = ["ftp://", "tcp://", "udp://", "ws://", "wss://", "http://", "https://", ""];

/// Whether Go takes a text for a request's URL, and it has a scheme.
pub(crate) fn is_request_url(text: &str) -> bool {
    Url::parse_request(text.as_bytes()).is_ok_and(|url| !url.scheme.is_empty())
}

/// Whether a text looks like a URL or a host; the scheme may be missing.
pub(crate) fn is_url(text: &str) -> bool {
    let (most, least) = LIMITS;
    if text.len() <= least || text.starts_with('.') || text.chars().count() >= most {
        return false;
    }
    // A host with a port is no URL without a scheme.
    let parsed = if text.contains(':') && !text.contains("://") {
        Url::parse(format!("http://{text}").as_bytes())
    } else {
        Url::parse(text.as_bytes())
    };
    let Ok(url) = parsed else {
        return false;
    };
    let lone_path = url.host.is_empty() && !url.path.is_empty() && !url.path.contains(&b'.');
    !url.host.starts_with(b".") && !lone_path && matches_pattern(text)
}

/// govalidator's expression: scheme and user are optional, then come host, port and path. The user may be anything up to
/// an `@`.
fn matches_pattern(text: &str) -> bool {
    let after_scheme = SCHEMES.iter().filter_map(|scheme| text.strip_prefix(scheme));
    let unspaced = text.find(is_space).unwrap_or(text.len());
    let ats = text.match_indices('@').map(|(index, _)| index).filter(|index| (1..unspaced).contains(index));
    let after_user = ats.filter_map(|index| text.get(index + 1..));
    after_scheme.chain(after_user).any(is_host_with_path)
}

/// White space to Go's regular expressions.
fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}

fn is_host_with_path(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    text.split_at_checked(end).is_some_and(|(host, path)| !path.contains(is_space) && host::is_host_with_port(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::is_email;

    /// Verdicts of govalidator (`IsEmail`, `IsURL`, `IsRequestURL`), built with Go 1.27.
    #[test]
    fn verdicts_are_govalidators() {
        for line in include_str!("../../testdata/validators.tsv").lines() {
            let (verdicts, text) = line.split_once('\t').unwrap();
            let text = gostd::json::parse(text.as_bytes()).unwrap();
            let text = text.as_str().unwrap();
            let found = [is_email(text), is_url(text), is_request_url(text)].map(u8::from);
            let found: String = found.iter().map(u8::to_string).collect();
            assert_eq!(found, verdicts, "{text:?}");
        }
    }
}

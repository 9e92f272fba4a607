//! Image references as Artifact Hub takes them: go-containerregistry 0.21.2, `name.ParseReference`, weak mode.
//!
//! It is laxer than registries are (`r.io//ab`, `https://r.io/ab`) and stricter than one thinks: no repository of one
//! character, nothing in upper case but the tag.

use gostd::url::Url;

/// Whether a reference can be parsed.
///
/// # Errors
/// go-containerregistry's text.
pub fn check(reference: &str) -> Result<(), String> {
    if is_tagged(reference) || is_digested(reference) {
        return Ok(());
    }
    Err(format!("could not parse reference: {reference}"))
}

/// `NewTag`: what follows the last colon is a tag unless there is a slash in it.
fn is_tagged(name: &str) -> bool {
    match name.rsplit_once(':') {
        Some((base, tag)) if !tag.contains('/') => is_tag(tag) && is_repository(base),
        _ => is_repository(name),
    }
}

/// `NewDigest`: something before the only `@`, SHA-256 after it.
fn is_digested(name: &str) -> bool {
    let Some((base, digest)) = name.split_once('@') else { return false };
    let hex = digest.strip_prefix("sha256:").unwrap_or_default();
    hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) && is_tagged(base)
}

fn is_tag(tag: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=128).contains(&tag.len()) && tag.bytes().all(allowed)
}

/// `NewRepository`: a first part with a dot or a colon is a host.
fn is_repository(name: &str) -> bool {
    let (host, path) = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) => (host, path),
        _ => ("", name),
    };
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-./".contains(&byte);
    (2..=255).contains(&path.len()) && path.bytes().all(allowed) && is_host(host)
}

/// `checkRegistry`: an authority as of RFC 3986.
fn is_host(host: &str) -> bool {
    Url::parse(format!("//{host}").as_bytes()).is_ok_and(|url| url.host == host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn references_are_taken_as_weakly_as_artifact_hub_does() {
        let digest = "0".repeat(64);
        let good = [
            "postgres",
            "postgres:12",
            "r.io:5000/a/b:1",
            "localhost/foo:1",
            "https://r.io/ab:1",
            "r.io//ab",
            "r.io/ab/",
            "ab:-x",
            "ab:.x",
            &format!("r.io/ab@sha256:{digest}"),
            &format!("r.io/ab:1@sha256:{digest}"),
            &format!("ab:{}", "x".repeat(128)),
        ];
        for reference in good {
            assert_eq!(check(reference), Ok(()), "{reference}");
        }
        let bad = [
            "",
            ":",
            "a",
            "r.io/a",
            "Org/img",
            "Org/App:1",
            "r.io/ab:",
            "ab:1+2",
            "ab:a b",
            "ab:{{ .Tag }}",
            "\"ab:1\"",
            "ab@md5:00",
            "r.io/ab@sha256:00",
            &format!("r.io/ab@sha256:{}", "A".repeat(64)),
            &format!("ab:{}", "x".repeat(129)),
        ];
        for reference in bad {
            assert_eq!(check(reference), Err(format!("could not parse reference: {reference}")));
        }
    }
}

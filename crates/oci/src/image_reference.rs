//! References of container images as container runtimes read them: the grammar of `github.com/distribution/reference`
//! 0.6 (`ParseNormalizedNamed`), which the kubelet uses. Artifact Hub reads annotations more laxly.

use std::fmt;

/// The longest path of a repository.
const MAX_PATH: usize = 255;
/// The longest tag.
const MAX_TAG: usize = 128;
/// Tags that stand for another image from day to day.
const MOVING: [&str; 12] = [
    "latest", "main", "master", "dev", "develop", "edge", "nightly", "canary", "head", "snapshot", "unstable",
    "rolling",
];
/// The registry of references that name none.
const DEFAULT_DOMAIN: &str = "docker.io";

/// A reference in its long form: `nginx` is `docker.io/library/nginx`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageReference {
    /// The registry: `docker.io`, `r.io:5000`.
    pub domain: String,
    /// The repository in it: `library/nginx`.
    pub path: String,
    /// What follows the colon.
    pub tag: Option<String>,
    /// What follows the `@`; it decides where there is a tag, too.
    pub digest: Option<String>,
}

/// Why a text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageReferenceError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// Spaces in it or around it.
    #[error("it has spaces")]
    Space,
    /// 64 hexadecimal digits, which container runtimes take for the id of an image.
    #[error("64 hexadecimal digits are the id of an image, not its name")]
    Identifier,
    /// The registry is none.
    #[error("its registry is no host name")]
    Domain,
    /// The repository has capitals.
    #[error("the name of a repository has no capitals")]
    UpperCase,
    /// The repository has other characters, or nothing between two slashes.
    #[error("its repository is no path of lower-case letters, digits and single `.`, `_`, `__` or `-` between them")]
    Path,
    /// The repository is too long.
    #[error("its repository has more than 255 characters")]
    TooLong,
    /// The tag.
    #[error("its tag is not 1 to 128 letters, digits, `_`, `.` and `-`, the first neither `.` nor `-`")]
    Tag,
    /// The digest.
    #[error("its digest is not `sha256:` and 64 lower-case hexadecimal digits")]
    Digest,
}

impl ImageReferenceError {
    /// The parts of a text that may be the cause, as somebody may have written them alone; the whole comes first.
    pub fn places(self, text: &str) -> Vec<&str> {
        let (named, digest) = text.split_once('@').unwrap_or((text, ""));
        let (name, tag) = split_tag(named);
        let (first, rest) = name.split_once('/').unwrap_or((name, ""));
        let parts = match self {
            Self::Domain => vec![first],
            Self::UpperCase | Self::Path | Self::TooLong => vec![name, rest],
            Self::Tag => vec![tag.unwrap_or_default()],
            Self::Digest => vec![digest],
            Self::Empty | Self::Space | Self::Identifier => Vec::new(),
        };
        std::iter::once(text).chain(parts).filter(|part| !part.is_empty()).collect()
    }
}

impl ImageReference {
    /// Reads a reference.
    ///
    /// # Errors
    /// The first part that breaks the grammar.
    pub fn parse(text: &str) -> Result<Self, ImageReferenceError> {
        if text.is_empty() {
            return Err(ImageReferenceError::Empty);
        }
        if text.contains(char::is_whitespace) {
            return Err(ImageReferenceError::Space);
        }
        if is_hex(text, 64) {
            return Err(ImageReferenceError::Identifier);
        }
        let (named, digest) = text.split_once('@').map_or((text, None), |(named, digest)| (named, Some(digest)));
        let (name, tag) = split_tag(named);
        let (domain, path) = split_domain(name);
        if !is_domain(domain) {
            return Err(ImageReferenceError::Domain);
        }
        check_path(path)?;
        if !tag.is_none_or(is_tag) {
            return Err(ImageReferenceError::Tag);
        }
        if !digest.is_none_or(is_digest) {
            return Err(ImageReferenceError::Digest);
        }
        let (domain, path) = normalised(domain, path);
        Ok(Self { domain, path, tag: tag.map(str::to_owned), digest: digest.map(str::to_owned) })
    }

    /// Registry and repository: `docker.io/library/nginx`.
    pub fn repository(&self) -> String {
        format!("{}/{}", self.domain, self.path)
    }

    /// Whether both name the same repository.
    pub fn is_same_repository(&self, other: &Self) -> bool {
        self.domain == other.domain && self.path == other.path
    }

    /// Whether two references of one repository can be the same image.
    pub fn can_be(&self, other: &Self) -> bool {
        match (&self.digest, &other.digest) {
            (Some(digest), Some(other)) => digest == other,
            (Some(_), None) if self.tag.is_none() => true,
            (None, Some(_)) if other.tag.is_none() => true,
            _ => self.effective_tag() == other.effective_tag(),
        }
    }

    /// The last part of the repository: `nginx`.
    pub fn base(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The tag that runtimes ask for: `latest` if there is neither tag nor digest.
    pub fn effective_tag(&self) -> Option<&str> {
        let implied = self.digest.is_none().then_some("latest");
        self.tag.as_deref().or(implied)
    }

    /// The tag, if it moves and no digest holds it.
    pub fn moving_tag(&self) -> Option<&str> {
        let tag = self.effective_tag().filter(|_| self.digest.is_none())?;
        let is_latest = || tag.starts_with("latest-") || tag.ends_with("-latest");
        (MOVING.contains(&tag) || is_latest()).then_some(tag)
    }
}

impl fmt::Display for ImageReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.domain, self.path)?;
        self.tag.iter().try_for_each(|tag| write!(formatter, ":{tag}"))?;
        self.digest.iter().try_for_each(|digest| write!(formatter, "@{digest}"))
    }
}

/// A colon after the last slash begins the tag.
fn split_tag(named: &str) -> (&str, Option<&str>) {
    let last = named.rfind('/').map_or(0, |slash| slash + 1);
    let colon = named.get(last..).and_then(|rest| rest.find(':'));
    match colon.and_then(|colon| Some((named.get(..last + colon)?, named.get(last + colon + 1..)?))) {
        Some((name, tag)) => (name, Some(tag)),
        None => (named, None),
    }
}

/// A first part is a registry if nothing else can look like it; an empty domain stands for the default.
fn split_domain(name: &str) -> (&str, &str) {
    let is_domain = |part: &str| {
        part.contains(['.', ':']) || part == "localhost" || part.contains(|c: char| c.is_ascii_uppercase())
    };
    match name.split_once('/') {
        Some((first, rest)) if is_domain(first) => (first, rest),
        _ => ("", name),
    }
}

fn normalised(domain: &str, path: &str) -> (String, String) {
    let domain = if matches!(domain, "" | "index.docker.io") { DEFAULT_DOMAIN } else { domain };
    let path =
        if domain == DEFAULT_DOMAIN && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
    (domain.to_owned(), path)
}

/// Labels between dots, or an address of IPv6 in brackets; then perhaps a port.
fn is_domain(domain: &str) -> bool {
    if domain.is_empty() {
        return true;
    }
    if let Some((address, rest)) = domain.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_address = !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
        return is_address && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = domain.split_once(':').map_or((domain, None), |(host, port)| (host, Some(port)));
    port.is_none_or(is_port) && host.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(allowed)
}

fn check_path(path: &str) -> Result<(), ImageReferenceError> {
    if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(ImageReferenceError::UpperCase);
    }
    if !path.split('/').all(is_component) {
        return Err(ImageReferenceError::Path);
    }
    if path.len() > MAX_PATH { Err(ImageReferenceError::TooLong) } else { Ok(()) }
}

/// Runs of letters and digits with `.`, `_`, `__` or any number of `-` between them.
fn is_component(component: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separator = String::new();
    for character in component.chars() {
        match u8::try_from(character) {
            Ok(byte) if is_word(byte) => separator.clear(),
            Ok(b'.' | b'_' | b'-') => separator.push(character),
            _ => return false,
        }
        let fine = matches!(separator.as_str(), "" | "." | "_" | "__") || separator.bytes().all(|byte| byte == b'-');
        if !fine {
            return false;
        }
    }
    separator.is_empty() && component.bytes().next().is_some_and(is_word)
}

fn is_tag(tag: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let allowed = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'-');
    tag.len() <= MAX_TAG && tag.bytes().next().is_some_and(is_word) && tag.bytes().all(allowed)
}

/// The three kinds that go-digest knows.
fn is_digest(digest: &str) -> bool {
    let lengths = [("sha256", 64), ("sha384", 96), ("sha512", 128)];
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    lengths.iter().any(|(known, length)| *known == algorithm && is_hex(hex, *length))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::{ImageReference, ImageReferenceError};

    fn long(text: &str) -> String {
        ImageReference::parse(text).map_or_else(|error| format!("{text}: {error}"), |reference| reference.to_string())
    }

    #[test]
    fn references_get_their_long_form() {
        let digest = format!("sha256:{}", "0".repeat(64));
        let cases = [
            ("nginx", "docker.io/library/nginx"),
            ("nginx:1.27", "docker.io/library/nginx:1.27"),
            ("library/nginx", "docker.io/library/nginx"),
            ("index.docker.io/nginx", "docker.io/library/nginx"),
            ("docker.io/nginx", "docker.io/library/nginx"),
            ("team/web", "docker.io/team/web"),
            ("r.io/a", "r.io/a"),
            ("r.io:5000/a/b__c:V1_.x", "r.io:5000/a/b__c:V1_.x"),
            ("localhost/a:1", "localhost/a:1"),
            ("localhost:5000", "docker.io/library/localhost:5000"),
            ("Host/a", "Host/a"),
            ("[::1]:5000/a", "[::1]:5000/a"),
            ("a---b/c.d_e", "docker.io/a---b/c.d_e"),
            (&format!("r.io/a@{digest}"), &format!("r.io/a@{digest}")),
            (&format!("r.io/a:1@{digest}"), &format!("r.io/a:1@{digest}")),
        ];
        for (text, expected) in cases {
            assert_eq!(long(text), expected);
        }
    }

    #[test]
    fn what_breaks_the_grammar_is_named() {
        use ImageReferenceError::{Digest, Domain, Empty, Identifier, Path, Space, Tag, TooLong, UpperCase};
        let cases = [
            ("", Empty),
            (" a", Space),
            (&"a".repeat(64), Identifier),
            ("-.io/a", Domain),
            ("r.io:x/a", Domain),
            ("[::1/a", Domain),
            ("r.io/A", UpperCase),
            ("Nginx", UpperCase),
            (":1", Path),
            ("r.io/", Path),
            ("r.io//a", Path),
            ("https://r.io/a", Domain),
            ("a_.b", Path),
            ("a___b", Path),
            ("a..b", Path),
            ("-a", Path),
            ("a-", Path),
            ("{{a}}", Path),
            ("é", Path),
            (&format!("r.io/{}", "ab/".repeat(85) + "abc"), TooLong),
            ("a:", Tag),
            ("a:-x", Tag),
            ("a:1+2", Tag),
            ("a:b:c", Tag),
            (&format!("a:{}", "x".repeat(129)), Tag),
            ("a@", Digest),
            ("a@sha256:00", Digest),
            (&format!("a@md5:{}", "0".repeat(32)), Digest),
            (&format!("a@sha256:{}", "A".repeat(64)), Digest),
        ];
        for (text, expected) in cases {
            assert_eq!(ImageReference::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn without_tag_and_digest_latest_is_asked_for() {
        let digest = format!("a@sha256:{}", "0".repeat(64));
        let tag = |text: &str| ImageReference::parse(text).unwrap().effective_tag().map(str::to_owned);
        assert_eq!(tag("a").as_deref(), Some("latest"));
        assert_eq!(tag("a:1").as_deref(), Some("1"));
        assert_eq!(tag(&digest), None);
    }
}

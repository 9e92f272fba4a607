//! Package URLs (purl-spec, `PURL-SPECIFICATION.rst`, types `oci` and `generic`).
//!
//! There is no type for Helm charts. Charts in registries and images are `oci`: no namespace, the repository's last
//! part in lower case as name, the manifest's digest as version, everything else in qualifiers. What is in no registry
//! is `generic`.
//!
//! Canonical text: qualifiers sorted by key, empty ones left out, `:` as it is, everything else but letters, digits and
//! `.-_~` percent-encoded, `/` in qualifiers too.

use std::collections::BTreeMap;
use std::fmt;

/// The longest text that is read.
const MAX_LENGTH: usize = 8_192;

/// A package URL of a type without subpath.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purl {
    kind: String,
    name: String,
    version: Option<String>,
    qualifiers: BTreeMap<String, String>,
}

/// Why a text is no package URL that is understood here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid package URL {text:?}: {reason}")]
pub struct InvalidPurl {
    /// The text, cut to a printable length.
    pub text: String,
    /// What is wrong.
    pub reason: &'static str,
}

impl Purl {
    /// An artifact in a registry: `repository` is its host and path; a name alone is in a registry that is not known.
    pub fn oci(repository: &str, digest: Option<&str>) -> Self {
        let name = repository.rsplit('/').next().unwrap_or(repository).to_lowercase();
        let purl =
            Self { kind: "oci".to_owned(), name, version: digest.map(str::to_owned), qualifiers: BTreeMap::new() };
        if repository.contains('/') { purl.with("repository_url", repository) } else { purl }
    }

    /// Something that no package type knows.
    pub fn generic(name: &str, version: &str) -> Self {
        let version = Some(version.to_owned()).filter(|version| !version.is_empty());
        Self { kind: "generic".to_owned(), name: name.to_owned(), version, qualifiers: BTreeMap::new() }
    }

    /// The same with a qualifier; an empty value is none.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.qualifiers.insert(key.to_owned(), value.to_owned());
        }
        self
    }

    /// Reads a package URL without namespace and subpath.
    ///
    /// # Errors
    /// Other schemes, a namespace or subpath, broken escapes, keys twice.
    pub fn parse(text: &str) -> Result<Self, InvalidPurl> {
        let wrong = |reason| InvalidPurl { text: text.chars().take(160).collect(), reason };
        if text.len() > MAX_LENGTH {
            return Err(wrong("it is too long"));
        }
        let rest = text.strip_prefix("pkg:").ok_or_else(|| wrong("it does not begin with `pkg:`"))?;
        let (rest, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
        let (kind, path) = rest.trim_start_matches('/').split_once('/').ok_or_else(|| wrong("it has no name"))?;
        let path = path.trim_matches('/');
        if path.contains('/') || text.contains('#') {
            return Err(wrong("it has a namespace or a subpath"));
        }
        let (name, version) = path.split_once('@').map_or((path, None), |(name, version)| (name, Some(version)));
        let decode = |part: &str| decoded(part).ok_or_else(|| wrong("an escape is broken"));
        let name = decode(name)?;
        let kind = kind.to_ascii_lowercase();
        if name.is_empty() || !is_key(&kind) {
            return Err(wrong("type or name is missing"));
        }
        let name = if kind == "oci" { name.to_lowercase() } else { name };
        let version = version.map(decode).transpose()?.filter(|version| !version.is_empty());
        let mut purl = Self { kind, name, version, qualifiers: BTreeMap::new() };
        for pair in qualifiers.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').ok_or_else(|| wrong("a qualifier has no value"))?;
            let key = key.to_ascii_lowercase();
            if !is_key(&key) || purl.qualifiers.contains_key(&key) {
                return Err(wrong("a qualifier is there twice or has a broken key"));
            }
            purl = purl.with(&key, &decode(value)?);
        }
        Ok(purl)
    }

    /// The type: `oci`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version; of `oci` a digest.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The value of a qualifier.
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers.get(key).map(String::as_str)
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "pkg:{}/{}", self.kind, encoded(&self.name))?;
        if let Some(version) = &self.version {
            write!(formatter, "@{}", encoded(version))?;
        }
        for (index, (key, value)) in self.qualifiers.iter().enumerate() {
            write!(formatter, "{}{key}={}", if index == 0 { '?' } else { '&' }, encoded(value))?;
        }
        Ok(())
    }
}

/// Lower-case letters, digits, `.`, `-`, `_` (and `+` in types); a digit does not come first.
fn is_key(key: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_+".contains(&byte);
    !key.is_empty() && !key.starts_with(|c: char| c.is_ascii_digit()) && key.bytes().all(allowed)
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first != b'%' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        let hex = std::str::from_utf8(after.get(..2)?).ok()?;
        if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(hex, 16).ok()?);
        rest = after.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:244fd47e07d1004f0aed9c156aa09083c82bf8944eceb67c946ff7430510a77b";

    #[test]
    fn i19_ports_nested_paths_and_capitals_have_one_canonical_form() {
        let cases = [
            ("registry.example.com/charts/demo", "registry.example.com%2Fcharts%2Fdemo", "demo"),
            ("localhost:5000/a/b/c/Demo", "localhost:5000%2Fa%2Fb%2Fc%2FDemo", "demo"),
            ("r.io/Team/UPPER", "r.io%2FTeam%2FUPPER", "upper"),
            ("docker.io/library/debian", "docker.io%2Flibrary%2Fdebian", "debian"),
        ];
        for (repository, encoded, name) in cases {
            let purl = Purl::oci(repository, Some(DIGEST)).with("tag", "1.0.0");
            let text = purl.to_string();
            assert_eq!(text, format!("pkg:oci/{name}@{DIGEST}?repository_url={encoded}&tag=1.0.0"));
            let read = Purl::parse(&text).unwrap();
            assert_eq!((&read, read.to_string()), (&purl, text));
            assert_eq!(read.qualifier("repository_url"), Some(repository));
        }
    }

    #[test]
    fn i19_other_spellings_are_read_and_written_canonically() {
        let spelt = format!(
            "pkg:OCI/Debian@{}?tag=latest&arch=&repository_url=docker.io/library/debian",
            DIGEST.replace(':', "%3a")
        );
        assert_eq!(
            Purl::parse(&spelt).unwrap().to_string(),
            format!("pkg:oci/debian@{DIGEST}?repository_url=docker.io%2Flibrary%2Fdebian&tag=latest")
        );
        assert_eq!(Purl::generic("a b", "1+2").to_string(), "pkg:generic/a%20b@1%2B2");
        assert_eq!(Purl::parse("pkg:generic/a%20b@1%2B2").unwrap().version(), Some("1+2"));
    }

    #[test]
    fn what_is_none_is_refused() {
        for bad in [
            "",
            "pkg:",
            "pkg:oci",
            "pkg:oci/",
            "http://a/b",
            "pkg:oci/a/b",
            "pkg:oci/a?b",
            "pkg:oci/a%2",
            "pkg:oci/a%ff",
            "pkg:oci/a?x=1&X=2",
            "pkg:oci/a#b",
            "pkg:oci/a%+1",
        ] {
            assert!(Purl::parse(bad).is_err(), "{bad}");
        }
    }
}

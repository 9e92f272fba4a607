//! Chart repositories over HTTP (Helm: `pkg/repo/v1/chartrepo.go`): `index.yaml`, and the archives that it names.

use chart::Dependency;
use chart::dependencies::{Index, IndexEntry, absolute_url, local_archive_name, parse_index};
use oci::{Digest, limits};
use reqwest::Url;
use web::shown;

use super::archive::{Archive, is_plain_name};
use super::cache::Cache;
use super::http::Web;
use super::repositories::KnownRepository;
use super::trust::Trust;
use crate::arguments::RegistryOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal;

/// Bytes of an `index.yaml`; the largest public ones have about a third of it.
const INDEX_LIMIT: u64 = 64 << 20;
/// What is asked for where everything is taken.
pub const ANYTHING: &str = "*/*";
/// What Helm asks for where it wants an archive.
pub const ARCHIVE: &str = "application/gzip,application/octet-stream";

/// A repository with its index.
pub struct HttpRepository {
    url: String,
    base: Url,
    web: Web,
    index: Index,
}

impl HttpRepository {
    /// Fetches the index.
    ///
    /// # Errors
    /// An address that is none, and an index that can't be fetched or read.
    pub async fn open(url: &str, known: Option<&KnownRepository>, options: &RegistryOptions) -> Result<Self> {
        let base = http_address(url)?;
        let login = known.and_then(|known| known.login.clone());
        let web = Web::new(base.clone(), login, Trust::new(options, known));
        let place = shown(&base);
        let named = |failure: Failure| {
            let reason = &failure.message;
            let message =
                format!("looks like {place:?} is not a valid chart repository or cannot be reached: {reason}");
            Failure { message, ..failure }
        };
        let address = http_address(&absolute_url(url, "index.yaml"))?;
        let text = web.get(&address, ANYTHING, INDEX_LIMIT).await.map_err(named)?;
        let index = parse_index(&text).map_err(|error| named(error.into()))?;
        Ok(Self { url: url.to_owned(), base, web, index })
    }

    /// The highest version in a dependency's range.
    ///
    /// # Errors
    /// The repository does not know the chart.
    pub fn choose(&self, dependency: &Dependency) -> Result<Option<String>> {
        let chosen = self.index.resolve(dependency);
        if !matches!(chosen, Ok(Some(_))) {
            self.tell_skipped(&dependency.name);
        }
        Ok(chosen?.map(|entry| entry.version.clone()))
    }

    /// The archive of one version, from the cache or from where the index says.
    ///
    /// # Errors
    /// A version that is not offered, whatever the server says, and exit 6 for content with another digest.
    pub async fn archive(&self, wanted: &Dependency, cache: &Cache) -> Result<Archive> {
        let Some(entry) = self.index.find(&wanted.name, &wanted.version) else {
            self.tell_skipped(&wanted.name);
            return Err(self.not_offered(wanted));
        };
        let reference = entry.urls.first().map(String::as_str).unwrap_or_default();
        let url = http_address(&absolute_url(&self.url, reference))?;
        let promised = promised_digest(entry, &shown(&self.base));
        let cached = promised.as_ref().and_then(|digest| cache.content(digest));
        let is_cached = cached.is_some();
        let bytes = match cached {
            Some(bytes) => bytes,
            None => {
                self.refuse_downgrade(&url, promised.as_ref())?;
                self.web.get(&url, ARCHIVE, limits::CHART).await?
            }
        };
        if let Some(expected) = promised.as_ref().filter(|digest| !digest.matches(&bytes)) {
            return Err(mismatch(&url, expected, &Digest::of(&bytes)));
        }
        Ok(Archive {
            file_name: archive_name(&url, wanted),
            version: wanted.version.clone(),
            bytes,
            origin: shown(&url),
            promised,
            cached: is_cached,
            pulled: None,
        })
    }

    /// An index that was fetched over TLS may name plain addresses only for content that it vouches for.
    fn refuse_downgrade(&self, url: &Url, promised: Option<&Digest>) -> Result<()> {
        if self.base.scheme() == "https" && url.scheme() == "http" && promised.is_none() {
            let (place, url) = (shown(&self.base), shown(url));
            return Err(Failure::input(format!("{place} names {url}, without TLS and without a digest: refused")));
        }
        Ok(())
    }

    fn not_offered(&self, wanted: &Dependency) -> Failure {
        let (name, version, place) = (&wanted.name, &wanted.version, shown(&self.base));
        let failure = Failure::input(format!("chart {name:?} version {version:?} not found in {place} repository"));
        failure.hint("the repository no longer offers it: choose another version with `portolan deps update`")
    }

    /// Entries of the index that were passed over may be the ones that are missed.
    fn tell_skipped(&self, name: &str) {
        let prefix = format!("{name} ");
        for skipped in self.index.skipped.iter().filter(|skipped| skipped.starts_with(&prefix)).take(10) {
            terminal::warn(&format!("{}: passed over {skipped}", shown(&self.base)));
        }
    }
}

/// The text up to the last `@` may be a password.
pub(super) fn without_user(text: &str) -> String {
    text.rsplit_once('@').map_or_else(|| text.to_owned(), |(_, rest)| format!("****@{rest}"))
}

/// Reads the address of a web server.
///
/// # Errors
/// An address that is none, or of another kind.
pub fn http_address(text: &str) -> Result<Url> {
    let url = Url::parse(text)
        .map_err(|error| Failure::input(format!("invalid chart URL format: {}: {error}", without_user(text))))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        scheme => {
            let failure = Failure::input(format!("could not find protocol handler for: {scheme} ({})", shown(&url)));
            Err(failure.hint("repositories are read over http://, https://, oci:// and file://"))
        }
    }
}

/// The digest in an index: hexadecimal digits of a SHA-256, with or without `sha256:`.
fn promised_digest(entry: &IndexEntry, place: &str) -> Option<Digest> {
    let text = entry.digest.trim();
    if text.is_empty() {
        return None;
    }
    let hex = text.strip_prefix("sha256:").unwrap_or(text).to_ascii_lowercase();
    let digest = Digest::parse(&format!("sha256:{hex}")).ok();
    if digest.is_none() {
        let (name, version) = (&entry.name, &entry.version);
        terminal::warn(&format!("{place}: the digest of {name} {version} is no SHA-256 and was not checked"));
    }
    digest
}

fn mismatch(url: &Url, expected: &Digest, actual: &Digest) -> Failure {
    Failure {
        message: format!("{}: content has digest {actual}, expected {expected} (from the index)", shown(url)),
        hint: Some("do not use it: it was replaced after the index was made, or changed on the way".to_owned()),
        exit: Exit::Verification,
    }
}

/// The last part of the address, as Helm has it, if that is a plain name; else `<name>-<version>.tgz`.
fn archive_name(url: &Url, wanted: &Dependency) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    if is_plain_name(last) { last.to_owned() } else { local_archive_name(&wanted.name, &wanted.version) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_keep_their_names_if_those_are_plain() {
        let wanted = Dependency { name: "kid".to_owned(), version: "1.0.0".to_owned(), ..Dependency::default() };
        let name = |url: &str| archive_name(&Url::parse(url).unwrap(), &wanted);
        assert_eq!(name("https://a.example/x/v1.tgz?token=a"), "v1.tgz");
        assert_eq!(name("https://a.example/kid-1.0.0+b1.tgz"), "kid-1.0.0+b1.tgz");
        for odd in ["https://a.example/download?file=kid.tgz", "https://a.example/..%2fkid.tgz", "https://a.example/"] {
            assert_eq!(name(odd), "kid-1.0.0.tgz", "{odd}");
        }
    }

    #[test]
    fn digests_come_with_and_without_algorithm() {
        let digest = Digest::of(b"x");
        let promised = |text: String| {
            let entry = IndexEntry { name: "kid".into(), version: "1.0.0".into(), urls: Vec::new(), digest: text };
            promised_digest(&entry, "https://a.example")
        };
        assert_eq!(promised(digest.hex().to_owned()), Some(digest.clone()));
        assert_eq!(promised(format!("sha256:{}", digest.hex().to_uppercase())), Some(digest));
        assert_eq!(promised(String::new()), None);
        assert_eq!(promised("md5:00".to_owned()), None);
    }

    #[test]
    fn only_web_addresses_are_asked() {
        assert!(http_address("https://a.example/charts").is_ok());
        let failure = http_address("s3://bucket/charts").unwrap_err();
        assert_eq!(failure.message, "could not find protocol handler for: s3 (s3://bucket/charts)");
    }
}

//! One chart or one file from elsewhere, for commands that work on it here (Helm: `pkg/downloader/chart_downloader.go`).

use bytes::Bytes;
use chart::Dependency;
use oci::{Digest, Reference, RepositoryName, Store as _, Tag, limits};
use registry::{Credential, RemoteStore, Secret};
use reqwest::Url;

use super::archive::Archive;
use super::cache::Cache;
use super::fetch_http::{self, HttpRepository};
use super::fetch_oci;
use super::http::Web;
use super::repositories::{KnownRepository, Repositories};
use super::trust::Trust;
use crate::access::{Access, Enter};
use crate::arguments::RegistryOptions;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::misplaced::without_user;

/// A chart that is somewhere else.
pub struct Wanted<'a> {
    /// `oci://…`, `https://….tgz`, `REPOSITORY/CHART`; with `repository` only the chart's name.
    pub reference: &'a str,
    /// The address of the repository.
    pub repository: Option<&'a str>,
    /// A version or a range; empty for the latest.
    pub version: &'a str,
    /// User name and password.
    pub login: Option<(String, Secret)>,
    /// TLS, files with credentials.
    pub options: &'a RegistryOptions,
}

/// Fetches a chart. Unlike Helm, the index of a repository is always a fresh one.
///
/// # Errors
/// A reference that means nothing, and whatever can't be found, fetched or read.
pub async fn chart(wanted: &Wanted<'_>) -> Result<Archive> {
    if let Some(url) = wanted.repository {
        ensure_known_scheme(url)?;
        return from_repository(wanted, wanted.reference, &unknown(url, wanted.login.clone())).await;
    }
    if let Some(place) = wanted.reference.strip_prefix("oci://") {
        return from_registry(wanted, place).await;
    }
    if wanted.reference.contains("://") {
        return from_address(wanted).await;
    }
    let Some((repository, name)) = wanted.reference.split_once('/') else {
        let reference = wanted.reference;
        let text = format!("non-absolute URLs should be in form of repo_name/path_to_chart, got: {reference}");
        return Err(Failure::input(text));
    };
    let known = Repositories::load()?;
    let known = known.by_name(repository).ok_or_else(|| Failure::input(format!("repo {repository} not found")))?;
    from_repository(wanted, name, known).await
}

/// Refuses the address of a repository that nobody here can ask, in Helm's words.
fn ensure_known_scheme(url: &str) -> Result<()> {
    let parsed = gostd::url::Url::parse(url.as_bytes());
    let parsed =
        parsed.map_err(|_| Failure::input(format!("invalid chart URL format: {}", fetch_http::without_user(url))))?;
    if matches!(&parsed.scheme[..], b"http" | b"https" | b"oci") {
        return Ok(());
    }
    let scheme = String::from_utf8_lossy(&parsed.scheme);
    Err(Failure::input(format!("could not find protocol handler for: {scheme}")))
}

/// Fetches a file over HTTP.
///
/// # Errors
/// An address that is none, and whatever the server says.
pub async fn file(address: &str, limit: u64) -> Result<Bytes> {
    let url = fetch_http::http_address(address)?;
    Web::new(url.clone(), None, Trust::default()).get(&url, fetch_http::ANYTHING, limit).await
}

/// A repository that Helm's configuration does not have.
fn unknown(url: &str, login: Option<(String, Secret)>) -> KnownRepository {
    KnownRepository {
        name: String::new(),
        url: url.to_owned(),
        login,
        ca_file: None,
        certificate: None,
        insecure: false,
    }
}

async fn from_repository(wanted: &Wanted<'_>, name: &str, known: &KnownRepository) -> Result<Archive> {
    let repository = HttpRepository::open(&known.url, Some(known), wanted.options).await?;
    let range = if wanted.version.is_empty() { "*" } else { wanted.version };
    let exact = |version: &str| Dependency {
        name: name.to_owned(),
        version: version.to_owned(),
        repository: known.url.clone(),
        ..Dependency::default()
    };
    let Ok(Some(version)) = repository.choose(&exact(range)) else {
        return Err(not_offered(wanted, name, known));
    };
    repository.archive(&exact(&version), &Cache::at(None)).await
}

fn not_offered(wanted: &Wanted<'_>, name: &str, known: &KnownRepository) -> Failure {
    let (name, version) = (gostd::strconv::quote(name), wanted.version);
    let url = without_user(&known.url);
    Failure::input(match (known.name.as_str(), version) {
        ("", "") => format!("chart {name} not found in {url} repository"),
        ("", version) => format!("chart {name} version {version:?} not found in {url} repository"),
        (alias, version) => format!("chart {name} matching {version} not found in {alias} index"),
    })
}

async fn from_registry(wanted: &Wanted<'_>, place: &str) -> Result<Archive> {
    let (path, digest) = place.split_once('@').map_or((place, None), |(path, digest)| (path, Some(digest)));
    let is_tag = |tag: &str| !tag.contains('/');
    let (path, tag) = path.rsplit_once(':').filter(|(_, tag)| is_tag(tag)).map_or((path, ""), |found| found);
    if !tag.is_empty() && !wanted.version.is_empty() && tag != wanted.version {
        let version = wanted.version;
        return Err(Failure::input(format!("chart reference and version mismatch: {version} is not {tag}")));
    }
    let Some((host, path)) = path.split_once('/') else {
        let shown = without_user(wanted.reference);
        return Err(Failure::input(format!("{shown} names no repository of a registry")));
    };
    let credential = wanted.login.clone().map(|(username, password)| Credential::Basic { username, password });
    let access = Access::with(wanted.options, credential);
    let store = access.client(host, Enter::AsUser)?.repository(RepositoryName::parse(path)?);
    let version = if wanted.version.is_empty() { tag } else { wanted.version };
    let mut dependency = Dependency {
        name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        version: version.to_owned(),
        ..Dependency::default()
    };
    let cache = Cache::at(None);
    if let Some(digest) = digest {
        let digest = Digest::parse(digest).map_err(Failure::input)?;
        ensure_same(&store, version, &digest).await?;
        return fetch_oci::content(&store, &Reference::Digest(digest), &dependency, &cache).await;
    }
    if dependency.version.is_empty() {
        dependency.version.push('*');
    }
    let Some(version) = fetch_oci::choose(&store, &dependency).await? else {
        return Err(no_version(wanted));
    };
    let reference = Reference::Tag(Tag::of_version(&version)?);
    fetch_oci::content(&store, &reference, &Dependency { version, ..dependency }, &cache).await
}

/// A tag beside a digest must mean the same.
async fn ensure_same(store: &RemoteStore, version: &str, digest: &Digest) -> Result<()> {
    if version.is_empty() {
        return Ok(());
    }
    let tagged = store.manifest(&Reference::Tag(Tag::of_version(version)?)).await?.digest;
    if tagged == *digest {
        return Ok(());
    }
    let message = format!("chart reference digest mismatch: {tagged} is not {digest}");
    Err(Failure { exit: Exit::Verification, ..Failure::input(message) })
}

fn no_version(wanted: &Wanted<'_>) -> Failure {
    Failure::input(match wanted.version {
        "" => format!("unable to locate any tags in provided repository: {}", wanted.reference),
        version => format!("could not locate a version matching provided version string {version}"),
    })
}

/// An archive by its whole address; its version is nobody's business.
async fn from_address(wanted: &Wanted<'_>) -> Result<Archive> {
    let url: Url = fetch_http::http_address(wanted.reference)?;
    let known = unknown(wanted.reference, None);
    let web = Web::new(url.clone(), wanted.login.clone(), Trust::new(wanted.options, Some(&known)));
    let bytes = web.get(&url, fetch_http::ARCHIVE, limits::CHART).await?;
    Ok(Archive {
        file_name: url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default().to_owned(),
        version: String::new(),
        bytes,
        origin: wanted.reference.to_owned(),
        promised: None,
        cached: false,
        pulled: None,
    })
}

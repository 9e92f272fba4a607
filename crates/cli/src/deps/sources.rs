//! Everything outside that a run asks: repositories with their indexes, registries.

use std::collections::BTreeMap;

use chart::dependencies::{PlannedDependency, Source};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use oci::RepositoryName;
use registry::{Registry, RemoteStore};

use super::fetch_http::HttpRepository;
use super::repositories::same_repository;
use super::{Run, SIDE_BY_SIDE};
use crate::access::{Access, Enter};
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal;

/// What has been opened.
pub struct Sources {
    repositories: Vec<(String, HttpRepository)>,
    registries: BTreeMap<String, Registry>,
}

impl Sources {
    /// Fetches the indexes and prepares the clients that some dependencies need, with Helm's words.
    ///
    /// # Errors
    /// An index that can't be fetched, or settings of registries that can't be used.
    pub async fn open(run: &Run<'_>, needed: &[&PlannedDependency]) -> Result<Self> {
        let mut repositories = Vec::new();
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            addresses(needed).into_iter().partition(|url| run.known.by_url(url).is_some());
        if !unknown.is_empty() {
            terminal::data("Getting updates for unmanaged Helm repositories...");
            repositories.extend(indexes(run, &unknown).await?);
        }
        if !known.is_empty() {
            terminal::data("Hang tight while we grab the latest from your chart repositories...");
            repositories.extend(indexes(run, &known).await?);
            terminal::data("Update Complete. ⎈Happy Helming!⎈");
        }
        Ok(Self { repositories, registries: registries(run, needed)? })
    }

    /// The repository at an address.
    ///
    /// # Errors
    /// Exit 70 when it was not opened.
    pub fn repository(&self, url: &str) -> Result<&HttpRepository> {
        let found = self.repositories.iter().find(|(known, _)| same_repository(known, url));
        found.map(|(_, repository)| repository).ok_or_else(|| not_opened(url))
    }

    /// The repository of a registry: `host/path`.
    ///
    /// # Errors
    /// Exit 2 for a path that breaks the grammar.
    pub fn registry(&self, reference: &str) -> Result<RemoteStore> {
        let (host, path) = split(reference)?;
        let registry = self.registries.get(host).ok_or_else(|| not_opened(reference))?;
        Ok(registry.repository(RepositoryName::parse(path)?))
    }
}

fn not_opened(place: &str) -> Failure {
    Failure { exit: Exit::Bug, ..Failure::input(format!("{place} was not opened")) }
}

/// Addresses of repositories, each once, in the order of the list.
fn addresses<'a>(needed: &[&'a PlannedDependency]) -> Vec<&'a str> {
    let mut found: Vec<&'a str> = Vec::new();
    for entry in needed {
        if let Source::Repository { url } = &entry.source
            && !found.iter().any(|known| same_repository(known, url))
        {
            found.push(url);
        }
    }
    found
}

async fn indexes(run: &Run<'_>, urls: &[&str]) -> Result<Vec<(String, HttpRepository)>> {
    let opening = urls.iter().map(|url| HttpRepository::open(url, run.known.by_url(url), run.options));
    let opened: Vec<HttpRepository> = stream::iter(opening).buffered(SIDE_BY_SIDE).try_collect().await?;
    for url in urls {
        let name = run.known.by_url(url).map_or_else(|| without_user(url), |known| known.name.clone());
        terminal::data(&format!("...Successfully got an update from the {name:?} chart repository"));
    }
    Ok(urls.iter().map(|url| (*url).to_owned()).zip(opened).collect())
}

/// An address as it is written, without a user and password in it.
pub fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, path) = rest.find('/').and_then(|slash| rest.split_at_checked(slash)).unwrap_or((rest, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

fn registries(run: &Run<'_>, needed: &[&PlannedDependency]) -> Result<BTreeMap<String, Registry>> {
    let mut hosts: Vec<&str> = Vec::new();
    for entry in needed {
        if let Source::Registry { reference } = &entry.source {
            hosts.push(split(reference)?.0);
        }
    }
    hosts.sort_unstable();
    hosts.dedup();
    if hosts.is_empty() {
        return Ok(BTreeMap::new());
    }
    if run.options.username.is_some() && hosts.len() > 1 {
        let message = format!("--username is for one registry, but dependencies come from {}", hosts.join(", "));
        return Err(Failure::usage(message).hint("log in to each of them first: `helm registry login HOST`"));
    }
    let access = Access::new(run.options)?;
    let mut clients = BTreeMap::new();
    for host in hosts {
        clients.insert(host.to_owned(), access.client(host, Enter::AsUser)?);
    }
    Ok(clients)
}

fn split(reference: &str) -> Result<(&str, &str)> {
    let refused = || Failure::usage(format!("oci://{reference} names no repository of a registry"));
    reference.split_once('/').ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_not_shown() {
        assert_eq!(without_user("https://user:w@rd@a.example/x@y"), "https://a.example/x@y");
        assert_eq!(without_user("http://127.0.0.1:8931/"), "http://127.0.0.1:8931/");
        assert_eq!(without_user("oci://a.example"), "oci://a.example");
    }

    #[test]
    fn references_have_a_host_and_a_path() {
        assert_eq!(split("a.example:5000/charts/kid").unwrap(), ("a.example:5000", "charts/kid"));
        assert!(split("kid").is_err());
    }
}

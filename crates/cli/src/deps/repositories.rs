//! The repositories that the user's Helm knows: `repositories.yaml`, as `helm repo add` writes it.
//!
//! They give `@alias` its address, and repositories behind a login their user and password. `pass_credentials_all`
//! has no effect here: a password only ever goes to the host that it is for.

use std::env;
use std::path::PathBuf;

use chart::Dependency;
use chart::dependencies::DependencyError;
use gostd::json::Value;
use registry::Secret;

use crate::disk;
use crate::failure::{Failure, Result};

const LIMIT: u64 = 4 << 20;

/// One repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRepository {
    /// The name that `@name` means.
    pub name: String,
    /// Its address.
    pub url: String,
    /// User and password, where both are given.
    pub login: Option<(String, Secret)>,
    /// Certificate authorities to trust, PEM.
    pub ca_file: Option<PathBuf>,
    /// Client certificate and key, PEM.
    pub certificate: Option<(PathBuf, PathBuf)>,
    /// Accept any certificate.
    pub insecure: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Repositories {
    entries: Vec<KnownRepository>,
}

impl Repositories {
    /// Reads `$HELM_REPOSITORY_CONFIG`, else `repositories.yaml` in Helm's configuration folder. There need be none.
    ///
    /// # Errors
    /// Exit 2 when the file can't be read.
    pub fn load() -> Result<Self> {
        let Some(path) = file() else { return Ok(Self::default()) };
        let text = disk::read_if_there(&path, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
        let Some(text) = text else { return Ok(Self::default()) };
        let entries = parse(&text).map_err(|reason| Failure::usage(format!("{}: {reason}", path.display())))?;
        Ok(Self { entries })
    }

    /// The repository with this address; a slash at the end makes no difference.
    pub fn by_url(&self, url: &str) -> Option<&KnownRepository> {
        self.entries.iter().find(|entry| same_repository(&entry.url, url))
    }

    /// The repository with this name.
    pub fn by_name(&self, name: &str) -> Option<&KnownRepository> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The same dependencies with addresses in place of aliases.
    ///
    /// # Errors
    /// Aliases that are not known.
    pub fn with_addresses(&self, dependencies: &[Dependency]) -> Result<Vec<Dependency>> {
        let mut unknown = Vec::new();
        let mut found = Vec::new();
        for dependency in dependencies {
            let Some(alias) = alias(&dependency.repository) else {
                found.push(dependency.clone());
                continue;
            };
            match self.entries.iter().find(|entry| entry.name == alias) {
                Some(entry) => found.push(Dependency { repository: entry.url.clone(), ..dependency.clone() }),
                None => unknown.push(dependency.repository.clone()),
            }
        }
        if unknown.is_empty() {
            return Ok(found);
        }
        Err(DependencyError::UnknownRepositories { repositories: unknown, advice: "" }.into())
    }
}

fn alias(repository: &str) -> Option<&str> {
    repository.strip_prefix('@').or_else(|| repository.strip_prefix("alias:"))
}

/// Whether two addresses mean the same repository.
pub fn same_repository(left: &str, right: &str) -> bool {
    left.trim_end_matches('/') == right.trim_end_matches('/')
}

fn file() -> Option<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = variable("HELM_REPOSITORY_CONFIG") {
        return Some(path);
    }
    let configuration = || variable("XDG_CONFIG_HOME").or_else(|| Some(variable("HOME")?.join(".config")));
    let folder = variable("HELM_CONFIG_HOME").or_else(|| Some(configuration()?.join("helm")))?;
    Some(folder.join("repositories.yaml"))
}

fn parse(text: &[u8]) -> Result<Vec<KnownRepository>, String> {
    let Some(node) = goyaml::parse(text).map_err(|error| error.to_string())? else { return Ok(Vec::new()) };
    let value = node.to_json().map_err(|error| error.to_string())?;
    let entries = value.get("repositories").and_then(Value::as_array).unwrap_or_default();
    Ok(entries.iter().map(entry).collect())
}

fn entry(value: &Value) -> KnownRepository {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let path = |key: &str| Some(text(key)).filter(|path| !path.is_empty()).map(PathBuf::from);
    let (user, password) = (text("username"), text("password"));
    let login = (!user.is_empty() && !password.is_empty()).then(|| (user, Secret::new(password)));
    KnownRepository {
        name: text("name"),
        url: text("url"),
        login,
        ca_file: path("caFile"),
        certificate: path("certFile").zip(path("keyFile")),
        insecure: value.get("insecure_skip_tls_verify").and_then(Value::as_bool).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] = b"apiVersion: \"\"\ngenerated: \"0001-01-01T00:00:00Z\"\nrepositories:\n- caFile: \"\"\n  \
        certFile: \"\"\n  insecure_skip_tls_verify: false\n  keyFile: \"\"\n  name: r\n  pass_credentials_all: false\n  \
        password: word\n  url: http://127.0.0.1:8931\n  username: user\n";

    fn repositories() -> Repositories {
        Repositories { entries: parse(FILE).unwrap() }
    }

    fn dependency(repository: &str) -> Dependency {
        Dependency { name: "kid".to_owned(), repository: repository.to_owned(), ..Dependency::default() }
    }

    #[test]
    fn reads_what_helm_writes() {
        let repositories = repositories();
        let known = repositories.by_url("http://127.0.0.1:8931/").unwrap();
        assert_eq!(known.login, Some(("user".to_owned(), Secret::new("word"))));
        assert_eq!((known.ca_file.clone(), known.certificate.clone(), known.insecure), (None, None, false));
        assert!(parse(b"").unwrap().is_empty());
        assert!(parse(b"a: [").is_err());
    }

    #[test]
    fn aliases_become_addresses() {
        let listed = [dependency("@r"), dependency("alias:r"), dependency("oci://x"), dependency("")];
        let found = repositories().with_addresses(&listed).unwrap();
        let addresses: Vec<&str> = found.iter().map(|dependency| dependency.repository.as_str()).collect();
        assert_eq!(addresses, ["http://127.0.0.1:8931", "http://127.0.0.1:8931", "oci://x", ""]);
    }

    #[test]
    fn unknown_aliases_are_named_together() {
        let listed = [dependency("@foo"), dependency("@r"), dependency("alias:bar")];
        let failure = repositories().with_addresses(&listed).unwrap_err();
        let expected = "no repository definition for @foo, alias:bar. Please add them via 'helm repo add'";
        assert_eq!(failure.message, expected);
    }
}

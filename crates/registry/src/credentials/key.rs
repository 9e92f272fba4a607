//! Keys of configuration files: hosts in every form that tools have written (Docker, Helm, containers tools).

use oci::RepositoryName;

use crate::host::is_docker_hub;

/// The key under which Docker keeps Docker Hub's credentials (`IndexServer` of its registry package).
const DOCKER_HUB_KEY: &str = "https://index.docker.io/v1/";

/// A key taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key<'a> {
    host: &'a str,
    /// Behind the host, without the API version; namespaces of the containers tools.
    path: &'a str,
    /// It was written as a URL.
    url: bool,
}

impl<'a> Key<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let (host, path) = bare.unwrap_or(text).split_once('/').unwrap_or((bare.unwrap_or(text), ""));
        let path = match path.trim_matches('/') {
            "v1" | "v2" => "",
            path => path,
        };
        Self { host, path, url: bare.is_some() }
    }

    /// How well the key fits: a namespace of the repository (the longer the better), then the host itself, then a URL
    /// of that host with some other path, which Helm and oras accept too.
    pub(super) fn rank(&self, host: &str, repository: Option<&RepositoryName>) -> Option<usize> {
        if !same_host(self.host, host) {
            return None;
        }
        if self.path.is_empty() {
            return Some(if self.url { 1 } else { 2 });
        }
        let name = repository.map(RepositoryName::as_str).unwrap_or_default();
        let inside = name.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match (inside, self.url) {
            (true, _) => Some(2 + self.path.len()),
            (false, true) => Some(0),
            (false, false) => None,
        }
    }
}

fn same_host(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || is_docker_hub(one) && is_docker_hub(other)
}

/// The name under which a helper knows the host.
pub(super) fn server(host: &str) -> String {
    let key = if is_docker_hub(host) { DOCKER_HUB_KEY } else { host };
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(key: &str, host: &str, repository: &str) -> Option<usize> {
        Key::parse(key).rank(host, RepositoryName::parse(repository).ok().as_ref())
    }

    #[test]
    fn every_form_of_a_host_is_known() {
        for key in
            ["r.example:5000", "https://r.example:5000", "http://r.example:5000/v1/", "https://r.example:5000/v2/"]
        {
            assert!(rank(key, "r.example:5000", "a/b").is_some(), "{key}");
        }
        for key in ["r.example", "r.example:5001", "other.example:5000", "r.example:5000.evil"] {
            assert!(rank(key, "r.example:5000", "a/b").is_none(), "{key}");
        }
    }

    #[test]
    fn docker_hub_has_many_names() {
        for key in ["https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io"] {
            assert!(rank(key, "docker.io", "library/x").is_some(), "{key}");
        }
        assert_eq!(server("registry-1.docker.io"), "https://index.docker.io/v1/");
        assert_eq!(server("ghcr.io"), "ghcr.io");
    }

    #[test]
    fn the_most_specific_namespace_wins() {
        let ranks = ["quay.io/org/team", "quay.io/org", "quay.io", "https://quay.io", "https://quay.io/api/x"];
        let ranks: Vec<usize> = ranks.iter().filter_map(|key| rank(key, "quay.io", "org/team/chart")).collect();
        assert_eq!(ranks.len(), 5);
        assert!(ranks.is_sorted_by(|one, next| one > next), "{ranks:?}");
        assert_eq!(rank("quay.io/org/te", "quay.io", "org/team/chart"), None);
        assert_eq!(rank("quay.io/other", "quay.io", "org/team/chart"), None);
    }
}

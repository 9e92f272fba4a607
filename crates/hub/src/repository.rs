//! Repositories as publishers register them (Artifact Hub, `internal/repo/manager.go`, `Add`, `validateURL`).

use gostd::url::Url;

/// The kinds whose packages are Helm charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RepositoryKind {
    /// Helm charts.
    #[default]
    Helm,
    /// Agents of kagent, which are Helm charts as well.
    Kagent,
}

impl RepositoryKind {
    /// Its number in the API.
    pub fn number(self) -> u8 {
        match self {
            Self::Helm => 0,
            Self::Kagent => 28,
        }
    }

    /// Its name in the addresses of pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Helm => "helm",
            Self::Kagent => "kagent",
        }
    }
}

/// Where versions come from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Repository<'a> {
    /// What its packages are.
    pub kind: RepositoryKind,
    /// Its name in Artifact Hub, if that is known.
    pub name: Option<&'a str>,
    /// Its URL: `oci://host/namespace/chart`.
    pub url: &'a str,
}

impl Repository<'_> {
    /// The name of the one package that an OCI repository has (Go: `path.Base`).
    pub fn package_name(&self) -> String {
        String::from_utf8_lossy(gostd::path::base(self.url.as_bytes())).into_owned()
    }

    /// The URL of a version; the first `+` of a restored tag becomes `_` again.
    pub fn content_url(&self, restored_tag: &str) -> String {
        format!("{}:{}", self.url, restored_tag.replacen('+', "_", 1))
    }
}

/// Checks the name of a repository that is to be registered.
///
/// # Errors
/// Artifact Hub's text.
pub fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("invalid input: name not provided".to_owned());
    }
    let begins = name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if begins && name.bytes().all(allowed) { Ok(()) } else { Err("invalid input: invalid name".to_owned()) }
}

/// Checks the URL of a repository of charts that is to be registered. That of an OCI registry is not looked at closely;
/// what is wrong with it shows when it is tracked ([`url_hazards`]).
///
/// # Errors
/// Artifact Hub's text.
pub fn check_url(url: &str) -> Result<(), String> {
    if url.is_empty() {
        return Err("invalid input: url not provided".to_owned());
    }
    let parsed = Url::parse(url.as_bytes()).map_err(|error| format!("invalid input: {error}"))?;
    if !matches!(parsed.scheme.as_slice(), b"http" | b"https" | b"oci") {
        return Err("invalid input: scheme not supported".to_owned());
    }
    if parsed.user.is_some() {
        return Err("invalid input: urls with credentials not allowed".to_owned());
    }
    Ok(())
}

/// What will go wrong with an OCI URL that can be registered: one fragment each.
pub fn url_hazards(url: &str) -> Vec<String> {
    let Some(reference) = url.strip_prefix("oci://") else { return Vec::new() };
    let mut hazards = Vec::new();
    if crate::image_reference::check(reference).is_err() {
        hazards.push(format!("its tags can't be listed: could not parse reference: {reference}"));
    }
    if reference.ends_with('/') {
        hazards.push("it ends in a slash: tags are listed, but no chart can be pulled".to_owned());
    }
    if reference.rsplit('/').next().is_some_and(|last| last.contains(':')) && reference.contains('/') {
        hazards.push("it has a tag, which becomes a part of the package's name, and no chart can be pulled".to_owned());
    }
    let host = reference.split('/').next().unwrap_or_default();
    if !host.contains(['.', ':']) {
        hazards.push(format!("{host:?} has neither dot nor port, so tags are looked for on Docker Hub"));
    }
    hazards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_checked_hardly_at_all() {
        for url in ["oci://r.io/ns/chart", "oci://r.io/ns/chart:1.0.0", "oci://r.io/ns/Chart ", "https://r.io"] {
            assert_eq!(check_url(url), Ok(()), "{url}");
        }
        assert_eq!(check_url("").unwrap_err(), "invalid input: url not provided");
        assert_eq!(check_url("ftp://r.io/x").unwrap_err(), "invalid input: scheme not supported");
        assert_eq!(check_url("oci://me:x@r.io/x").unwrap_err(), "invalid input: urls with credentials not allowed");
    }

    #[test]
    fn hazards_of_urls() {
        assert!(url_hazards("oci://r.io:5000/ns/chart").is_empty());
        assert!(url_hazards("oci://r.io/chart").is_empty());
        for url in ["oci://r.io/ns/chart:1.0.0", "oci://r.io/ns/Chart", "oci://r.io/ns/chart ", "oci://r.io/ns/chart/"]
        {
            assert_eq!(url_hazards(url).len(), 1, "{url}");
        }
        assert_eq!(url_hazards("oci://localhost/ns/chart").len(), 1);
    }

    #[test]
    fn the_package_is_named_like_the_last_part_of_the_url() {
        let repository = Repository { url: "oci://r.io/ns/chart", ..Repository::default() };
        assert_eq!(repository.package_name(), "chart");
        assert_eq!(repository.content_url("1.0.0+build.1"), "oci://r.io/ns/chart:1.0.0_build.1");
    }
}

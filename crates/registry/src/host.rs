//! Registry hosts: their grammar and the address behind the name.

use oci::InvalidName;
use reqwest::Url;

const EXPECTED: &str = "a lower-case host name or address, with :port (1 to 65535) if needed, and nothing else";

/// The host that serves Docker Hub's API.
const DOCKER_HUB_API: &str = "registry-1.docker.io";

/// Checks that `host` can name a registry: the grammar of hosts with an optional port, without looking anything up.
///
/// # Errors
/// [`InvalidName`] with the grammar.
pub fn check_host(host: &str) -> Result<(), InvalidName> {
    base_url(host, false).map(|_| ())
}

/// The root URL of the registry `host`, checked against the grammar before any request is made.
///
/// Docker Hub's short names (`docker.io`, `index.docker.io`) lead to its API host.
pub(crate) fn base_url(host: &str, plain_http: bool) -> Result<Url, InvalidName> {
    if host.len() > 255 || !is_host_and_port(host) {
        return Err(invalid(host));
    }
    let served_by = if is_docker_hub(host) { DOCKER_HUB_API } else { host };
    let scheme = if plain_http { "http" } else { "https" };
    Url::parse(&format!("{scheme}://{served_by}/")).map_err(|_| invalid(host))
}

/// Whether `host` is one of the names under which Docker Hub is known.
pub(crate) fn is_docker_hub(host: &str) -> bool {
    matches!(host, "docker.io" | "index.docker.io" | DOCKER_HUB_API)
}

fn invalid(host: &str) -> InvalidName {
    // What stands before an `@` may be a password.
    let shown = host.rsplit_once('@').map_or_else(|| host.to_owned(), |(_, rest)| format!("****@{rest}"));
    InvalidName { what: "registry host", text: shown.chars().take(300).collect(), expected: EXPECTED }
}

fn is_host_and_port(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        let port_fits = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return address.parse::<std::net::Ipv6Addr>().is_ok() && port_fits;
    }
    match text.split_once(':') {
        Some((name, port)) => is_host_name(name) && is_port(port),
        None => is_host_name(text),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_host_name(text: &str) -> bool {
    text.split('.').all(|label| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::{base_url, check_host};

    #[test]
    fn hosts_become_root_urls() {
        let url = |host: &str, plain| base_url(host, plain).map(|url| url.to_string()).ok();
        assert_eq!(url("ghcr.io", false).as_deref(), Some("https://ghcr.io/"));
        assert_eq!(url("localhost:5000", true).as_deref(), Some("http://localhost:5000/"));
        assert_eq!(url("[::1]:5000", true).as_deref(), Some("http://[::1]:5000/"));
        assert_eq!(url("docker.io", false).as_deref(), Some("https://registry-1.docker.io/"));
    }

    #[test]
    fn r34_tricks_are_refused_before_any_request() {
        let long = "a".repeat(300);
        for host in
            ["", "host/", "Host.io", "user@host", "..", "host%2f", "host:", "host:0", "host:99999", "a..b", "-a", &long]
        {
            assert!(base_url(host, false).is_err(), "{host:?}");
        }
        let error = check_host("ghcr.io:99999").unwrap_err();
        assert!(error.to_string().contains("1 to 65535"), "{error}");
        assert!(check_host("ghcr.io:65535").is_ok() && check_host("256.1.1.1").is_err());
    }
}

//! Addresses: for messages, and whether they are this machine's.

use url::{Host, Url};

/// An address for messages: without user, query and fragment, which may hold secrets.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // An address that can't carry a user name has none to hide.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// The lower-case host of an address, an IPv6 address without brackets.
pub fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase()
}

/// Whether the host of this address is the machine itself, by name or number.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a host is a name of the machine itself (RFC 6761, section 6.3).
pub fn is_localhost(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("an address")
    }

    #[test]
    fn shown_addresses_have_no_secrets() {
        assert_eq!(shown(&url("https://user:word@a.example/b?token=c#d")), "https://a.example/b");
    }

    #[test]
    fn the_machine_has_names_and_numbers() {
        for ours in ["http://localhost", "http://a.LOCALHOST./", "http://127.8.0.1:5000", "http://[::1]:80"] {
            assert!(is_loopback(&url(ours)), "{ours}");
        }
        for other in ["http://localhost.example", "http://10.0.0.1", "http://[fe80::1]", "http://0.0.0.0"] {
            assert!(!is_loopback(&url(other)), "{other}");
        }
    }
}

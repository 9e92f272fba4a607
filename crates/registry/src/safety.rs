//! Which addresses a registry may send the client to.
//!
//! Token servers, redirect targets and upload locations are chosen by the other side. A public registry must not be
//! able to point the client at its own machine or network. Host names are
//! judged by the resolver that the connection itself uses, so that a name can't change between check and use.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use web::{host_of, is_localhost};

/// A name that somebody else chose leads into the machine or its network.
#[derive(Debug, thiserror::Error)]
#[error("{host} resolves to {address}, which is not a public address, but the registry is public")]
pub(crate) struct PrivateAddress {
    host: String,
    address: IpAddr,
}

/// Judges URLs that come from outside, and resolves names for the client.
#[derive(Clone)]
pub(crate) struct Guard {
    state: Arc<State>,
}

struct State {
    /// The registry's own host, always allowed.
    registry: String,
    /// The registry itself is loopback, link-local or private: then its neighbours may be, too.
    private: AtomicBool,
    /// Hosts that somebody else named. Others, such as the user's proxy, are not judged.
    foreign: Mutex<HashSet<String>>,
}

impl Guard {
    /// A guard for the registry at `base`.
    pub(crate) fn new(base: &Url) -> Self {
        let registry = host_of(base);
        let private = AtomicBool::new(is_inside(&registry));
        Self { state: Arc::new(State { registry, private, foreign: Mutex::default() }) }
    }

    /// Checks a URL to which `from` leads; the error says what is wrong with it.
    pub(crate) fn check(&self, from: &Url, to: &Url) -> Result<(), String> {
        if !matches!(to.scheme(), "http" | "https") {
            return Err(format!("{:?} is not HTTP", to.scheme()));
        }
        if !to.username().is_empty() || to.password().is_some() {
            return Err("the URL carries a user name or password".to_owned());
        }
        if from.scheme() == "https" && to.scheme() == "http" {
            return Err("it leads from https to http".to_owned());
        }
        let host = host_of(to);
        if host == self.state.registry || self.state.private.load(Ordering::Relaxed) {
            return Ok(());
        }
        if is_inside(&host) {
            return Err(format!("{host} is not a public address, but the registry is public"));
        }
        self.state.foreign.lock().unwrap_or_else(PoisonError::into_inner).insert(host);
        Ok(())
    }
}

impl State {
    /// Takes note of the registry's own addresses and drops the inner ones of foreign names.
    fn judge(&self, host: &str, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, PrivateAddress> {
        let inner = found.iter().map(SocketAddr::ip).find(|address| !is_public(*address));
        if host == self.registry {
            // A public registry whose name also has an inner address does not open the inside to its redirects.
            let all_inner = found.iter().all(|address| !is_public(address.ip()));
            self.private.store(inner.is_some() && all_inner, Ordering::Relaxed);
            return Ok(found);
        }
        let foreign = self.foreign.lock().unwrap_or_else(PoisonError::into_inner).contains(host);
        if !foreign || self.private.load(Ordering::Relaxed) {
            return Ok(found);
        }
        let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
        match inner {
            Some(address) if public.is_empty() => Err(PrivateAddress { host: host.to_owned(), address }),
            _ => Ok(public),
        }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let state = Arc::clone(&self.state);
        let host = name.as_str().to_ascii_lowercase();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0_u16)).await?.collect();
            let allowed = state.judge(&host, found)?;
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok::<Addrs, Box<dyn std::error::Error + Send + Sync>>(addresses)
        })
    }
}

/// Whether the host is, without asking anybody, inside the machine or its network.
fn is_inside(host: &str) -> bool {
    is_localhost(host) || host.parse::<IpAddr>().is_ok_and(|address| !is_public(address))
}

/// Whether both URLs have the same scheme, host and port: only then credentials of one are for the other.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && host_of(one) == host_of(other)
        && one.port_or_known_default() == other.port_or_known_default()
}

/// Whether an address belongs to the internet: not loopback, link-local, private, shared (RFC 6598), multicast,
/// unspecified or reserved. Addresses that carry an IPv4 address are judged by that.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let shared = first == 100 && (64..128).contains(&second);
    let protocol = first == 192 && second == 0 && third == 0;
    let benchmark = first == 198 && (second == 18 || second == 19);
    !(address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || first == 0
        || first >= 224
        || shared
        || protocol
        || benchmark)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let segments = address.segments();
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = segments {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let first = segments[0];
    let unique_local = first & 0xfe00 == 0xfc00;
    let link_local = first & 0xffc0 == 0xfe80;
    let multicast = first & 0xff00 == 0xff00;
    !(address.is_loopback() || address.is_unspecified() || unique_local || link_local || multicast)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn inner_addresses_are_told_from_public_ones() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.9",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
        for public in ["140.82.112.3", "172.32.0.1", "100.128.0.1", "2606:50c0:8000::154", "::ffff:8.8.8.8"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn r02_r04_public_registries_may_not_point_inside() {
        let registry = url("https://ghcr.io/");
        let guard = Guard::new(&registry);
        assert!(guard.check(&registry, &url("https://objects.example.com/x")).is_ok());
        for target in [
            "http://objects.example.com/x",
            "https://127.0.0.1/x",
            "https://127.1/x",
            "https://0x7f000001/x",
            "https://[::1]/x",
            "https://localhost:8443/x",
            "https://169.254.169.254/latest",
            "https://user:word@objects.example.com/",
            "ftp://objects.example.com/",
        ] {
            assert!(guard.check(&registry, &url(target)).is_err(), "{target}");
        }
    }

    #[test]
    fn inner_registries_may_have_inner_neighbours() {
        let registry = url("http://127.0.0.1:5000/");
        let guard = Guard::new(&registry);
        assert!(guard.check(&registry, &url("http://127.0.0.1:5001/token")).is_ok());
    }

    #[test]
    fn r04_foreign_names_lose_their_inner_addresses() {
        let registry = url("https://ghcr.io/");
        let guard = Guard::new(&registry);
        guard.check(&registry, &url("https://evil.example/token")).unwrap();
        let inner: SocketAddr = "10.0.0.7:0".parse().unwrap();
        let public: SocketAddr = "140.82.112.3:0".parse().unwrap();
        assert_eq!(guard.state.judge("evil.example", vec![inner, public]).unwrap(), [public]);
        assert!(guard.state.judge("evil.example", vec![inner]).is_err());
        // a proxy's name was never named by the registry
        assert_eq!(guard.state.judge("proxy.corp", vec![inner]).unwrap(), [inner]);
        // the registry itself turns out to be inside
        guard.state.judge("ghcr.io", vec![inner]).unwrap();
        assert_eq!(guard.state.judge("evil.example", vec![inner]).unwrap(), [inner]);
    }

    #[test]
    fn origins_differ_by_scheme_host_and_port() {
        assert!(same_origin(&url("https://a.io/x"), &url("https://a.io:443/y")));
        for other in ["http://a.io/", "https://b.io/", "https://a.io:8443/"] {
            assert!(!same_origin(&url("https://a.io/"), &url(other)), "{other}");
        }
    }
}

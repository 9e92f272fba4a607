//! The embedded OCI registry: the distribution specification 1.1 over any [`oci::Hosting`].
//!
//! [`Server::handle`] answers one request and does nothing else, so tests talk to it in process;
//! [`Server::serve`] puts it behind a TCP listener, with TLS, time-outs and a limit on connections.
//! One file per group of endpoints: `catalog` (with the ping), `blobs`, `uploads`, `manifests`, `manifest_put`,
//! `tags` and `referrers`.

mod auth;
mod blobs;
mod catalog;
mod htpasswd;
mod manifest_put;
mod manifests;
mod observer;
mod pages;
mod problem;
mod query;
mod range;
mod referrers;
mod reply;
mod request;
mod route;
mod serve;
mod server;
mod session;
mod tags;
mod tls;
mod uploads;

pub use htpasswd::{Htpasswd, InvalidHtpasswd};
pub use hyper::StatusCode;
pub use observer::Observer;
pub use reply::Body;
pub use server::{Limits, Server, ServerOptions};
pub use tls::{InvalidTls, tls_config};

#[cfg(test)]
mod tests;

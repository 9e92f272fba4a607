//! Artifact Hub's HTTP API, as far as a release waits for it: is a version listed, and if not, was it refused?
//!
//! Artifact Hub reads a repository again only when its list of versions has changed, and it remembers that list as a
//! digest. When the remembered digest is ours and the version is not there, it was read and refused; when it is
//! another one, the tracker has not come by yet.

mod answers;
mod client;
mod wait;

pub use answers::{Listed, TrackedRepository};
pub use client::{Client, HubError};
pub use wait::{Indexing, Waiting, wait};

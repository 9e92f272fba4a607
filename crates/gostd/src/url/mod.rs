//! URLs as Go's `net/url` takes them apart and joins them.

mod escape;
mod parse;
mod query;
#[cfg(test)]
mod tests;
mod write;

pub use crate::netip::{Version, check as check_address};
pub use parse::Error;

/// The parts of a URL, decoded. A URL is bytes: escapes may stand for any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// What stands before the colon, in lower case.
    pub scheme: Vec<u8>,
    /// What follows the scheme where no slash does (`mailto:x`).
    pub opaque: Vec<u8>,
    /// Who asks.
    pub user: Option<User>,
    /// Name or address with an optional port.
    pub host: Vec<u8>,
    /// The path.
    pub path: Vec<u8>,
    /// The path as it was written, if escaping [`Self::path`] gives something else; else empty.
    pub raw_path: Vec<u8>,
    /// What follows the question mark, as it was written.
    pub query: Vec<u8>,
    /// Whether a question mark stands before nothing.
    pub force_query: bool,
    /// Whether a path follows the scheme at once, without two slashes.
    pub omit_host: bool,
    /// What follows the hash.
    pub fragment: Vec<u8>,
    /// The fragment as it was written, if escaping [`Self::fragment`] gives something else; else empty.
    pub raw_fragment: Vec<u8>,
}

/// A user's name and perhaps a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: Vec<u8>,
    /// The password; an empty one is not none.
    pub password: Option<Vec<u8>>,
}

//! URLs as Go's `net/url` takes them apart and joins them.

mod address;
mod escape;
mod parse;
#[cfg(test)]
mod tests;
mod write;

pub use address::{Version, check as check_address};
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
    /// What follows the question mark, as it was written.
    pub query: Vec<u8>,
    /// What follows the hash.
    pub fragment: Vec<u8>,
}

/// A user's name and perhaps a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: Vec<u8>,
    /// The password; an empty one is not none.
    pub password: Option<Vec<u8>>,
}

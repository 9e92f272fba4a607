//! IP addresses and networks as Go's `net/netip` has them.

mod address;
mod parse;
mod prefix;
#[cfg(test)]
mod tests;

pub use address::Address;
pub use prefix::Prefix;

/// Which kind of IP address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Four numbers
    Four,
    /// Eight groups
    Six,
}

/// Whether the text is an IP address, and of which version (`netip.ParseAddr`).
///
/// # Errors
/// What is wrong, in Go's words.
pub fn check(text: &[u8]) -> Result<Version, String> {
    Address::parse(text).map(|address| address.version())
}

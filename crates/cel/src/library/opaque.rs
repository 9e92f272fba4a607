//! Values of libraries that have no parts.

use gostd::netip::{Address, Prefix};
use gostd::url::Url;

use crate::function::Fault;
use crate::library::format::Format;
use crate::library::quantity::Quantity;
use crate::library::semver::Version;
use crate::types::Type;

/// The name of the type of URLs.
pub const URL: &str = "kubernetes.URL";
/// The name of the type of quantities.
pub const QUANTITY: &str = "kubernetes.Quantity";
/// The name of the type of IP addresses.
pub const IP: &str = "net.IP";
/// The name of the type of networks.
pub const CIDR: &str = "net.CIDR";
/// The name of the type of formats.
pub const FORMAT: &str = "kubernetes.NamedFormat";
/// The name of the type of semantic versions.
pub const SEMVER: &str = "kubernetes.Semver";

/// A value of a library.
#[derive(Debug)]
pub enum Opaque {
    /// `kubernetes.URL`
    Url(Url),
    /// `kubernetes.Quantity`
    Quantity(Quantity),
    /// `net.IP`
    Ip(Address),
    /// `net.CIDR`
    Cidr(Prefix),
    /// `kubernetes.NamedFormat`
    Format(&'static Format),
    /// `kubernetes.Semver`
    Semver(Version),
}

impl Opaque {
    /// The name of its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Url(_) => URL,
            Self::Quantity(_) => QUANTITY,
            Self::Ip(_) => IP,
            Self::Cidr(_) => CIDR,
            Self::Format(_) => FORMAT,
            Self::Semver(_) => SEMVER,
        }
    }

    /// Its type.
    #[must_use]
    pub fn kind(&self) -> Type {
        Type::Opaque(self.type_name())
    }

    /// As a text (`string(x)` of something dynamic), if it has one.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Ip(address) => Some(address.to_string()),
            Self::Cidr(network) => Some(network.to_string()),
            _ => None,
        }
    }

    /// How large it counts when prices are asked for: addresses and networks in bytes, everything else not at all.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Ip(address) => Some(u64::from(address.bit_length() / 8)),
            Self::Cidr(network) => Some(u64::from(network.bits().div_ceil(8))),
            _ => None,
        }
    }
}

/// Whether two values of libraries are equal.
///
/// # Errors
///
/// They are of different types; or a quantity is compared with one that was calculated, which the server can't do
/// unless the calculated one stands on the left and the other does not.
pub fn equal(left: &Opaque, right: &Opaque) -> Result<bool, Fault> {
    match (left, right) {
        (Opaque::Url(left), Opaque::Url(right)) => Ok(left.to_bytes() == right.to_bytes()),
        (Opaque::Quantity(left), Opaque::Quantity(right)) if !right.is_calculated() => Ok(left.compare(right).is_eq()),
        (Opaque::Ip(left), Opaque::Ip(right)) => Ok(left == right),
        (Opaque::Cidr(left), Opaque::Cidr(right)) => Ok(left == right),
        (Opaque::Format(left), Opaque::Format(right)) => Ok(left.name == right.name),
        (Opaque::Semver(left), Opaque::Semver(right)) => Ok(left.compare(right).is_eq()),
        _ => Err(Fault::no_such_overload()),
    }
}

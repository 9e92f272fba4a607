//! Networks: an address and how many of its bits count.

use std::fmt;

use super::Address;
use crate::strconv::{atoi, quote_bytes};

/// A network (`netip.Prefix`); bits of the address that do not count may be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    address: Address,
    bits: u32,
}

impl Prefix {
    /// Reads a network, as in `10.0.0.0/8` (`netip.ParsePrefix`).
    ///
    /// # Errors
    /// What is wrong, in Go's words.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        let fail = |message: String| format!("netip.ParsePrefix({}): {message}", quote_bytes(text));
        let Some(slash) = text.iter().rposition(|byte| *byte == b'/') else {
            return Err(fail("no '/'".to_owned()));
        };
        let (before, after) = (text.get(..slash).unwrap_or_default(), text.get(slash + 1..).unwrap_or_default());
        let address = Address::parse(before).map_err(&fail)?;
        if !address.zone().is_empty() {
            return Err(fail("IPv6 zones cannot be present in a prefix".to_owned()));
        }
        let is_plain = after.len() <= 1 || after.first().is_some_and(|first| matches!(first, b'1'..=b'9'));
        let bits = atoi(after).ok().filter(|_| is_plain);
        let bits = bits.ok_or_else(|| fail(format!("bad bits after slash: {}", quote_bytes(after))))?;
        let bits = u32::try_from(bits).ok().filter(|bits| *bits <= address.bit_length());
        let bits = bits.ok_or_else(|| fail("prefix length out of range".to_owned()))?;
        Ok(Self { address, bits })
    }

    /// The address, with all bits that were given.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// How many bits count.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The same with the bits that do not count set to zero (`Masked`).
    #[must_use]
    pub fn masked(&self) -> Self {
        Self { address: masked(&self.address, self.bits), bits: self.bits }
    }

    /// Whether the network has the address (`Contains`).
    #[must_use]
    pub fn contains(&self, address: &Address) -> bool {
        let comparable = address.zone().is_empty() && address.bit_length() == self.address.bit_length();
        comparable && masked(address, self.bits) == masked(&self.address, self.bits)
    }

    /// Whether the networks have addresses in common (`Overlaps`).
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let bits = self.bits.min(other.bits);
        let comparable = self.address.bit_length() == other.address.bit_length();
        comparable && masked(&self.address, bits) == masked(&other.address, bits)
    }
}

fn masked(address: &Address, count: u32) -> Address {
    match address {
        Address::Four(bits) => Address::Four(bits & u32::MAX.checked_shl(32 - count.min(32)).unwrap_or(0)),
        Address::Six { bits, .. } => {
            let mask = u128::MAX.checked_shl(128 - count.min(128)).unwrap_or(0);
            Address::Six { bits: bits & mask, zone: Vec::new() }
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.bits)
    }
}

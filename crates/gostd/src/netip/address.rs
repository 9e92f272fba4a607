//! Addresses: what they are and how they are written.

use std::fmt;

use super::Version;

/// An address (`netip.Addr`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Version 4.
    Four(u32),
    /// Version 6.
    Six {
        /// The address.
        bits: u128,
        /// What stands after the percent sign, if anything.
        zone: Vec<u8>,
    },
}

impl Address {
    /// Its version; a mapped address is one of version 6.
    #[must_use]
    pub fn version(&self) -> Version {
        match self {
            Self::Four(_) => Version::Four,
            Self::Six { .. } => Version::Six,
        }
    }

    /// How many bits it has (`BitLen`).
    #[must_use]
    pub fn bit_length(&self) -> u32 {
        if self.version() == Version::Four { 32 } else { 128 }
    }

    /// What stands after the percent sign.
    #[must_use]
    pub fn zone(&self) -> &[u8] {
        match self {
            Self::Four(_) => b"",
            Self::Six { zone, .. } => zone,
        }
    }

    /// The same without a zone.
    #[must_use]
    pub fn without_zone(self) -> Self {
        match self {
            Self::Six { bits, .. } => Self::Six { bits, zone: Vec::new() },
            four @ Self::Four(_) => four,
        }
    }

    /// The address of version 4 that one of version 6 stands for, if it is such a one.
    #[must_use]
    pub fn mapped(&self) -> Option<u32> {
        match self {
            Self::Six { bits, .. } if bits >> 32 == 0xffff => Some((bits & 0xffff_ffff) as u32),
            _ => None,
        }
    }

    /// Whether an address of version 6 stands for one of version 4 (`Is4In6`).
    #[must_use]
    pub fn is_mapped(&self) -> bool {
        self.mapped().is_some()
    }

    /// Itself, or the address of version 4 that it stands for (`Unmap`).
    fn kind(&self) -> (Option<u32>, u128) {
        match self {
            Self::Four(bits) => (Some(*bits), 0),
            Self::Six { bits, .. } => (self.mapped(), *bits),
        }
    }

    /// `0.0.0.0` or `::` (`IsUnspecified`).
    #[must_use]
    pub fn is_unspecified(&self) -> bool {
        match self {
            Self::Four(bits) => *bits == 0,
            Self::Six { bits, zone } => *bits == 0 && zone.is_empty(),
        }
    }

    /// `127.0.0.0/8` or `::1` (`IsLoopback`).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.kind() {
            (Some(four), _) => four >> 24 == 127,
            (None, six) => six == 1,
        }
    }

    /// `224.0.0.0/4` or `ff00::/8` (`IsMulticast`).
    #[must_use]
    pub fn is_multicast(&self) -> bool {
        match self.kind() {
            (Some(four), _) => four >> 28 == 0xe,
            (None, six) => six >> 120 == 0xff,
        }
    }

    /// `224.0.0.0/24` or `ffx2::/16` (`IsLinkLocalMulticast`).
    #[must_use]
    pub fn is_link_local_multicast(&self) -> bool {
        match self.kind() {
            (Some(four), _) => four >> 8 == 0xe0_0000,
            (None, six) => (six >> 112) & 0xff0f == 0xff02,
        }
    }

    /// `169.254.0.0/16` or `fe80::/10` (`IsLinkLocalUnicast`).
    #[must_use]
    pub fn is_link_local_unicast(&self) -> bool {
        match self.kind() {
            (Some(four), _) => four >> 16 == 0xa9fe,
            (None, six) => (six >> 112) & 0xffc0 == 0xfe80,
        }
    }

    /// None of the above and not the broadcast address; private networks are global too (`IsGlobalUnicast`).
    #[must_use]
    pub fn is_global_unicast(&self) -> bool {
        let is_special = match self.kind() {
            (Some(four), _) => matches!(four, 0 | u32::MAX),
            (None, six) => six == 0 && self.zone().is_empty(),
        };
        !is_special && !self.is_loopback() && !self.is_multicast() && !self.is_link_local_unicast()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Four(bits) => write_four(formatter, *bits),
            Self::Six { bits, zone } => {
                match self.mapped() {
                    Some(four) => {
                        formatter.write_str("::ffff:")?;
                        write_four(formatter, four)?;
                    }
                    None => write_six(formatter, *bits)?,
                }
                if zone.is_empty() { Ok(()) } else { write!(formatter, "%{}", String::from_utf8_lossy(zone)) }
            }
        }
    }
}

fn write_four(formatter: &mut fmt::Formatter<'_>, bits: u32) -> fmt::Result {
    let [first, second, third, fourth] = bits.to_be_bytes();
    write!(formatter, "{first}.{second}.{third}.{fourth}")
}

/// Eight groups; the first of the longest runs of two or more zeros is `::`.
fn write_six(formatter: &mut fmt::Formatter<'_>, bits: u128) -> fmt::Result {
    let groups: [u16; 8] = std::array::from_fn(|index| (bits >> (112 - 16 * index)) as u16);
    let (mut start, mut end) = (8, 8);
    for first in 0..8 {
        let run = groups.iter().skip(first).take_while(|group| **group == 0).count();
        if run >= 2 && run > end - start {
            (start, end) = (first, first + run);
        }
    }
    for (index, group) in groups.iter().enumerate() {
        if index == start {
            formatter.write_str("::")?;
        } else if index < start || index >= end {
            let colon = if index == 0 || index == end { "" } else { ":" };
            write!(formatter, "{colon}{group:x}")?;
        }
    }
    Ok(())
}

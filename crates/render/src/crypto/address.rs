//! Addresses of hosts.

use core::net::IpAddr;

/// The bytes of an address, four for IPv4 however it is written (`net.ParseIP`); `None` if it is none.
pub(crate) fn parse_address(text: &[u8]) -> Option<Vec<u8>> {
    match std::str::from_utf8(text).ok()?.parse().ok()? {
        IpAddr::V4(address) => Some(address.octets().to_vec()),
        IpAddr::V6(address) => Some(match address.to_ipv4_mapped() {
            Some(short) => short.octets().to_vec(),
            None => address.octets().to_vec(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_address;

    /// As `net.ParseIP` of Go answers.
    #[test]
    fn addresses() {
        assert_eq!(parse_address(b"10.0.0.1"), Some(vec![10, 0, 0, 1]));
        assert_eq!(parse_address(b"::ffff:1.2.3.4"), Some(vec![1, 2, 3, 4]));
        assert_eq!(parse_address(b"::1").map(|bytes| bytes.len()), Some(16));
        assert_eq!(parse_address(b"1:2:3:4:5:6:7::").map(|bytes| bytes.len()), Some(16));
        for text in ["", "1.2.3", "01.2.3.4", "1.2.3.256", "fe80::1%eth0", "1.2.3.4/8", "x", " 1.2.3.4"] {
            assert_eq!(parse_address(text.as_bytes()), None, "{text}");
        }
    }
}

//! Answers recorded from `net/netip` of Go 1.26.

use super::{Address, Prefix};

/// What there is to know of an address, or the error.
fn answer(text: &str) -> String {
    let address = match Address::parse(text.as_bytes()) {
        Ok(address) => address,
        Err(error) => return error,
    };
    let kinds = [
        ("unspecified", address.is_unspecified()),
        ("loopback", address.is_loopback()),
        ("multicast", address.is_multicast()),
        ("link-local multicast", address.is_link_local_multicast()),
        ("link-local unicast", address.is_link_local_unicast()),
        ("global unicast", address.is_global_unicast()),
        ("mapped", address.is_mapped()),
    ];
    let kinds: Vec<&str> = kinds.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name).collect();
    format!("{address} {}", kinds.join(", "))
}

#[test]
fn addresses_are_read_and_written_as_go_does() {
    let cases = [
        ("0.0.0.0", "0.0.0.0 unspecified"),
        ("127.0.0.1", "127.0.0.1 loopback"),
        ("255.255.255.255", "255.255.255.255 "),
        ("224.0.0.7", "224.0.0.7 multicast, link-local multicast"),
        ("169.254.3.4", "169.254.3.4 link-local unicast"),
        ("10.0.0.1", "10.0.0.1 global unicast"),
        ("::", ":: unspecified"),
        ("::1", "::1 loopback"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1 global unicast"),
        ("1:0:2:0:0:0:3:0", "1:0:2::3:0 global unicast"),
        ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6:: global unicast"),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1 loopback, mapped"),
        ("fe80::1%eth0", "fe80::1%eth0 link-local unicast"),
        ("ff02::1", "ff02::1 multicast, link-local multicast"),
        ("01.2.3.4", "ParseAddr(\"01.2.3.4\"): IPv4 field has octet with leading zero"),
        ("1.2.3", "ParseAddr(\"1.2.3\"): IPv4 address too short"),
        ("1.2.3.256", "ParseAddr(\"1.2.3.256\"): IPv4 field has value >255"),
        ("1..2.3", "ParseAddr(\"1..2.3\"): IPv4 field must have at least one digit (at \".2.3\")"),
        ("", "ParseAddr(\"\"): unable to parse IP"),
        ("1::2::3", "ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")"),
        ("1:2:3:4:5:6:7:8:9", "ParseAddr(\"1:2:3:4:5:6:7:8:9\"): trailing garbage after address (at \"9\")"),
        ("12345::", "ParseAddr(\"12345::\"): each group must have 4 or less digits (at \"12345::\")"),
    ];
    for (text, expected) in cases {
        assert_eq!(answer(text), expected);
    }
}

#[test]
fn networks_are_read_and_compared_as_go_does() {
    let read = |text: &str| Prefix::parse(text.as_bytes());
    assert_eq!(read("10.1.2.3/8").map(|prefix| prefix.masked().to_string()), Ok("10.0.0.0/8".to_owned()));
    assert_eq!(read("2001:db8::1/0").map(|prefix| prefix.masked().to_string()), Ok("::/0".to_owned()));
    for (text, message) in [
        ("10.0.0.0", "no '/'"),
        ("10.0.0.0/", "bad bits after slash: \"\""),
        ("10.0.0.0/08", "bad bits after slash: \"08\""),
        ("10.0.0.0/+8", "bad bits after slash: \"+8\""),
        ("10.0.0.0/33", "prefix length out of range"),
        ("fe80::1%a/8", "IPv6 zones cannot be present in a prefix"),
        ("x/8", "ParseAddr(\"x\"): unable to parse IP"),
    ] {
        assert_eq!(read(text), Err(format!("netip.ParsePrefix(\"{text}\"): {message}")));
    }
    let network = read("192.168.0.0/24").unwrap();
    let has = |text: &str| network.contains(&Address::parse(text.as_bytes()).unwrap());
    assert!(has("192.168.0.77") && !has("192.168.1.0") && !has("::1"));
    assert!(network.overlaps(&read("192.168.0.0/16").unwrap()) && !network.overlaps(&read("::/0").unwrap()));
}

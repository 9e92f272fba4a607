//! What each format accepts and refuses, as the server's own functions answered.

use gostd::budget::Budget;

use super::Format;

const ACCEPTED: &[(&str, &[&str])] = &[
    ("bsonobjectid", &["507f1f77bcf86cd799439011"]),
    ("byte", &["YQ==", "YWI=", "YWJj"]),
    ("cidr", &["10.0.0.0/8", "010.0.0.1/08", "fd00::/8", "::ffff:1.2.3.4/96", "1.2.3.4/0"]),
    ("creditcard", &["4111111111111111", "4111-1111-1111-1111", "378282246310005", "30569309025904"]),
    ("date", &["2024-02-29", "0001-01-01"]),
    (
        "date-time",
        &["2024-01-01T00:00:00Z", "2024-01-01t00:00:00z", "2024-01-01T00:00:00.5+01:00", "2024-01-01T23:59:59zt"],
    ),
    ("datetime", &["2024-01-01T00:00:00,5Z"]),
    ("duration", &["1h30m", "22 ns", "1 day", "1w", "P1D", "3 weeks", "5 Hours", "1x 2h"]),
    (
        "email",
        &[
            "a@b",
            "Bob <a@b.c>",
            "\"a b\"@c.d",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "a@b (me)",
            "g: a@b.c;",
            "bob.x. <a@b>",
        ],
    ),
    ("hexcolor", &["#fff", "A0B1C2"]),
    ("hostname", &["a", "example.com", "1.example.co", "a-b"]),
    ("ipv4", &["1.2.3.4", "01.02.03.004", "::ffff:1.2.3.4"]),
    ("ipv6", &["::1", "fe80::1", "::ffff:1.2.3.4"]),
    ("isbn", &["0321751043", "978-0321751041"]),
    ("isbn10", &["0-321-75104-3", "097522980X"]),
    ("k8s-long-name", &["a", "a.b-c.d1"]),
    ("k8s-short-name", &["a", "a-b", "1"]),
    ("mac", &["01:02:03:04:05:ab", "01-02-03-04-05-AB", "0102.0304.05ab", "0102030405ab", "01:02:03:04:05:06:07:08"]),
    ("password", &["", "x"]),
    ("rgbcolor", &["rgb(0,100,255)", "rgb( 1 , 2 , 3 )"]),
    ("ssn", &["111-11-1111", "111 11 1111"]),
    ("uri", &["http://a", "/a", "mailto:x", "//a"]),
    ("uuid", &["123e4567-e89b-12d3-a456-426614174000", "123E4567e89b12d3a456426614174000"]),
    ("uuid4", &["57b73598-8764-4ad0-a76a-679bb6640eb1"]),
];

const REFUSED: &[(&str, &[&str])] = &[
    ("bsonobjectid", &["", "507f1f77bcf86cd79943901g", "507f1f77bcf86cd7994390"]),
    ("byte", &["", "YQ", "YQ=", "Y===", "YQ==\n", "Y-=="]),
    ("cidr", &["10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/+8", "a/8", "/8"]),
    ("creditcard", &["", "4111111111111112", "1234567812345670"]),
    ("date", &["2023-02-29", "2024-1-1", "2024-01-01T00:00:00Z"]),
    ("date-time", &["2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00Z", ""]),
    ("duration", &["", "x", "1", "5 parsecs", "99999999999999999999 h"]),
    ("email", &["", "a", "a@", "@b", "a@b, c@d", ".a@b", "a..b@c", "\"\"@b", "a@[1.2.3]", "g: a@b, c@d;", "Bob a@b"]),
    ("hexcolor", &["#ff", "#ggg", ""]),
    ("hostname", &["a_b", "1.2.3.4", "-a", "a.", ""]),
    ("ipv4", &["1.2.3", "1.2.3.256", "::1", "1.2.3.4.5", ""]),
    ("ipv6", &["1.2.3.4", "fe80::1%eth0", "1:2", ""]),
    ("isbn", &["0321751044", "978-0321751042", ""]),
    ("k8s-long-name", &["A", "a..b", "-a", ""]),
    ("k8s-short-name", &["a.b", "-a", "A", ""]),
    ("mac", &["", "01:02:03:04:05", "01:02:03:04:05:0g", "01:02-03:04:05:06", "0102030405"]),
    ("rgbcolor", &["rgb(256,0,0)", "rgb(1,2)", "rgb(01,2,3)"]),
    ("ssn", &["111111111", "111-11-111a", ""]),
    ("uri", &["a", "", "./a"]),
    ("uuid", &["123e4567-e89b-12d3-a456-42661417400", "123e4567--e89b-12d3-a456-426614174000", "x", ""]),
    ("uuid3", &["57b73598-8764-4ad0-a76a-679bb6640eb1"]),
    ("uuid4", &["57b73598-8764-4ad0-c76a-679bb6640eb1"]),
];

#[test]
fn formats_accept_what_the_server_accepts() {
    let answer = |name: &str, text: &str| Format::named(name).unwrap().accepts(text, &Budget::new(10_000_000)).unwrap();
    for (name, texts) in ACCEPTED {
        for text in *texts {
            assert!(answer(name, text), "{name} refuses {text:?}");
        }
    }
    for (name, texts) in REFUSED {
        for text in *texts {
            assert!(!answer(name, text), "{name} accepts {text:?}");
        }
    }
}

#[test]
fn only_known_formats_have_a_name() {
    for unknown in ["", "int32", "binary", "int-or-string", "Date", "regex"] {
        assert!(Format::named(unknown).is_none(), "{unknown}");
    }
}

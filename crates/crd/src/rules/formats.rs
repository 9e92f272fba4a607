//! Texts of formats that change their type in expressions, read as the server does (`kube-openapi/pkg/validation/strfmt`).

use cel::value::Timestamp;
use gostd::base64;
use gostd::time::{Location, parse_in_location};

/// The layouts of `date-time`, in the order in which they are tried.
const DATE_TIMES: [&str; 5] = [
    "2006-01-02T15:04:05.000000Z07:00",
    "2006-01-02T15:04:05.000Z07:00",
    "2006-01-02T15:04:05Z07:00",
    "2006-01-02T15:04:05.999999999Z07:00",
    "2006-01-02T15:04:05",
];

/// `format: date`
///
/// # Errors
/// The server's text.
pub(super) fn date(text: &str) -> Result<Timestamp, String> {
    moment("2006-01-02", text).map_err(|reason| format!("Invalid date formatted string {text}: {reason}"))
}

/// `format: date-time`; empty is 1970.
///
/// # Errors
/// The server's text.
pub(super) fn date_time(text: &str) -> Result<Timestamp, String> {
    if text.is_empty() {
        return Ok(Timestamp::utc(0, 0));
    }
    let mut reason = String::new();
    for layout in DATE_TIMES {
        match moment(layout, text) {
            Ok(moment) => return Ok(moment),
            Err(error) => reason = error,
        }
    }
    Err(format!("Invalid date-time formatted string {text}: {reason}"))
}

fn moment(layout: &str, text: &str) -> Result<Timestamp, String> {
    let time = parse_in_location(layout.as_bytes(), text.as_bytes(), &Location::utc())?;
    let offset = time.location().offset_at(time.unix()).seconds;
    Ok(Timestamp { seconds: time.unix(), nanoseconds: time.nanos(), offset })
}

/// `format: byte`. The schema demands the usual alphabet of base64, and expressions that of URLs: a text with `+`, `/`,
/// `-` or `_` satisfies only one of them.
///
/// # Errors
/// The server's text.
pub(super) fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let usual: Vec<u8> = text
        .bytes()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'+' | b'/' => b'*',
            other => other,
        })
        .collect();
    base64::decode(&usual).map_err(|error| format!("Invalid byte formatted string {text}: {error}"))
}

#[cfg(test)]
mod tests {
    use gostd::time::Duration;

    use super::*;

    #[test]
    fn durations_are_go_s_or_pairs_of_number_and_unit() {
        let second = Duration::SECOND.0;
        let table = [
            ("1h2m", Some(3720 * second)),
            ("22 ns", Some(22)),
            ("1 day", Some(86_400 * second)),
            ("1w", Some(7 * 86_400 * second)),
            ("P1D", Some(86_400 * second)),
            ("3 hours and 2 minutes", Some((3 * 3600 + 120) * second)),
            ("12 3sec", Some(3 * second)),
            ("1 µs", Some(1000)),
            ("12", None),
            ("x", None),
            ("1 parsec", None),
            ("99999999999999999999 s", None),
        ];
        for (text, expected) in table {
            assert_eq!(crate::formats::duration(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn dates_and_bytes_are_read() {
        assert_eq!(date("1970-01-02"), Ok(Timestamp::utc(86_400, 0)));
        assert_eq!(date_time("1970-01-01T01:00:00.5+01:00"), Ok(Timestamp::utc(0, 500_000_000)));
        assert_eq!(date_time("1970-01-01T00:00:01"), Ok(Timestamp::utc(1, 0)));
        assert!(date_time("1970-01-01").is_err());
        assert_eq!(bytes("_-8="), Ok(vec![0xff, 0xef]));
        assert_eq!(
            bytes("/+8="),
            Err("Invalid byte formatted string /+8=: illegal base64 data at input byte 0".to_owned())
        );
    }
}

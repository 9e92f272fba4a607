//! Answers recorded from Go 1.26.

use super::{CivilTime, Timestamp, civil_from_days, days_from_civil, days_in_month, parse_rfc3339};

#[test]
fn times_are_read_and_written_as_in_go() {
    for line in include_str!("../../testdata/times.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns[..] {
            [text, error] => {
                let message = parse_rfc3339(text).unwrap_err().to_string();
                assert_eq!(format!("! {message}"), error);
            }
            [text, seconds, nanos, offset, short, long] => {
                let time = parse_rfc3339(text).unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(time.seconds.to_string(), seconds, "{text}");
                assert_eq!(time.nanos.to_string(), nanos, "{text}");
                assert_eq!(time.offset_seconds.to_string(), offset, "{text}");
                assert_eq!(time.to_rfc3339(), short);
                assert_eq!(time.to_rfc3339_nano(), long);
            }
            _ => panic!("two or six columns: {line}"),
        }
    }
}

#[test]
fn years_outside_of_four_digits() {
    let cases = [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (1_000_000_000, "2001-09-09T01:46:40Z"),
        (253_402_300_800, "10000-01-01T00:00:00Z"),
        (-62_167_219_201, "-0001-12-31T23:59:59Z"),
    ];
    for (seconds, text) in cases {
        assert_eq!(Timestamp::from_unix(seconds).to_rfc3339(), text);
    }
    assert!(Timestamp::from_unix(i64::MAX).with_offset(i32::MAX).to_rfc3339_nano().starts_with("292277026596-"));
}

#[test]
fn days_and_dates_are_inverse() {
    for days in (-800_000..800_000).step_by(17) {
        let (year, month, day) = civil_from_days(days);
        assert_eq!(days_from_civil(year, month, day), days);
        assert!((1..=days_in_month(year, month)).contains(&day));
    }
    let leap_second_before = CivilTime { year: 2016, month: 12, day: 31, hour: 23, minute: 59, second: 59 };
    assert_eq!(leap_second_before.to_seconds(), 1_483_228_799);
    assert_eq!(CivilTime::from_seconds(1_483_228_799), leap_second_before);
}

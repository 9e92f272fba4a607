//! Answers of Go 1.27's `time`, and zones.

use super::{Duration, Location, Parts, Time, parse_in_location};

fn columns<const N: usize>(line: &str) -> [&str; N] {
    let columns: Vec<&str> = line.split('\t').collect();
    columns.try_into().unwrap_or_else(|_| panic!("{N} columns: {line}"))
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\\\", "\\")
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn answer<T: ToString>(result: Result<T, String>) -> String {
    match result {
        Ok(value) => format!("={}", value.to_string()),
        Err(error) => format!("!{error}").replace('\\', "\\\\").replace('\n', "\\n"),
    }
}

#[test]
fn spans_are_those_of_go() {
    for line in include_str!("../../testdata/spans.tsv").lines() {
        let (kind, rest) = line.split_once('\t').unwrap();
        match kind {
            "parse" => {
                let [text, expected] = columns(rest);
                let parsed = Duration::parse(unescape(text).as_bytes());
                assert_eq!(answer(parsed.map(|span| span.0)), expected, "{text}");
            }
            "text" => {
                let [span, text] = columns(rest);
                assert_eq!(Duration(number(span)).to_string(), text);
            }
            "floats" => {
                let [span, floats] = columns(rest);
                let span = Duration(number(span));
                let written = [span.seconds(), span.minutes(), span.hours()];
                let written = written.map(|float| crate::strconv::format_float(float, b'g', 64));
                assert_eq!(written.join(" "), floats, "{span}");
            }
            _ => {
                let [span, unit, rounded, cut] = columns(rest).map(|column| Duration(number(column)));
                assert_eq!((span.round(unit), span.truncate(unit)), (rounded, cut), "{line}");
            }
        }
    }
}

#[test]
fn layouts_write_as_in_go() {
    for line in include_str!("../../testdata/layouts.tsv").lines() {
        let [layout, zone, offset, seconds, expected] = columns(line);
        let location = if zone == "UTC" { Location::utc() } else { Location::fixed(zone, number(offset)) };
        let written = Time::new(number(seconds), 123_456_780, location).format(layout.as_bytes());
        assert_eq!(String::from_utf8(written).unwrap(), expected, "{line}");
    }
}

#[test]
fn layouts_read_as_in_go() {
    let cet = Location::fixed("CET", 3600);
    for line in include_str!("../../testdata/layout_times.tsv").lines() {
        let [layout, text, expected] = columns(line);
        let time = parse_in_location(unescape(layout).as_bytes(), unescape(text).as_bytes(), &cet);
        let shown = time.map(|time| {
            let offset = time.location().offset_at(time.unix());
            format!("{} {} {} {}", time.unix(), time.nanos(), offset.seconds, offset.name)
        });
        assert_eq!(answer(shown), expected, "{line}");
    }
}

#[test]
fn the_calendar_is_that_of_go() {
    for line in include_str!("../../testdata/calendar.tsv").lines() {
        let numbers: [i64; 14] = columns(line).map(number);
        let [
            seconds,
            nanos,
            offset,
            weekday,
            year_day,
            iso_year,
            iso_week,
            unit,
            rounded,
            cut,
            years,
            months,
            days,
            added,
        ] = numbers;
        let location = Location::fixed("", i32::try_from(offset).unwrap());
        let time = Time::new(seconds, u32::try_from(nanos).unwrap(), location);
        assert_eq!((i64::from(time.weekday()), time.year_day()), (weekday, year_day), "{line}");
        assert_eq!(time.iso_week(), (iso_year, iso_week), "{line}");
        let unit = Duration(unit);
        let multiples = [time.round(unit), time.truncate(unit)].map(|time| time.unix_in(1_000_000_000));
        assert_eq!(multiples, [rounded, cut], "{line}");
        assert_eq!(time.add_date(years, months, days).unix(), added, "{line}");
    }
}

/// A file with one transition and a rule.
fn berlin() -> Vec<u8> {
    let header = |version: u8, transitions: u8, offsets: u8, characters: u8| {
        let mut bytes = b"TZif".to_vec();
        bytes.push(version);
        bytes.extend([0; 15]);
        for count in [0, 0, 0, transitions, offsets, characters] {
            bytes.extend([0, 0, 0, count]);
        }
        bytes
    };
    let mut file = header(b'2', 0, 0, 0);
    file.extend(header(b'2', 1, 2, 8));
    file.extend((-2_422_054_408_i64).to_be_bytes());
    file.push(1);
    file.extend([0, 0, 0x0c, 0x88, 0, 0, 0, 0, 0x0e, 0x10, 0, 4]);
    file.extend(b"LMT\0CET\0\nCET-1CEST,M3.5.0,M10.5.0/3\n");
    file
}

#[test]
fn zones_follow_their_rules() {
    let zone = Location::from_tzif("Europe/Berlin", &berlin()).unwrap();
    let cases = [
        (-2_422_054_409, "LMT", 3208),
        (0, "CET", 3600),
        (1_711_846_799, "CET", 3600),
        (1_711_846_800, "CEST", 7200),
        (1_729_990_799, "CEST", 7200),
        (1_729_990_800, "CET", 3600),
        (4_102_444_800, "CET", 3600),
    ];
    for (second, name, seconds) in cases {
        let offset = zone.offset_at(second);
        assert_eq!((offset.name.as_str(), offset.seconds), (name, seconds), "{second}");
    }
    // The hour that does not exist, and the one that is there twice.
    let at = |month, day| Parts { year: 2024, month, day, hour: 2, minute: 30, ..Parts::default() };
    let shown = |parts| String::from_utf8(Time::from_parts(parts, zone.clone()).format(b"15:04 MST")).unwrap();
    assert_eq!(shown(at(3, 31)), "03:30 CEST");
    assert_eq!(shown(at(10, 27)), "02:30 CET");
}

#[test]
fn broken_zone_files_are_refused() {
    let file = berlin();
    let end_of_body = file.len() - "\nCET-1CEST,M3.5.0,M10.5.0/3\n".len();
    for length in 0..end_of_body {
        assert!(Location::from_tzif("x", file.get(..length).unwrap()).is_none(), "{length}");
    }
    for place in 0..file.len() {
        for byte in [0, 1, b'9', 0xff] {
            let mut broken = file.clone();
            *broken.get_mut(place).unwrap() = byte;
            if let Some(zone) = Location::from_tzif("x", &broken) {
                let _ = zone.offset_at(1_700_000_000);
            }
        }
    }
}

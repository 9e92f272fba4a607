//! Which texts are timestamps to go-yaml (`parseTimestamp` in `resolve.go`, Go's `time.Parse`).
//! Their value is never needed: they are read as strings and quoted when written.

/// Whether the text is a date (`2006-1-2`), a date and a time with blanks between, or an
/// RFC 3339 timestamp whose fields may have one digit.
pub(crate) fn is_timestamp(text: &str) -> bool {
    date_and_rest(text).is_some_and(|rest| {
        if rest.is_empty() {
            return true;
        }
        if let Some(time) = rest.strip_prefix(['T', 't']) {
            return time_and_rest(time).is_some_and(is_zone);
        }
        rest.starts_with(' ') && time_and_rest(rest.trim_start_matches(' ')) == Some("")
    })
}

fn date_and_rest(text: &str) -> Option<&str> {
    let year_text = text.get(..4)?;
    let year: u32 = digits(year_text)?;
    let rest = text.get(4..)?.strip_prefix('-')?;
    let (month, rest) = short_number(rest)?;
    let (day, rest) = short_number(rest.strip_prefix('-')?)?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(rest)
}

fn time_and_rest(text: &str) -> Option<&str> {
    let (hour, rest) = short_number(text)?;
    let (minute, rest) = short_number(rest.strip_prefix(':')?)?;
    let (second, rest) = short_number(rest.strip_prefix(':')?)?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let Some(fraction) = rest.strip_prefix(['.', ',']) else {
        return Some(rest);
    };
    let after = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    if after.len() == fraction.len() { Some(rest) } else { Some(after) }
}

/// `Z` or `+07:00`. Go allows offsets up to 24 hours and 60 minutes.
fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return false;
    };
    offset.len() == 5
        && offset.split_once(':').is_some_and(|(hours, minutes)| {
            hours.len() == 2
                && digits(hours).is_some_and(|hours| hours <= 24)
                && digits(minutes).is_some_and(|minutes| minutes <= 60)
        })
}

/// One or two digits.
fn short_number(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(length)?;
    Some((digits(number)?, rest))
}

fn digits(text: &str) -> Option<u32> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn timestamps_are_told_as_go_does() {
        for text in [
            "2001-01-01",
            "2001-1-2",
            "2000-02-29",
            "2001-12-14T21:59:43Z",
            "2001-12-14t1:2:3.5+24:60",
            "2001-12-14 21:59:43,5",
            "2001-12-14   1:2:3",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in [
            "2001-02-29",
            "2001-13-01",
            "20010-1-1",
            "201-01-01",
            "2001-01-01T",
            "2001-12-14T24:00:00Z",
            "2001-12-14T21:59:43",
            "2001-12-14 21:59:43Z",
            "2001-12-14 21:59:43.10 -5",
            "2001-12-14T21:59:43+1:00",
            "2001-12-14x",
            "12:30:45",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}

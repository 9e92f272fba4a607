//! Dates and times (RFC 3339), with the texts of Go's `time.Parse`.

use super::{fail, integer};

/// The layout that dates have.
const LAYOUT: &str = "2006-01-02";

pub(super) fn date(text: &str) -> Result<(), String> {
    let mut reader = DateReader { whole: text, position: 0 };
    let year = reader.number(4, "2006")?;
    reader.dash()?;
    let month = reader.number(2, "01")?;
    if !(1..=12).contains(&month) {
        return reader.fault(": month out of range");
    }
    reader.dash()?;
    let day = reader.number(2, "02")?;
    let rest = text.get(reader.position..).unwrap_or_default();
    if !rest.is_empty() {
        return reader.fault(&format!(": extra text: {}", quote(rest)));
    }
    if day < 1 || day > days_in(month, year) {
        return reader.fault(": day out of range");
    }
    Ok(())
}

fn days_in(month: i64, year: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

struct DateReader<'t> {
    whole: &'t str,
    position: usize,
}

impl DateReader<'_> {
    fn fault<T>(&self, reason: &str) -> Result<T, String> {
        Err(format!("parsing time {}{reason}", quote(self.whole)))
    }

    /// What is next is not what the layout has here.
    fn mismatch<T>(&self, element: &str) -> Result<T, String> {
        let rest = String::from_utf8_lossy(self.whole.as_bytes().get(self.position..).unwrap_or_default());
        self.fault(&format!(" as \"{LAYOUT}\": cannot parse {} as {}", quote(&rest), quote(element)))
    }

    fn dash(&mut self) -> Result<(), String> {
        if self.whole.as_bytes().get(self.position) != Some(&b'-') {
            return self.mismatch("-");
        }
        self.position += 1;
        Ok(())
    }

    fn number(&mut self, width: usize, element: &str) -> Result<i64, String> {
        let digits = self.whole.get(self.position..self.position + width);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(number) = digits.and_then(|digits| digits.parse().ok()) else {
            return self.mismatch(element);
        };
        self.position += width;
        Ok(number)
    }
}

/// Quotes as the `time` package does: bytes beyond ASCII as `\xff`.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' '..=0x7f => quoted.push(char::from(byte)),
            _ => quoted.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted.push('"');
    quoted
}

pub(super) fn time(text: &str) -> Result<(), String> {
    let bytes = text.as_bytes();
    if bytes.len() < 9 {
        return fail("less than 9 characters long");
    }
    if bytes.get(2) != Some(&b':') || bytes.get(5) != Some(&b':') {
        return fail("missing colon in correct place");
    }
    let [hour, minute, second] = clock(bytes)?;
    if hour > 23 || minute > 59 || second > 60 {
        return fail("hour/min/sec out of range");
    }
    let rest = after_fraction(bytes.get(8..).unwrap_or_default())?;
    let minutes = match rest {
        b"z" | b"Z" => hour * 60 + minute,
        _ => hour * 60 + minute + offset(rest)?,
    };
    // Times before midnight belong to the day before; those after the next one are not moved, as in the library.
    let minutes = if minutes < 0 { minutes + 24 * 60 } else { minutes };
    if second >= 60 && minutes != 23 * 60 + 59 {
        return fail("invalid leap second");
    }
    Ok(())
}

/// `hh:mm:ss`
fn clock(bytes: &[u8]) -> Result<[i64; 3], String> {
    let mut numbers = [0; 3];
    for (number, start) in numbers.iter_mut().zip([0, 3, 6]) {
        let text = String::from_utf8_lossy(bytes.get(start..start + 2).unwrap_or_default()).into_owned();
        *number = integer(&text).or_else(|_| fail("invalid hour/min/sec"))?;
        if *number < 0 {
            return fail("non-positive hour/min/sec");
        }
    }
    Ok(numbers)
}

fn after_fraction(rest: &[u8]) -> Result<&[u8], String> {
    let Some(fraction) = rest.strip_prefix(b".") else {
        return Ok(rest);
    };
    match fraction.iter().take_while(|byte| byte.is_ascii_digit()).count() {
        0 => fail("no digits in second fraction"),
        digits => Ok(fraction.get(digits..).unwrap_or_default()),
    }
}

/// `+hh:mm` or `-hh:mm`, in minutes to add to reach universal time.
fn offset(text: &[u8]) -> Result<i64, String> {
    if text.len() != 6 {
        return fail("offset must be 6 characters long");
    }
    let sign = match text.first() {
        Some(b'+') => -1,
        Some(b'-') => 1,
        _ => return fail("offset must begin with plus/minus"),
    };
    if text.get(3) != Some(&b':') {
        return fail("missing colon in offset in correct place");
    }
    let mut numbers = [0; 2];
    // Another colon before the one in place would change what the library splits; then it is no number either.
    for (number, start) in numbers.iter_mut().zip([1, 4]) {
        let digits = String::from_utf8_lossy(text.get(start..start + 2).unwrap_or_default()).into_owned();
        *number = integer(&digits).or_else(|_| fail("invalid hour/min in offset"))?;
        if *number < 0 {
            return fail("non-positive hour/min in offset");
        }
    }
    let [hours, minutes] = numbers;
    if hours > 23 || minutes > 59 {
        return fail("hour/min in offset out of range");
    }
    Ok(sign * (hours * 60 + minutes))
}

pub(super) fn date_time(text: &str) -> Result<(), String> {
    if text.len() < 20 {
        return fail("less than 20 characters long");
    }
    if !matches!(text.as_bytes().get(10), Some(b't' | b'T')) {
        return fail("11th character must be t or T");
    }
    let (day, clock) = text.split_at_checked(10).unwrap_or_default();
    date(day).map_err(|error| format!("invalid date element: {error}"))?;
    time(clock.get(1..).unwrap_or_default()).map_err(|error| format!("invalid time element: {error}"))
}

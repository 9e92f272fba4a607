//! How long services are waited for, and how often they are asked again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// Patience with services.
#[derive(Clone, Debug)]
pub struct Patience {
    /// How often a request is repeated after its first try.
    pub repeats: u32,
    /// The first pause; it doubles with every repeat.
    pub first: Duration,
    /// The longest pause. A service that asks for more by `Retry-After` ends the request.
    pub longest: Duration,
    /// For an answer.
    pub answer: Duration,
    /// For the answer of a log: Rekor 2 answers with the next checkpoint, which may take 20 seconds and more.
    pub log: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            repeats: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            answer: Duration::from_secs(30),
            log: Duration::from_secs(60),
        }
    }
}

impl Patience {
    /// The pause before repeat number `done` (from 0), or why there is none.
    pub(crate) fn pause(&self, done: u32, asked: Option<Duration>) -> Result<Duration, String> {
        if done >= self.repeats {
            return Err(format!("tried {} times", done.saturating_add(1)));
        }
        match asked {
            Some(asked) if asked > self.longest => Err(format!(
                "it asks to wait {} s, which is longer than the limit of {} s",
                asked.as_secs(),
                self.longest.as_secs()
            )),
            Some(asked) if !asked.is_zero() => Ok(asked),
            _ => Ok(self.first.saturating_mul(2_u32.saturating_pow(done.min(16))).min(self.longest)),
        }
    }
}

/// Reads `Retry-After`: seconds or a date (RFC 9110, section 10.2.3). Anything else is as good as nothing.
pub(crate) fn retry_after(value: &str, now: i64) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a u64 holds still mean a very long time.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let wanted: Timestamp = rfc2822::parse(value).ok()?.timestamp();
    let seconds = wanted.as_second().saturating_sub(now);
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(retry_after("2", 0), Some(Duration::from_secs(2)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_770), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", 784_111_770), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", 0), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("soon", 0), None);
        assert_eq!(retry_after("-1", 0), None);
    }

    #[test]
    fn pauses_double_and_end() {
        let patience = Patience::default();
        let pauses: Vec<_> = (0..4).map(|done| patience.pause(done, None)).collect();
        let milliseconds = |number| Ok(Duration::from_millis(number));
        assert_eq!(
            pauses,
            [milliseconds(500), milliseconds(1000), milliseconds(2000), Err("tried 4 times".to_owned())]
        );
        assert!(patience.pause(0, Some(Duration::from_secs(99_999))).unwrap_err().contains("99999 s"));
    }
}

//! Which failures may pass, and how long to wait for it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oci::StoreError;
use reqwest::StatusCode;

use crate::options::{Observer, RetryPolicy};

/// A failure that may pass: another try can succeed.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// What happened, for people.
    pub reason: String,
    /// What the server asked for by `Retry-After`.
    pub retry_after: Option<Duration>,
}

/// Why a try failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// May pass.
    Trouble(Trouble),
    /// Will not.
    Final(StoreError),
}

/// Result of one try.
pub(crate) type Tried<T> = Result<T, Failure>;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Final(error)
    }
}

/// Whether a status says that the same request can succeed later.
pub(crate) fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// Counts the tries of one request and pauses between them.
pub(crate) struct Pauses<'a> {
    policy: &'a RetryPolicy,
    observer: Option<&'a dyn Observer>,
    location: String,
    done: u32,
}

impl<'a> Pauses<'a> {
    /// No try has failed yet.
    pub(crate) fn new(policy: &'a RetryPolicy, observer: Option<&'a dyn Observer>, location: String) -> Self {
        Self { policy, observer, location, done: 0 }
    }

    /// Waits after a failed try, or gives up: after the last try, or when the server wants a longer pause than the
    /// policy allows.
    pub(crate) async fn after(&mut self, failure: Failure) -> Result<(), StoreError> {
        let trouble = match failure {
            Failure::Trouble(trouble) => trouble,
            Failure::Final(error) => return Err(error),
        };
        let pause = self.pause(&trouble).map_err(|detail| self.unreachable(detail))?;
        self.done += 1;
        if let Some(observer) = self.observer {
            observer.pause(&self.location, &trouble.reason, pause);
        }
        tokio::time::sleep(pause).await;
        Ok(())
    }

    fn pause(&self, trouble: &Trouble) -> Result<Duration, String> {
        let reason = &trouble.reason;
        if self.done >= self.policy.repeats {
            let asked = trouble.retry_after.filter(|asked| !asked.is_zero());
            let asked = asked.map(|asked| format!("; it asks to wait {} s", asked.as_secs())).unwrap_or_default();
            return Err(format!("{reason} (tried {} times){asked}", self.done + 1));
        }
        match trouble.retry_after {
            Some(asked) if asked > self.policy.longest => Err(format!(
                "{reason}; it asks to wait {} s, which is longer than the limit of {} s",
                asked.as_secs(),
                self.policy.longest.as_secs()
            )),
            Some(asked) if !asked.is_zero() => Ok(asked),
            _ => Ok(back_off(self.policy, self.done, fastrand::f64())),
        }
    }

    fn unreachable(&self, detail: String) -> StoreError {
        StoreError::Unreachable { location: self.location.clone(), detail }
    }
}

/// The pause before repeat number `done` (from 0): base × 2ⁿ, a quarter more or less by `jitter` (0 to 1).
fn back_off(policy: &RetryPolicy, done: u32, jitter: f64) -> Duration {
    let doubled = policy.base.saturating_mul(2_u32.saturating_pow(done.min(20)));
    doubled.min(policy.longest).mul_f64(0.75 + jitter.clamp(0.0, 1.0) / 2.0)
}

/// Reads `Retry-After`: seconds or an HTTP date. Anything else is as good as nothing.
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a u64 holds still mean a very long time.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let wanted = UNIX_EPOCH.checked_add(Duration::from_secs(unix_seconds(value)?))?;
    Some(wanted.duration_since(now).unwrap_or_default())
}

/// Reads an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7) as seconds since 1970.
fn unix_seconds(date: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = date.split_once(", ")?.1.split(' ');
    let day = number(words.next()?, 1, 31)?;
    let name = words.next()?;
    let month = u64::try_from(MONTHS.iter().position(|month| *month == name)?).ok()? + 1;
    let year = number(words.next()?, 1970, 9999)?;
    let mut clock = words.next()?.split(':');
    let hour = number(clock.next()?, 0, 23)?;
    let minute = number(clock.next()?, 0, 59)?;
    let second = number(clock.next()?, 0, 60)?;
    if words.next() != Some("GMT") || words.next().is_some() || clock.next().is_some() {
        return None;
    }
    Some(((days_since_1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second)
}

fn number(text: &str, least: u64, most: u64) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (least..=most).contains(number))
}

/// Days of the Gregorian calendar, counted in years that begin with March; `year` is 1970 or later.
fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    // 1 January 1970 counted from 1 March of the year 0.
    days - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_dates() {
        assert_eq!(unix_seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(unix_seconds("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(unix_seconds("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199));
        for broken in ["", "Sun, 06 Nov 1994 08:49:37", "Sun, 6 Nov 94 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT"] {
            assert_eq!(unix_seconds(broken), None, "{broken}");
        }
    }

    #[test]
    fn r10_retry_after_is_seconds_or_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
        assert_eq!(retry_after("2", now), Some(Duration::from_secs(2)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", now), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-1", now), None);
    }

    #[test]
    fn pauses_double_and_end() {
        let policy = RetryPolicy::default();
        let pauses: Vec<u128> = (0..5).map(|done| back_off(&policy, done, 0.5).as_millis()).collect();
        assert_eq!(pauses, [250, 500, 1000, 2000, 4000]);
        assert_eq!(back_off(&policy, 30, 0.5), Duration::from_secs(60));
    }

    #[test]
    fn r10_a_longer_pause_than_the_limit_ends_the_request_and_names_the_time() {
        let policy = RetryPolicy::default();
        let pauses = Pauses::new(&policy, None, "https://r.example/v2/".to_owned());
        let trouble = |asked| Trouble { reason: "429".to_owned(), retry_after: Some(Duration::from_secs(asked)) };
        assert_eq!(pauses.pause(&trouble(2)), Ok(Duration::from_secs(2)));
        assert!(pauses.pause(&trouble(99_999)).unwrap_err().contains("99999 s"));
        let last = Pauses { done: policy.repeats, ..pauses };
        assert_eq!(last.pause(&trouble(2)).unwrap_err(), "429 (tried 6 times); it asks to wait 2 s");
        assert_eq!(last.pause(&trouble(0)).unwrap_err(), "429 (tried 6 times)");
    }
}

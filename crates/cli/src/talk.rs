//! What `-v` tells on stderr of the talk with registries and signing services.
//!
//! Pauses and warnings are always told. `-v`: which file answered for credentials, and what came from a cache. `-vv`:
//! every request with the status, size and time of its answer. `-vvv`: its headers, too. Never what is secret: no
//! authorization, no cookie, no query, no body.

use std::time::Duration;

use web::Exchange;

use crate::terminal;

const CREDENTIALS: u8 = 1;
const REQUESTS: u8 = 2;
const HEADERS: u8 = 3;

/// Tells a person what a client does.
pub struct Talk {
    level: u8,
}

impl Talk {
    /// As much as the `-v`s of the command line ask for.
    pub fn new(level: u8) -> Self {
        Self { level }
    }

    fn pause(location: &str, reason: &str, pause: Duration) {
        terminal::say(&format!("{location}: {reason}; trying again in {:.1} s", pause.as_secs_f64()));
    }

    fn exchanged(&self, exchange: &Exchange) {
        if self.level < REQUESTS {
            return;
        }
        let headers = if self.level < HEADERS { Vec::new() } else { exchange.header_lines() };
        let lines = headers.iter().map(|line| format!("\n  {line}"));
        terminal::say(&format!("{}{}", exchange.line(), lines.collect::<String>()));
    }
}

impl registry::Observer for Talk {
    fn pause(&self, location: &str, reason: &str, pause: Duration) {
        Self::pause(location, reason, pause);
    }

    fn warning(&self, text: &str) {
        terminal::warn(text);
    }

    fn credentials(&self, host: &str, source: &str) {
        if self.level >= CREDENTIALS {
            terminal::say(&format!("credentials for {host} come from {source}"));
        }
    }

    fn exchanged(&self, exchange: &Exchange) {
        self.exchanged(exchange);
    }
}

impl keyless::Observer for Talk {
    fn pause(&self, location: &str, reason: &str, pause: Duration) {
        Self::pause(location, reason, pause);
    }

    fn exchanged(&self, exchange: &Exchange) {
        self.exchanged(exchange);
    }
}

/// Reads `PORTOLAN_VERBOSE`: a number of `v`s, or a word that says yes (one) or no, as of every switch.
///
/// # Errors
/// Anything else, saying what is expected.
pub fn level(text: &str) -> Result<u8, String> {
    match text.to_ascii_lowercase().as_str() {
        "" | "n" | "no" | "f" | "false" | "off" => Ok(0),
        "y" | "yes" | "t" | "true" | "on" => Ok(1),
        number => number.parse().map_err(|_| "expected 0 to 3, true or false".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_numbers_or_words() {
        assert_eq!(["", "0", "false", "1", "TRUE", "3"].map(level), [Ok(0), Ok(0), Ok(0), Ok(1), Ok(1), Ok(3)]);
        assert!(level("loud").is_err());
    }
}

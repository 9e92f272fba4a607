//! The formats that the library knows, and its texts. Other formats accept anything.

mod address;
mod date;
mod duration;
mod json_pointer;
mod mail;
mod semver;
mod uri;
mod uuid;

use gostd::budget::Budget;

use crate::english::quote_character;

/// Whether a text is of a format; patterns are read within a budget.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn check(format: &str, text: &str, patterns: &Budget) -> Result<(), String> {
    match format {
        "regex" => gostd::regexp::check(text, patterns).map_err(|error| error.to_string()),
        "json-pointer" => json_pointer::absolute(text),
        "relative-json-pointer" => json_pointer::relative(text),
        "uuid" => uuid::check(text),
        "duration" => duration::check(text),
        "period" => duration::period(text),
        "ipv4" => address::version_four(text),
        "ipv6" => address::version_six(text),
        "hostname" => address::host_name(text),
        "email" => mail::check(text),
        "date" => date::date(text),
        "time" => date::time(text),
        "date-time" => date::date_time(text),
        "uri" | "iri" => uri::absolute(text),
        "uri-reference" | "iri-reference" => uri::reference(text),
        "uri-template" => uri::template(text),
        "semver" => semver::check(text),
        _ => Ok(()),
    }
}

fn fail<T>(text: &str) -> Result<T, String> {
    Err(text.to_owned())
}

fn invalid_character<T>(character: char) -> Result<T, String> {
    Err(format!("invalid character {}", quote_character(character)))
}

/// Go's `strconv.Atoi` and its error.
fn integer(text: &str) -> Result<i64, String> {
    gostd::strconv::atoi(text.as_bytes()).map_err(|error| error.to_string())
}

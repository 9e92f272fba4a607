//! Values of options as Helm's own parser reads them, with its words for those that it refuses (Go: `spf13/pflag`).

use clap::builder::{PossibleValue, TypedValueParser};
use gostd::time::Duration;
use gostd::{csv, strconv};

/// A switch that can also be turned off: `--strict`, `--strict=false`. The values are those of Go's
/// `strconv.ParseBool`.
#[derive(Clone)]
pub struct GoBool;

impl TypedValueParser for GoBool {
    type Value = bool;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<bool, clap::Error> {
        let text = value.to_string_lossy();
        strconv::parse_bool(text.as_bytes()).map_err(|error| refused(command, argument, &text, &error.to_string()))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        None
    }
}

/// A text that must have a certain form; it is kept as it stands.
#[derive(Clone)]
pub struct Checked(pub fn(&str) -> Result<(), String>);

impl TypedValueParser for Checked {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value.to_string_lossy();
        let Self(check) = self;
        check(&text).map_err(|reason| refused(command, argument, &text, &reason))?;
        Ok(text.into_owned())
    }
}

fn refused(command: &clap::Command, argument: Option<&clap::Arg>, value: &str, reason: &str) -> clap::Error {
    let long = argument.and_then(clap::Arg::get_long).unwrap_or_default();
    let flag = match argument.and_then(clap::Arg::get_short) {
        Some(short) => format!("-{short}, --{long}"),
        None => format!("--{long}"),
    };
    let message = format!("invalid argument {} for \"{flag}\" flag: {reason}\n", strconv::quote(value));
    clap::Error::raw(clap::error::ErrorKind::ValueValidation, message).with_cmd(command)
}

/// `--timeout`
pub fn duration(text: &str) -> Result<(), String> {
    Duration::parse(text.as_bytes()).map(|_| ())
}

/// `--burst-limit`
pub fn integer(text: &str) -> Result<(), String> {
    strconv::parse_int(text.as_bytes(), 0, 64).map(|_| ()).map_err(|error| error.to_string())
}

/// `--qps`
pub fn float(text: &str) -> Result<(), String> {
    strconv::parse_float(text.as_bytes(), 32).map(|_| ()).map_err(|error| error.to_string())
}

/// `--values`, `--api-versions`: items between commas, with quotes around those that hold some.
pub fn list(text: &str) -> Result<(), String> {
    if text.is_empty() { Ok(()) } else { csv::record(text).map(|_| ()) }
}

/// The items of a [`list`]; an empty text has none.
pub fn items(text: &str) -> Vec<String> {
    csv::record(text).unwrap_or_default()
}

/// `--labels`: with several `=`, a list.
pub fn labels(text: &str) -> Result<(), String> {
    let labels = match text.matches('=').count() {
        0 | 1 => vec![text.to_owned()],
        _ => csv::record(text)?,
    };
    match labels.iter().find(|label| !label.contains('=')) {
        Some(label) => Err(format!("{label} must be formatted as key=value")),
        None => Ok(()),
    }
}

/// `--wait`
pub fn wait(text: &str) -> Result<(), String> {
    let known = strconv::parse_bool(text.as_bytes()).is_ok() || matches!(text, "watcher" | "hookOnly" | "legacy");
    let refused =
        || format!("invalid wait input {}. Valid inputs are watcher, hookOnly, and legacy", strconv::quote(text));
    known.then_some(()).ok_or_else(refused)
}

/// `--post-renderer`: there are no plugins here, so none is found.
pub fn post_renderer(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    Err(format!("portolan runs no plugins: pipe the output of `portolan template` into {text} instead"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from Helm 4.3.1.
    #[test]
    fn refusals_have_the_words_of_pflag() {
        assert_eq!(duration("5"), Err("time: missing unit in duration \"5\"".to_owned()));
        assert_eq!(float("x"), Err("strconv.ParseFloat: parsing \"x\": invalid syntax".to_owned()));
        assert_eq!(integer("x"), Err("strconv.ParseInt: parsing \"x\": invalid syntax".to_owned()));
        assert_eq!(labels("a=b,c=d,e"), Err("e must be formatted as key=value".to_owned()));
        assert_eq!(labels(""), Err(" must be formatted as key=value".to_owned()));
        let expected = "invalid wait input \"x\". Valid inputs are watcher, hookOnly, and legacy";
        assert_eq!(wait("x"), Err(expected.to_owned()));
    }

    #[test]
    fn what_helm_takes_is_taken() {
        assert!(duration("5m0s").and(float("1.5")).and(integer("0x10")).and(labels("a=b,c=")).is_ok());
        assert!(labels("a=b,c").and(list("")).and(list("a,\"b,c\"")).is_ok());
        assert!(wait("true").and(wait("legacy")).and(post_renderer("")).is_ok());
    }
}

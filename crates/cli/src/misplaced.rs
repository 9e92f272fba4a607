//! Arguments that hold a secret where something else is expected: what is said of them never repeats it.

use std::path::Path;

use crate::failure::{Failure, Result};

/// How keys in PEM and in OpenPGP armour begin.
const KEY: &str = "-----BEGIN";
/// The variables that stand for options begin so.
const VARIABLES: &str = "PORTOLAN_";

/// What to say instead of a mistake on the command line; `None` if the mistake shows no key.
pub fn key_in_mistake(told: &str) -> Option<Failure> {
    (told.contains(KEY) || is_in_arguments()).then(|| key("an argument"))
}

/// What to say instead of a text that shows a key; `None` if it shows none. Some texts name the line that a key begins
/// with: only where a key was given, it is the key.
pub fn key_in_text(told: &str) -> Option<Failure> {
    if !told.contains(KEY) {
        return None;
    }
    match (is_in_arguments(), is_in_variables()) {
        (true, _) => Some(key("an argument")),
        (false, true) => Some(key("a variable that stands for an option")),
        (false, false) => None,
    }
}

fn key(holder: &str) -> Failure {
    Failure::usage(format!("{holder} holds a key itself, which is not shown; expected is where the key is"))
        .hint("name the file that holds it; a private key may also be in a variable, env:NAME, or piped, -")
}

fn is_in_arguments() -> bool {
    std::env::args_os().any(|argument| argument.to_string_lossy().contains(KEY))
}

fn is_in_variables() -> bool {
    let is_ours = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(VARIABLES);
    std::env::vars_os().any(|(name, value)| is_ours(&name) && value.to_string_lossy().contains(KEY))
}

/// Refuses an address where a chart on this machine is expected.
///
/// # Errors
/// Exit 2 with the address, without user and password, and what is expected.
pub fn refuse_address(chart: &Path, expected: &str) -> Result<()> {
    let text = chart.to_string_lossy();
    if !text.contains("://") || chart.exists() {
        return Ok(());
    }
    let shown = without_user(&text);
    Err(Failure::usage(format!("{shown}: charts are not read from such an address here")).hint(expected))
}

/// An address without user and password, whatever characters those have, and without a query: tokens are in there. Text
/// that is no address stays.
pub fn without_user(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    // What marks a query may be of the password, too.
    let place = rest.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{}", place.split(['?', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_user_and_query() {
        for (address, shown) in [
            ("https://pilot:sea@host/x", "https://host/x"),
            ("https://pilot:s?e#a@/b@host/x?token=sea", "https://host/x"),
            ("https://host/x?token=sea", "https://host/x"),
            ("charts/harbor@1", "charts/harbor@1"),
        ] {
            assert_eq!(without_user(address), shown, "{address}");
        }
    }

    #[test]
    fn only_addresses_are_refused() {
        let failure = refuse_address(Path::new("https://pilot:sea@host/x"), "name a folder").unwrap_err();
        assert!(!failure.message.contains("sea") && failure.message.contains("https://host/x"), "{failure:?}");
        refuse_address(Path::new("charts/harbor"), "").unwrap();
    }

    #[test]
    fn texts_that_only_name_how_a_key_begins_stay() {
        assert!(key_in_text("no line -----BEGIN PGP SIGNED MESSAGE-----").is_none());
    }
}

//! Stdin has one text: the first option that reads it takes all of it.

use crate::failure::{Failure, Result};
use crate::signing_keys::Stdin;

/// Whether one of these options reads stdin. They are named as one writes them, `--sign-key -`; those that read something
/// else are `None`.
///
/// # Errors
/// Exit 2 when a second one wants to read it.
pub fn only_one(options: impl IntoIterator<Item = Option<&'static str>>) -> Result<Stdin> {
    let mut readers = options.into_iter().flatten();
    match (readers.next(), readers.next()) {
        (None, _) => Ok(Stdin::Free),
        (Some(_), None) => Ok(Stdin::Taken),
        (Some(first), Some(second)) => {
            let failure = Failure::usage(format!("{second}: stdin is taken by {first} already"));
            Err(failure
                .hint("name a file or env:NAME for one of them; PORTOLAN_PASSWORD may hold a registry's password"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_reader_is_told_of_the_first() {
        assert_eq!(only_one([None, None]).unwrap(), Stdin::Free);
        assert_eq!(only_one([None, Some("--sign-key -")]).unwrap(), Stdin::Taken);
        let failure = only_one([Some("--sign-key -"), None, Some("--passphrase-file -")]).unwrap_err();
        assert_eq!(failure.message, "--passphrase-file -: stdin is taken by --sign-key - already");
    }
}

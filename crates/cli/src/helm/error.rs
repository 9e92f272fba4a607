//! Errors in Helm's manner: `Error: …` on stderr, exit code 1.

use crate::exit::Exit;
use crate::failure::Failure;

/// A text for the line that begins with `Error: `, and what else there is to say for people.
#[derive(Debug)]
pub struct HelmError {
    /// Helm's text.
    pub text: String,
    /// The same with excerpts of sources; shown instead where the reader is a person.
    pub detailed: Option<String>,
}

/// What Helm-like commands return.
pub type Result<T> = std::result::Result<T, HelmError>;

impl HelmError {
    /// An error with Helm's text only.
    pub fn new(text: impl std::fmt::Display) -> Self {
        Self { text: text.to_string(), detailed: None }
    }
}

impl From<Failure> for HelmError {
    fn from(failure: Failure) -> Self {
        match failure.hint {
            Some(hint) => Self::new(format!("{}\n{hint}", failure.message)),
            None => Self::new(failure.message),
        }
    }
}

/// An error of the machine as Go tells it: `not a directory`.
pub fn go_text(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// How a Helm-like command ends after an error.
pub const FAILED: Exit = Exit::Findings;

#[cfg(test)]
mod tests {
    use super::go_text;

    #[test]
    fn errors_of_the_machine_begin_small_and_have_no_number() {
        assert_eq!(go_text(&std::io::Error::from_raw_os_error(20)), "not a directory");
        assert_eq!(go_text(&std::io::Error::from_raw_os_error(13)), "permission denied");
    }
}

//! What services answer, made fit for a message: without our secrets, on one line, short.

use web::{printable, shortened};

use crate::Secret;

/// Shorter words are not looked for in secrets: they would be there by chance.
const SHORTEST: usize = 12;
/// Characters of an answer that are shown.
const LONGEST: usize = 300;

/// Secrets that a request carries, and that its answer may quote.
#[derive(Clone, Debug)]
pub(crate) struct Secrets(Vec<Secret>);

impl Secrets {
    /// Nothing to hide.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// One secret.
    pub(crate) fn of(secret: &Secret) -> Self {
        Self(vec![secret.clone()])
    }

    /// Several secrets.
    pub(crate) fn all(secrets: &[&Secret]) -> Self {
        Self(secrets.iter().map(|secret| (*secret).clone()).collect())
    }

    /// The text on one line, with `****` for every secret in it and for every longer piece of one.
    pub(crate) fn scrubbed(&self, text: &str) -> String {
        // Once more after control characters are gone: they could have stood within a secret.
        let shown = self.hidden(&printable(&self.hidden(text)));
        shortened(&shown, LONGEST)
    }

    fn hidden(&self, text: &str) -> String {
        let whole = self.0.iter().filter(|secret| !secret.reveal().is_empty());
        let text = whole.fold(text.to_owned(), |text, secret| text.replace(secret.reveal(), "****"));
        text.split_inclusive(|c: char| !is_of_token(c)).map(|word| self.word(word)).collect()
    }

    /// A word with the separator behind it.
    fn word(&self, word: &str) -> String {
        let bare = word.trim_end_matches(|c: char| !is_of_token(c));
        let quoted = bare.len() >= SHORTEST && self.0.iter().any(|secret| shares(secret.reveal(), bare));
        if quoted { format!("****{}", word.get(bare.len()..).unwrap_or_default()) } else { word.to_owned() }
    }
}

/// Whether the word is a piece of the secret, or holds one of its parts.
fn shares(secret: &str, word: &str) -> bool {
    secret.contains(word) || secret.split('.').any(|part| part.len() >= SHORTEST && word.contains(part))
}

/// Characters of a JWT: base64url and the dots between its parts.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9abcdefgh.c2lnbmF0dXJlLW9mLW1pbmU";

    #[test]
    fn whole_tokens_their_parts_and_pieces_are_hidden() {
        let secrets = Secrets::of(&Secret::new(TOKEN));
        for quoted in [TOKEN, "eyJzdWIiOiJtZSJ9abcdefgh", "eyJhbGciOiJub25lIn0.eyJz", "xx-c2lnbmF0dXJlLW9mLW1pbmU"] {
            assert_eq!(secrets.scrubbed(&format!("got \"{quoted}\", sorry")), "got \"****\", sorry");
        }
        let broken = TOKEN.replace("eyJzdWI", "eyJ\u{1b}zdWI");
        assert!(secrets.scrubbed(&broken).chars().all(|c| c == '*'));
    }

    #[test]
    fn other_words_stay_and_lines_are_joined() {
        let secrets = Secrets::of(&Secret::new(TOKEN));
        assert_eq!(
            secrets.scrubbed("error processing\n\tthe identity\u{1b}[31m token"),
            "error processing the identity[31m token"
        );
        assert_eq!(secrets.scrubbed(&"é".repeat(1000)).chars().count(), LONGEST + 1);
    }
}

//! What must not be repeated: the secrets of a client, in each form in which an answer may quote them.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use web::printable;

use crate::credentials::Credential;

/// Shorter ones would take whole words out of messages, and are no secrets.
const SHORTEST: usize = 4;

/// Forms of tokens that are remembered; a long run gets many, and the old ones have expired.
const MOST_TOKENS: usize = 256;

/// Every secret that a client has sent or got. Clones share what they know.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    credentials: Vec<String>,
    tokens: VecDeque<String>,
}

impl Secrets {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of a credential: its secret, and what HTTP makes of it together with the user name.
    pub(crate) fn keep_credential(&self, credential: &Credential) {
        let (secret, username) = match credential {
            Credential::Basic { username, password } => (password.reveal(), Some(username.as_str())),
            Credential::IdentityToken { username, token } => {
                (token.reveal(), Some(username.as_deref().unwrap_or("<token>")))
            }
            Credential::RegistryToken(token) => (token.reveal(), None),
        };
        let mut all = forms(secret);
        if let Some(username) = username {
            let pair = STANDARD.encode(format!("{username}:{secret}"));
            all.push(pair.trim_end_matches('=').to_owned());
            all.push(pair);
        }
        let mut known = self.known();
        for form in all.into_iter().filter(|form| form.len() >= SHORTEST) {
            if !known.credentials.contains(&form) {
                known.credentials.push(form);
            }
        }
    }

    /// Takes note of a token that a server granted.
    pub(crate) fn keep_token(&self, token: &str) {
        let mut known = self.known();
        for form in forms(token) {
            if !known.tokens.contains(&form) {
                known.tokens.push_back(form);
            }
        }
        while known.tokens.len() > MOST_TOKENS {
            known.tokens.pop_front();
        }
    }

    /// The text, with `****` for every secret in it.
    pub(crate) fn scrubbed(&self, text: &str) -> String {
        let known = self.known();
        let all = known.credentials.iter().chain(&known.tokens).map(String::as_str);
        let mut quoted: Vec<&str> = all.filter(|form| text.contains(*form)).collect();
        // The longest first: one secret may be a part of another.
        quoted.sort_by_key(|form| Reverse(form.len()));
        quoted.into_iter().fold(text.to_owned(), |text, form| text.replace(form, "****"))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("****")
    }
}

/// A secret as it stands in a text that has been made printable: as it is, in JSON, and in a form or query.
fn forms(secret: &str) -> Vec<String> {
    let in_json = serde_json::Value::from(secret).to_string();
    let inner = in_json.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default();
    let mut forms = Vec::new();
    for form in [printable(secret), printable(inner), in_query(secret).unwrap_or_default()] {
        if form.chars().count() >= SHORTEST && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

fn in_query(secret: &str) -> Option<String> {
    let mut url = Url::parse("http://localhost/").ok()?;
    url.query_pairs_mut().append_pair("", secret);
    url.query()?.strip_prefix('=').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    #[test]
    fn every_form_of_a_secret_is_replaced() {
        let secrets = Secrets::default();
        let password = Secret::new("hunter\"2 &\u{e9}");
        secrets.keep_credential(&Credential::Basic { username: "me".to_owned(), password });
        secrets.keep_token("eyJhbGciOi.J9.x");
        let pair = STANDARD.encode("me:hunter\"2 &\u{e9}");
        for quoted in ["hunter\"2 &\u{e9}", "hunter\\\"2 &\u{e9}", "hunter%222+%26%C3%A9", &pair, "eyJhbGciOi.J9.x"] {
            assert_eq!(secrets.scrubbed(&format!("you sent <{quoted}>")), "you sent <****>");
        }
        let unpadded = pair.trim_end_matches('=');
        assert_eq!(secrets.scrubbed(&format!("Basic {unpadded}, ")), "Basic ****, ");
        assert_eq!(format!("{secrets:?}"), "****");
    }

    #[test]
    fn short_ones_are_words() {
        let secrets = Secrets::default();
        secrets.keep_credential(&Credential::RegistryToken(Secret::new("the")));
        assert_eq!(secrets.scrubbed("the tag"), "the tag");
    }

    #[test]
    fn a_secret_within_another_leaves_no_rest() {
        let secrets = Secrets::default();
        secrets.keep_token("token");
        secrets.keep_token("token-of-mine");
        assert_eq!(secrets.scrubbed("token-of-mine, token"), "****, ****");
    }

    #[test]
    fn old_tokens_make_room() {
        let secrets = Secrets::default();
        (0..1000).for_each(|number| secrets.keep_token(&format!("token-{number:04}")));
        assert_eq!(secrets.known().tokens.len(), MOST_TOKENS);
        assert_eq!(secrets.scrubbed("token-0999"), "****");
    }
}

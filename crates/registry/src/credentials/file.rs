//! Docker's `config.json` and its relatives (Docker CLI, `cli/config/configfile/file.go`).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use oci::RepositoryName;
use serde::Deserialize;

use super::Credential;
use super::key::Key;
use crate::Secret;

/// Base64 with or without its padding: both have been written.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What is wrong with a file. It never quotes the file: what stands there may be a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("line {line}, column {column}: {what}")]
    Json { line: usize, column: usize, what: &'static str },
    #[error("auths[{key:?}].auth is not base64 of user:password")]
    Auth { key: String },
}

#[derive(Deserialize, Default)]
pub(super) struct Document {
    #[serde(default)]
    auths: Option<BTreeMap<String, Option<Entry>>>,
    #[serde(default, rename = "credsStore")]
    store: Option<String>,
    #[serde(default, rename = "credHelpers")]
    helpers: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, Default)]
struct Entry {
    #[serde(default)]
    auth: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    identitytoken: Option<String>,
    #[serde(default)]
    registrytoken: Option<String>,
}

/// Reads a file; an empty one knows nothing.
pub(super) fn read(text: &[u8]) -> Result<Document, Problem> {
    if text.trim_ascii().is_empty() {
        return Ok(Document::default());
    }
    serde_json::from_slice(text).map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "the JSON ends too early",
            serde_json::error::Category::Data => "a value has another type than credential files have here",
            _ => "broken JSON",
        };
        Problem::Json { line: error.line(), column: error.column(), what }
    })
}

impl Document {
    /// The helper to ask for the host: the host's own, else the one for all; an empty name means `auths`.
    pub(super) fn helper(&self, host: &str) -> Option<&str> {
        let own = self.helpers.iter().flatten().find(|(key, _)| Key::parse(key).rank(host, None).is_some());
        let helper = own.map(|(_, helper)| helper).or(self.store.as_ref());
        helper.map(String::as_str).filter(|helper| !helper.is_empty())
    }

    /// The best fitting entry under `auths`.
    pub(super) fn entry(&self, host: &str, repository: Option<&RepositoryName>) -> Result<Option<Credential>, Problem> {
        let entries = self.auths.iter().flatten().filter_map(|(key, entry)| Some((key, entry.as_ref()?)));
        let ranked = entries.filter_map(|(key, entry)| Some((Key::parse(key).rank(host, repository)?, key, entry)));
        match ranked.max_by_key(|(rank, _, _)| *rank) {
            Some((_, key, entry)) => entry.credential(key),
            None => Ok(None),
        }
    }
}

impl Entry {
    fn credential(&self, key: &str) -> Result<Option<Credential>, Problem> {
        let filled = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        let pair = match filled(&self.auth) {
            Some(auth) => Some(decoded(&auth).ok_or_else(|| Problem::Auth { key: key.to_owned() })?),
            None => None,
        };
        if let Some(token) = filled(&self.registrytoken) {
            return Ok(Some(Credential::RegistryToken(Secret::new(token))));
        }
        if let Some(token) = filled(&self.identitytoken) {
            let username = pair.map(|(username, _)| username).or_else(|| filled(&self.username));
            return Ok(Some(Credential::IdentityToken { username, token: Secret::new(token) }));
        }
        let (username, password) = pair
            .unwrap_or_else(|| (self.username.clone().unwrap_or_default(), self.password.clone().unwrap_or_default()));
        Ok(Credential::of_pair(&username, &password))
    }
}

/// `user:password`, split at the first colon; Docker may have appended NUL bytes.
fn decoded(auth: &str) -> Option<(String, String)> {
    let bytes = FORGIVING.decode(auth.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (username, password) = text.split_once(':')?;
    Some((username.to_owned(), password.trim_end_matches('\0').to_owned()))
}

//! Secrets in texts: private keys that decode to keys, and tokens whose form can't be mistaken. What is only a
//! placeholder (`xxxx`, `<token>`, `{{ .Values.key }}`) does not decode, has no checksum or no variety.

mod key;
mod pgp;
mod registry;
mod token;

use std::collections::BTreeSet;

use memchr::memmem;

use crate::text_place::of_byte;

pub use key::is_key_store;

/// Secrets that are told of one file.
const MAX_PER_FILE: usize = 20;
/// Places in one file that are looked at closely.
const MAX_CANDIDATES: usize = 10_000;

/// Something that should be known to few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// The byte at which it begins.
    pub at: usize,
    /// What it is, with an article.
    pub what: &'static str,
    /// Whether it is of use without anything else.
    pub plain: bool,
}

/// Looks at what begins at a byte of a text; gives what it is, and whether that is of use without anything else.
type Judge = fn(&[u8], usize) -> Option<(&'static str, bool)>;

/// What secrets begin with, or hold.
const ANCHORS: [(&str, Judge); 22] = [
    ("-----BEGIN ", key::pem),
    ("LS0tLS1CRUdJTi", key::packed_pem),
    ("ghp_", token::git_hub),
    ("gho_", token::git_hub),
    ("ghu_", token::git_hub),
    ("ghs_", token::git_hub),
    ("ghr_", token::git_hub),
    ("github_pat_", token::git_hub_fine),
    ("npm_", token::npm),
    ("glpat-", token::git_lab),
    ("dckr_pat_", token::docker_hub),
    ("AKIA", token::amazon),
    ("xoxb-", token::slack),
    ("xoxp-", token::slack),
    ("xapp-", token::slack_app),
    ("sk_live_", token::stripe),
    ("rk_live_", token::stripe),
    ("SG.", token::send_grid),
    ("AGE-SECRET-KEY-1", token::age),
    ("\"auth\"", registry::pair),
    ("\"auths\"", registry::user),
    ("eyJhdXRocyI6", registry::packed),
];

/// The secrets in a text, in its order.
pub fn find(text: &[u8]) -> Vec<Secret> {
    let mut found = Vec::new();
    for (anchor, judge) in ANCHORS {
        let places = memmem::find_iter(text, anchor.as_bytes()).take(MAX_CANDIDATES);
        let judged = places.filter_map(|at| judge(text, at).map(|(what, plain)| Secret { at, what, plain }));
        found.extend(judged.take(MAX_PER_FILE));
    }
    found.sort_unstable();
    found.truncate(MAX_PER_FILE);
    found
}

/// The bytes from a place on for which a condition holds, at most so many.
fn run(text: &[u8], from: usize, most: usize, holds: fn(u8) -> bool) -> &[u8] {
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.iter().take(most).take_while(|byte| holds(**byte)).count();
    rest.get(..length).unwrap_or_default()
}

/// Whether a byte is one of base64's.
fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// The bytes that a run of base64 holds; padding may be missing.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let mut padded = text.get(..end)?.to_vec();
    padded.resize(padded.len().next_multiple_of(4), b'=');
    gostd::base64::decode(&padded).ok()
}

/// The lines of a text, from 1, that hold a part of a secret: they are not to be shown.
pub fn lines(text: &[u8]) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    for secret in find(text) {
        let first = of_byte(text, secret.at).line;
        let rest = text.get(secret.at..).unwrap_or_default();
        let end = memmem::find(rest, b"-----END").filter(|_| rest.starts_with(b"-----BEGIN")).unwrap_or(0);
        let last = of_byte(text, secret.at + end).line;
        found.extend(first..=last);
    }
    found
}

#[cfg(test)]
mod tests;

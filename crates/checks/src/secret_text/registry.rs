//! Passwords of registries in a `config.json` of Docker, which is also what a Secret for pulling images holds.

use memchr::memmem;

use super::token::{Found, is_random};
use super::{decoded, is_base64, run};

const FOUND: (&str, bool) = ("a registry's password", true);
/// The shortest password that is told.
const SHORTEST: usize = 8;
/// Bytes behind `"auths"` that are looked at.
const NEAR: usize = 4096;

/// `"auth": "…"`: user and password as base64.
pub(super) fn pair(text: &[u8], at: usize) -> Found {
    let pair = decoded(value(text, at + "\"auth\"".len(), is_base64))?;
    let (_, password) = std::str::from_utf8(&pair).ok()?.split_once(':')?;
    is_password(password.as_bytes()).then_some(FOUND)
}

/// `"auths": {… "username": "…", "password": "…"}` without such a pair, which would be found anyway.
pub(super) fn user(text: &[u8], at: usize) -> Found {
    let rest = text.get(at..)?;
    let near = rest.get(..rest.len().min(NEAR))?;
    let is_told = memmem::find_iter(near, b"\"auth\"").take(8).any(|at| pair(near, at).is_some());
    if is_told || memmem::find(near, b"\"username\"").is_none() {
        return None;
    }
    let passwords = memmem::find_iter(near, b"\"password\"").take(8);
    let ends = |byte: u8| !matches!(byte, b'"' | b'\\' | b' ' | b'\t' | b'\r' | b'\n');
    let mut passwords = passwords.map(|at| value(near, at + "\"password\"".len(), ends));
    passwords.any(is_password).then_some(FOUND)
}

/// The same as base64, as in a Secret.
pub(super) fn packed(text: &[u8], at: usize) -> Found {
    let config = decoded(run(text, at, 16 << 10, is_base64))?;
    let pairs = memmem::find_iter(&config, b"\"auth\"").take(8);
    pairs.into_iter().find_map(|at| pair(&config, at)).or_else(|| user(&config, memmem::find(&config, b"\"auths\"")?))
}

/// The text behind a key of JSON, which may itself stand in a text.
fn value(text: &[u8], from: usize, holds: fn(u8) -> bool) -> &[u8] {
    let between = run(text, from, 16, |byte| matches!(byte, b' ' | b':' | b'"' | b'\\'));
    run(text, from + between.len(), 4096, holds)
}

/// Whether a text may be a password; variables and actions of templates are none.
fn is_password(text: &[u8]) -> bool {
    let is_variable = text.iter().any(|byte| matches!(byte, b'{' | b'}' | b'<' | b'>')) || text.starts_with(b"$");
    text.len() >= SHORTEST && !is_variable && is_random(text)
}

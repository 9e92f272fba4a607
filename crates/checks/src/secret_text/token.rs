//! Tokens of services.

use flate2::Crc;

use super::run;

pub(super) type Found = Option<(&'static str, bool)>;

/// `ghp_…`: 30 characters and their checksum (GitHub, "Behind GitHub's new authentication token formats").
pub(super) fn git_hub(text: &[u8], at: usize) -> Found {
    has_checksum(whole(text, at, 4, is_letter)?).then_some(("a token of GitHub", true))
}

/// `npm_…`, made as GitHub's.
pub(super) fn npm(text: &[u8], at: usize) -> Found {
    has_checksum(whole(text, at, 4, is_letter)?).then_some(("a token of npm", true))
}

pub(super) fn git_hub_fine(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "github_pat_".len(), |byte| is_letter(byte) || byte == b'_')?;
    (token.len() == 82 && token.get(22) == Some(&b'_') && is_random(token)).then_some(("a token of GitHub", true))
}

pub(super) fn git_lab(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "glpat-".len(), |byte| is_letter(byte) || matches!(byte, b'-' | b'_'))?;
    (token.len() >= 20 && (is_random(token) || is_random_without_digits(token))).then_some(("a token of GitLab", true))
}

pub(super) fn docker_hub(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "dckr_pat_".len(), |byte| is_letter(byte) || matches!(byte, b'-' | b'_'))?;
    let is_token = token.len() >= 24 && (is_random(token) || is_random_without_digits(token));
    is_token.then_some(("a token of Docker Hub", true))
}

/// A key's id says nothing; the key itself has no form, but stands near.
pub(super) fn amazon(text: &[u8], at: usize) -> Found {
    let id = whole(text, at, 4, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())?;
    if id.len() != 16 || !is_random(id) {
        return None;
    }
    let near = text.get(at.saturating_sub(300)..(at + 300).min(text.len()))?;
    let words = near.split(|byte| !(is_letter(*byte) || matches!(byte, b'+' | b'/')));
    let mut keys = words.filter(|word| word.len() == 40 && is_random(word) && mixes_cases(word));
    keys.next().map(|_| ("an access key of AWS", true))
}

pub(super) fn slack(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "xoxb-".len(), |byte| is_letter(byte) || byte == b'-')?;
    let mut parts = token.split(|byte| *byte == b'-');
    let is_number = |part: &[u8]| part.len() >= 10 && part.iter().all(u8::is_ascii_digit);
    let numbered = parts.next().is_some_and(is_number) && parts.next().is_some_and(is_number);
    let secret = parts.next_back()?;
    (numbered && secret.len() >= 24 && is_random(secret)).then_some(("a token of Slack", true))
}

/// `xapp-1-A…-NUMBER-64 hexadecimal digits`
pub(super) fn slack_app(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "xapp-".len(), |byte| is_letter(byte) || byte == b'-')?;
    let parts: Vec<&[u8]> = token.split(|byte| *byte == b'-').collect();
    let [version, app, number, secret] = parts.as_slice() else { return None };
    let is_number = |part: &[u8], least| part.len() >= least && part.iter().all(u8::is_ascii_digit);
    let is_shaped = is_number(version, 1) && app.starts_with(b"A") && is_number(number, 10);
    let is_secret = secret.len() == 64 && secret.iter().all(u8::is_ascii_hexdigit) && varies(secret, 10);
    (is_shaped && is_secret).then_some(("a token of Slack", true))
}

/// A key that may do all, or one that may do some.
pub(super) fn stripe(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, "sk_live_".len(), is_letter)?;
    (token.len() >= 24 && is_random(token)).then_some(("a key of Stripe", true))
}

pub(super) fn send_grid(text: &[u8], at: usize) -> Found {
    let token = whole(text, at, 3, |byte| is_letter(byte) || matches!(byte, b'-' | b'_' | b'.'))?;
    let shaped = token.len() == 66 && token.get(22) == Some(&b'.');
    (shaped && is_random(token)).then_some(("a key of SendGrid", true))
}

pub(super) fn age(text: &[u8], at: usize) -> Found {
    let key = whole(text, at, "AGE-SECRET-KEY-1".len(), |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())?;
    (key.len() == 58 && is_random(key)).then_some(("an age private key", true))
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// What stands behind a prefix, if the prefix begins a word.
fn whole(text: &[u8], at: usize, prefix: usize, holds: fn(u8) -> bool) -> Option<&[u8]> {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let begins = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    begins.then(|| run(text, at + prefix, 512, holds))
}

/// Whether the last six of 36 characters are the CRC-32 of the others, in base 62.
fn has_checksum(token: &[u8]) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((secret, sum)) = token.split_at_checked(30).filter(|_| token.len() == 36) else { return false };
    let mut crc = Crc::new();
    crc.update(secret);
    let mut left = crc.sum();
    sum.iter().rev().all(|byte| {
        let digit = DIGITS.get((left % 62) as usize);
        left /= 62;
        digit == Some(byte)
    })
}

/// Whether characters look as if by chance: many different ones, digits and letters, none of the usual placeholders.
pub(super) fn is_random(token: &[u8]) -> bool {
    let mixed = token.iter().any(u8::is_ascii_digit) && token.iter().any(u8::is_ascii_alphabetic);
    mixed && varies(token, (token.len() / 3).clamp(6, 20)) && !has_placeholder(token)
}

/// The same of letters alone: words have fewer capitals.
fn is_random_without_digits(token: &[u8]) -> bool {
    let count = |holds: fn(&u8) -> bool| token.iter().filter(|byte| holds(byte)).count();
    let is_mixed = |count: usize| count * 3 >= token.len();
    let mixed = is_mixed(count(u8::is_ascii_uppercase)) && is_mixed(count(u8::is_ascii_lowercase));
    mixed && varies(token, (token.len() / 2).clamp(6, 20)) && !has_placeholder(token)
}

/// Whether there are so many different characters.
fn varies(token: &[u8], least: usize) -> bool {
    let mut seen = [false; 256];
    token.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.iter().filter(|seen| **seen).count() >= least
}

fn has_placeholder(token: &[u8]) -> bool {
    const PLACEHOLDERS: [&str; 10] =
        ["example", "xxxx", "0000", "1234", "abcd", "your", "token", "password", "secret", "change"];
    let lower = String::from_utf8_lossy(token).to_ascii_lowercase();
    PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

fn mixes_cases(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_uppercase) && word.iter().any(u8::is_ascii_lowercase)
}

//! File name patterns as `path/filepath.Match` (Go 1.26, Unix) reads them; `.helmignore` is made of these.
//!
//! `*` and `?` never match a slash, `[a-z]` and `[^a-z]` are sets, a backslash takes the next character literally.
//! There are no braces, and `[!a]` is the set of `!` and `a`.

use std::fmt;

use crate::utf8::decode_rune;

/// A pattern that is none: an unclosed or empty set, a range without end, a backslash at the end.
///
/// Go reads a pattern only as far as it needs to, so a bad one may go unnoticed until a name gets that far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadPattern;

impl fmt::Display for BadPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("syntax error in pattern")
    }
}

impl std::error::Error for BadPattern {}

/// Whether the pattern matches the whole name.
///
/// # Errors
///
/// [`BadPattern`] if the part of the pattern that was needed for the answer is malformed.
pub fn matches(pattern: &str, name: &str) -> Result<bool, BadPattern> {
    matches_within(pattern, name, &mut { u64::MAX })
}

/// As [`matches()`], within a number of steps that take about the same time each: bytes of the pattern, as often as they
/// are tried. Those that are needed are taken from `left`; once that is 0, the answer is false.
///
/// # Errors
///
/// As [`matches()`].
pub fn matches_within(pattern: &str, name: &str, left: &mut u64) -> Result<bool, BadPattern> {
    let mut pattern = pattern.as_bytes();
    let mut name = name.as_bytes();
    while !pattern.is_empty() {
        let (after_star, chunk, rest) = next_chunk(pattern);
        pattern = rest;
        if after_star && chunk.is_empty() {
            return Ok(!name.contains(&b'/'));
        }
        match match_anywhere((after_star, chunk), name, rest.is_empty(), left)? {
            Some(remaining) => name = remaining,
            None => return Ok(false),
        }
    }
    Ok(name.is_empty())
}

/// Cuts off the stars in front, if any, and what follows up to the next star: `(had stars, chunk, rest)`.
fn next_chunk(pattern: &[u8]) -> (bool, &[u8], &[u8]) {
    let stars = pattern.iter().take_while(|byte| **byte == b'*').count();
    let body = pattern.get(stars..).unwrap_or_default();
    let mut in_set = false;
    let mut index = 0;
    while let Some(byte) = body.get(index) {
        match byte {
            b'\\' => index += 1,
            b'[' => in_set = true,
            b']' => in_set = false,
            b'*' if !in_set => break,
            _ => {}
        }
        index += 1;
    }
    let (chunk, rest) = body.split_at(index.min(body.len()));
    (stars > 0, chunk, rest)
}

/// Matches a chunk at the start of the name or, after a star, at any later place before the next slash.
/// Returns what remains of the name; the last chunk must leave nothing.
fn match_anywhere<'n>(
    (after_star, chunk): (bool, &[u8]),
    name: &'n [u8],
    is_last: bool,
    left: &mut u64,
) -> Result<Option<&'n [u8]>, BadPattern> {
    let steps = chunk.len() as u64 + 1;
    let mut candidate = name;
    loop {
        *left = left.saturating_sub(steps);
        if *left == 0 {
            return Ok(None);
        }
        if let Some(rest) = match_chunk(chunk, candidate)?
            && (rest.is_empty() || !is_last)
        {
            return Ok(Some(rest));
        }
        // A star skips bytes, not characters.
        match candidate.split_first() {
            Some((byte, rest)) if after_star && *byte != b'/' => candidate = rest,
            _ => return Ok(None),
        }
    }
}

/// Matches a chunk, which holds no star, at the start of the name. Even where the name has failed already the rest
/// of the chunk is read, to find its errors.
fn match_chunk<'n>(chunk: &[u8], name: &'n [u8]) -> Result<Option<&'n [u8]>, BadPattern> {
    let mut chunk = chunk;
    let mut remaining = Some(name);
    while let Some((first, after_first)) = chunk.split_first() {
        remaining = remaining.filter(|rest| !rest.is_empty());
        chunk = after_first;
        match *first {
            b'[' => {
                let (character, rest) = take_character(remaining.unwrap_or_default());
                let (contained, after_set) = match_set(chunk, character)?;
                chunk = after_set;
                remaining = remaining.filter(|_| contained).map(|_| rest);
            }
            b'?' => {
                remaining = remaining.filter(|rest| rest.first() != Some(&b'/')).map(|rest| take_character(rest).1);
            }
            literal => {
                let mut wanted = literal;
                if literal == b'\\' {
                    let (escaped, after_escaped) = chunk.split_first().ok_or(BadPattern)?;
                    wanted = *escaped;
                    chunk = after_escaped;
                }
                remaining = remaining.and_then(|rest| rest.strip_prefix(&[wanted]));
            }
        }
    }
    Ok(remaining)
}

fn take_character(name: &[u8]) -> (char, &[u8]) {
    let (character, width) = decode_rune(name);
    (character, name.get(width..).unwrap_or_default())
}

/// Reads a set from behind its opening bracket: whether the character is in it, and what follows the set.
fn match_set(set: &[u8], character: char) -> Result<(bool, &[u8]), BadPattern> {
    let (negated, mut set) = match set.strip_prefix(b"^") {
        Some(rest) => (true, rest),
        None => (false, set),
    };
    let mut contained = false;
    let mut ranges = 0_usize;
    loop {
        if ranges > 0
            && let Some(rest) = set.strip_prefix(b"]")
        {
            return Ok((contained != negated, rest));
        }
        let (low, after_low) = set_character(set)?;
        let (high, after_high) = match after_low.strip_prefix(b"-") {
            Some(rest) => set_character(rest)?,
            None => (low, after_low),
        };
        contained |= (low..=high).contains(&character);
        ranges += 1;
        set = after_high;
    }
}

/// Reads one character of a set, which must go on after it.
fn set_character(set: &[u8]) -> Result<(char, &[u8]), BadPattern> {
    let character = match set.first() {
        None | Some(b'-' | b']') => return Err(BadPattern),
        Some(b'\\') => set.get(1..).unwrap_or_default(),
        Some(_) => set,
    };
    let (decoded, width) = decode_rune(character);
    let rest = character.get(width..).unwrap_or_default();
    let is_invalid = decoded == char::REPLACEMENT_CHARACTER && width <= 1;
    if is_invalid || rest.is_empty() { Err(BadPattern) } else { Ok((decoded, rest)) }
}

#[cfg(test)]
mod tests {
    use super::{BadPattern, matches, matches_within};

    #[test]
    fn verdicts_of_go() {
        let mut cases = 0;
        for line in include_str!("../testdata/path_match.tsv").lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [pattern, name, verdict] = columns[..] else {
                panic!("three columns: {line}");
            };
            let expected = match verdict {
                "true" => Ok(true),
                "false" => Ok(false),
                _ => Err(BadPattern),
            };
            assert_eq!(matches(pattern, name), expected, "pattern {pattern:?}, name {name:?}");
            cases += 1;
        }
        assert!(cases > 400, "only {cases} cases");
    }

    #[test]
    fn steps_are_counted() {
        let mut left = 100;
        assert_eq!(matches_within("a*b", "axxb", &mut left), Ok(true));
        // `a` once and `b` three times, with one step more for each try.
        assert_eq!(left, 100 - 2 - 3 * 2);
        let mut few = 5;
        assert_eq!((matches_within("a*b", "axxb", &mut few), few), (Ok(false), 0));
    }

    #[test]
    fn the_error_reads_as_in_go() {
        assert_eq!(matches("[", "a").unwrap_err().to_string(), "syntax error in pattern");
    }
}

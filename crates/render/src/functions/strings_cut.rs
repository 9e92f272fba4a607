//! Parts of texts: `trunc`, `substr`, `abbrev`, `trim` and its kin (sprig's strings.go, goutils).

use std::collections::HashSet;

use gostd::unicode::is_space;
use gostd::utf8::{decode_rune, runes};
use gotemplate::{Call, Error, Function, Param, Str, Value};

use super::fixed;
use super::text::{made, slice_bounds};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("trunc", &[Param::Int, Param::String], trunc),
    fixed("substr", &[Param::Int, Param::Int, Param::String], substr),
    fixed("abbrev", &[Param::Int, Param::String], abbrev),
    fixed("abbrevboth", &[Param::Int, Param::Int, Param::String], abbrevboth),
    fixed("trim", &[Param::String], trim),
    fixed("trimAll", &[Param::String, Param::String], trim_all),
    fixed("trimall", &[Param::String, Param::String], trim_all),
    fixed("trimPrefix", &[Param::String, Param::String], trim_prefix),
    fixed("trimSuffix", &[Param::String, Param::String], trim_suffix),
];

/// So many bytes of the start, or of the end if negative.
fn trunc(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(1);
    let count = call.integer(0);
    let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if size >= text.len() {
        return Ok(text.into());
    }
    let range = if count < 0 { text.len() - size..text.len() } else { 0..size };
    made(call, part(&text, range.start, range.end))
}

fn part(text: &Str, start: usize, end: usize) -> &[u8] {
    text.as_bytes().get(start..end).unwrap_or_default()
}

/// The bytes from start to end; a negative start counts as none, so does an end that is negative or too large.
fn substr(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(2);
    let (start, end, length) = (call.integer(0), call.integer(1), text.len() as i64);
    let (start, end) = match (start < 0, end < 0 || end > length) {
        (true, false) => (0, end),
        (true, true) if end < 0 => return Err(slice_bounds(&format!(":{end}"))),
        (true, true) => {
            return Err(Error::new(format!("runtime error: slice bounds out of range [:{end}] with length {length}")));
        }
        (false, true) => (start, length),
        (false, false) => (start, end),
    };
    if start > end {
        Err(slice_bounds(&format!("{start}:{end}")))
    } else {
        made(call, part(&text, start as usize, end as usize))
    }
}

fn abbrev(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(1);
    let width = call.integer(0);
    if width < 4 { Ok(text.into()) } else { made(call, abbreviate(text.as_bytes(), 0, width)) }
}

fn abbrevboth(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(2);
    let (left, right) = (call.integer(0), call.integer(1));
    if right < 4 || left > 0 && right < 7 {
        return Ok(text.into());
    }
    made(call, abbreviate(text.as_bytes(), left, right))
}

/// At most `width` bytes of a text with dots for what is left out, from about `offset` on. `width` is at least 4, and
/// at least 7 if the offset is positive.
fn abbreviate(text: &[u8], offset: i64, width: i64) -> Vec<u8> {
    let length = text.len() as i64;
    if length <= width {
        return text.to_vec();
    }
    let kept = width - 3;
    let offset = offset.min(length - kept);
    let bytes = |start: i64, end: i64| text.get(start as usize..end as usize).unwrap_or_default();
    if offset <= 4 {
        return [bytes(0, kept), b"..."].concat();
    }
    if offset + kept < length {
        let rest = abbreviate(bytes(offset, length), 0, kept);
        return [b"...", rest.as_slice()].concat();
    }
    [b"...", bytes(length - kept, length)].concat()
}

fn trim(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    trimmed(call, text, is_space)
}

/// The text without the characters at its ends that are listed in the first argument.
fn trim_all(call: &mut Call<'_>) -> Result<Value, Error> {
    let (cutset, text) = (call.string(0), call.string(1));
    let characters: HashSet<char> = runes(cutset.as_bytes()).map(|(_, character)| character).collect();
    trimmed(call, text, |character| characters.contains(&character))
}

fn trimmed(call: &mut Call<'_>, text: Str, goes: impl Fn(char) -> bool) -> Result<Value, Error> {
    let bytes = text.as_bytes();
    let start = runes(bytes).find(|(_, character)| !goes(*character)).map_or(bytes.len(), |(start, _)| start);
    let mut end = bytes.len();
    while end > start {
        let (character, width) = last_rune(bytes.get(start..end).unwrap_or_default());
        if !goes(character) {
            break;
        }
        end -= width;
    }
    if start == 0 && end == bytes.len() { Ok(text.into()) } else { made(call, part(&text, start, end)) }
}

/// The last code point and its width; an invalid byte is U+FFFD (`utf8.DecodeLastRune`).
fn last_rune(text: &[u8]) -> (char, usize) {
    if let Some(last) = text.last().filter(|byte| byte.is_ascii()) {
        return (char::from(*last), 1);
    }
    let decoded = |width: usize| text.get(text.len().checked_sub(width)?..).map(decode_rune);
    let whole = (2..=4).find_map(|width| decoded(width).filter(|(_, decoded)| *decoded == width));
    whole.unwrap_or(('\u{fffd}', 1))
}

fn trim_prefix(call: &mut Call<'_>) -> Result<Value, Error> {
    let (prefix, text) = (call.string(0), call.string(1));
    let rest = text.as_bytes().strip_prefix(prefix.as_bytes()).filter(|_| !prefix.is_empty());
    rest.map_or_else(|| Ok(text.clone().into()), |rest| made(call, rest))
}

fn trim_suffix(call: &mut Call<'_>) -> Result<Value, Error> {
    let (suffix, text) = (call.string(0), call.string(1));
    let rest = text.as_bytes().strip_suffix(suffix.as_bytes()).filter(|_| !suffix.is_empty());
    rest.map_or_else(|| Ok(text.clone().into()), |rest| made(call, rest))
}

//! Letters and their cases: `upper`, `title`, `swapcase`, `initials`, `nospace` (sprig's strings.go, goutils).

use gostd::unicode::{is_lower, is_space, is_title, is_upper, to_lower, to_title, to_upper};
use gostd::utf8::runes;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::text::made;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("upper", &[Param::String], upper),
    fixed("lower", &[Param::String], lower),
    fixed("title", &[Param::String], title),
    fixed("untitle", &[Param::String], untitle),
    fixed("swapcase", &[Param::String], swapcase),
    fixed("initials", &[Param::String], initials),
    fixed("nospace", &[Param::String], nospace),
];

fn upper(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    if text.as_bytes().is_ascii() {
        return made(call, text.as_bytes().to_ascii_uppercase());
    }
    made(call, map(text.as_bytes(), to_upper))
}

fn lower(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    if text.as_bytes().is_ascii() {
        return made(call, text.as_bytes().to_ascii_lowercase());
    }
    made(call, map(text.as_bytes(), to_lower))
}

/// Replaces every character; bytes that are not UTF-8 become U+FFFD (`strings.Map`).
fn map(text: &[u8], mut mapping: impl FnMut(char) -> char) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(runes(text).map(|(_, character)| mapping(character)));
    out
}

/// `strings.Title`: a word begins after white space and after ASCII that is neither letter, digit nor underscore.
fn title(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut previous = ' ';
    let text = map(call.string(0).as_bytes(), |character| {
        let begins =
            if previous.is_ascii() { !previous.is_ascii_alphanumeric() && previous != '_' } else { is_space(previous) };
        previous = character;
        if begins { to_title(character) } else { character }
    });
    made(call, text)
}

/// A small first letter for each word between white space.
fn untitle(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut begins = true;
    let text = map(call.string(0).as_bytes(), |character| {
        if is_space(character) {
            begins = true;
            return character;
        }
        if std::mem::take(&mut begins) { to_lower(character) } else { character }
    });
    made(call, text)
}

/// Small letters become capitals, at the start of words title case; capitals become small.
fn swapcase(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut after_space = true;
    let text = map(call.string(0).as_bytes(), |character| {
        if is_upper(character) || is_title(character) {
            after_space = false;
            to_lower(character)
        } else if is_lower(character) {
            if std::mem::take(&mut after_space) { to_title(character) } else { to_upper(character) }
        } else {
            after_space = is_space(character);
            character
        }
    });
    made(call, text)
}

/// The first byte of each word, read as Latin-1 as goutils does.
fn initials(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut after_gap = true;
    let mut out = String::new();
    for byte in call.string(0).as_bytes() {
        let character = char::from(*byte);
        if is_space(character) {
            after_gap = true;
        } else if std::mem::take(&mut after_gap) {
            out.push(character);
        }
    }
    made(call, out)
}

/// Drops white space. If there is any, the other bytes are read as Latin-1, which spoils other alphabets; so does
/// goutils.
fn nospace(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    let is_space_byte = |byte: &u8| is_space(char::from(*byte));
    if !text.as_bytes().iter().any(is_space_byte) {
        return Ok(text.into());
    }
    let kept = text.as_bytes().iter().filter(|byte| !is_space_byte(byte));
    let kept: String = kept.map(|byte| char::from(*byte)).collect();
    made(call, kept)
}

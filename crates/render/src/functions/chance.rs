//! What `math/rand` decides: `shuffle` (xstrings) and `randInt` (sprig's functions.go).

use gostd::utf8::runes;
use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use super::random::with_random;

pub(super) static FUNCTIONS: &[Function] =
    &[fixed("shuffle", &[Param::String], shuffle), fixed("randInt", &[Param::Int, Param::Int], rand_int)];

/// The characters in any order, each order as likely.
fn shuffle(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = call.string(0);
    call.context.charge(text.len().saturating_mul(4))?;
    call.context.work(text.len() / 8)?;
    let mut characters: Vec<char> = runes(text.as_bytes()).map(|(_, character)| character).collect();
    with_random(call, |random| {
        for last in (1..characters.len()).rev() {
            let chosen = usize::try_from(random.below(last as u64 + 1)).unwrap_or(last);
            characters.swap(last, chosen);
        }
    })?;
    Ok(characters.into_iter().collect::<String>().into())
}

/// A number from the first up to but not including the second.
fn rand_int(call: &mut Call<'_>) -> Result<Value, Error> {
    let (low, high) = (call.integer(0), call.integer(1));
    let size = u64::try_from(high.wrapping_sub(low)).ok().filter(|size| *size > 0);
    let size = size.ok_or_else(|| Error::new("invalid argument to Intn"))?;
    let number = with_random(call, |random| random.below(size))?;
    Ok(Value::int(low.wrapping_add(number.cast_signed())))
}

//! Random texts (sprig's `strings.go` and `crypto.go`).

use gotemplate::{Call, Error, Function, Param, Value};

use super::fixed;
use crate::host::{Host, Random};
use gostd::base64;

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &[u8] = b"0123456789";
const BOTH: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// More would not fit a Go slice.
const MAX_LENGTH: i64 = 1 << 47;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("randAlphaNum", &[Param::Int], |call| text_of(call, BOTH)),
    fixed("randAlpha", &[Param::Int], |call| text_of(call, LETTERS)),
    fixed("randNumeric", &[Param::Int], |call| text_of(call, DIGITS)),
    fixed("randAscii", &[Param::Int], |call| {
        let printable: Vec<u8> = (b' '..=b'~').collect();
        text_of(call, &printable)
    }),
    fixed("randBytes", &[Param::Int], rand_bytes),
    fixed("uuidv4", &[], uuid),
];

/// Does something with the render's source of randomness.
pub(super) fn with_random<T>(call: &Call<'_>, body: impl FnOnce(&mut Random) -> T) -> Result<T, Error> {
    match call.host::<Host>() {
        Some(host) => Ok(body(&mut host.random.borrow_mut())),
        None => Err(Error::new("no source of randomness")),
    }
}

/// A length that Go can allocate and that this render may have.
fn length(call: &mut Call<'_>) -> Result<usize, Error> {
    let count = call.integer(0);
    let length = usize::try_from(count).ok().filter(|_| count < MAX_LENGTH);
    let length = length.ok_or_else(|| Error::new("runtime error: makeslice: len out of range"))?;
    call.context.charge(length)?;
    call.context.work(length / 8)?;
    Ok(length)
}

/// Negative lengths give nothing.
fn text_of(call: &mut Call<'_>, characters: &[u8]) -> Result<Value, Error> {
    if call.integer(0) <= 0 {
        return Ok(Value::from(""));
    }
    let length = length(call)?;
    let bound = characters.len() as u64;
    let text: Vec<u8> = with_random(call, |random| {
        let mut pick = || characters.get(usize::try_from(random.below(bound)).unwrap_or(0)).copied();
        (0..length).filter_map(|_| pick()).collect()
    })?;
    Ok(Value::from(text))
}

fn rand_bytes(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut bytes = vec![0; length(call)?];
    with_random(call, |random| random.fill(&mut bytes))?;
    Ok(Value::from(base64::encode(&bytes)))
}

fn uuid(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut number = u128::from_be_bytes(with_random(call, Random::bytes)?);
    // Version 4, variant 10.
    number = number & !(0xf << 76) | (0x4 << 76);
    number = number & !(0x3 << 62) | (0x2 << 62);
    let digits = format!("{number:032x}");
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts = groups.map(|(start, end)| digits.get(start..end).unwrap_or_default());
    Ok(Value::from(parts.join("-")))
}

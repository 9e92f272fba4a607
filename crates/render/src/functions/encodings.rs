//! Encodings and checksums: `b64enc`, `b32dec`, `sha256sum`, `adler32sum` (sprig's strings.go and crypto.go).

use gostd::{base32, base64};
use gotemplate::{Call, Error, Function, Param, Value};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::fixed;
use super::text::made;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("b64enc", &[Param::String], b64enc),
    fixed("b64dec", &[Param::String], b64dec),
    fixed("b32enc", &[Param::String], b32enc),
    fixed("b32dec", &[Param::String], b32dec),
    fixed("sha1sum", &[Param::String], |call| Ok(hexadecimal::<Sha1>(call).into())),
    fixed("sha256sum", &[Param::String], |call| Ok(hexadecimal::<Sha256>(call).into())),
    fixed("sha512sum", &[Param::String], |call| Ok(hexadecimal::<Sha512>(call).into())),
    fixed("adler32sum", &[Param::String], |call| Ok(adler32(call.string(0).as_bytes()).to_string().into())),
];

fn b64enc(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = base64::encode(call.string(0).as_bytes());
    made(call, text)
}

fn b32enc(call: &mut Call<'_>) -> Result<Value, Error> {
    let text = base32::encode(call.string(0).as_bytes());
    made(call, text)
}

/// The text of an error takes the place of what could not be read.
fn b64dec(call: &mut Call<'_>) -> Result<Value, Error> {
    let decoded = base64::decode(call.string(0).as_bytes());
    made(call, decoded.unwrap_or_else(|error| error.to_string().into_bytes()))
}

fn b32dec(call: &mut Call<'_>) -> Result<Value, Error> {
    let decoded = base32::decode(call.string(0).as_bytes());
    made(call, decoded.unwrap_or_else(|error| error.to_string().into_bytes()))
}

fn hexadecimal<D: Digest>(call: &Call<'_>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |number: u8| char::from(DIGITS.get(usize::from(number)).copied().unwrap_or(b'0'));
    let digest = D::digest(call.string(0).as_bytes());
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The checksum of RFC 1950.
fn adler32(bytes: &[u8]) -> u32 {
    // So many bytes can be summed up before 32 bits overflow.
    let (low, high) = bytes.chunks(5552).fold((1_u32, 0_u32), |sums, chunk| {
        let (low, high) = chunk.iter().fold(sums, |(low, high), byte| {
            let low = low + u32::from(*byte);
            (low, high + low)
        });
        (low % 65521, high % 65521)
    });
    high << 16 | low
}

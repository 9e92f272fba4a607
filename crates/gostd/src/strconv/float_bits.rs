//! Floats by their bits: the formats `b` and `x`.

use super::decimal::append_exponent;
use super::integer::append_uint;

/// The bits of a finite float: `mantissa` times two to `exponent - mantissa_bits`.
struct Parts {
    negative: bool,
    mantissa: u64,
    exponent: isize,
    mantissa_bits: u32,
}

impl Parts {
    fn of(value: f64, single: bool) -> Self {
        let (bits, mantissa_bits, exponent_bits, bias) =
            if single { (u64::from((value as f32).to_bits()), 23, 8, -127) } else { (value.to_bits(), 52, 11, -1023) };
        let raw_exponent = bits >> mantissa_bits & ((1 << exponent_bits) - 1);
        let fraction = bits & ((1 << mantissa_bits) - 1);
        let mantissa = if raw_exponent == 0 { fraction } else { fraction | 1 << mantissa_bits };
        let exponent = raw_exponent.max(1) as isize + bias;
        Self { negative: value.is_sign_negative(), mantissa, exponent, mantissa_bits }
    }
}

/// `-ddddp±ddd`
pub(super) fn append_binary(out: &mut Vec<u8>, value: f64, single: bool) {
    let parts = Parts::of(value, single);
    if parts.negative {
        out.push(b'-');
    }
    append_uint(out, parts.mantissa);
    let exponent = parts.exponent - parts.mantissa_bits as isize;
    out.extend_from_slice(if exponent < 0 { b"p-" } else { b"p+" });
    append_uint(out, exponent.unsigned_abs() as u64);
}

/// `-0x1.yyyyp±dd`, with capitals for the format `X`. Single precision needs no care: its values are `f64` as well,
/// and the digits are the same.
pub(super) fn append_hexadecimal(out: &mut Vec<u8>, value: f64, format: u8, precision: Option<usize>) {
    let parts = Parts::of(value, false);
    let (mantissa, exponent) = normalized(parts.mantissa << (60 - parts.mantissa_bits), parts.exponent);
    let (mantissa, exponent) = match precision {
        Some(precision) if precision < 15 => rounded(mantissa, exponent, precision as u32 * 4),
        _ => (mantissa, exponent),
    };
    if parts.negative {
        out.push(b'-');
    }
    out.extend_from_slice(&[b'0', format, b'0' + (mantissa >> 60 & 1) as u8]);
    append_fraction(out, mantissa << 4, format, precision);
    append_exponent(out, if format == b'X' { b'P' } else { b'p' }, exponent);
}

/// Puts the leading one at bit 60.
fn normalized(mantissa: u64, exponent: isize) -> (u64, isize) {
    if mantissa == 0 {
        return (0, 0);
    }
    let shift = mantissa.leading_zeros().saturating_sub(3);
    (mantissa << shift, exponent - shift as isize)
}

/// Rounds half to even to so many bits behind the point.
fn rounded(mantissa: u64, exponent: isize, bits: u32) -> (u64, isize) {
    let extra = mantissa << bits & ((1 << 60) - 1);
    let kept = mantissa >> (60 - bits);
    let up = u64::from(extra | (kept & 1) > 1 << 59);
    let mantissa = (kept + up) << (60 - bits);
    if mantissa & 1 << 61 == 0 { (mantissa, exponent) } else { (mantissa >> 1, exponent + 1) }
}

/// Writes the digits of a mantissa that starts at the top bit.
fn append_fraction(out: &mut Vec<u8>, mantissa: u64, format: u8, precision: Option<usize>) {
    let significant = 16 - (mantissa.trailing_zeros() / 4).min(16) as usize;
    let count = precision.unwrap_or(significant);
    if count == 0 {
        return;
    }
    let digits: &[u8; 16] = if format == b'X' { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    out.push(b'.');
    for place in 0..count.min(16) {
        let digit = mantissa >> (60 - 4 * place) & 15;
        out.extend(digits.get(digit as usize));
    }
    out.resize(out.len() + count.saturating_sub(16), b'0');
}

//! Floats as texts.

use super::decimal::Decimal;
use super::float_bits::{append_binary, append_hexadecimal};
use super::integer::append_int;

/// Writes a float with the fewest digits that read back to it: `strconv.FormatFloat(value, format, -1, bits)`.
///
/// Formats and bits are those of [`append_float`].
pub fn format_float(value: f64, format: u8, bits: u32) -> String {
    let mut text = Vec::with_capacity(24);
    append_float(&mut text, value, format, None, bits);
    text.into_iter().map(char::from).collect()
}

/// Appends a float as `strconv.AppendFloat` does.
///
/// `format` is `b'e'` (`1.5e+06`), `b'f'` (`1500000`), `b'g'`, which is `e` for small and large exponents and `f`
/// otherwise, `b'x'` (`0x1.8p+01`), `b'b'` (`6755399441055744p-52`), or one of `E G X` for capitals; any other byte
/// counts as `g`. The precision is that of Go; without one there are as many digits as reading back needs. With `bits`
/// 32 the value is first rounded to single precision, every other number means 64. Not-a-number and infinities are
/// `NaN`, `+Inf` and `-Inf`.
pub fn append_float(out: &mut Vec<u8>, value: f64, format: u8, precision: Option<usize>, bits: u32) {
    let single = bits == 32;
    let value = if single { f64::from(value as f32) } else { value };
    if value.is_nan() {
        return out.extend_from_slice(b"NaN");
    }
    if value.is_infinite() {
        return out.extend_from_slice(if value > 0.0 { b"+Inf" } else { b"-Inf" });
    }
    match format {
        b'b' => append_binary(out, value, single),
        b'x' | b'X' => append_hexadecimal(out, value, format, precision),
        _ if precision.is_none() && is_plain_whole(value, format) => append_int(out, value as i64),
        _ => {
            let decimal = match precision {
                Some(precision) => Decimal::rounded(value, format, precision),
                None => Decimal::shortest(value, single),
            };
            decimal.append(out, format, precision);
        }
    }
}

/// Whether the shortest form is the number as an integer: by far the most frequent floats of charts.
fn is_plain_whole(value: f64, format: u8) -> bool {
    let without_exponent = !matches!(format, b'e' | b'E') && value.abs() < 1e6;
    without_exponent && value.fract() == 0.0 && !(value == 0.0 && value.is_sign_negative())
}

//! Integers in decimal.

/// Appends a number in decimal (`strconv.AppendInt` with base 10).
pub fn append_int(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    append_uint(out, number.unsigned_abs());
}

/// Appends a number in decimal (`strconv.AppendUint` with base 10).
pub fn append_uint(out: &mut Vec<u8>, number: u64) {
    let start = out.len();
    let mut rest = number;
    loop {
        out.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

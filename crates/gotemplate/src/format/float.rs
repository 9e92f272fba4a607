//! Floats.

use gostd::strconv::append_float;

use super::printer::Printer;
use crate::value::Value;

/// The most bytes of a float apart from what the precision asks for.
const LONGEST_FLOAT: usize = 330;

impl Printer<'_> {
    /// A float under any verb (`fmtFloat` of `print.go`). The value is named in complaints.
    pub(super) fn print_float(&mut self, value: &Value, number: f64, verb: char) {
        match verb {
            'v' => self.print_float_as(number, b'g', None),
            'b' | 'g' | 'G' | 'x' | 'X' => self.print_float_as(number, verb as u8, None),
            'f' | 'e' | 'E' => self.print_float_as(number, verb as u8, Some(6)),
            'F' => self.print_float_as(number, b'f', Some(6)),
            _ => self.bad_verb(value, verb),
        }
    }

    /// Signs and padding (`fmtFloat` of `format.go`).
    fn print_float_as(&mut self, number: f64, format: u8, precision: Option<usize>) {
        let precision = self.flags.precision.or(precision);
        if !self.output.allows(precision.unwrap_or(0) + LONGEST_FLOAT) {
            return;
        }
        let mut text = Vec::with_capacity(24);
        append_float(&mut text, number, format, precision, 64);
        let (sign, digits) = match text.split_first() {
            Some((sign @ (b'-' | b'+'), digits)) => (*sign, digits),
            _ => (b'+', text.as_slice()),
        };
        let sign = if self.flags.space && sign == b'+' && !self.flags.plus { b' ' } else { sign };
        if !number.is_finite() {
            return self.print_without_digits(sign, digits);
        }
        if self.flags.sharp && format != b'b' {
            let sharp = with_point(digits, format, precision);
            return self.print_signed(sign, &sharp);
        }
        self.print_signed(sign, digits);
    }

    /// Infinities, which always have a sign, and not-a-number are never padded with zeros.
    fn print_without_digits(&mut self, sign: u8, name: &[u8]) {
        let zero = std::mem::take(&mut self.flags.zero);
        if name == b"NaN" && !self.flags.space && !self.flags.plus {
            self.pad(name);
        } else {
            self.pad(&[&[sign], name].concat());
        }
        self.flags.zero = zero;
    }

    fn print_signed(&mut self, sign: u8, digits: &[u8]) {
        if sign == b'+' && !self.flags.plus {
            return self.pad(digits);
        }
        let length = digits.len() + 1;
        match self.flags.width {
            Some(width) if self.flags.pads_with_zeros() && width > length => {
                self.output.write(&[sign]);
                self.output.fill(b'0', width - length);
                self.output.write(digits);
            }
            _ => self.pad(&[&[sign], digits].concat()),
        }
    }
}

/// The flag `#`: there is always a point, and the formats `g` and `x` keep trailing zeros.
fn with_point(number: &[u8], format: u8, precision: Option<usize>) -> Vec<u8> {
    let mut missing = match format {
        b'g' | b'G' | b'x' => precision.map_or(6, |precision| precision as isize),
        _ => 0,
    };
    let hexadecimal = matches!(format, b'x' | b'X');
    let is_exponent = |byte: &u8| matches!(byte, b'p' | b'P') || !hexadecimal && matches!(byte, b'e' | b'E');
    let end = number.iter().position(is_exponent).unwrap_or(number.len());
    let (digits, exponent) = number.split_at_checked(end).unwrap_or((number, &[]));
    let mut text = digits.to_vec();
    let significant = digits.iter().filter(|byte| **byte != b'.').skip_while(|byte| **byte == b'0').count();
    missing -= significant as isize;
    if !digits.contains(&b'.') {
        missing -= isize::from(digits == b"0");
        text.push(b'.');
    }
    text.resize(text.len() + usize::try_from(missing).unwrap_or(0), b'0');
    text.extend_from_slice(exponent);
    text
}

//! Formats: texts with directives such as `%-5.2f` (`doPrintf`).

use gostd::utf8::decode_rune;

use super::flags::Flags;
use super::printer::Printer;
use super::scalar;
use crate::value::Value;

/// The largest width, precision and argument number.
const LARGEST: i64 = 1_000_000;

/// Prints the arguments as the format says.
pub(super) fn print(printer: &mut Printer<'_>, format: &[u8], arguments: &[Value]) {
    let mut directives = Directives {
        printer,
        rest: format,
        arguments,
        next: 0,
        reordered: false,
        good_number: true,
        after_number: false,
    };
    while directives.print_up_to_directive() && directives.print_directive() {}
    directives.print_extra();
}

struct Directives<'p, 'o, 'f> {
    printer: &'p mut Printer<'o>,
    /// What of the format is left.
    rest: &'f [u8],
    arguments: &'f [Value],
    /// The place of the argument that comes next.
    next: usize,
    /// Whether arguments were asked for by number.
    reordered: bool,
    /// Whether the numbers in this directive make sense.
    good_number: bool,
    /// Whether a number such as `[3]` was just read.
    after_number: bool,
}

impl Directives<'_, '_, '_> {
    /// Copies text up to the next percent sign; false at the end.
    fn print_up_to_directive(&mut self) -> bool {
        let position = self.rest.iter().position(|byte| *byte == b'%');
        let (text, rest) = self.rest.split_at_checked(position.unwrap_or(self.rest.len())).unwrap_or((self.rest, &[]));
        self.printer.output.write(text);
        self.rest = rest.get(1..).unwrap_or_default();
        position.is_some() && !self.printer.output.has_failed()
    }

    /// Prints what a directive says; false if the format ends within it.
    fn print_directive(&mut self) -> bool {
        self.good_number = true;
        self.printer.flags = Flags::default();
        while self.rest.first().is_some_and(|byte| self.printer.flags.take(*byte)) {
            self.skip(1);
        }
        self.read_number();
        self.read_width();
        if self.rest.len() > 1 && self.take(b'.') {
            self.read_precision();
        }
        if !self.after_number {
            self.read_number();
        }
        if self.rest.is_empty() {
            self.printer.output.write(b"%!(NOVERB)");
            return false;
        }
        let (verb, width) = decode_rune(self.rest);
        self.skip(width);
        self.print_verb(verb);
        true
    }

    fn print_verb(&mut self, verb: char) {
        let argument = self.arguments.get(self.next);
        match argument {
            _ if verb == '%' => self.printer.output.write(b"%"),
            _ if !self.good_number => self.complain(verb, b"(BADINDEX)"),
            None => self.complain(verb, b"(MISSING)"),
            Some(argument) => {
                if matches!(verb, 'v' | 'w') {
                    self.printer.flags.move_to_syntax();
                }
                self.next += 1;
                self.printer.print_argument(argument, verb);
            }
        }
    }

    fn complain(&mut self, verb: char, complaint: &[u8]) {
        self.printer.output.write(b"%!");
        self.printer.output.write_char(verb);
        self.printer.output.write(complaint);
    }

    fn read_width(&mut self) {
        if !self.take(b'*') {
            let width = self.read_digits();
            if self.after_number && width.is_some() {
                self.good_number = false;
            }
            self.printer.flags.width = width;
            return;
        }
        let width = self.integer_argument();
        if width.is_none() {
            self.printer.output.write(b"%!(BADWIDTH)");
        }
        let flags = &mut self.printer.flags;
        if width.is_some_and(|width| width < 0) {
            flags.minus = true;
            flags.zero = false;
        }
        flags.width = width.map(|width| width.unsigned_abs() as usize);
        self.after_number = false;
    }

    /// Reads what stands behind the point.
    fn read_precision(&mut self) {
        if self.after_number {
            self.good_number = false;
        }
        self.read_number();
        if !self.take(b'*') {
            self.printer.flags.precision = Some(self.read_digits().unwrap_or(0));
            return;
        }
        let precision = self.integer_argument().and_then(|precision| usize::try_from(precision).ok());
        if precision.is_none() {
            self.printer.output.write(b"%!(BADPREC)");
        }
        self.printer.flags.precision = precision;
        self.after_number = false;
    }

    /// Reads an argument's number such as `[3]`, if there is one.
    fn read_number(&mut self) {
        self.after_number = self.rest.starts_with(b"[");
        if !self.after_number {
            return;
        }
        self.reordered = true;
        let end = self.rest.iter().position(|byte| *byte == b']').filter(|_| self.rest.len() > 2);
        let Some(end) = end else {
            self.skip(1);
            self.good_number = false;
            self.after_number = false;
            return;
        };
        let digits = self.rest.get(1..end).unwrap_or_default();
        let (number, count) = leading_number(digits);
        self.skip(end + 1);
        self.after_number = number.is_some() && count == digits.len();
        match number.and_then(|number| number.checked_sub(1)) {
            Some(place) if self.after_number && place < self.arguments.len() => self.next = place,
            _ => self.good_number = false,
        }
    }

    /// Reads a plain number, if there is one. A crazy one eats the whole format.
    fn read_digits(&mut self) -> Option<usize> {
        let (number, count) = leading_number(self.rest);
        self.skip(count);
        number
    }

    /// The next argument as a width or precision.
    fn integer_argument(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        let number = match argument {
            Value::Int(number) => number.value(),
            Value::Object(object) => match scalar(&**object) {
                Some(Value::Int(number)) => number.value(),
                _ => return None,
            },
            _ => return None,
        };
        i64::try_from(number).ok().filter(|number| number.unsigned_abs() <= LARGEST.unsigned_abs())
    }

    /// Lists arguments that no directive wanted.
    fn print_extra(&mut self) {
        let extra = self.arguments.get(self.next..).unwrap_or_default();
        if self.reordered || extra.is_empty() {
            return;
        }
        self.printer.flags = Flags::default();
        self.printer.output.write(b"%!(EXTRA ");
        for (place, argument) in extra.iter().enumerate() {
            if place > 0 {
                self.printer.output.write(b", ");
            }
            self.printer.print_typed(argument);
        }
        self.printer.output.write(b")");
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.skip(1);
        }
        found
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

/// The number at the start and how many bytes it took: all of them if it is far too large (`parsenum`).
fn leading_number(text: &[u8]) -> (Option<usize>, usize) {
    let mut number = None;
    for (place, byte) in text.iter().enumerate() {
        if !byte.is_ascii_digit() {
            return (number, place);
        }
        let before = number.unwrap_or(0);
        if before > LARGEST as usize {
            return (None, text.len());
        }
        number = Some(before * 10 + usize::from(byte - b'0'));
    }
    (number, text.len())
}

//! Taking a format apart.

use gostd::strconv::atoi;

/// How an argument is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clause {
    /// `%s`
    Text,
    /// `%d`
    Decimal,
    /// `%f`, `%.2f`
    Fixed(Option<i64>),
    /// `%e`, `%.2e`
    Scientific(Option<i64>),
    /// `%b`
    Binary,
    /// `%x`, `%X`
    Hexadecimal {
        /// Whether the digits are capitals.
        upper: bool,
    },
    /// `%o`
    Octal,
}

impl Clause {
    /// What is wrong with an argument of this type.
    pub(super) fn complaint(self, kind: &str) -> String {
        let allowed = match self {
            Self::Text => {
                "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, \
                 and timestamps"
            }
            Self::Decimal => "decimal clause can only be used on integers",
            Self::Fixed(_) => "fixed-point clause can only be used on doubles",
            Self::Scientific(_) => "scientific clause can only be used on doubles",
            Self::Binary => "only integers and bools can be formatted as binary",
            Self::Hexadecimal { .. } => "only integers, byte buffers, and strings can be formatted as hex",
            Self::Octal => "octal clause can only be used on integers",
        };
        format!("{allowed}, was given {kind}")
    }
}

/// A piece of a format.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Text that stands for itself.
    Literal(&'a str),
    /// A place for an argument.
    Clause {
        /// How it is shown.
        clause: Clause,
        /// Which one.
        index: usize,
    },
}

/// The pieces of a format; nothing comes after the first error.
pub(super) struct Steps<'a> {
    rest: &'a str,
    next: usize,
    arguments: usize,
}

/// There is no such argument.
pub(super) fn out_of_range(index: usize) -> String {
    format!("index {index} out of range")
}

impl<'a> Steps<'a> {
    /// Of a format for so many arguments.
    pub(super) fn new(pattern: &'a str, arguments: usize) -> Self {
        Self { rest: pattern, next: 0, arguments }
    }

    /// How many arguments were asked for.
    pub(super) fn asked(&self) -> usize {
        self.next
    }

    fn clause(&mut self, after: &'a str) -> Result<Step<'a>, String> {
        let index = self.next;
        self.next += 1;
        // The server looks for the argument first when it has values, and last when it has types; that makes no
        // difference but for a percent sign at the very end.
        if index >= self.arguments {
            return Err(out_of_range(index));
        }
        if after.is_empty() {
            return Err("unexpected end of string".to_owned());
        }
        let (clause, rest) = read(after).map_err(|error| format!("could not parse formatting clause: {error}"))?;
        self.rest = rest;
        Ok(Step::Clause { clause, index })
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest;
        if let Some(after) = rest.strip_prefix("%%") {
            self.rest = after;
            return rest.get(..1).map(|percent| Ok(Step::Literal(percent)));
        }
        if let Some(after) = rest.strip_prefix('%') {
            let step = self.clause(after);
            if step.is_err() {
                self.rest = "";
            }
            return Some(step);
        }
        let (literal, after) = rest.split_at(rest.find('%').unwrap_or(rest.len()));
        self.rest = after;
        if literal.is_empty() { None } else { Some(Ok(Step::Literal(literal))) }
    }
}

/// Reads what follows a percent sign.
fn read(text: &str) -> Result<(Clause, &str), String> {
    let (precision, rest) = precision(text).map_err(|error| format!("error while parsing precision: {error}"))?;
    // A clause is a byte, even where that is no character.
    let letter = rest.bytes().next().unwrap_or(0);
    let clause = match letter {
        b's' => Clause::Text,
        b'd' => Clause::Decimal,
        b'f' => Clause::Fixed(precision),
        b'e' => Clause::Scientific(precision),
        b'b' => Clause::Binary,
        b'x' => Clause::Hexadecimal { upper: false },
        b'X' => Clause::Hexadecimal { upper: true },
        b'o' => Clause::Octal,
        other => return Err(format!("unrecognized formatting clause \"{}\"", char::from(other))),
    };
    Ok((clause, rest.get(1..).unwrap_or_default()))
}

fn precision(text: &str) -> Result<(Option<i64>, &str), String> {
    let Some(after) = text.strip_prefix('.') else {
        return Ok((None, text));
    };
    let (digits, rest) = after.split_at(after.bytes().take_while(u8::is_ascii_digit).count());
    if rest.is_empty() {
        return Err("could not find end of precision specifier".to_owned());
    }
    let number = atoi(digits.as_bytes());
    let number = number.map_err(|error| format!("error while converting precision to integer: {error}"))?;
    Ok((Some(number), rest))
}

//! Runs of numbers: `until`, `untilStep`, `seq` (sprig's numeric.go).

use std::fmt::Write as _;

use gotemplate::value::INT_LIST;
use gotemplate::{Call, Error, Function, List, Param, Value};

use super::limits::VALUE_SIZE;
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("until", &[Param::Int], until),
    fixed("untilStep", &[Param::Int, Param::Int, Param::Int], until_step),
    variadic("seq", &[], Param::Int, seq),
];

/// Numbers from a start, by a step, without the end.
#[derive(Clone, Copy)]
struct Run {
    start: i64,
    count: u64,
    step: i64,
}

impl Run {
    /// Nothing if the step leads away from the end or nowhere.
    fn new(start: i64, stop: i64, step: i64) -> Self {
        let leads_there = if stop < start { step < 0 } else { step > 0 };
        let count = if leads_there { stop.abs_diff(start).div_ceil(step.unsigned_abs()) } else { 0 };
        Self { start, count, step }
    }

    fn numbers(self) -> impl Iterator<Item = i64> {
        (0..self.count).map(move |index| self.start.wrapping_add(self.step.wrapping_mul(index.cast_signed())))
    }

    /// Asks for memory: so many bytes for each number.
    fn charge(self, call: &mut Call<'_>, bytes: usize) -> Result<(), Error> {
        call.context.charge(usize::try_from(self.count).unwrap_or(usize::MAX).saturating_mul(bytes))
    }

    fn list(self, call: &mut Call<'_>) -> Result<Value, Error> {
        self.charge(call, VALUE_SIZE)?;
        Ok(Value::List(List::new(&INT_LIST, self.numbers().map(Value::int).collect())))
    }

    fn text(self, call: &mut Call<'_>) -> Result<Value, Error> {
        self.charge(call, "-9223372036854775808 ".len())?;
        let mut out = String::new();
        for (index, number) in self.numbers().enumerate() {
            let separator = if index > 0 { " " } else { "" };
            // Writing to a String can't fail.
            let _ = write!(out, "{separator}{number}");
        }
        Ok(out.into())
    }
}

fn until(call: &mut Call<'_>) -> Result<Value, Error> {
    let count = call.integer(0);
    Run::new(0, count, if count < 0 { -1 } else { 1 }).list(call)
}

fn until_step(call: &mut Call<'_>) -> Result<Value, Error> {
    Run::new(call.integer(0), call.integer(1), call.integer(2)).list(call)
}

/// Numbers from 1, or from the first to the last argument, the end included, by the middle one; as a text.
fn seq(call: &mut Call<'_>) -> Result<Value, Error> {
    let (start, end, step) = match call.arguments().len() {
        1 => (1, call.integer(0), None),
        2 => (call.integer(0), call.integer(1), None),
        3 => (call.integer(0), call.integer(2), Some(call.integer(1))),
        _ => return Ok("".into()),
    };
    let direction = if end < start { -1 } else { 1 };
    if end < start && step.is_some_and(|step| step > 0) {
        return Ok("".into());
    }
    Run::new(start, end.wrapping_add(direction), step.unwrap_or(direction)).text(call)
}

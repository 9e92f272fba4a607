//! Floats: `float64`, `floor`, `round`, `addf` and the like (sprig's numeric.go).

use gotemplate::{Call, Error, Function, Param, Value};

use super::cast::to_float;
use super::decimal::Decimal;
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("float64", &[Param::Any], |call| Ok(to_float(call.value(0)).into())),
    fixed("floor", &[Param::Any], |call| Ok(to_float(call.value(0)).floor().into())),
    fixed("ceil", &[Param::Any], |call| Ok(to_float(call.value(0)).ceil().into())),
    variadic("round", &[Param::Any, Param::Int], Param::Float, round),
    variadic("maxf", &[Param::Any], Param::Any, |call| Ok(extreme(call, f64::INFINITY))),
    variadic("minf", &[Param::Any], Param::Any, |call| Ok(extreme(call, f64::NEG_INFINITY))),
    fixed("add1f", &[Param::Any], |call| decimals(call, Some(1.0), |left, right| Ok(left.add(right)))),
    variadic("addf", &[], Param::Any, |call| decimals(call, Some(0.0), |left, right| Ok(left.add(right)))),
    variadic("subf", &[Param::Any], Param::Any, |call| decimals(call, None, |left, right| Ok(left.sub(right)))),
    variadic("mulf", &[Param::Any], Param::Any, |call| decimals(call, None, |left, right| Ok(left.mul(right)))),
    variadic("divf", &[Param::Any], Param::Any, |call| {
        decimals(call, None, |left, right| left.div(right).ok_or_else(|| Error::new("decimal division by 0")))
    }),
];

/// `math.Max` or `math.Min` of all arguments: the one whose sort of infinity wins over not-a-number.
fn extreme(call: &Call<'_>, winner: f64) -> Value {
    let choose = |left: f64, right: f64| {
        if left == winner || right == winner {
            return winner;
        }
        if left.is_nan() || right.is_nan() {
            return f64::NAN;
        }
        // Go tells the zeros apart.
        let is_less = left.total_cmp(&right).is_lt();
        if is_less == (winner > 0.0) { right } else { left }
    };
    call.arguments().iter().map(to_float).reduce(choose).unwrap_or(0.0).into()
}

/// Rounds to so many decimals; the third argument says from which fraction on it goes up, 0.5 without one.
fn round(call: &mut Call<'_>) -> Result<Value, Error> {
    let round_on = if call.arguments().len() > 2 { call.float(2) } else { 0.5 };
    let power = power_of_ten(call.integer(1));
    let digit = power * to_float(call.value(0));
    let fraction = (digit - digit.trunc()).copysign(digit);
    let rounded = if fraction >= round_on { digit.ceil() } else { digit.floor() };
    Ok((rounded / power).into())
}

/// `math.Pow(10, n)` by Go's own algorithm, whose last digits differ from those of other libraries.
fn power_of_ten(exponent: i64) -> f64 {
    match exponent {
        0 => return 1.0,
        1 => return 10.0,
        _ => {}
    }
    // As a float the exponent loses digits, and from 2^63 on Go takes a short cut.
    let size = (exponent as f64).abs();
    if size >= 9_223_372_036_854_775_808.0 {
        return if exponent > 0 { f64::INFINITY } else { 0.0 };
    }
    let mut remaining = size as i64;
    let (mut mantissa, mut binary) = (1.0_f64, 0_i64);
    let (mut square, mut square_binary) = (0.625_f64, 4_i64);
    while remaining != 0 {
        if square_binary.abs() > 1 << 12 {
            binary += square_binary;
            break;
        }
        if remaining & 1 == 1 {
            mantissa *= square;
            binary += square_binary;
        }
        square *= square;
        square_binary <<= 1;
        if square < 0.5 {
            square += square;
            square_binary -= 1;
        }
        remaining >>= 1;
    }
    if exponent < 0 { scale(1.0 / mantissa, -binary) } else { scale(mantissa, binary) }
}

/// `math.Ldexp` for a positive number near 1.
fn scale(number: f64, exponent: i64) -> f64 {
    const BIAS: i64 = 1023;
    let bits = number.to_bits();
    let mut exponent = exponent + (bits >> 52 & 0x7ff).cast_signed() - BIAS;
    if exponent < -1075 {
        return 0.0;
    }
    if exponent > BIAS {
        return f64::INFINITY;
    }
    let mut factor = 1.0;
    if exponent < -1022 {
        exponent += 53;
        factor = 1.0 / (1_u64 << 53) as f64;
    }
    let mantissa = bits & ((1 << 52) - 1);
    factor * f64::from_bits(mantissa | (exponent + BIAS).cast_unsigned() << 52)
}

/// What computing with a decimal takes, which may have hundreds of digits.
const STEPS: usize = 20;

/// Computes with decimals, so that 0.1 and 0.2 make 0.3. Without a first number the first argument is it; `add1f`
/// and `addf` start from theirs.
fn decimals(
    call: &mut Call<'_>,
    first: Option<f64>,
    operation: impl Fn(&Decimal, &Decimal) -> Result<Decimal, Error>,
) -> Result<Value, Error> {
    call.context.work(call.arguments().len() * STEPS)?;
    let mut numbers = first.into_iter().chain(call.arguments().iter().map(to_float));
    let mut result = decimal(numbers.next().unwrap_or(0.0))?;
    for number in numbers {
        result = operation(&result, &decimal(number)?)?;
    }
    Ok(result.to_float().into())
}

fn decimal(number: f64) -> Result<Decimal, Error> {
    Decimal::from_float(number).ok_or_else(|| {
        let text = gostd::strconv::format_float(number, b'g', 64);
        Error::new(format!("Cannot create a Decimal from {text}"))
    })
}

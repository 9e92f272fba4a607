//! Quantities (`kubernetes.quantity`), since 1.28.

mod amount;
mod decimal;
mod parse;
mod power;

use std::cmp::Ordering;

use crate::function::{Apply, Call, Fault, Function, Overload};
use crate::library::arguments::{boxed, integer, opaque, text};
use crate::library::opaque::{Opaque, QUANTITY};
use crate::library::prices;
use crate::types::Type;
use crate::value::Value;

use amount::Amount;

/// A quantity: an amount, and whether it is the result of a calculation, which the server can't compare with `==` when
/// it stands on the right.
#[derive(Debug)]
pub struct Quantity {
    amount: Amount,
    is_calculated: bool,
}

impl Quantity {
    /// Reads a quantity.
    ///
    /// # Errors
    ///
    /// What is wrong, in Kubernetes' words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        Ok(Self { amount: parse::parse(text)?, is_calculated: false })
    }

    /// Whether it is the result of a calculation.
    #[must_use]
    pub fn is_calculated(&self) -> bool {
        self.is_calculated
    }

    /// Which one is larger.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        self.amount.compare(&other.amount)
    }
}

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 28 {
        return Vec::new();
    }
    let reading = |id, result, apply| {
        Overload::function(id, vec![Type::String], result, apply)
            .priced(prices::traverse_argument, prices::tracked_first)
    };
    let sign = Overload { member: false, ..accessor("quantity_sign", Type::Int, sign) };
    vec![
        Function::of("quantity", reading("string_to_quantity", QUANTITY_TYPE, parse)),
        Function::of("isQuantity", reading("is_quantity_string", Type::Bool, is_quantity)),
        Function::of("sign", sign),
        Function::of("isGreaterThan", binary("quantity_is_greater_than", QUANTITY_TYPE, Type::Bool, is_greater_than)),
        Function::of("isLessThan", binary("quantity_is_less_than", QUANTITY_TYPE, Type::Bool, is_less_than)),
        Function::of("compareTo", binary("quantity_compare_to", QUANTITY_TYPE, Type::Int, compare_to)),
        Function::of("asApproximateFloat", accessor("quantity_get_float", Type::Double, as_approximate_float)),
        Function::of("asInteger", accessor("quantity_get_int", Type::Int, as_integer)),
        Function::of("isInteger", accessor("quantity_is_integer", Type::Bool, is_integer)),
        Function {
            name: "add",
            overloads: vec![
                binary("quantity_add", QUANTITY_TYPE, QUANTITY_TYPE, add),
                binary("quantity_add_int", Type::Int, QUANTITY_TYPE, add),
            ],
        },
        Function {
            name: "sub",
            overloads: vec![
                binary("quantity_sub", QUANTITY_TYPE, QUANTITY_TYPE, subtract),
                binary("quantity_sub_int", Type::Int, QUANTITY_TYPE, subtract),
            ],
        },
    ]
}

const QUANTITY_TYPE: Type = Type::Opaque(QUANTITY);

fn accessor(id: &'static str, result: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![QUANTITY_TYPE], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

fn binary(id: &'static str, other: Type, result: Type, apply: Apply) -> Overload {
    Overload::method(id, vec![QUANTITY_TYPE, other], result, apply).priced(prices::nominal, prices::tracked_nominal)
}

fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    Quantity::parse(text(call, 0)?).map(|quantity| boxed(Opaque::Quantity(quantity))).map_err(Fault::new)
}

fn is_quantity(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(Quantity::parse(text(call, 0)?).is_ok()))
}

fn quantity<'a>(call: &Call<'a>, index: usize) -> Result<&'a Quantity, Fault> {
    match opaque(call, index)? {
        Opaque::Quantity(quantity) => Ok(quantity),
        _ => Err(Fault::no_such_overload()),
    }
}

fn compared(call: &Call<'_>) -> Result<Ordering, Fault> {
    Ok(quantity(call, 0)?.compare(quantity(call, 1)?))
}

fn sign(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(quantity(call, 0)?.amount.sign()))
}

fn is_greater_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(compared(call)?.is_gt()))
}

fn is_less_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(compared(call)?.is_lt()))
}

fn compare_to(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(compared(call)? as i64))
}

fn as_approximate_float(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Double(quantity(call, 0)?.amount.to_float()))
}

fn as_integer(call: &Call<'_>) -> Result<Value, Fault> {
    let number = quantity(call, 0)?.amount.to_integer();
    number.map(Value::Int).ok_or_else(|| Fault::new("cannot convert value to integer"))
}

fn is_integer(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(quantity(call, 0)?.amount.to_integer().is_some()))
}

/// The second argument, a quantity or an integer.
fn other(call: &Call<'_>) -> Result<Amount, Fault> {
    match integer(call, 1) {
        Ok(number) => Ok(Amount::from(number)),
        Err(_) => Ok(quantity(call, 1)?.amount.clone()),
    }
}

fn calculated(call: &Call<'_>, amount: Option<Amount>) -> Result<Value, Fault> {
    let amount = amount.ok_or_else(|| Fault::new("the sum of the quantities has too many digits"))?;
    call.work.spend(amount.work()).map_err(|error| Fault::new(error.to_string()))?;
    Ok(boxed(Opaque::Quantity(Quantity { amount, is_calculated: true })))
}

fn add(call: &Call<'_>) -> Result<Value, Fault> {
    calculated(call, quantity(call, 0)?.amount.plus(&other(call)?))
}

fn subtract(call: &Call<'_>) -> Result<Value, Fault> {
    calculated(call, quantity(call, 0)?.amount.minus(&other(call)?))
}

//! Functions: their overloads with signature, meaning and price.

use gostd::budget::Budget;

use crate::estimate::{CallEstimate, Operand, Sizes};
use crate::types::Type;
use crate::value::Value;

/// A function, operator or method with its overloads. Functions of the same name from several libraries are merged.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name (`size`, `_+_`, `format.named`).
    pub name: &'static str,
    /// Its overloads, in cel-go's order: errors name them in it.
    pub overloads: Vec<Overload>,
}

/// One signature.
#[derive(Debug, Clone)]
pub struct Overload {
    /// cel-go's id (`string_to_int`).
    pub id: &'static str,
    /// Whether the first parameter is what the method is called on.
    pub member: bool,
    /// The types of the parameters, the target's first.
    pub parameters: Vec<Type>,
    /// The type of the result.
    pub result: Type,
    /// What it does; `None` for what the evaluator does itself (`&&`, `||`, `? :`, indexes, `@not_strictly_false`).
    pub apply: Option<Apply>,
    /// Its price before it runs; `None` for the usual one.
    pub estimate: Option<Estimate>,
    /// Its price after it ran; `None` for the usual one.
    pub track: Option<Track>,
}

/// What an overload does with its arguments, the target first.
pub type Apply = fn(&Call<'_>) -> Result<Value, Fault>;

/// What a call will cost, from the target (if any) and the arguments.
pub type Estimate = fn(&dyn Sizes, Option<&Operand<'_>>, &[Operand<'_>]) -> Option<CallEstimate>;

/// What a call did cost, from the arguments (the target first) and the result.
pub type Track = fn(&[Value], &Value) -> Option<u64>;

/// A call as its overload sees it.
#[derive(Debug)]
pub struct Call<'a> {
    /// The arguments, the target first.
    pub arguments: &'a [Value],
    /// The work that regular expressions and the like may do.
    pub work: &'a Budget,
}

/// Why an expression has no value (`types.Err`): cel-go's text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// The text.
    pub message: String,
}

impl Fault {
    /// With this text.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// The arguments fit no overload.
    #[must_use]
    pub fn no_such_overload() -> Self {
        Self::new("no such overload")
    }
}

impl Overload {
    /// A function of this signature.
    #[must_use]
    pub fn function(id: &'static str, parameters: Vec<Type>, result: Type, apply: Apply) -> Self {
        Self { id, member: false, parameters, result, apply: Some(apply), estimate: None, track: None }
    }

    /// A method; its first parameter is what it is called on.
    #[must_use]
    pub fn method(id: &'static str, parameters: Vec<Type>, result: Type, apply: Apply) -> Self {
        Self { member: true, ..Self::function(id, parameters, result, apply) }
    }

    /// The same with prices.
    #[must_use]
    pub fn priced(self, estimate: Estimate, track: Track) -> Self {
        Self { estimate: Some(estimate), track: Some(track), ..self }
    }
}

impl Function {
    /// A function with one overload.
    #[must_use]
    pub fn of(name: &'static str, overload: Overload) -> Self {
        Self { name, overloads: vec![overload] }
    }
}

//! Calls of functions and methods.

use super::operand::Operand;
use super::set::Callable;
use super::state::{Current, State};
use crate::ast::Expr;
use crate::builtins::{LENGTH_OF_NOTHING, call_error};
use crate::error::Error;
use crate::function::{Call, Function, Param};
use crate::value::Value;

/// What a function, method or field is given: the arguments that are written behind it, and the value that a pipeline
/// passes on to it as the last one.
pub(super) struct Given<'t> {
    pub(super) arguments: &'t [Expr],
    pub(super) last: Option<Operand>,
}

impl Given<'_> {
    /// Neither.
    pub(super) const NOTHING: Self = Self { arguments: &[], last: None };

    fn count(&self) -> usize {
        self.arguments.len() + usize::from(self.last.is_some())
    }
}

impl<'t> State<'t, '_, '_> {
    /// Calls a function by name; `node` is what errors of the function name.
    pub(super) fn function(
        &mut self,
        dot: &Operand,
        name: &str,
        node: Current<'t>,
        given: Given<'t>,
    ) -> Result<Operand, Error> {
        let Some(Callable { function, is_builtin }) = self.executor.functions.get(name) else {
            return Err(self.error(format!("{name:?} is not a defined function")));
        };
        let params = function.params;
        self.check_count(function, params.len(), &given)?;
        if is_builtin && matches!(name, "and" | "or") {
            return self.short_circuit(dot, name == "or", given);
        }
        if is_builtin && name == "len" {
            return self.length(dot, function, node, given);
        }
        let arguments = given.arguments;
        let mut values = Vec::with_capacity(given.count());
        self.bind(dot, function, params, given, &mut values)?;
        if is_builtin && name == "call" {
            return Err(self.not_callable(node, arguments, &values));
        }
        self.invoke(function, node, &values)
    }

    /// `len` tells a nil that came out of a pipeline from one that is a field as it stands.
    fn length(
        &mut self,
        dot: &Operand,
        function: &'static Function,
        node: Current<'t>,
        given: Given<'t>,
    ) -> Result<Operand, Error> {
        let item = match given.arguments.first() {
            Some(argument) => self.any_argument(dot, argument)?,
            None => given.last.unwrap_or(Operand::concrete(Value::Nil)),
        };
        if item.value.is_nil() && !item.in_interface {
            self.at(node);
            return Err(self.calling("len", Error::new(LENGTH_OF_NOTHING)));
        }
        self.invoke(function, node, &[item.value])
    }

    /// No value is a function here, so `call` never has anything to call.
    fn not_callable(&mut self, node: Current<'t>, arguments: &'t [Expr], values: &[Value]) -> Error {
        let callee = match (arguments.first(), values.first()) {
            (Some(written), _) => written.to_string(),
            (None, Some(value)) => format!("<{} Value>", value.type_name()),
            (None, None) => String::new(),
        };
        self.at(node);
        self.calling("call", call_error(&callee, values.first().unwrap_or(&Value::Nil)))
    }

    /// Calls a method. Its first parameter is the receiver.
    pub(super) fn method(
        &mut self,
        dot: &Operand,
        receiver: Value,
        method: &'static Function,
        node: Current<'t>,
        given: Given<'t>,
    ) -> Result<Operand, Error> {
        let params = method.params.get(1..).unwrap_or_default();
        self.check_count(method, params.len(), &given)?;
        let mut values = vec![receiver];
        self.bind(dot, method, params, given, &mut values)?;
        self.invoke(method, node, &values)
    }

    fn check_count(&self, function: &Function, fixed: usize, given: &Given<'_>) -> Result<(), Error> {
        let name = function.name;
        let (written, given) = (given.arguments.len(), given.count());
        if function.variadic.is_some() {
            if given < fixed {
                return Err(self.error(format!("wrong number of args for {name}: want at least {fixed} got {written}")));
            }
        } else if given != fixed {
            return Err(self.error(format!("wrong number of args for {name}: want {fixed} got {given}")));
        }
        Ok(())
    }

    /// Evaluates arguments and fits them to the parameters.
    fn bind(
        &mut self,
        dot: &Operand,
        function: &'static Function,
        params: &'static [Param],
        given: Given<'t>,
        values: &mut Vec<Value>,
    ) -> Result<(), Error> {
        let further = function.variadic.unwrap_or(Param::Any);
        let arguments = given.arguments;
        for (index, argument) in arguments.iter().enumerate() {
            let param = params.get(index).copied().unwrap_or(further);
            values.push(self.argument(dot, param, argument)?);
        }
        if let Some(last) = given.last {
            let param = params.get(arguments.len()).copied().unwrap_or(further);
            values.push(self.fit(last, param)?);
        }
        Ok(())
    }

    fn invoke(&mut self, function: &'static Function, node: Current<'t>, values: &[Value]) -> Result<Operand, Error> {
        self.executor.step_over(values).map_err(|error| self.limited(error))?;
        let result = (function.call)(&mut Call::new(values, self.executor));
        match result {
            Ok(value) => {
                self.executor.spend_result(&value).map_err(|error| self.limited(error))?;
                // A function that returns nil returns an `interface {}`.
                Ok(Operand { in_interface: value.is_nil(), value })
            }
            Err(cause) => {
                self.at(node);
                Err(self.calling(function.name, cause))
            }
        }
    }

    /// `and` and `or`: the arguments after the one that decides are not evaluated.
    fn short_circuit(&mut self, dot: &Operand, stop_at: bool, given: Given<'t>) -> Result<Operand, Error> {
        let mut value = Operand::concrete(Value::Nil);
        for argument in given.arguments {
            value = self.any_argument(dot, argument)?;
            if value.value.truth() == stop_at {
                return Ok(value);
            }
        }
        Ok(given.last.unwrap_or(value))
    }
}

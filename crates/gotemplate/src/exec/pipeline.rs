//! Pipelines and commands.

use super::call::Given;
use super::operand::Operand;
use super::state::{Current, State};
use crate::ast::{Command, Expr, ExprKind, Number, Pipe};
use crate::error::Error;
use crate::value::Value;

impl<'t> State<'t, '_, '_> {
    /// The value of a pipeline, out of its interface. Variables that it declares are pushed; the caller pops them.
    pub(super) fn pipeline(&mut self, dot: &Operand, pipe: &'t Pipe) -> Result<Operand, Error> {
        self.at(Current::Pipe(pipe));
        self.executor.enter().map_err(|error| self.limited(error))?;
        let value = self.commands(dot, pipe);
        self.executor.leave();
        let value = value?;
        for variable in &pipe.declarations {
            if pipe.is_assign {
                self.set(&variable.name, value.clone())?;
            } else {
                self.push(&variable.name, value.clone());
            }
        }
        Ok(value)
    }

    fn commands(&mut self, dot: &Operand, pipe: &'t Pipe) -> Result<Operand, Error> {
        let mut value: Option<Operand> = None;
        for command in &pipe.commands {
            value = Some(self.command(dot, command, value)?.unwrapped());
        }
        Ok(value.unwrap_or(Operand::concrete(Value::Nil)))
    }

    /// One command; `last` is what the command before it in the pipeline gave.
    fn command(&mut self, dot: &Operand, command: &'t Command, last: Option<Operand>) -> Result<Operand, Error> {
        let Some((first, arguments)) = command.arguments.split_first() else {
            return Err(self.error("empty command"));
        };
        match &first.kind {
            ExprKind::Field(fields) => {
                self.at(Current::Expr(first));
                self.field_chain(dot, dot.clone(), first, fields, Given { arguments, last })
            }
            ExprKind::Chain { base, fields } => {
                self.at(Current::Expr(first));
                let base = self.chain_base(dot, first, base)?;
                self.field_chain(dot, base, first, fields, Given { arguments, last })
            }
            ExprKind::Function(name) => {
                self.at(Current::Expr(first));
                self.function(dot, name, Current::Command(command), Given { arguments, last })
            }
            ExprKind::Pipe(pipe) => {
                self.not_a_function(first, arguments, last.as_ref())?;
                self.pipeline(dot, pipe)
            }
            ExprKind::Variable { name, fields } => {
                self.at(Current::Expr(first));
                let value = self.variable(name)?;
                if fields.is_empty() {
                    self.not_a_function(first, arguments, last.as_ref())?;
                    return Ok(value);
                }
                self.field_chain(dot, value, first, fields, Given { arguments, last })
            }
            _ => {
                self.at(Current::Expr(first));
                self.not_a_function(first, arguments, last.as_ref())?;
                self.constant(dot, first)
            }
        }
    }

    fn constant(&mut self, dot: &Operand, expr: &'t Expr) -> Result<Operand, Error> {
        match &expr.kind {
            ExprKind::Dot => Ok(dot.clone()),
            ExprKind::Bool(truth) => Ok(Operand::concrete(Value::Bool(*truth))),
            ExprKind::String { text, .. } => Ok(Operand::concrete(Value::String(text.clone()))),
            ExprKind::Number(number) => self.ideal_constant(number).map(Operand::concrete),
            ExprKind::Nil => Err(self.error("nil is not a command")),
            _ => Err(self.error(format!("can't evaluate command {:?}", expr.to_string()))),
        }
    }

    fn not_a_function(&self, first: &Expr, arguments: &[Expr], last: Option<&Operand>) -> Result<(), Error> {
        if arguments.is_empty() && last.is_none() {
            return Ok(());
        }
        Err(self.error(format!("can't give argument to non-function {first}")))
    }

    /// What the fields of a chain are of.
    pub(super) fn chain_base(&mut self, dot: &Operand, chain: &'t Expr, base: &'t Expr) -> Result<Operand, Error> {
        if matches!(base.kind, ExprKind::Nil) {
            return Err(self.error(format!("indirection through explicit nil in {chain}")));
        }
        self.any_argument(dot, base)
    }

    /// A number where nothing says which type it should have: its syntax decides.
    pub(super) fn ideal_constant(&self, number: &Number) -> Result<Value, Error> {
        if number.complex.is_some() {
            return Err(self.error(format!("complex numbers are not supported: {}", number.text)));
        }
        if let Some(float) = number.float
            && reads_as_float(&number.text)
        {
            return Ok(Value::Float(float));
        }
        match (number.int, number.uint) {
            (Some(int), _) => Ok(Value::int(int)),
            (None, Some(_)) => Err(self.error(format!("{} overflows int", number.text))),
            (None, None) => Ok(Value::Nil),
        }
    }
}

/// Point or exponent, and neither a hexadecimal whole number nor a character.
fn reads_as_float(text: &str) -> bool {
    let is_hexadecimal = text.len() > 2 && (text.starts_with("0x") || text.starts_with("0X"));
    let is_whole_hexadecimal = is_hexadecimal && !text.contains(['p', 'P']);
    !is_whole_hexadecimal && !text.starts_with('\'') && text.contains(['.', 'e', 'E', 'p', 'P'])
}

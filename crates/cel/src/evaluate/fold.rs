//! Comprehensions: loops over lists and the keys of maps.

use super::node::Fold;
use super::qualify::readable;
use super::run::{Local, Run};
use crate::function::Fault;
use crate::value::Value;

/// Whether a loop goes on.
enum Next {
    Go,
    Stop,
}

impl<'p> Run<'p> {
    /// A comprehension.
    pub(super) fn fold(&mut self, fold: &'p Fold) -> Result<Value, Fault> {
        let range = self.step(&fold.range)?;
        let first = self.locals.len();
        self.locals.push(Local::Unset(&fold.initial));
        self.locals.push(Local::Set(Ok(Value::Null)));
        self.locals.push(Local::Set(Ok(Value::Null)));
        let result = self.go_through(fold, &range).and_then(|()| self.step(&fold.result));
        self.locals.truncate(first);
        result
    }

    fn go_through(&mut self, fold: &'p Fold, range: &Value) -> Result<(), Fault> {
        match range {
            Value::List(list) if fold.has_two => {
                for (position, item) in (0_i64..).zip(&list.items) {
                    if let Next::Stop = self.turn(fold, Value::Int(position), item.clone())? {
                        break;
                    }
                }
            }
            Value::List(list) => {
                for item in &list.items {
                    if let Next::Stop = self.turn(fold, item.clone(), Value::Null)? {
                        break;
                    }
                }
            }
            Value::Map(map) => {
                for (key, value) in &map.entries {
                    if let Next::Stop = self.turn(fold, key.to_value(), value.clone())? {
                        break;
                    }
                }
            }
            Value::Object(object) => {
                for (name, value) in &object.fields {
                    if let Next::Stop = self.turn(fold, Value::String(name.clone()), value.clone())? {
                        break;
                    }
                }
            }
            other => return Err(not_iterable(other, fold.has_two)),
        }
        Ok(())
    }

    fn turn(&mut self, fold: &'p Fold, first: Value, second: Value) -> Result<Next, Fault> {
        if let [.., variable, variable2] = self.locals.as_mut_slice() {
            *variable = Local::Set(readable(first));
            *variable2 = Local::Set(readable(second));
        }
        if let Ok(Value::Bool(false)) = self.operand(&fold.condition)? {
            return Ok(Next::Stop);
        }
        let next = self.operand(&fold.step)?;
        if let [.., accumulator, _, _] = self.locals.as_mut_slice() {
            *accumulator = Local::Set(next);
        }
        Ok(Next::Go)
    }
}

/// The text names the type as cel-go's own code does.
fn not_iterable(value: &Value, has_two: bool) -> Fault {
    let kind = match value {
        Value::Null => "types.Null",
        Value::Bool(_) => "types.Bool",
        Value::Int(_) => "types.Int",
        Value::Uint(_) => "types.Uint",
        Value::Double(_) => "types.Double",
        Value::String(_) => "types.String",
        Value::Bytes(_) => "types.Bytes",
        Value::Duration(_) => "types.Duration",
        Value::Timestamp(_) => "types.Timestamp",
        Value::Optional(_) => "*types.Optional",
        Value::Type(_) => "*types.Type",
        _ => "ref.Val",
    };
    match has_two {
        true => Fault::new(format!("unsupported comprehension range type: {kind}")),
        false => Fault::new(format!("got '{kind}', expected iterable type")),
    }
}

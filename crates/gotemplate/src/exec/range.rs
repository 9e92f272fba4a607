//! `range`.

use super::operand::Operand;
use super::state::{Flow, State};
use crate::ast::Branch;
use crate::error::Error;
use crate::format::{scalar, sprint};
use crate::value::{Element, Int, List, Map, Value};

/// So many entries of a map are copied in about the time of a step.
const ENTRIES_PER_STEP: u64 = 4;

impl<'t> State<'t, '_, '_> {
    /// A `break` in an else branch ends this range, a `continue` there goes on with the range around: so Go has it.
    pub(super) fn walk_range(&mut self, dot: &Operand, branch: &'t Branch) -> Result<Flow, Error> {
        let mark = self.mark();
        let over = self.pipeline(dot, &branch.pipe)?;
        let has_run = match &over.value {
            Value::Nil => false,
            Value::Int(number) => self.range_number(&over.value, *number, branch)?,
            Value::List(list) => self.range_list(list, branch)?,
            Value::Bytes(bytes) => self.range_bytes(bytes.as_bytes(), branch)?,
            Value::Map(map) => self.range_map(map, branch)?,
            other => match named_integer(other) {
                Some(number) => self.range_number(other, number, branch)?,
                None => {
                    let shown = shown(&pointed_copy(other));
                    return Err(self.error(format!("range can't iterate over {shown}")));
                }
            },
        };
        let flow = match &branch.else_list {
            Some(list) if !has_run => self.walk_list(dot, list)?,
            _ => Flow::Next,
        };
        self.pop(mark);
        Ok(if flow == Flow::Break { Flow::Next } else { flow })
    }

    /// The elements have the type of the number.
    fn range_number(&mut self, value: &Value, number: Int, branch: &'t Branch) -> Result<bool, Error> {
        if branch.pipe.declarations.len() > 1 {
            let shown = shown(value);
            return Err(self.error(format!("can't use {shown} to iterate over more than one variable")));
        }
        let mut count = 0;
        while i128::from(count) < number.value() {
            let element = match value {
                Value::Object(object) => object.with_integer(count),
                _ => None,
            };
            let element = element.unwrap_or_else(|| Value::Int(Int::new(number.kind(), count)));
            if self.iterate(branch, Operand::concrete(Value::Nil), Operand::concrete(element))? == Flow::Break {
                return Ok(true);
            }
            count += 1;
        }
        Ok(count > 0)
    }

    fn range_list(&mut self, list: &List, branch: &'t Branch) -> Result<bool, Error> {
        let is_any = list.type_of().element == Element::Any;
        for (index, item) in list.items().iter().enumerate() {
            let element = Operand { value: item.clone(), in_interface: is_any };
            if self.iterate(branch, index_value(index), element)? == Flow::Break {
                break;
            }
        }
        Ok(!list.is_empty())
    }

    fn range_bytes(&mut self, bytes: &[u8], branch: &'t Branch) -> Result<bool, Error> {
        for (index, byte) in bytes.iter().enumerate() {
            let byte = Value::Int(Int::new(crate::IntKind::Uint8, i64::from(*byte)));
            if self.iterate(branch, index_value(index), Operand::concrete(byte))? == Flow::Break {
                break;
            }
        }
        Ok(!bytes.is_empty())
    }

    /// The entries are those at the start, whatever the body does to the map.
    fn range_map(&mut self, map: &Map, branch: &'t Branch) -> Result<bool, Error> {
        let is_any = map.type_of().element == Element::Any;
        let entries = map.snapshot();
        self.executor.spend_steps(entries.len() as u64 / ENTRIES_PER_STEP).map_err(|error| self.limited(error))?;
        let has_entries = !entries.is_empty();
        for (key, value) in entries {
            let element = Operand { value, in_interface: is_any };
            if self.iterate(branch, Operand::concrete(Value::String(key)), element)? == Flow::Break {
                break;
            }
        }
        Ok(has_entries)
    }

    /// One round: sets the variables, walks the body, forgets what it declared.
    fn iterate(&mut self, branch: &'t Branch, index: Operand, element: Operand) -> Result<Flow, Error> {
        self.step()?;
        let mark = self.mark();
        match (branch.pipe.declarations.as_slice(), branch.pipe.is_assign) {
            ([], _) => {}
            ([only], true) => self.set(&only.name, element.clone())?,
            ([first, second, ..], true) => {
                self.set(&first.name, index)?;
                self.set(&second.name, element.clone())?;
            }
            ([_], false) => self.set_top(1, element.clone()),
            (_, false) => {
                self.set_top(1, element.clone());
                self.set_top(2, index);
            }
        }
        let flow = self.walk_list(&element, &branch.list)?;
        self.pop(mark);
        Ok(flow)
    }
}

fn index_value(index: usize) -> Operand {
    Operand::concrete(Value::int(i64::try_from(index).unwrap_or(i64::MAX)))
}

/// The number that a value of a named type is.
fn named_integer(value: &Value) -> Option<Int> {
    match value {
        Value::Object(object) => match scalar(&**object) {
            Some(Value::Int(number)) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

/// What a pointer points to, or a struct, without the methods of pointers.
fn pointed_copy(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            object.pointee().or_else(|| object.copied()).map_or_else(|| value.clone(), Value::Object)
        }
        _ => value.clone(),
    }
}

/// `%v` of a value.
fn shown(value: &Value) -> String {
    String::from_utf8_lossy(&sprint(std::slice::from_ref(value))).into_owned()
}

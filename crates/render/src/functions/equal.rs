//! `reflect.DeepEqual`.

use std::rc::Rc;

use gotemplate::{Context, Error, List, Map, Object, Value};

use super::limits::MAX_DEPTH;
use super::semver_version::original;

/// So many pairs of values are compared in the time of [`BATCH_STEPS`] steps. Shared parts are compared each time they
/// are met.
const BATCH: usize = 64;
const BATCH_STEPS: usize = 16;

/// Comparisons, whose work counts.
pub(super) struct Comparison<'c> {
    pairs: usize,
    context: &'c mut dyn Context,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(context: &'c mut dyn Context) -> Self {
        Self { pairs: 0, context }
    }

    /// Whether one of the items is deeply equal to the value.
    pub(super) fn contains(&mut self, items: &[Value], value: &Value) -> Result<bool, Error> {
        for item in items {
            if self.equal(value, item, 0)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether both are deeply equal: of the same type, with the same contents. A nil slice equals only another.
    ///
    /// # Errors
    /// The limits of depth and work.
    pub(super) fn equal(&mut self, left: &Value, right: &Value, depth: usize) -> Result<bool, Error> {
        self.pairs += 1;
        if self.pairs.is_multiple_of(BATCH) {
            self.context.work(BATCH_STEPS)?;
        }
        if depth > MAX_DEPTH {
            return Err(Error::limit("values are nested too deeply to be compared"));
        }
        match (left, right) {
            (Value::Nil, Value::Nil) => Ok(true),
            (Value::Bool(left), Value::Bool(right)) => Ok(left == right),
            (Value::Int(left), Value::Int(right)) => Ok(left == right),
            (Value::Float(left), Value::Float(right)) => Ok(left == right),
            (Value::String(left), Value::String(right)) | (Value::Bytes(left), Value::Bytes(right)) => {
                Ok(left == right)
            }
            (Value::List(left), Value::List(right)) => self.equal_lists(left, right, depth),
            (Value::Map(left), Value::Map(right)) => self.equal_maps(left, right, depth),
            (Value::Object(left), Value::Object(right)) => {
                Ok(Rc::ptr_eq(left, right) || equal_objects(&**left, &**right))
            }
            _ => Ok(false),
        }
    }

    fn equal_lists(&mut self, left: &List, right: &List, depth: usize) -> Result<bool, Error> {
        let is_alike =
            left.type_of().name == right.type_of().name && left.is_nil() == right.is_nil() && left.len() == right.len();
        if !is_alike || left.is_same(right) {
            return Ok(is_alike);
        }
        for (left, right) in left.items().iter().zip(right.items()) {
            if !self.equal(left, right, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn equal_maps(&mut self, left: &Map, right: &Map, depth: usize) -> Result<bool, Error> {
        let is_alike = left.type_of().name == right.type_of().name && left.len() == right.len();
        if !is_alike || left.is_same(right) {
            return Ok(is_alike);
        }
        for ((left_key, left), (right_key, right)) in left.entries().iter().zip(right.entries().iter()) {
            if left_key != right_key || !self.equal(left, right, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Objects are equal if their types and texts are; versions must also have been written alike.
fn equal_objects(left: &dyn Object, right: &dyn Object) -> bool {
    left.type_name() == right.type_name() && left.text() == right.text() && original(left) == original(right)
}

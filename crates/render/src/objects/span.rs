//! `time.Duration`.

use std::any::Any;

use gostd::time::Duration;
use gotemplate::{Call, Error, Function, Object, Param, Str, Value};

use super::{span_at, span_value};

/// A span of time.
#[derive(Debug)]
pub(super) struct SpanObject(pub(super) Duration);

/// Go's name of the type.
pub(super) const TYPE: &str = "time.Duration";

const SPAN: Param = Param::NamedInteger(TYPE);

static METHODS: &[Function] = &[
    method("Abs", |call| Ok(span_value(span_at(call, 0)?.abs()))),
    method("Hours", |call| Ok(Value::Float(span_at(call, 0)?.hours()))),
    method("Microseconds", |call| Ok(Value::int64(span_at(call, 0)?.0 / 1_000))),
    method("Milliseconds", |call| Ok(Value::int64(span_at(call, 0)?.0 / 1_000_000))),
    method("Minutes", |call| Ok(Value::Float(span_at(call, 0)?.minutes()))),
    method("Nanoseconds", |call| Ok(Value::int64(span_at(call, 0)?.0))),
    method("Seconds", |call| Ok(Value::Float(span_at(call, 0)?.seconds()))),
    method("String", |call| Ok(Value::from(span_at(call, 0)?.to_string()))),
    method_of_two("Round", |call| Ok(span_value(span_at(call, 0)?.round(span_at(call, 1)?)))),
    method_of_two("Truncate", |call| Ok(span_value(span_at(call, 0)?.truncate(span_at(call, 1)?)))),
];

type Body = fn(&mut Call<'_>) -> Result<Value, Error>;

const fn method(name: &'static str, call: Body) -> Function {
    Function { name, params: &[SPAN], variadic: None, call }
}

const fn method_of_two(name: &'static str, call: Body) -> Function {
    Function { name, params: &[SPAN, SPAN], variadic: None, call }
}

impl Object for SpanObject {
    fn type_name(&self) -> &str {
        TYPE
    }

    fn kind_name(&self) -> &str {
        "int64"
    }

    fn methods(&self) -> &'static [Function] {
        METHODS
    }

    fn text(&self) -> Str {
        Str::from(self.0.to_string())
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::int64(self.0.0))
    }

    fn with_integer(&self, number: i64) -> Option<Value> {
        Some(span_value(Duration(number)))
    }

    fn truth(&self) -> bool {
        self.0.0 != 0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

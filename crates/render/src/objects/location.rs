//! `*time.Location`.

use std::any::Any;

use gostd::time::Location;
use gotemplate::{Call, Error, Function, Object, Param, Str, Value};

/// A time zone.
#[derive(Debug)]
pub(super) struct LocationObject(pub(super) Location);

/// Go's name of the type.
pub(super) const TYPE: &str = "*time.Location";

static METHODS: &[Function] =
    &[Function { name: "String", params: &[Param::Object(TYPE)], variadic: None, call: string }];

fn string(call: &mut Call<'_>) -> Result<Value, Error> {
    match call.value(0) {
        Value::Object(object) => Ok(Value::String(object.text())),
        _ => Ok(Value::from("")),
    }
}

impl Object for LocationObject {
    fn type_name(&self) -> &str {
        TYPE
    }

    fn kind_name(&self) -> &str {
        "ptr"
    }

    fn methods(&self) -> &'static [Function] {
        METHODS
    }

    fn text(&self) -> Str {
        Str::from(self.0.name())
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::map::<&str>([]))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

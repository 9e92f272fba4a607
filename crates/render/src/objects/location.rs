//! `*time.Location`.

use std::any::Any;
use std::rc::Rc;

use gostd::time::Location;
use gotemplate::{Call, Error, Function, Object, Param, Str, Value};

/// A time zone.
#[derive(Debug)]
pub(super) struct LocationObject(pub(super) Location);

/// Go's name of the type.
pub(super) const TYPE: &str = "*time.Location";

/// What a `*time.Location` points to, as it prints.
#[derive(Debug)]
struct LocationStruct(String);

impl Object for LocationStruct {
    fn type_name(&self) -> &str {
        "time.Location"
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn text(&self) -> Str {
        Str::from(self.0.as_str())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

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

    fn is_same(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref().is_some_and(|Self(other)| self.0.is_same(other))
    }

    /// Without what Go keeps of the zone's past.
    fn pointee(&self) -> Option<Rc<dyn Object>> {
        Some(Rc::new(LocationStruct(format!("{{{} [] []  0 0 <nil>}}", self.0.name()))))
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::map::<&str>([]))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

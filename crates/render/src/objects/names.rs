//! `time.Month` and `time.Weekday`: numbers that print as names.

use std::any::Any;
use std::rc::Rc;

use gostd::time::{MONTHS, WEEKDAYS};
use gotemplate::{Call, Error, Function, Object, Param, Str, Value};

/// A `time.Month`, 1 to 12.
#[derive(Debug)]
pub(super) struct Month(pub(super) u32);

/// A `time.Weekday`, 0 to 6 from Sunday.
#[derive(Debug)]
pub(super) struct Weekday(pub(super) u32);

static MONTH_METHODS: &[Function] = &[string_method(&[Param::Object("time.Month")])];
static WEEKDAY_METHODS: &[Function] = &[string_method(&[Param::Object("time.Weekday")])];

const fn string_method(params: &'static [Param]) -> Function {
    Function { name: "String", params, variadic: None, call: string }
}

fn string(call: &mut Call<'_>) -> Result<Value, Error> {
    match call.value(0) {
        Value::Object(object) => Ok(Value::String(object.text())),
        _ => Ok(Value::from("")),
    }
}

impl Object for Month {
    fn type_name(&self) -> &str {
        "time.Month"
    }

    fn kind_name(&self) -> &str {
        "int"
    }

    fn methods(&self) -> &'static [Function] {
        MONTH_METHODS
    }

    fn text(&self) -> Str {
        let place = usize::try_from(self.0).unwrap_or(0).wrapping_sub(1);
        Str::from(MONTHS.get(place).map_or_else(|| format!("%!Month({})", self.0), |name| (*name).to_owned()))
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::int(i64::from(self.0)))
    }

    fn with_integer(&self, number: i64) -> Option<Value> {
        Some(Value::Object(Rc::new(Self(u32::try_from(number).ok()?))))
    }

    fn truth(&self) -> bool {
        self.0 != 0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Weekday {
    fn type_name(&self) -> &str {
        "time.Weekday"
    }

    fn kind_name(&self) -> &str {
        "int"
    }

    fn methods(&self) -> &'static [Function] {
        WEEKDAY_METHODS
    }

    fn text(&self) -> Str {
        let name = WEEKDAYS.get(self.0 as usize);
        Str::from(name.map_or_else(|| format!("%!Weekday({})", self.0), |name| (*name).to_owned()))
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::int(i64::from(self.0)))
    }

    fn with_integer(&self, number: i64) -> Option<Value> {
        Some(Value::Object(Rc::new(Self(u32::try_from(number).ok()?))))
    }

    fn truth(&self) -> bool {
        self.0 != 0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

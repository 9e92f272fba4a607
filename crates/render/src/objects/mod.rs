//! Values with methods that functions return: times, spans, certificates.

mod certificate;
mod location;
mod names;
mod receiver;
mod span;
mod time;

pub(crate) use certificate::Certificate;
pub(crate) use receiver::{certificate_at, span_at, time_at};

use std::rc::Rc;

use gostd::time::{Duration, Time};
use gotemplate::Value;

/// A `time.Time`.
pub(crate) fn time_value(time: Time) -> Value {
    Value::Object(Rc::new(time::TimeObject(time)))
}

/// A `time.Duration`.
pub(crate) fn span_value(span: Duration) -> Value {
    Value::Object(Rc::new(span::SpanObject(span)))
}

/// A `sprig.certificate`.
pub(crate) fn certificate_value(certificate: Certificate) -> Value {
    Value::Object(Rc::new(certificate))
}

/// The time in a value, if it is one.
pub(crate) fn as_time(value: &Value) -> Option<&Time> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref::<time::TimeObject>().map(|object| &object.0),
        _ => None,
    }
}

/// The span in a value, if it is one.
pub(crate) fn as_span(value: &Value) -> Option<Duration> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref::<span::SpanObject>().map(|object| object.0),
        _ => None,
    }
}

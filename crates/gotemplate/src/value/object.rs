//! Values of the program that runs the template.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::Value;
use crate::bytes::Str;
use crate::function::Function;

/// A struct, a pointer to one, or a named scalar: something with fields, methods, or a text of its own.
pub trait Object: fmt::Debug {
    /// The type as `%T` prints it: `time.Time`, `*semver.Version`.
    fn type_name(&self) -> &str;

    /// `reflect.Kind` of the type: `struct`, `ptr`, `int64`.
    fn kind_name(&self) -> &str;

    /// An exported field. `None` is an error for the template: structs have no missing keys.
    fn field(&self, name: &[u8]) -> Option<Value> {
        let _ = name;
        None
    }

    /// The methods; their first argument is the receiver.
    fn methods(&self) -> &'static [Function] {
        &[]
    }

    /// The text that `%v` prints: that of `String()` or `Error()` where the type has one, else Go's print of the
    /// struct. `quoted_fields` is false for `%v`.
    fn text(&self) -> Str;

    /// What JSON and YAML make of it; `None` if it cannot be converted.
    fn to_plain(&self) -> Option<Value> {
        None
    }

    /// What functions get of a struct: Go copies it, and the methods of its pointer are lost. `None` if nothing is.
    fn copied(&self) -> Option<Rc<dyn Object>> {
        None
    }

    /// Whether `if` takes it for true. Structs always are.
    fn truth(&self) -> bool {
        true
    }

    /// For functions that want this very type.
    fn as_any(&self) -> &dyn Any;
}

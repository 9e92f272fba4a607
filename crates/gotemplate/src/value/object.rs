//! Values of the program that runs the template.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::Value;
use crate::bytes::Str;
use crate::function::Function;

/// An exported field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in Go.
    pub name: &'static str,
    /// Its name in JSON.
    pub json: &'static str,
    /// What it holds.
    pub value: Value,
}

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

    /// The exported fields in the order of their declaration, of structs that encoders take apart.
    fn fields(&self) -> Option<Vec<Field>> {
        None
    }

    /// The methods; their first argument is the receiver.
    fn methods(&self) -> &'static [Function] {
        &[]
    }

    /// The text that `%v` prints: that of `String()` or `Error()` where the type has one, else Go's print of the
    /// struct. `quoted_fields` is false for `%v`.
    fn text(&self) -> Str;

    /// The text of `%#v` where the type has its own (`GoString()`).
    fn go_string(&self) -> Option<Str> {
        None
    }

    /// All fields of a struct by their names, or of the struct that a pointer points to, for verbs that want more than
    /// the text. What is in them has lost the methods of pointers.
    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        None
    }

    /// What JSON and YAML make of it; `None` if it cannot be converted.
    fn to_plain(&self) -> Option<Value> {
        None
    }

    /// What functions get of a struct: Go copies it, and the methods of its pointer are lost. `None` if nothing is.
    fn copied(&self) -> Option<Rc<dyn Object>> {
        None
    }

    /// The same type with another number, of named integers.
    fn with_integer(&self, number: i64) -> Option<Value> {
        let _ = number;
        None
    }

    /// A copy of what a pointer points to, where that prints in another way: without the methods of pointers.
    fn pointee(&self) -> Option<Rc<dyn Object>> {
        None
    }

    /// Whether both are one pointer in Go, although they are objects of their own here.
    fn is_same(&self, other: &dyn Object) -> bool {
        let _ = other;
        false
    }

    /// Whether `if` takes it for true. Structs always are.
    fn truth(&self) -> bool {
        true
    }

    /// For functions that want this very type.
    fn as_any(&self) -> &dyn Any;
}

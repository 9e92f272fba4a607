//! A value while it is being evaluated (Go: `reflect.Value`).

use crate::value::Value;

/// A value, and whether Go would hold it in an `interface {}`.
///
/// Go's evaluator tells three nils apart: no value at all, whose fields are no values either; a nil in an interface,
/// whose fields are errors; and what error messages call a value's type also depends on it.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) in_interface: bool,
}

impl Operand {
    /// A value of its own type; nil is no value.
    pub(super) fn concrete(value: Value) -> Self {
        Self { value, in_interface: false }
    }

    /// A value out of an `interface {}`; nil is a nil interface.
    pub(super) fn interface(value: Value) -> Self {
        Self { value, in_interface: true }
    }

    /// Without the interface.
    pub(super) fn unwrapped(self) -> Self {
        Self { in_interface: false, ..self }
    }

    /// The type by which messages call it before they look into the interface.
    pub(super) fn static_type(&self) -> &str {
        if self.in_interface { "interface {}" } else { self.value.type_name() }
    }
}

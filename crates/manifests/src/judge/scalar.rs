//! Values that are no collections.

use gostd::json::{Number, Value};

use super::{Walk, quantity, shown};
use crate::data::{DATA, Type};
use crate::{FaultKind, Versions};

/// Above this Go writes floats with an exponent, which is no integer to its decoder.
const MAX_PLAIN: f64 = 1e21;

impl<'v> Walk<'v> {
    /// Looks at a value that is not null.
    pub(super) fn scalar(&mut self, value: &'v Value, type_: &Type, versions: Versions) {
        match type_ {
            Type::Enumeration(number) => self.enumeration(value, *number, versions),
            Type::Int32 => self.integer(value, "int32", versions),
            Type::Int64 => self.integer(value, "int64", versions),
            Type::Float if !matches!(value, Value::Number(_)) => {
                self.wrong_type(value, "numeric (int or float)", versions);
            }
            Type::Boolean if value.as_bool().is_none() => self.wrong_type(value, "boolean", versions),
            Type::Quantity => self.quantity(value, versions),
            Type::IntOrText => match value {
                Value::String(_) => {}
                _ => self.integer(value, "int32", versions),
            },
            Type::Text | Type::MicroTime | Type::Base64 | Type::Time => self.text(value, type_, versions),
            _ => {}
        }
    }

    fn text(&mut self, value: &'v Value, type_: &Type, versions: Versions) {
        let Some(text) = value.as_str() else {
            // Go reads an array of numbers as bytes.
            let is_numbers = |items: &[Value]| items.iter().all(|item| item.as_f64().is_some());
            let is_bytes = *type_ == Type::Base64 && value.as_array().is_some_and(is_numbers);
            if !is_bytes {
                self.wrong_type(value, "string", versions);
            }
            return;
        };
        let problem = match type_ {
            Type::Base64 => gostd::base64::decode(text.as_bytes()).err().map(|error| error.to_string()),
            Type::Time => gostd::time::parse_rfc3339(text).err().map(|error| error.to_string()),
            _ => None,
        };
        if let Some(problem) = problem {
            self.invalid(value, &problem, versions);
        }
    }

    /// Looks at a text that must be one of some.
    pub(super) fn enumeration(&mut self, value: &'v Value, number: usize, versions: Versions) {
        let Some(text) = value.as_str() else {
            if !value.is_null() {
                self.wrong_type(value, "string", versions);
            }
            return;
        };
        let values = DATA.values(number);
        if self.statuses == 0 && !values.clone().any(|supported| supported == text) {
            let supported: Vec<String> = values.map(gostd::strconv::quote).collect();
            let supported = supported.join(", ");
            let what = format!("Unsupported value: {}: supported values: {supported}", shown(value));
            self.refuse(FaultKind::Unsupported, &what, versions);
        }
    }

    /// Whole numbers are integers however they are written, since YAML's `1.0` is JSON's `1`.
    fn integer(&mut self, value: &'v Value, go_type: &str, versions: Versions) {
        let Value::Number(number) = value else {
            return self.wrong_type(value, "numeric (int or float)", versions);
        };
        let fits = match number {
            Number::Int(number) => go_type == "int64" || i32::try_from(*number).is_ok(),
            Number::Uint(_) => false,
            Number::Float(number) => {
                let limit = if go_type == "int64" { i64::MAX as f64 } else { f64::from(i32::MAX) };
                number.fract() == 0.0 && number.abs() < MAX_PLAIN && number.abs() <= limit
            }
        };
        if !fits {
            let field = format!("Go struct field {}.{}", self.owner, self.go_path());
            let problem = format!("cannot unmarshal number {} into {field} of type {go_type}", shown(value));
            self.invalid(value, &problem, versions);
        }
    }

    fn quantity(&mut self, value: &'v Value, versions: Versions) {
        let problem = match value {
            Value::String(text) => quantity::problem(text),
            Value::Number(_) => None,
            _ => return self.wrong_type(value, "any scalar", versions),
        };
        if let Some(problem) = problem {
            self.invalid(value, problem, versions);
        }
    }

    fn invalid(&mut self, value: &Value, problem: &str, versions: Versions) {
        self.refuse(FaultKind::WrongType, &format!("Invalid value: {}: {problem}", shown(value)), versions);
    }
}

//! Fields: `a.b`, `has(a.b)`, `a.?b`, and struct literals.

use std::sync::Arc;

use crate::ast::{Constant, Expr, Id, Kind, Name};
use crate::checked::Reference;
use crate::types::Type;

use super::format::shown;
use super::{Checker, names};

/// Where the types of struct literals live that every environment of cel-go has.
const MESSAGES: &str = "google.protobuf.";

impl Checker<'_> {
    pub(super) fn check_select(&mut self, expr: &mut Expr) {
        let is_name = qualified_name(expr).is_some_and(|(first, name)| self.resolve(expr, &first, &name));
        if is_name {
            return;
        }
        let Kind::Select { operand, field, test_only } = &mut expr.kind else { return };
        let (field, test_only) = (field.clone(), *test_only);
        let kind = self.field_type(expr.id, operand, &field, false);
        let kind = if test_only { Type::Bool } else { kind };
        let kind = self.inference.meaning(&kind);
        self.set_type(expr.id, kind);
    }

    /// `a.?b`
    pub(super) fn check_optional_select(&mut self, id: Id, arguments: &mut [Expr]) {
        let [operand, field] = arguments else { return };
        let Kind::Constant(Constant::String(field)) = &field.kind else { return };
        let field = field.clone();
        let kind = self.field_type(id, operand, &field, true);
        let kind = self.inference.meaning(&kind);
        self.set_type(id, kind);
        self.set_reference(id, Reference::Overloads(vec!["select_optional_field"]));
    }

    /// The type of a field of an operand; selections from optionals are optional.
    fn field_type(&mut self, id: Id, operand: &mut Expr, field: &str, optional: bool) -> Type {
        self.check(operand);
        let (target, is_optional) = unwrap(self.inference.meaning(&self.type_of(operand)));
        let kind = match &target {
            Type::Map(parts) => parts.1.clone(),
            Type::Object(name) => self.declared_field(id, name, field),
            Type::Opaque(name) if !name.starts_with("net.") => {
                self.report(id, format!("unexpected failed resolution of '{name}'"));
                Type::Error
            }
            Type::Parameter(_) => {
                self.inference.is_assignable(&Type::Dyn, &target);
                Type::Dyn
            }
            Type::Dyn | Type::Error => Type::Dyn,
            _ => {
                self.report(id, format!("type '{}' does not support field selection", shown(&target)));
                Type::Dyn
            }
        };
        if is_optional || optional { Type::optional(kind) } else { kind }
    }

    fn declared_field(&mut self, id: Id, object: &str, field: &str) -> Type {
        let Some(object) = self.objects.get(object).copied() else {
            self.report(id, format!("unexpected failed resolution of '{object}'"));
            return Type::Error;
        };
        let Some(declared) = object.field(field) else {
            self.report(id, format!("undefined field '{field}'"));
            return Type::Error;
        };
        self.meet(declared);
        declared.cel_type()
    }

    /// `Name{field: value}`: the API server knows only messages that no rule needs, so these are not supported.
    pub(super) fn check_struct(&mut self, expr: &mut Expr) {
        let Kind::Struct { name, fields } = &mut expr.kind else { return };
        self.set_type(expr.id, Type::Error);
        let plain = name.strip_prefix('.').unwrap_or(name).to_owned();
        let is_message = plain.starts_with(MESSAGES) || self.objects.contains_key(plain.as_str());
        match names::type_named(&plain) {
            _ if is_message => self.report(expr.id, format!("literals of type '{plain}' are not supported")),
            None => self.report_undeclared(expr.id, &name.clone()),
            Some(Type::List(_) | Type::Map(_) | Type::Duration | Type::Timestamp | Type::Null | Type::Dyn) => {
                self.report(expr.id, format!("literals of type '{plain}' are not supported"));
            }
            Some(kind) => {
                self.report(expr.id, format!("'{plain}' is not a message type"));
                let is_scalar = !matches!(kind, Type::Opaque(_) | Type::Optional(_) | Type::Type(_));
                for field in fields {
                    self.check(&mut field.value);
                    let undefined = format!("undefined field '{}'", field.name);
                    let unknown = format!("unexpected failed resolution of '{plain}'");
                    self.report(field.id, if is_scalar { undefined } else { unknown });
                }
            }
        }
    }
}

/// The type inside an optional, and whether it is one.
pub(super) fn unwrap(kind: Type) -> (Type, bool) {
    match kind {
        Type::Optional(inner) => (Arc::unwrap_or_clone(inner), true),
        other => (other, false),
    }
}

/// The first part and the whole of a name with dots, if the expression is nothing else.
pub(super) fn qualified_name(expr: &Expr) -> Option<(Name, String)> {
    match &expr.kind {
        Kind::Ident(name) => Some((name.clone(), name.to_string())),
        Kind::Select { operand, field, test_only: false } => {
            let (first, mut name) = qualified_name(operand)?;
            name.push('.');
            name.push_str(field);
            Some((first, name))
        }
        _ => None,
    }
}

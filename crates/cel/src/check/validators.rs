//! Literals that can only be wrong: spans, moments and patterns that are none, lists and maps of several types
//! (cel-go's `cel/validator.go`, since Kubernetes 1.29).

use gostd::budget::Budget;
use gostd::regexp;

use crate::ast::{Constant, Entry, Expr, Kind};
use crate::checked::Checked;
use crate::environment::Environment;
use crate::function::Call;
use crate::issue::Issues;
use crate::library::strings::format::check;
use crate::types::Type;
use crate::value::Value;

use super::format::shown;

/// The first version of Kubernetes that looks at literals.
const SINCE: u32 = 29;

/// The work that all patterns of an expression together may make.
const WORK: u64 = 50_000_000;

/// What is wrong with the literals of an expression.
pub(super) fn validate(checked: &Checked, environment: &Environment) -> Issues {
    let issues = Issues::new(checked.ast.source.clone());
    if environment.minor() < SINCE {
        return issues;
    }
    let mut validator = Validator { checked, environment, work: Budget::new(WORK), formats: 0, issues };
    validator.visit(&checked.ast.root);
    validator.issues
}

/// cel-go's validator panics on these, so that the API server refuses the request.
const DYNAMIC_OPTIONAL: &str = "the API server fails on optional elements of a dynamic type";

struct Validator<'c> {
    checked: &'c Checked,
    environment: &'c Environment,
    work: Budget,
    /// Inside how many calls of `format`, which may be given values of several types, a node is.
    formats: usize,
    issues: Issues,
}

impl Validator<'_> {
    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            Kind::Constant(_) | Kind::Ident(_) => {}
            Kind::Select { operand, .. } => self.visit(operand),
            Kind::Call { function, target, arguments } => {
                self.visit_call(function, arguments);
                if let Some((id, problem)) = check::problem(expr, self.checked) {
                    self.report(id, problem);
                }
                let format = usize::from(&**function == "format");
                self.formats += format;
                target.iter().for_each(|target| self.visit(target));
                arguments.iter().for_each(|argument| self.visit(argument));
                self.formats -= format;
            }
            Kind::List { elements, optional } => {
                if self.formats == 0 {
                    self.visit_list(elements, optional);
                }
                elements.iter().for_each(|element| self.visit(element));
            }
            Kind::Map(entries) => {
                if self.formats == 0 {
                    self.visit_map(entries);
                }
                entries.iter().for_each(|entry| {
                    self.visit(&entry.key);
                    self.visit(&entry.value);
                });
            }
            Kind::Struct { fields, .. } => fields.iter().for_each(|field| self.visit(&field.value)),
            Kind::Comprehension(fold) => {
                let parts = [&fold.range, &fold.initial, &fold.condition, &fold.step, &fold.result];
                parts.into_iter().for_each(|part| self.visit(part));
            }
        }
    }

    fn visit_call(&mut self, function: &str, arguments: &[Expr]) {
        let Some(Expr { id, kind: Kind::Constant(constant) }) = arguments.first() else { return };
        let fine = match function {
            "duration" | "timestamp" => self.has_value(function, constant),
            "matches" => match constant {
                Constant::String(pattern) => regexp::check(pattern, &self.work).is_ok(),
                _ => true,
            },
            _ => true,
        };
        if !fine {
            self.report(*id, format!("invalid {function} argument"));
        }
    }

    /// Whether the conversion of a literal succeeds.
    fn has_value(&self, function: &str, constant: &Constant) -> bool {
        let (kind, value) = match constant {
            Constant::Int(number) => (Type::Int, Value::Int(*number)),
            Constant::String(text) => (Type::String, Value::String(text.clone())),
            _ => return false,
        };
        let overloads = self.environment.function(function).map(|function| function.overloads.as_slice());
        let fitting = overloads.unwrap_or_default().iter().find(|overload| overload.parameters == [kind.clone()]);
        let apply = fitting.and_then(|overload| overload.apply);
        apply.is_none_or(|apply| apply(&Call { arguments: &[value], work: &self.work }).is_ok())
    }

    fn visit_list(&mut self, elements: &[Expr], optional: &[usize]) {
        let mut first: Option<Type> = None;
        for (index, element) in elements.iter().enumerate() {
            let kind = self.part_type(element, optional.contains(&index));
            match &first {
                None => first = Some(kind),
                Some(first) if *first == kind => {}
                Some(first) => {
                    let message = mismatch(first, &kind);
                    self.report(element.id, message);
                    return;
                }
            }
        }
    }

    fn visit_map(&mut self, entries: &[Entry]) {
        let Some((first, rest)) = entries.split_first() else { return };
        let keys = self.checked.type_of(first.key.id).clone();
        let values = self.part_type(&first.value, first.optional);
        for entry in rest {
            let key = self.checked.type_of(entry.key.id).clone();
            let value = self.part_type(&entry.value, entry.optional);
            if key != keys {
                self.report(entry.key.id, mismatch(&keys, &key));
            }
            if value != values {
                self.report(entry.value.id, mismatch(&values, &value));
            }
        }
    }

    /// The type of an element or value; after a question mark that of what is in the optional.
    fn part_type(&mut self, expr: &Expr, optional: bool) -> Type {
        match self.checked.type_of(expr.id) {
            Type::Optional(inner) if optional => (**inner).clone(),
            Type::Dyn if optional => {
                self.report(expr.id, DYNAMIC_OPTIONAL.to_owned());
                Type::Dyn
            }
            kind => kind.clone(),
        }
    }

    fn report(&mut self, id: usize, message: String) {
        self.issues.report(self.checked.ast.offsets.get(id).copied(), message);
    }
}

fn mismatch(expected: &Type, found: &Type) -> String {
    format!("expected type '{}' but found '{}'", shown(expected), shown(found))
}

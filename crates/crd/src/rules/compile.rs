//! One rule, compiled (`compilation.go` of `k8s.io/apiextensions-apiserver`).

use std::sync::{Arc, OnceLock};

use cel::declared::{Declared, Shape};
use cel::environment::{Environment, Variable};
use cel::evaluate::Program;
use cel::types::Type;

use super::declared::SELF_TYPE;
use crate::field_path::{Notation, follow};
use crate::options::OldExpressions;
use crate::path::FieldPath;
use crate::schema::Rule;
use crate::structural::Structural;
use crate::target::Target;

/// A rule that is ready to be evaluated.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// As it is written.
    pub rule: Rule,
    /// Its expression, or why there is none, in the server's words.
    pub program: Result<Arc<Program>, String>,
    /// The expression of its message, if there is one that can be evaluated.
    pub message: Option<Arc<Program>>,
    /// Whether the rule looks at the old value.
    pub uses_old_self: bool,
    /// Where what is wrong is reported, below the value that the rule is about; `None` for that value itself.
    pub field_path: Option<FieldPath>,
}

/// A rule that was compiled, with its costs.
pub(super) struct Compilation {
    pub(super) compiled: Compiled,
    /// What the rule costs for one value; 0 if it cannot be compiled.
    pub(super) cost: u64,
    /// What the message costs, or why there is none.
    pub(super) message: Option<Result<u64, String>>,
}

/// What expressions may use.
#[derive(Debug)]
pub struct Environments {
    /// Expressions that are new.
    pub new: Environment,
    /// Expressions that the server has already.
    pub stored: Environment,
}

impl Environments {
    /// Those of a server.
    #[must_use]
    pub fn of(target: Target) -> &'static Self {
        static V1_36: OnceLock<Environments> = OnceLock::new();
        static V1_37: OnceLock<Environments> = OnceLock::new();
        let place = match target {
            Target::V1_36 => &V1_36,
            Target::V1_37 => &V1_37,
        };
        place.get_or_init(|| Self {
            new: Environment::of_minor(target.new_expressions_minor()).in_server(target.minor()),
            stored: Environment::of_minor(target.minor()),
        })
    }
}

/// Compiles rules of one node.
pub(super) struct Compiler<'a> {
    pub(super) target: Target,
    /// Expressions that count as stored; `None` if all do.
    pub(super) old: Option<&'a OldExpressions>,
    /// What `self` is.
    pub(super) declared: &'a Declared,
    /// The node.
    pub(super) structural: &'a Structural,
}

impl Compiler<'_> {
    /// Compiles a rule; `None` for a blank one.
    pub(super) fn rule(&self, rule: &Rule) -> Option<Compilation> {
        if rule.rule.trim().is_empty() {
            return None;
        }
        let is_old = self.old.is_none_or(|old| old.rules.contains(&rule.rule));
        let expression = self.expression(&rule.rule, rule, is_old, &Wanted::RULE);
        let message = if expression.program.is_ok() { self.message(rule) } else { None };
        let compiled = Compiled {
            rule: rule.clone(),
            program: expression.program,
            message: message.as_ref().and_then(|message| message.program.clone().ok()),
            uses_old_self: expression.uses_old_self,
            field_path: self.field_path(&rule.field_path),
        };
        let message = message.map(|message| message.program.map(|_| message.cost));
        Some(Compilation { compiled, cost: expression.cost, message })
    }

    fn message(&self, rule: &Rule) -> Option<Expression> {
        if rule.message_expression.is_empty() {
            return None;
        }
        let is_old = self.old.is_none_or(|old| old.messages.contains(&rule.message_expression));
        Some(self.expression(&rule.message_expression, rule, is_old, &Wanted::MESSAGE))
    }

    fn expression(&self, text: &str, rule: &Rule, is_old: bool, wanted: &Wanted) -> Expression {
        let environments = Environments::of(self.target);
        let environment = if is_old { &environments.stored } else { &environments.new };
        let optional = rule.optional_old_self == Some(true);
        let variables = [
            Variable { name: "self".into(), declared: self.declared, optional: false },
            Variable { name: "oldSelf".into(), declared: self.declared, optional },
        ];
        let checked = cel::parse::parse(text)
            .and_then(|ast| cel::check::check(ast, environment, &variables))
            .map_err(|issues| format!("{}compilation failed: {}", wanted.prefix, self.own_names(&issues.to_string())));
        let checked = match checked {
            Ok(checked) if *checked.result_type() == wanted.kind => checked,
            Ok(_) => return Expression::failed(wanted.otherwise.to_owned()),
            Err(detail) => return Expression::failed(detail),
        };
        let uses_old_self = checked.uses("oldSelf");
        match Program::new(&checked, environment) {
            Err(fault) => {
                let detail = format!("{} instantiation failed: {fault}", wanted.instantiated);
                Expression { uses_old_self, ..Expression::failed(detail) }
            }
            Ok(program) => {
                let cost = cel::cost::estimate(&checked, environment, &variables).max;
                Expression { program: Ok(Arc::new(program)), cost, uses_old_self }
            }
        }
    }

    /// Types of parts are named from the node that the rule is about.
    fn own_names(&self, text: &str) -> String {
        match own_name(self.declared) {
            Some(name) if name != SELF_TYPE => text.replace(&name, SELF_TYPE),
            _ => text.to_owned(),
        }
    }

    fn field_path(&self, text: &str) -> Option<FieldPath> {
        if text.is_empty() {
            return None;
        }
        follow(text, self.structural, Notation::DotsAndBrackets).ok().map(|(path, _)| path)
    }
}

/// An expression that was compiled, or why it was not.
struct Expression {
    program: Result<Arc<Program>, String>,
    cost: u64,
    uses_old_self: bool,
}

impl Expression {
    fn failed(detail: String) -> Self {
        Self { program: Err(detail), cost: 0, uses_old_self: false }
    }
}

/// What an expression must come to.
struct Wanted {
    prefix: &'static str,
    instantiated: &'static str,
    kind: Type,
    otherwise: &'static str,
}

impl Wanted {
    const RULE: Self = Self {
        prefix: "",
        instantiated: "program",
        kind: Type::Bool,
        otherwise: "cel expression must evaluate to a bool",
    };
    const MESSAGE: Self = Self {
        prefix: "messageExpression ",
        instantiated: "messageExpression",
        kind: Type::String,
        otherwise: "messageExpression must evaluate to a string",
    };
}

/// How the type of a declared value is named, or would be if it had a name.
fn own_name(declared: &Declared) -> Option<String> {
    let (part, suffix) = match &declared.shape {
        Shape::Scalar(_) => return None,
        Shape::Object(object) => return Some(object.name.to_string()),
        Shape::List(part) => (part, ".@idx"),
        Shape::Map(part) => (part, ".@elem"),
    };
    own_name(part)?.strip_suffix(suffix).map(str::to_owned)
}

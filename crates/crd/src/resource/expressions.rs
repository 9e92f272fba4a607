//! The rules of `x-kubernetes-validations` on an object (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel`).
//!
//! Every rule has a budget of its own, and all rules of an object share one. Once that is spent nothing more is
//! evaluated, and the last error says so.

use cel::ast::Name;
use cel::value::{Key, Value};
use gostd::budget::Budget;
use gostd::json::Value as Json;
use gostd::strconv::quote;

use super::correlated::{self, Correlated};
use crate::path::{FieldPath, Path, Segment};
use crate::rules::escape::escape;
use crate::rules::values::to_cel;
use crate::rules::{Compiled, Rules};
use crate::structural::{Structural, StructuralOrBool};
use crate::violation::{ErrorKind, Violation};

/// What one expression may cost (`PerCallLimit`).
const CALL_LIMIT: u64 = 1_000_000;

/// What all expressions of an object may cost (`RuntimeCELCostBudget`).
pub(crate) const OBJECT_LIMIT: u64 = 10_000_000;

/// The longest text of a message expression that is used.
const LONGEST_MESSAGE: usize = 5 * 1024;

/// What regular expressions, comparisons and sums of all rules of an object may do.
const WORK: u64 = 300_000_000;

/// The errors of an object's rules.
pub(super) fn evaluate(
    rules: &Rules,
    structural: &Structural,
    object: &Json,
    old: Option<Correlated<'_>>,
) -> Vec<Violation> {
    let mut run = Run::new(OBJECT_LIMIT);
    let value = Seen { json: object, cel: &to_cel(object, structural, true) };
    let old_value = old.map(|old| (old.old(), to_cel(old.old(), structural, true)));
    let old_seen = old_value.as_ref().map(|(json, cel)| Seen { json, cel });
    let node = Node { rules, structural, value, old: old_seen, unchanged: Unchanged { current: old, nearest: None } };
    run.node(&node, &Path::root());
    run.errors
}

/// The errors of a default's rules, and what is left of the budget: `None` once it is spent. Whether a default is looked
/// at as an update from itself or as new is up to `old`.
pub(crate) fn evaluate_default(
    rules: &Rules,
    structural: &Structural,
    default: &Json,
    is_root: bool,
    old: bool,
    (path, budget): (&Path<'_>, u64),
) -> (Vec<Violation>, Option<u64>) {
    let mut run = Run::new(budget);
    let seen = to_cel(default, structural, is_root);
    let value = Seen { json: default, cel: &seen };
    let unchanged = Unchanged { current: None, nearest: None };
    let node = Node { rules, structural, value, old: old.then_some(value), unchanged };
    run.node(&node, path);
    (run.errors, run.left)
}

/// A value as JSON and as expressions see it.
#[derive(Clone, Copy)]
struct Seen<'a> {
    json: &'a Json,
    cel: &'a Value,
}

impl<'a> Seen<'a> {
    fn member(self, name: &str) -> Option<Self> {
        let json = self.json.get(name)?;
        let cel = match self.cel {
            Value::Object(object) => {
                let escaped = escape(name).unwrap_or_else(|| name.to_owned());
                object.fields.get(escaped.as_str())?
            }
            Value::Map(map) => map.entries.get(&Key::String(name.into()))?,
            _ => return None,
        };
        Some(Self { json, cel })
    }

    fn element(self, index: usize) -> Option<Self> {
        let Value::List(list) = self.cel else {
            return None;
        };
        Some(Self { json: self.json.as_array()?.get(index)?, cel: list.items.get(index)? })
    }

    /// The element of a list map that has the keys of another one.
    fn of_same_keys(self, other: &Json, structural: &Structural) -> Option<Self> {
        let items = self.json.as_array()?;
        let found = correlated::find(items, other, structural)?;
        let index = items.iter().position(|item| std::ptr::eq(item, found))?;
        self.element(index)
    }
}

/// What tells whether a value has changed.
#[derive(Clone, Copy)]
struct Unchanged<'a> {
    current: Option<Correlated<'a>>,
    nearest: Option<Correlated<'a>>,
}

impl<'a> Unchanged<'a> {
    fn below(self, child: impl FnOnce(Correlated<'a>) -> Option<Correlated<'a>>) -> Self {
        match self.current {
            None => self,
            Some(current) => Self { current: child(current), nearest: Some(current) },
        }
    }

    /// Kind and version of the object itself are never taken for unchanged.
    fn member(self, name: &str) -> Self {
        if self.current.is_some() && self.nearest.is_none() && matches!(name, "apiVersion" | "kind") {
            return Self { current: None, nearest: None };
        }
        self.below(|current| current.member(name))
    }

    fn is_so(self) -> bool {
        self.current.or(self.nearest).is_some_and(Correlated::is_unchanged)
    }
}

/// A value with the rules of its schema.
struct Node<'a> {
    rules: &'a Rules,
    structural: &'a Structural,
    value: Seen<'a>,
    old: Option<Seen<'a>>,
    unchanged: Unchanged<'a>,
}

struct Run {
    errors: Vec<Violation>,
    /// What is left of the budget; `None` once it is spent.
    left: Option<u64>,
    work: Budget,
}

impl Run {
    fn new(budget: u64) -> Self {
        Self { errors: Vec::new(), left: Some(budget), work: Budget::new(WORK) }
    }

    fn node(&mut self, node: &Node<'_>, path: &Path<'_>) {
        if node.value.json.is_null() || self.left.is_none() {
            return;
        }
        self.own(node, path);
        match node.value.json {
            Json::Object(members) => {
                for name in members.keys() {
                    self.member(node, name, path);
                }
            }
            Json::Array(items) => {
                for index in 0..items.len() {
                    self.element(node, index, path);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, node: &Node<'_>, name: &str, path: &Path<'_>) {
        let Some(value) = node.value.member(name) else {
            return;
        };
        let below = |rules, structural| Node {
            rules,
            structural,
            value,
            old: node.old.and_then(|old| old.member(name)).filter(|old| !old.json.is_null()),
            unchanged: node.unchanged.member(name),
        };
        if let (Some(rules), Some(StructuralOrBool::Structural(additional))) =
            (&node.rules.additional, &node.structural.additional_properties)
        {
            self.node(&below(rules, additional), &path.key(name));
        }
        if let (Some(rules), Some(property)) = (node.rules.properties.get(name), node.structural.properties.get(name)) {
            self.node(&below(rules, property), &path.child(name));
        }
    }

    fn element(&mut self, node: &Node<'_>, index: usize, path: &Path<'_>) {
        let (Some(rules), Some(structural)) = (&node.rules.items, &node.structural.items) else {
            return;
        };
        let Some(value) = node.value.element(index) else {
            return;
        };
        let old = node.old.and_then(|old| old.of_same_keys(value.json, node.structural));
        let unchanged = node.unchanged.below(|current| current.element(index));
        self.node(&Node { rules, structural, value, old, unchanged }, &path.index(index));
    }

    /// The rules of the node itself.
    fn own(&mut self, node: &Node<'_>, path: &Path<'_>) {
        let kind = || quote(&node.structural.kind);
        if let Some(failure) = node.rules.failure {
            let detail = format!("rule compiler initialization error: {failure}");
            return self.errors.push(Violation::invalid(path, kind(), detail));
        }
        if !node.rules.own.is_empty() && self.left == Some(0) {
            return self.out_of_budget(path, kind());
        }
        for compiled in &node.rules.own {
            if self.left.is_some() {
                self.rule(compiled, node, path);
            }
        }
    }

    fn rule(&mut self, compiled: &Compiled, node: &Node<'_>, path: &Path<'_>) {
        let kind = || quote(&node.structural.kind);
        let program = match &compiled.program {
            Ok(program) => program,
            Err(error) => {
                return self.errors.push(Violation::invalid(path, kind(), format!("rule compile error: {error}")));
            }
        };
        let optional = compiled.rule.optional_old_self == Some(true);
        if compiled.uses_old_self && node.old.is_none() && !optional {
            return;
        }
        let evaluated = program.run(&bindings(node, optional), CALL_LIMIT, &self.work);
        if !self.pay(evaluated.cost) {
            return self.out_of_budget(path, kind());
        }
        match evaluated.result {
            Ok(Value::Bool(true)) => {}
            Ok(_) => self.refused(compiled, node, path),
            Err(fault) => {
                let rule = rule_text(compiled);
                let stops = fault.is_cost_limit();
                self.errors.push(Violation::invalid(path, kind(), failure_text(&fault.message, rule, stops)));
                if stops {
                    self.left = None;
                }
            }
        }
    }

    /// A rule does not hold.
    fn refused(&mut self, compiled: &Compiled, node: &Node<'_>, path: &Path<'_>) {
        let forgiven = !compiled.uses_old_self && node.unchanged.is_so();
        let field = below(path, compiled.field_path.as_ref());
        let message = match self.message(compiled, node) {
            Ok(message) => message,
            Err(detail) => {
                self.left = None;
                if !forgiven {
                    let kind = Some(quote(&node.structural.kind));
                    self.errors.push(Violation { kind: ErrorKind::Invalid, field, value: kind, detail, place: None });
                }
                return;
            }
        };
        if forgiven {
            return;
        }
        let detail = message.unwrap_or_else(|| message_or_default(compiled));
        let shown = match node.structural.kind.as_str() {
            "object" | "array" => None,
            _ => Some(shown(node.value.json)),
        };
        self.errors.push(for_reason(compiled.rule.reason.as_deref(), field, shown, detail));
    }

    /// The text of the message expression; `None` if there is none that can be used.
    ///
    /// # Errors
    ///
    /// The budget is spent: the server's text.
    fn message(&mut self, compiled: &Compiled, node: &Node<'_>) -> Result<Option<String>, String> {
        let Some(program) = &compiled.message else {
            return Ok(None);
        };
        let evaluated = program.run(&bindings(node, false), CALL_LIMIT, &self.work);
        if !self.pay(evaluated.cost) {
            return Err(
                "messageExpression evaluation failed due to running out of cost budget, no further validation \
                        rules will be run"
                    .to_owned(),
            );
        }
        match evaluated.result {
            Err(fault) if fault.is_cost_limit() => Err(format!(
                "no further validation rules will be run due to call cost exceeds limit for messageExpression: {}",
                quote(&compiled.rule.message_expression)
            )),
            Ok(Value::String(text)) => {
                let text = text.trim();
                let usable = !text.is_empty() && text.len() <= LONGEST_MESSAGE && !text.contains('\n');
                Ok(usable.then(|| text.to_owned()))
            }
            _ => Ok(None),
        }
    }

    /// Takes a cost from the budget; `false` if it was too much.
    fn pay(&mut self, cost: u64) -> bool {
        self.left = self.left.and_then(|left| left.checked_sub(cost));
        self.left.is_some()
    }

    fn out_of_budget(&mut self, path: &Path<'_>, kind: String) {
        self.left = None;
        let detail = "validation failed due to running out of cost budget, no further validation rules will be run";
        self.errors.push(Violation::invalid(path, kind, detail));
    }
}

fn bindings(node: &Node<'_>, optional: bool) -> Vec<(Name, Value)> {
    let mut bindings: Vec<(Name, Value)> = vec![("self".into(), node.value.cel.clone())];
    let old = node.old.map(|old| old.cel.clone());
    match (optional, old) {
        (true, old) => bindings.push(("oldSelf".into(), Value::Optional(old.map(Into::into)))),
        (false, Some(old)) => bindings.push(("oldSelf".into(), old)),
        (false, None) => {}
    }
    bindings
}

fn rule_text(compiled: &Compiled) -> &str {
    match compiled.rule.message.as_str() {
        "" => compiled.rule.rule.trim(),
        message => message.trim(),
    }
}

fn message_or_default(compiled: &Compiled) -> String {
    match compiled.rule.message.as_str() {
        "" => format!("failed rule: {}", compiled.rule.rule.trim()),
        message => message.trim().to_owned(),
    }
}

fn failure_text(fault: &str, rule: &str, cost_limit: bool) -> String {
    if fault.starts_with("no such overload") {
        let what = "call arguments did not match a supported operator, function or macro signature for rule";
        format!("'{fault}': {what}: {rule}")
    } else if cost_limit {
        format!("'{fault}': no further validation rules will be run due to call cost exceeds limit for rule: {rule}")
    } else {
        format!("{fault} evaluating rule: {rule}")
    }
}

/// A path of a rule below the value that it is about; the server writes a leading key with a dot.
fn below(path: &Path<'_>, field: Option<&FieldPath>) -> FieldPath {
    let mut below = path.to_field();
    let mut steps = field.into_iter().flat_map(|field| field.0.iter().cloned());
    below.0.extend(steps.next().map(|first| match first {
        Segment::Key(key) => Segment::Child(format!("[{key}]")),
        other => other,
    }));
    below.0.extend(steps);
    below
}

fn for_reason(reason: Option<&str>, field: FieldPath, shown: Option<String>, detail: String) -> Violation {
    let error = |kind, value, detail| Violation { kind, field, value, detail, place: None };
    match reason {
        Some("FieldValueForbidden") => error(ErrorKind::Forbidden, None, detail),
        Some("FieldValueRequired") => error(ErrorKind::Required, None, detail),
        Some("FieldValueDuplicate") => error(ErrorKind::Duplicate, shown, String::new()),
        _ => error(ErrorKind::Invalid, shown, detail),
    }
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => quote(text),
        other => gostd::json::encode(other),
    }
}

//! What evaluation comes to, and what it costs.

use std::collections::BTreeMap;
use std::sync::Arc;

use gostd::budget::Budget;

use super::{Evaluated, Program, evaluate};
use crate::ast::Name;
use crate::check::check;
use crate::declared::{Declared, Object as DeclaredObject, Shape, UNBOUNDED};
use crate::environment::{Environment, Variable};
use crate::function::Fault;
use crate::parse::parse;
use crate::types::Type;
use crate::value::{List, Object, Topology, Value};

const LIMIT: u64 = 1_000_000;

fn declared(shape: Shape) -> Declared {
    Declared { shape, max_elements: UNBOUNDED, min_serialized_size: 1 }
}

fn list_of(kind: Type) -> Declared {
    declared(Shape::List(Arc::new(declared(Shape::Scalar(kind)))))
}

/// An object with fields of several types.
fn self_type() -> Declared {
    let fields = [
        ("i", declared(Shape::Scalar(Type::Int))),
        ("s", declared(Shape::Scalar(Type::String))),
        ("absent", declared(Shape::Scalar(Type::String))),
        ("any", declared(Shape::Scalar(Type::Dyn))),
        ("list", list_of(Type::Int)),
        ("set", list_of(Type::String)),
        ("set2", list_of(Type::String)),
        ("bad", declared(Shape::Scalar(Type::Bytes))),
    ];
    let fields = fields.into_iter().map(|(name, kind)| (Name::from(name), kind)).collect();
    declared(Shape::Object(Arc::new(DeclaredObject { name: "selfType".into(), fields })))
}

fn list(items: Vec<Value>, topology: Topology) -> Value {
    Value::List(Arc::new(List { items, topology }))
}

fn self_value() -> Value {
    let strings = |texts: &[&str]| texts.iter().map(|text| Value::String((*text).into())).collect::<Vec<_>>();
    let fields = [
        ("i", Value::Int(7)),
        ("s", Value::String("abc".into())),
        ("any", Value::String("x".into())),
        ("list", list((0..20).map(Value::Int).collect(), Topology::Plain)),
        ("set", list(strings(&["a", "b"]), Topology::Set)),
        ("set2", list(strings(&["b", "a"]), Topology::Set)),
        ("bad", Value::Fault(Arc::new(Fault::new("invalid data")))),
    ];
    let fields = fields.into_iter().map(|(name, value)| (Name::from(name), value)).collect();
    Value::Object(Arc::new(Object { name: "selfType".into(), fields, hidden: BTreeMap::new() }))
}

fn run_within(rule: &str, limit: u64, work: &Budget) -> Evaluated {
    let environment = Environment::of_minor(37);
    let kind = self_type();
    let variables = [Variable { name: "self".into(), declared: &kind, optional: false }];
    let checked = check(parse(rule).unwrap(), &environment, &variables).unwrap_or_else(|_| panic!("{rule}"));
    evaluate(&checked, &environment, &[("self".into(), self_value())], limit, work)
}

fn run(rule: &str) -> Evaluated {
    run_within(rule, LIMIT, &Budget::new(1 << 30))
}

/// The value, if it is a truth, or the fault's text.
fn outcome(evaluated: &Evaluated) -> String {
    match &evaluated.result {
        Ok(Value::Bool(value)) => value.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(fault) => fault.message.clone(),
    }
}

#[test]
fn what_holds() {
    let rules = [
        "1 + 2 == 3 && 7 / 2 == 3 && -7 % 3 == -1 && 5u - 3u == 2u && -(-3) == 3",
        "1 < 2 && 1 < 1.5 && 2u > 1 && dyn(1) == 1.0 && dyn(1u) == 1 && 9007199254740993 > 9007199254740992",
        "'a' < 'b' && b'a' <= b'a' && false < true && !(double('NaN') == double('NaN'))",
        "[1, 2] + [3] == [1, 2, 3] && {'a': 1}['a'] == 1 && 'a' in {'a': 1} && 2 in [1, 2] && !(dyn('1') in [1, 2])",
        "{1: 'a'}[1] == 'a' && dyn({1: 'a'})[1u] == 'a' && 1.0 in [dyn(1)]",
        "size('\u{e9}\u{1f451}') == 2 && bytes('\u{e9}').size() == 2 && [1].size() == 1 && {'a': 1}.size() == 1",
        "has(self.i) && !has(self.absent) && self.?absent.orValue('z') == 'z' && self.?i.hasValue()",
        "self.list[?99] == optional.none() && self.list[?1].value() == 1 && self.list[19] == 19",
        "self.set == self.set2 && self.set + ['a', 'c'] == ['c', 'b', 'a']",
        "self.list.all(x, x >= 0) && self.list.exists(x, x == 5) && self.list.exists_one(x, x == 5)",
        "self.list.map(x, x * 2).filter(x, x > 30) == [32, 34, 36, 38]",
        "[1, 2].all(i, v, i + 1 == v) && {'a': 'b'}.exists(k, v, k == 'a' && v == 'b')",
        "{'a': 1, 'b': 2}.transformMap(k, v, v + 1) == {'a': 2, 'b': 3}",
        "[?optional.of(1), ?optional.none(), 2] == [1, 2] && {?'a': optional.none(), 'b': 1} == {'b': 1}",
        "type(1) == int && type([]) == list && type(self) == map && type(int) == type && type(null) == null_type",
        "(self.i == 7 ? 'a' : 'b') == 'a' && (true ? self : self).i == 7",
        "1 / 0 == 1 || true",
        "!(1 / 0 == 1 && false)",
        "dyn(self.s) != dyn(1)",
        "dyn([1, 2]).flatten() == [1, 2] && dyn([1.0, 2.0]).sum() == 3.0",
        "optional.of(1).optMap(x, x + 1).value() == 2 && !optional.none().optMap(x, x).hasValue()",
    ];
    for rule in rules {
        assert_eq!(outcome(&run(rule)), "true", "{rule}");
    }
}

#[test]
fn conversions() {
    let rules = [
        "int('-5') == -5 && int(2.9) == 2 && int(-2.9) == -2 && int(3u) == 3 && int(duration('1s')) == 1000000000",
        "int(timestamp('1970-01-01T00:01:00Z')) == 60 && timestamp(60) == timestamp('1970-01-01T00:01:00Z')",
        "uint('5') == 5u && double('1.5') == 1.5 && double(2) == 2.0 && bool('true') && !bool('F')",
        "string(1.0) == '1' && string(1e21) == '1e+21' && string(1000000.0) == '1e+06' && string(-1) == '-1'",
        "string(b'abc') == 'abc' && bytes('abc') == b'abc' && string(true) == 'true' && string(5u) == '5'",
        "string(duration('1h1.5s')) == '3601.5s' && string(timestamp('2026-01-31T13:45:00.50+01:00')) == '2026-01-31T13:45:00.5+01:00'",
    ];
    for rule in rules {
        assert_eq!(outcome(&run(rule)), "true", "{rule}");
    }
}

#[test]
fn moments() {
    let rules = [
        "timestamp('2026-01-31T13:45:07.123Z').getMonth() == 0 && timestamp('2026-01-31T13:45:07.123Z').getDate() == 31",
        "timestamp('2026-01-31T13:45:07.123Z').getDayOfMonth() == 30 && timestamp('2026-02-01T00:00:00Z').getDayOfYear() == 31",
        "timestamp('2026-01-31T13:45:07.123Z').getMilliseconds() == 123 && timestamp('2026-01-31T00:00:00Z').getDayOfWeek() == 6",
        "timestamp('2026-01-31T13:45:07Z').getHours('-08:00') == 5 && timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin') == 14",
        "duration('3723.5s').getHours() == 1 && duration('3723.5s').getMinutes() == 62 && duration('-1.5s').getSeconds() == -1",
        "timestamp('2026-01-01T00:00:00Z') + duration('-1ns') < timestamp('2026-01-01T00:00:00Z')",
        "timestamp('2026-01-01T00:00:01Z') - timestamp('2026-01-01T00:00:00.5Z') == duration('500ms')",
    ];
    for rule in rules {
        assert_eq!(outcome(&run(rule)), "true", "{rule}");
    }
}

#[test]
fn faults() {
    let table = [
        ("9223372036854775807 + self.i == 0", "integer overflow"),
        ("0u - 1u == 0u", "unsigned integer overflow"),
        ("self.i / 0 == 0", "division by zero"),
        ("self.i % 0 == 0", "modulus by zero"),
        ("self.absent == 'a'", "no such key: absent"),
        ("self.list[20] == 1", "index out of bounds: 20"),
        ("{'a': 1}['b'] == 1", "no such key: b"),
        ("dyn(self.list)['a'] == 1", "unsupported index type 'string' in list"),
        ("self.any + 1 == 1", "no such overload"),
        ("self.any < 1", "no such overload"),
        ("dyn(true) + 1 == 2", "no such overload: _+_"),
        ("int(dyn(self.list)) == 1", "no such overload: int(list)"),
        ("self.any ? true : false", "no such overload"),
        ("self.any && true", "no such overload"),
        ("int(self.s) == 1", "type conversion error from 'string' to 'int'"),
        ("duration(self.s) == duration('1s')", "type conversion error from 'string' to 'google.protobuf.Duration'"),
        (
            "timestamp('0001-01-01T00:00:00Z') - duration('1s') == timestamp('0001-01-01T00:00:00Z')",
            "timestamp overflow",
        ),
        ("uint(-self.i) == 1u", "unsigned integer overflow"),
        ("int(1e19 * double(self.i)) == 1", "integer overflow"),
        ("double('NaN') < double(self.i)", "NaN values cannot be ordered"),
        ("dyn(self.i).all(x, true)", "got 'types.Int', expected iterable type"),
        ("self.?absent.value() == 'a'", "optional.none() dereference"),
        ("self.s.matches(self.s + '(')", "error parsing regexp: missing closing ): `abc(`"),
        ("timestamp('2026-01-01T00:00:00Z').getHours('Nowhere/At All') == 0", "unknown time zone Nowhere/At All"),
        ("self.bad == b'a'", "invalid data"),
        ("int('a') == 1", "type conversion error from 'string' to 'int'"),
    ];
    for (rule, expected) in table {
        assert_eq!(outcome(&run(rule)), expected, "{rule}");
    }
}

#[test]
fn costs() {
    let table = [
        ("true", 0),
        ("self.i == 7", 3),
        ("has(self.i)", 1),
        ("has(self.i) && self.i == 7", 4),
        ("self.s in ['a', 'b']", 2),
        ("self.i in []", 0),
        ("[1, 2, 3] == [1, 2, 3]", 1),
        ("[self.i] == [7]", 13),
        ("{'a': self.i}['a'] == 7", 35),
        ("self.list[self.i] == 7", 5),
        ("(true ? self.i : self.i) == 7", 2),
        ("self.list.all(x, x >= 0)", 103),
        ("int('7') == 7", 1),
        ("int(self.s.size()) == 3", 5),
        ("self.s.matches('a.c')", 3),
        ("self.s + self.s == 'abcabc'", 6),
        ("self.?i.orValue(1) == 7", 3),
        ("optional.none().orValue(1) == 1", 2),
    ];
    for (rule, cost) in table {
        let evaluated = run(rule);
        assert!(evaluated.result.is_ok(), "{rule}: {evaluated:?}");
        assert_eq!(evaluated.cost, cost, "{rule}");
    }
}

#[test]
fn the_limit_cancels() {
    let evaluated = run_within("self.list.all(x, x >= 0) || true", 50, &Budget::new(1 << 30));
    assert!(evaluated.result.unwrap_err().is_cost_limit());
    assert!(evaluated.cost > 50);
    assert!(!run("self.i / 0 == 0").result.unwrap_err().is_cost_limit());
}

#[test]
fn work_ends() {
    let doubled = (0..40).fold("optional.of(self.list)".to_owned(), |text, _| format!("{text}.optMap(x, x + x)"));
    let evaluated = match parse(&doubled) {
        Ok(_) => run_within(&format!("{doubled}.hasValue() || true"), LIMIT, &Budget::new(1 << 20)),
        // Too large to be parsed.
        Err(_) => run_within("self.list == self.list && true", LIMIT, &Budget::new(10)),
    };
    assert!(evaluated.result.is_err());
}

#[test]
fn deep_trees_end() {
    let environment = Environment::of_minor(37);
    let deep = (0..2_000).fold("1".to_owned(), |text, _| format!("-({text})"));
    if let Ok(ast) = parse(&deep)
        && let Ok(checked) = check(ast, &environment, &[])
    {
        assert!(Program::new(&checked, &environment).is_err());
    }
}

#[test]
fn programs_run_again() {
    let environment = Environment::of_minor(37);
    let kind = self_type();
    let variables = [Variable { name: "self".into(), declared: &kind, optional: false }];
    let checked = check(parse("self.list.map(x, x + 1).size() == 20").unwrap(), &environment, &variables).unwrap();
    let program = Program::new(&checked, &environment).unwrap();
    let bindings = [("self".into(), self_value())];
    for _ in 0..2 {
        let evaluated = program.run(&bindings, LIMIT, &Budget::new(1 << 20));
        assert_eq!(outcome(&evaluated), "true");
        assert_eq!(evaluated.cost, 285);
    }
}

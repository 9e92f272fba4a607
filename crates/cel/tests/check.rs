//! Names, types and overloads, as cel-go 0.29 finds them in the API server's environment.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cel::check::check;
use cel::checked::{Checked, Reference};
use cel::declared::{Declared, Object, Shape};
use cel::environment::{Environment, Variable};
use cel::issue::Issues;
use cel::parse::parse;
use cel::types::Type;

fn declared(shape: Shape) -> Declared {
    Declared { shape, max_elements: 10, min_serialized_size: 1 }
}

fn object(name: &str, fields: &[(&str, Declared)]) -> Declared {
    let fields = fields.iter().map(|(name, field)| ((*name).into(), field.clone())).collect();
    declared(Shape::Object(Arc::new(Object { name: name.into(), fields })))
}

fn own() -> Declared {
    let scalar = |kind| declared(Shape::Scalar(kind));
    let inner = object("own.o", &[("s", scalar(Type::String))]);
    object(
        "own",
        &[
            ("s", scalar(Type::String)),
            ("n", scalar(Type::Int)),
            ("any", scalar(Type::Dyn)),
            ("ls", declared(Shape::List(Arc::new(scalar(Type::String))))),
            ("mo", declared(Shape::Map(Arc::new(inner.clone())))),
            ("o", inner),
        ],
    )
}

fn checked(text: &str) -> Result<Checked, Issues> {
    let own = own();
    let variables = [
        Variable { name: "self".into(), declared: &own, optional: false },
        Variable { name: "oldSelf".into(), declared: &own, optional: true },
    ];
    check(parse(text)?, &Environment::of_minor(37), &variables)
}

/// What is wrong, without places.
fn messages(text: &str) -> Vec<String> {
    let issues = checked(text).expect_err(text);
    issues.listed().iter().map(|issue| issue.message.clone()).collect()
}

#[test]
fn expressions_have_types() {
    let optional = |kind| Type::optional(kind);
    for (text, expected) in [
        ("self.s", Type::String),
        ("self.mo.a.s", Type::String),
        ("oldSelf.s", optional(Type::String)),
        ("self.?n", optional(Type::Int)),
        ("oldSelf.?mo['a'].s", optional(Type::String)),
        ("self.any.whatever", Type::Dyn),
        ("has(self.o.s)", Type::Bool),
        ("self.ls.map(x, x.size())", Type::list(Type::Int)),
        ("self.ls.transformMap(i, v, v)", Type::map(Type::Int, Type::String)),
        ("self.mo.all(k, k == 'a')", Type::Bool),
        ("[]", Type::list(Type::Dyn)),
        ("[] + [1]", Type::list(Type::Int)),
        ("true ? null : self.o", Type::Null),
        ("type(1)", Type::Type(Some(Arc::new(Type::Int)))),
        ("self.n + self.any", Type::Int),
        ("dyn(1) + dyn(2)", Type::Dyn),
        ("optional.of(1).optMap(x, 'a')", optional(Type::String)),
        ("google.protobuf.NullValue.NULL_VALUE", Type::Int),
        ("{'a': 1}['a'] < 1.5", Type::Bool),
        ("'%s %d'.format(['a', 1])", Type::String),
    ] {
        let checked = checked(text).unwrap_or_else(|issues| panic!("{text}: {issues}"));
        assert_eq!(*checked.result_type(), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_in_cel_go_s_words() {
    for (text, expected) in [
        (
            "cel.bind(x, 1, x)",
            &[
                "undeclared reference to 'x' (in container '')",
                "undeclared reference to 'x' (in container '')",
                "undeclared reference to 'cel' (in container '')",
                "undeclared reference to 'bind' (in container '')",
            ][..],
        ),
        ("self.a", &["undefined field 'a'"]),
        ("self.n.a", &["type 'int' does not support field selection"]),
        ("self.n == 'a'", &["found no matching overload for '_==_' applied to '(int, string)'"]),
        ("oldSelf.n == 1", &["found no matching overload for '_==_' applied to '(optional_type(int), int)'"]),
        ("self.s.foo(1)", &["undeclared reference to 'foo' (in container '')"]),
        ("self.s.startsWith(1)", &["found no matching overload for 'startsWith' applied to 'string.(int)'"]),
        ("self.n && true || 'a'", &["expected type 'bool' but found 'int'", "expected type 'bool' but found 'string'"]),
        ("[].a", &["type 'list(_var0)' does not support field selection"]),
        (
            "self.n.all(x, true)",
            &["expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"],
        ),
        (
            "self.ls.map(x, x, 1)",
            &["found no matching overload for '_?_:_' applied to '(string, list(int), list(int))'"],
        ),
        ("[?1]", &["expected type 'optional_type(int)' but found 'int'"]),
        ("other{s: 'a'}", &["undeclared reference to 'other' (in container '')"]),
        ("int{}", &["'int' is not a message type"]),
        ("url('a').b", &["unexpected failed resolution of 'kubernetes.URL'"]),
        ("ip('::').b", &["type 'net.IP' does not support field selection"]),
    ] {
        assert_eq!(messages(text), expected, "{text}");
    }
}

#[test]
fn literals_that_can_only_be_wrong_are_refused() {
    for (text, expected) in [
        ("duration('1d') == duration('1s')", "invalid duration argument"),
        ("timestamp('a') == timestamp(0)", "invalid timestamp argument"),
        ("self.s.matches('[')", "invalid matches argument"),
        ("[1, 'a'] == []", "expected type 'int' but found 'string'"),
        ("{'a': 1, 2: 1} == {}", "expected type 'string' but found 'int'"),
        ("{'a': 1, 'b': 1u} == {}", "expected type 'int' but found 'uint'"),
        (
            "'%d'.format(['a'])",
            "error during formatting: decimal clause can only be used on integers, was given string",
        ),
        ("[?self.any]", "the API server fails on optional elements of a dynamic type"),
        ("google.protobuf.Any{}", "literals of type 'google.protobuf.Any' are not supported"),
    ] {
        assert_eq!(messages(text), [expected], "{text}");
    }
}

#[test]
fn names_and_calls_are_resolved() {
    let checked = checked("[1].all(self, .self.n == self) && size(oldSelf.?ls.value()) == 1").unwrap();
    let names: Vec<&str> = checked
        .references
        .iter()
        .flatten()
        .filter_map(|reference| match reference {
            Reference::Name(name) => Some(&**name),
            Reference::Overloads(_) => None,
        })
        .collect();
    assert!(names.contains(&".self") && names.contains(&"self") && names.contains(&"oldSelf"));
    assert!(checked.uses("oldSelf") && !checked.uses("size"));
    let overloads: Vec<&str> = checked
        .references
        .iter()
        .flatten()
        .flat_map(|reference| match reference {
            Reference::Name(_) => &[][..],
            Reference::Overloads(ids) => ids.as_slice(),
        })
        .copied()
        .collect();
    assert!(overloads.contains(&"size_list") && overloads.contains(&"optional_value"));
}

#[test]
fn hostile_expressions_are_checked_soon_and_with_little_stack() {
    let run = || {
        let nested = |open: &str, inner: &str, close: &str, times: usize| {
            format!("{}{inner}{}", open.repeat(times), close.repeat(times))
        };
        for text in [
            format!("[{{1: 1}}]{}", ".map(x, {x: x})".repeat(100)),
            format!("[[1]]{}", ".map(x, [x, x])".repeat(100)),
            nested("[", "1", "]", 118),
            nested("{1: ", "1", "}", 118),
            nested("self.ls.all(x, ", "true", ")", 95),
            format!("self.any{}", ".a".repeat(240)),
            format!("1{}", "+1".repeat(248)),
            format!("[1] == [1]{}", " && [1] == []".repeat(2_500)),
            format!("[{}]", "[],".repeat(20_000)),
            format!("'a'.matches('{}')", "(a{500}){500}"),
            format!("'a'{}", ".replace('a', [])".repeat(200)),
        ] {
            let start = Instant::now();
            let _ = checked(&text);
            assert!(start.elapsed() < Duration::from_secs(2), "{} took {:?}", &text[..20], start.elapsed());
        }
    };
    thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

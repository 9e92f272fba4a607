//! Trees and refusals, as cel-go 0.29 gives them with the API server's macros.

use std::thread;
use std::time::{Duration, Instant};

use cel::ast::{Constant, Expr, Kind};
use cel::parse::parse;

/// A tree in one line: calls by their function, each node with the character it stands at.
fn shape(text: &str) -> String {
    let ast = parse(text).unwrap_or_else(|issues| panic!("{text}: {issues}"));
    let mut out = String::new();
    write_shape(&mut out, &ast.root, &ast.offsets);
    out
}

fn write_shape(out: &mut String, expr: &Expr, offsets: &[u32]) {
    let name = match &expr.kind {
        Kind::Constant(Constant::String(text)) => format!("'{text}'"),
        Kind::Constant(Constant::Int(number)) => number.to_string(),
        Kind::Constant(constant) => format!("{constant:?}"),
        Kind::Ident(name) => name.to_string(),
        Kind::Select { field, test_only, .. } => format!("{}.{field}", if *test_only { "has" } else { "" }),
        Kind::Call { function, .. } => function.to_string(),
        Kind::List { optional, .. } => format!("list{optional:?}"),
        Kind::Map(_) => "map".to_owned(),
        Kind::Struct { name, .. } => format!("{name}{{}}"),
        Kind::Comprehension(fold) => format!("fold {}", fold.variable),
    };
    *out += &name;
    *out += &format!("@{}", offsets[expr.id]);
    let parts = parts(expr);
    if !parts.is_empty() {
        out.push('(');
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            write_shape(out, part, offsets);
        }
        out.push(')');
    }
}

fn parts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        Kind::Constant(_) | Kind::Ident(_) => Vec::new(),
        Kind::Select { operand, .. } => vec![operand],
        Kind::Call { target, arguments, .. } => target.as_deref().into_iter().chain(arguments).collect(),
        Kind::List { elements, .. } => elements.iter().collect(),
        Kind::Map(entries) => entries.iter().flat_map(|entry| [&entry.key, &entry.value]).collect(),
        Kind::Struct { fields, .. } => fields.iter().map(|field| &field.value).collect(),
        Kind::Comprehension(fold) => vec![&fold.range, &fold.initial, &fold.condition, &fold.step, &fold.result],
    }
}

fn refusal(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

#[test]
fn operators_bind_and_stand_as_in_cel_go() {
    for (text, expected) in [
        ("1 + 2 * 3 - 4", "_-_@10(_+_@2(1@0 _*_@6(2@4 3@8)) 4@12)"),
        ("a < b == c in d", "@in@11(_==_@6(_<_@2(a@0 b@4) c@9) d@14)"),
        ("a ? b : c ? d : e", "_?_:_@2(a@0 b@4 _?_:_@10(c@8 d@12 e@16))"),
        ("a.b[c].d(e)", "d@8(_[_]@3(.b@1(a@0) c@4) e@9)"),
        ("a.?b[?c]", "_[?_]@4(_?._@1(a@0 'b'@3) c@6)"),
        ("!!a && !!!b", "_&&_@4(a@2 !_@7(b@10))"),
        ("- 5 - -5 - --5 - -a", "_-_@15(_-_@9(_-_@4(-5@0 -5@6) 5@13) -_@17(a@18))"),
        ("a.b.C{d: 1, ?`e/f`: 2,}", "a.b.C{}@5(1@9 2@20)"),
        (".a.b", ".b@2(.a@1)"),
        ("[1, ?a,] + [,]", "_+_@9(list[1]@0(1@1 a@5) list[]@11)"),
        ("{'a': 1, ?b: c}", "map@0('a'@1 1@6 b@10 c@13)"),
        ("f()", "f@1"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn chains_of_logical_operators_are_balanced() {
    assert_eq!(shape("a && b && c"), "_&&_@7(_&&_@2(a@0 b@5) c@10)");
    assert_eq!(shape("a || b || c || d"), "_||_@7(_||_@2(a@0 b@5) _||_@12(c@10 d@15))");
}

#[test]
fn macros_are_written_out() {
    for (text, expected) in [
        ("has(a.b)", "has.b@3(a@4)"),
        ("a.all(x, p)", "fold x@5(a@0 Bool(true)@5 @not_strictly_false@5(@result@5) _&&_@5(@result@5 p@9) @result@5)"),
        (
            "a.filter(x, p)",
            "fold x@8(a@0 list[]@8 Bool(true)@8 _?_:_@8(p@12 _+_@8(@result@8 list[]@8(x@9)) @result@8) @result@8)",
        ),
        (
            "a.optMap(x, y)",
            "_?_:_@8(hasValue@8(a@0) optional.of@8(fold #unused@8(list[]@8 value@8(a@0) Bool(false)@8 x@8 y@12)) optional.none@8)",
        ),
        (
            "a.transformMap(k, v, v)",
            "fold k@14(a@0 map@14 Bool(true)@14 cel.@mapInsert@14(@result@14 k@14 v@21) @result@14)",
        ),
        ("all(x, p)", "all@3(x@4 p@7)"),
        ("a.existsOne(x, p)", "existsOne@11(a@0 x@12 p@15)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_in_cel_go_s_words() {
    for (text, expected) in [
        ("for", "ERROR: <input>:1:1: reserved identifier: for\n | for\n | ^"),
        ("99999999999999999999", "ERROR: <input>:1:1: invalid int literal\n | 99999999999999999999\n | ^"),
        ("[].all(1, true)", "ERROR: <input>:1:8: argument must be a simple name\n | [].all(1, true)\n | .......^"),
        ("[].map(1, true)", "ERROR: <input>:1:8: argument is not an identifier\n | [].map(1, true)\n | .......^"),
        ("has(a)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(a)\n | ....^"),
        (
            "[].all(x, x, true)",
            "ERROR: <input>:1:11: duplicate variable name: x\n | [].all(x, x, true)\n | ..........^",
        ),
        ("1 2 3", "ERROR: <input>:1:3: Syntax error: mismatched input '2' expecting <EOF>\n | 1 2 3\n | ..^"),
        ("{a}", "ERROR: <input>:1:3: Syntax error: mismatched input '}' expecting ':'\n | {a}\n | ..^"),
        (
            "a\n.é",
            "ERROR: <input>:2:2: Syntax error: token recognition error at: 'é'\n | .é\n | .\u{ff3e}\nERROR: <input>:2:3: Syntax error: no viable alternative at input '.'\n | .é\n | .\u{ff0e}^",
        ),
    ] {
        assert_eq!(refusal(text), expected, "{text}");
    }
}

#[test]
fn hostile_text_is_refused_soon_and_with_little_stack() {
    let run = || {
        for part in [
            "(",
            "[",
            "{",
            "f(",
            "!",
            "-",
            "a.",
            "a?",
            "a?a:",
            "1+",
            "a&&",
            "a<",
            "a.all(x,",
            "a.map(x,[",
            "'",
            "[[]],",
        ] {
            for text in [part.repeat(240), part.repeat(9_000), format!("{}a", part.repeat(9_000))] {
                let start = Instant::now();
                let refused = parse(&text).is_err();
                assert!(start.elapsed() < Duration::from_secs(1), "{part} took {:?}", start.elapsed());
                assert!(refused || ["!", "-", "a&&"].contains(&part), "{part} was accepted");
            }
        }
        assert!(parse(&format!("a{}", ".optMap(x, x)".repeat(200))).is_err());
        assert!(parse(&format!("{}1{}", "(".repeat(119), ")".repeat(119))).is_ok());
        assert!(refusal(&format!("{}1{}", "(".repeat(130), ")".repeat(130))).contains("more than 120 brackets"));
        assert!(parse(&format!("1{}", "+1".repeat(249))).is_ok());
        assert!(refusal(&format!("1{}", "+1".repeat(250))).contains("max recursion depth exceeded"));
        assert!(refusal(&"a".repeat(100_001)).contains("size: 100001, limit 100000"));
    };
    thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

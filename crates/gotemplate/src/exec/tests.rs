//! Templates of our own and what Go 1.27 made of them: `testdata/execution.tsv` holds, line by line, a template, a tab,
//! and `=` with the output or `!` with the error; `\n`, `\t` and `\\` are escaped.

use crate::value::{ANY_MAP, STRING_MAP};
use crate::{Call, Error, Executor, Function, Functions, Limits, List, Map, Param, Set, Str, Value};

static FUNCTIONS: &[Function] = &[
    Function { name: "id", params: &[Param::Any], variadic: None, call: |call| Ok(call.value(0).clone()) },
    Function {
        name: "str",
        params: &[Param::String],
        variadic: None,
        call: |call| Ok(format!("<{}>", call.text(0)).into()),
    },
    Function { name: "num", params: &[Param::Int], variadic: None, call: |call| Ok(Value::int(call.integer(0) + 1)) },
    Function {
        name: "long",
        params: &[Param::Int64],
        variadic: None,
        call: |call| Ok(Value::int64(call.integer(0) + 1)),
    },
    Function {
        name: "flt",
        params: &[Param::Float],
        variadic: None,
        call: |call| Ok(Value::Float(call.float(0) / 2.0)),
    },
    Function { name: "flag", params: &[Param::Bool], variadic: None, call: |call| Ok(Value::Bool(!call.boolean(0))) },
    Function { name: "two", params: &[Param::String, Param::Any], variadic: None, call: two },
    Function { name: "many", params: &[Param::String], variadic: Some(Param::Any), call: many },
    Function { name: "strs", params: &[], variadic: Some(Param::String), call: strs },
    Function { name: "size", params: &[Param::Map], variadic: None, call: |call| Ok(size(call.map(0).len())) },
    Function { name: "count", params: &[Param::List], variadic: None, call: |call| Ok(size(call.list(0).len())) },
    Function { name: "bad", params: &[], variadic: None, call: |_| Err(Error::new("it broke")) },
    Function { name: "set", params: &[Param::Map, Param::String, Param::Any], variadic: None, call: set },
    Function { name: "dict", params: &[], variadic: None, call: |_| Ok(Value::map::<&str>([])) },
    Function { name: "nothing", params: &[], variadic: None, call: |_| Ok(Value::Nil) },
];

fn size(length: usize) -> Value {
    Value::int(i64::try_from(length).unwrap())
}

fn two(call: &mut Call<'_>) -> Result<Value, Error> {
    let second = crate::format::sprint(&[call.value(1).clone()]);
    Ok(format!("{}-{}", call.text(0), String::from_utf8(second).unwrap()).into())
}

fn many(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(crate::format::sprint(&[call.value(0).clone(), size(call.rest(1).len())]).into())
}

fn strs(call: &mut Call<'_>) -> Result<Value, Error> {
    let texts: Vec<String> = (0..call.arguments().len()).map(|index| call.text(index)).collect();
    Ok(texts.join("+").into())
}

/// Go panics if the map is nil.
fn set(call: &mut Call<'_>) -> Result<Value, Error> {
    if call.value(0).is_nil() {
        return Err(Error::new("assignment to entry in nil map"));
    }
    let map = call.map(0);
    map.insert(call.string(1), call.value(2).clone());
    Ok(Value::Map(map))
}

fn data() -> Value {
    let deep = Value::map([("c", "deep".into()), ("n", Value::Nil)]);
    let mixed = Value::list(vec!["x".into(), Value::Float(2.0), Value::Nil, Value::Bool(true)]);
    let named = |name: &str, more: &[(&str, Value)]| {
        Value::map([("name", name.into())].into_iter().chain(more.iter().cloned()))
    };
    let labels = Map::new(&STRING_MAP, [(Str::from("app"), Value::from("web"))].into());
    Value::map([
        ("a", Value::map([("b", deep), ("list", mixed)])),
        ("nil", Value::Nil),
        ("str", "text".into()),
        ("empty", "".into()),
        ("float", Value::Float(1.5)),
        ("million", Value::Float(1e6)),
        ("int64", Value::int64(7)),
        ("int", Value::int(3)),
        ("yes", Value::Bool(true)),
        ("no", Value::Bool(false)),
        ("list", Value::list(vec!["one".into(), "two".into(), "three".into()])),
        ("strings", Value::strings(["p", "q"])),
        ("none", Value::list(Vec::new())),
        ("map", Value::map([("k1", "v1".into()), ("k2", Value::Float(2.0)), ("k3", Value::Nil)])),
        ("nomap", Value::Map(Map::new(&ANY_MAP, Default::default()))),
        ("labels", Value::Map(labels)),
        ("nested", Value::list(vec![named("n1", &[("v", Value::Nil)]), named("n2", &[])])),
    ])
}

fn run(text: &str, limits: Limits) -> Result<String, Error> {
    let functions = Functions::new(FUNCTIONS);
    let parsed = crate::parse::parse("main", Str::from(text), &|name| functions.contains(name))?;
    let mut set = Set::new("main");
    set.add(parsed);
    let output = Executor::new(&set, &functions, &(), limits).run(&Str::from("main"), &data())?;
    Ok(String::from_utf8(output).unwrap())
}

fn unescaped(text: &str) -> String {
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some('n')) => plain.push('\n'),
            ('\\', Some('t')) => plain.push('\t'),
            ('\\', Some('\\')) => plain.push('\\'),
            _ => {
                plain.push(character);
                continue;
            }
        }
        characters.next();
    }
    plain
}

#[test]
fn templates_give_what_go_gives() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("../../testdata/execution.tsv").lines() {
        let (template, expected) = line.split_once('\t').unwrap();
        let result = match run(&unescaped(template), Limits::default()) {
            Ok(output) => format!("={output}"),
            Err(error) => format!("!{error}"),
        };
        count += 1;
        if result != unescaped(expected) {
            wrong.push(format!("{template}\n  got  {result}\n  want {expected}"));
        }
    }
    assert!(count > 200, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn locations_span_the_node_and_name_what_is_nil() {
    let error = run("x\n {{ .a.x.y.z }}", Limits::default()).unwrap_err();
    let location = error.location.unwrap();
    assert_eq!((location.line, location.nil.as_deref()), (2, Some(".a.x")));
    assert_eq!(&"x\n {{ .a.x.y.z }}"[location.span.start as usize..location.span.end as usize], ".a.x.y.z");
}

#[test]
fn hostile_templates_end() {
    let limits =
        Limits { steps: 100_000, depth: 100, nested: 200, bytes: 1 << 20, large_bytes: 1 << 20, output: 1 << 19 };
    let with = |body: &str| "{{with 1}}".repeat(30) + body + &"{{end}}".repeat(30);
    let nested = format!("{{{{define \"r\"}}}}{}{{{{end}}}}{{{{template \"r\"}}}}", with("{{template \"r\"}}"));
    for (template, text) in [
        ("{{range 1000000000000}}{{end}}", "more than 100000 steps"),
        ("{{define \"r\"}}{{template \"r\"}}{{end}}{{template \"r\"}}", "exceeded maximum template depth"),
        ("{{range 100000}}{{range 100}}0123456789{{end}}{{end}}", "more than"),
        ("{{range 1000}}{{$x := printf \"%2000d\" 1}}{{end}}", "more text and lists"),
        ("{{range 1000}}{{range 20}}012345678901234567890123456789{{end}}{{end}}", "writes more than 0 MiB"),
        (&nested, "nested too deeply"),
    ] {
        let error = run(template, limits).unwrap_err().to_string();
        assert!(error.contains(text), "{template}: {error}");
    }
}

#[test]
fn lists_keep_their_type() {
    assert_eq!(List::new(&crate::value::INT_LIST, Vec::new()).type_of().name, "[]int");
}

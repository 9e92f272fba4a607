//! Any text is a template or refused, and what is one ends within its limits, with every function at hand.
#![no_main]
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::OnceLock;

use gostd::regexp::Budget;
use gostd::time::Location;
use gotemplate::{Executor, Functions, Limits, Set, Str, Value};
use render::host::{Host, Random};

static FUNCTIONS: OnceLock<Functions> = OnceLock::new();

fn host() -> Host {
    Host {
        now: (0, 0),
        zone: Location::utc().as_local("UTC"),
        random: RefCell::new(Random::new([1; 32])),
        lint: false,
        log: RefCell::new(Vec::new()),
        included: RefCell::default(),
        environment: BTreeMap::new(),
        searches: Budget::new(100_000),
        keys: render::Keys::default(),
        made: Cell::new(0),
        secrets: Cell::new(1000),
    }
}

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let functions = FUNCTIONS.get_or_init(|| Functions::new(render::functions::all()));
    let Ok(parsed) = gotemplate::parse::parse("fuzz", Str::from(text), &|name| functions.contains(name)) else {
        return;
    };
    let mut set = Set::new("fuzz");
    set.add(parsed);
    let data = Value::map([("list", Value::list(vec![Value::int(1), Value::Nil])), ("text", Value::from("a"))]);
    let limits =
        Limits { steps: 10_000, depth: 20, nested: 500, bytes: 1 << 20, large_bytes: 1 << 20, output: 1 << 20 };
    let _ = Executor::new(&set, functions, &host(), limits).run(&Str::from("fuzz"), &data);
});

//! Templates of our own and what sprig 3.3 made of them under Go 1.27, with Helm's options: each file in
//! `testdata/functions` holds, line by line, a template, a tab, and `=` with the output or `!` with the error. Line
//! breaks, tabs and backslashes are escaped, and so are bytes that are not UTF-8.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

use gostd::regexp::Budget;
use gotemplate::{Error, ErrorKind, Executor, Functions, Limits, Set, Str, Value};

use crate::host::{Host, Random};

fn host() -> Host {
    Host {
        now: (0, 0),
        zone: gostd::time::Location::utc().as_local("Local"),
        random: RefCell::new(Random::new([7; 32])),
        lint: false,
        log: RefCell::default(),
        included: RefCell::default(),
        environment: BTreeMap::default(),
        searches: Budget::new(100_000_000),
        keys: crate::keys::Keys::default(),
        made: Cell::default(),
        secrets: Cell::default(),
    }
}

fn run(text: &str, functions: &Functions) -> Result<Vec<u8>, Error> {
    let parsed = gotemplate::parse::parse("t", Str::from(text), &|name| functions.contains(name))?;
    let mut set = Set::new("t");
    set.add(parsed);
    let host = host();
    let limits = Limits { bytes: 64 << 20, ..Limits::default() };
    Executor::new(&set, functions, &host, limits).run(&Str::from("t"), &Value::map::<&str>([]))
}

/// The answer as the files write it.
fn answer(text: &str, functions: &Functions) -> String {
    let (mark, bytes) = match run(text, functions) {
        Ok(output) => ('=', output),
        Err(error) => ('!', error.to_string().into_bytes()),
    };
    let mut answer = String::from(mark);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r");
        answer.push_str(&valid);
        answer.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    answer
}

fn unescaped(text: &str) -> String {
    text.split("\\\\").map(|part| part.replace("\\n", "\n").replace("\\t", "\t")).collect::<Vec<_>>().join("\\")
}

#[test]
fn functions_give_what_sprig_gives() {
    let functions = Functions::new(super::all());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/functions");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in std::fs::read_dir(folder).unwrap() {
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            let (template, expected) = line.split_once('\t').unwrap();
            let actual = answer(&unescaped(template), &functions);
            count += 1;
            if actual != expected {
                wrong.push(format!("{template}\n  got  {actual}\n  want {expected}"));
            }
        }
    }
    assert!(count > 1000, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn hostile_calls_end() {
    let functions = Functions::new(super::all());
    let cycle = "{{ $m := dict }}{{ $_ := set $m \"m\" $m }}";
    for template in [
        "{{ until 1000000000000 }}",
        "{{ untilStep 0 9223372036854775807 1 }}",
        "{{ seq 0 1000000000000 }}",
        "{{ repeat 1000000000000 \"x\" }}",
        "{{ indent 100000000000 \"x\" }}",
        "{{ $s := repeat 100000 \"a b \" }}{{ wrapWith 1 $s $s }}",
        "{{ $s := repeat 100000 \"ab\" }}{{ replace \"a\" $s $s }}",
        "{{ $s := repeat 100000 \"ab\" }}{{ replace \"\" $s $s }}",
        "{{ $s := repeat 100000 \"ab\" }}{{ regexReplaceAll \"a\" $s $s }}",
        "{{ $s := repeat 100000 \"ab\" }}{{ join $s (until 10000) }}",
        "{{ $l := until 1000 }}{{ range until 100000 }}{{ $l = concat $l $l }}{{ end }}",
        "CYCLE{{ $m | toString }}",
        "CYCLE{{ quote $m }}",
        "CYCLE{{ deepCopy $m }}",
        "CYCLE{{ $n := dict }}{{ $_ := set $n \"m\" $n }}{{ merge $m $n }}",
        "CYCLE{{ $n := dict }}{{ $_ := set $n \"m\" $n }}{{ deepEqual $m $n }}",
        "CYCLE{{ $n := dict }}{{ $_ := set $n \"m\" $n }}{{ uniq (list $m $n) }}",
    ] {
        let error = run(&template.replace("CYCLE", cycle), &functions).expect_err(template);
        let is_limit = error.chain().any(|error| error.kind == ErrorKind::Limit);
        assert!(is_limit, "{template}: {error}");
    }
}

#[test]
fn no_name_twice() {
    let mut names = HashSet::new();
    for function in super::all() {
        assert!(names.insert(function.name), "{} is there twice", function.name);
    }
}

//! Replays what Go 1.27 answered (`testdata/parse.tsv`).
//!
//! A line is a text and either `error` with Go's message or `ok` with the set that it gives: for every template, sorted
//! by name, the name, the tree printed back, and all nodes with their positions and values in the order of the text.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Parsed, parse};
use crate::ast::{At, Branch, Expr, ExprKind, Node, Number, Pipe, Source, Tree};
use crate::{ErrorKind, Str};

const SOURCE: &str = "t/x.yaml";

fn functions(name: &str) -> bool {
    "and or not len index slice printf print println eq ne lt le gt ge call html js urlquery include quote toYaml"
        .split(' ')
        .any(|known| known == name)
}

#[test]
fn texts_as_go_parses_them() {
    replay(include_str!("../../testdata/parse.tsv"), &functions);
}

fn replay(table: &str, functions: &dyn Fn(&str) -> bool) {
    let mut failures = String::new();
    let mut count = 0;
    for line in table.lines() {
        let (text, expected) = line.split_once('\t').unwrap();
        let answer = answer(unescape(text), functions);
        if unescape(&answer) != lossy(expected) {
            count += 1;
            writeln!(failures, "text  {text}\n  go   {expected}\n  here {answer}").unwrap();
        }
    }
    assert!(failures.is_empty(), "{count} differ:\n{failures}");
}

/// What Go printed, as text: bytes that are not UTF-8 become U+FFFD when a tree is printed here.
fn lossy(escaped: &str) -> Vec<u8> {
    String::from_utf8_lossy(&unescape(escaped)).into_owned().into_bytes()
}

fn answer(text: Vec<u8>, functions: &dyn Fn(&str) -> bool) -> String {
    let parsed = match parse(SOURCE, Str::from(text), functions) {
        Ok(parsed) => parsed,
        Err(error) => return format!("error\t{}", escape(&error.to_string())),
    };
    let mut line = String::from("ok");
    for (name, tree) in set(&parsed) {
        write!(line, "\t{}\t{}\t{}", escape(name), escape(&tree.to_string()), dump(tree)).unwrap();
    }
    line
}

/// The set that a text alone gives.
fn set(parsed: &Parsed) -> BTreeMap<&str, &Tree> {
    let mut set = BTreeMap::from([(&*parsed.main.name, &parsed.main)]);
    for tree in &parsed.defined {
        let old = set.entry(&tree.name).or_insert(tree);
        if !tree.is_empty() {
            *old = tree;
        }
    }
    set
}

fn dump(tree: &Tree) -> String {
    let mut words = Vec::new();
    dump_list(&tree.root, &mut words);
    words.join(" ")
}

fn dump_list(nodes: &[Node], words: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Text(text) => words.push(format!("text:{}", text.len())),
            Node::Action(pipe) => {
                words.push(format!("action@{}", pipe.at.pos));
                dump_pipe(pipe, words);
            }
            Node::If(branch) => dump_branch("if", branch, words),
            Node::Range(branch) => dump_branch("range", branch, words),
            Node::With(branch) => dump_branch("with", branch, words),
            Node::Template(invocation) => {
                words.push(format!("template@{}", invocation.at.pos));
                invocation.pipe.iter().for_each(|pipe| dump_pipe(pipe, words));
            }
            Node::Break => words.push("break".to_owned()),
            Node::Continue => words.push("continue".to_owned()),
        }
    }
}

fn dump_branch(keyword: &str, branch: &Branch, words: &mut Vec<String>) {
    words.push(format!("{keyword}@{}", branch.at.pos));
    dump_pipe(&branch.pipe, words);
    dump_list(&branch.list, words);
    if let Some(nodes) = &branch.else_list {
        words.push("else".to_owned());
        dump_list(nodes, words);
    }
    words.push("end".to_owned());
}

fn dump_pipe(pipe: &Pipe, words: &mut Vec<String>) {
    words.push(format!("pipe@{}", pipe.at.pos));
    words.extend(pipe.declarations.iter().map(|variable| format!("declare@{}", variable.at.pos)));
    for command in &pipe.commands {
        words.push(format!("command@{}", command.at.pos));
        command.arguments.iter().for_each(|argument| dump_operand(argument, words));
    }
}

fn dump_operand(operand: &Expr, words: &mut Vec<String>) {
    let word = match &operand.kind {
        ExprKind::Dot => "dot",
        ExprKind::Nil => "nil",
        ExprKind::Bool(_) => "bool",
        ExprKind::Function(_) => "function",
        ExprKind::Number(_) => "number",
        ExprKind::String { .. } => "string",
        ExprKind::Field(fields) => &format!("field{}", fields.len()),
        ExprKind::Variable { fields, .. } => &format!("variable{}", fields.len() + 1),
        ExprKind::Chain { fields, .. } => &format!("chain{}", fields.len()),
        ExprKind::Pipe(pipe) => return dump_pipe(pipe, words),
    };
    words.push(format!("{word}@{}{}", operand.at.pos, value(&operand.kind)));
    if let ExprKind::Chain { base, .. } = &operand.kind {
        dump_operand(base, words);
    }
}

fn value(kind: &ExprKind) -> String {
    match kind {
        ExprKind::Number(number) => number_values(number),
        ExprKind::String { text, .. } => {
            text.as_bytes().iter().fold("=".to_owned(), |hexadecimal, byte| format!("{hexadecimal}{byte:02x}"))
        }
        _ => String::new(),
    }
}

fn number_values(number: &Number) -> String {
    let mut values = String::new();
    if let Some(int) = number.int {
        write!(values, ",int={int}").unwrap();
    }
    if let Some(uint) = number.uint {
        write!(values, ",uint={uint}").unwrap();
    }
    if let Some(float) = number.float {
        write!(values, ",float={:x}", float.to_bits()).unwrap();
    }
    if let Some((real, imaginary)) = number.complex.as_deref() {
        write!(values, ",complex={:x}/{:x}", real.to_bits(), imaginary.to_bits()).unwrap();
    }
    values
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            '\0'..' ' | '\u{7f}' => write!(escaped, "\\x{:02x}", u32::from(character)).unwrap(),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn unescape(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'\\', [b'n', after @ ..]) => (b'\n', after),
            (b'\\', [b't', after @ ..]) => (b'\t', after),
            (b'\\', [b'r', after @ ..]) => (b'\r', after),
            (b'\\', [b'\\', after @ ..]) => (b'\\', after),
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                (u8::from_str_radix(&digits, 16).unwrap(), after)
            }
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = after;
    }
    bytes
}

#[test]
fn nesting_has_a_limit() {
    // Without optimization, 1000 levels take more stack than a test has.
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(|| {
        let blocks = |depth: usize| format!("{}{}", "{{if .}}".repeat(depth), "{{end}}".repeat(depth));
        let chain = |depth: usize| format!("{{{{if .}}}}{}{{{{end}}}}", "{{else if .}}".repeat(depth - 1));
        let parentheses = |depth: usize| format!("{{{{{}.{}}}}}", "(".repeat(depth), ")".repeat(depth));
        let makers: [&dyn Fn(usize) -> String; 3] = [&blocks, &chain, &parentheses];
        for text in makers {
            let parsed = parse(SOURCE, Str::from(text(1000)), &functions).unwrap();
            assert!(parsed.main.to_string().len() > 2000);
            let error = parse(SOURCE, Str::from(text(1001)), &functions).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Limit);
            assert_eq!(error.to_string(), "template: t/x.yaml:1: blocks and parentheses nest more than 1000 deep");
        }
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn a_function_takes_a_keyword_away() {
    let in_range = |functions: &dyn Fn(&str) -> bool| {
        let parsed = parse(SOURCE, Str::from("{{range .}}{{break}}{{end}}"), functions).unwrap();
        dump(&parsed.main)
    };
    assert_eq!(in_range(&functions), "range@8 pipe@8 command@8 dot@8 break end");
    let with_function = "range@8 pipe@8 command@8 dot@8 action@13 pipe@13 command@13 function@13 end";
    assert_eq!(in_range(&|name| name == "break"), with_function);
}

#[test]
fn errors_know_their_byte() {
    let error = parse(SOURCE, Str::from("a\n{{ .b }}{{ foo }}"), &functions).unwrap_err();
    assert_eq!((error.kind, error.position), (ErrorKind::Parse, Some(13)));
}

#[test]
fn nodes_know_their_bytes() {
    let text = r#"a {{- if $x := (.b.c | len).d -}} {{else if not  .e }}{{end}}{{ template "n" 1 }}"#;
    let parsed = parse(SOURCE, Str::from(text), &functions).unwrap();
    let piece = |at: At| &text[at.start as usize..at.end as usize];
    let [_, Node::If(first), Node::Template(invocation)] = &parsed.main.root[..] else { panic!("{parsed:?}") };
    let Some([Node::If(second)]) = first.else_list.as_deref() else { panic!("{parsed:?}") };
    let [command] = &first.pipe.commands[..] else { panic!("{parsed:?}") };
    let ExprKind::Chain { base, .. } = &command.arguments[0].kind else { panic!("{parsed:?}") };
    assert_eq!(piece(first.at), "{{- if $x := (.b.c | len).d -}}");
    assert_eq!(piece(first.pipe.at), "$x := (.b.c | len).d");
    assert_eq!(piece(first.pipe.declarations[0].at), "$x");
    assert_eq!(piece(command.at), "(.b.c | len).d");
    assert_eq!(piece(command.arguments[0].at), "(.b.c | len).d");
    assert_eq!(piece(base.at), "(.b.c | len)");
    assert_eq!(piece(second.at), "{{else if not  .e }}");
    assert_eq!(piece(second.pipe.at), "not  .e");
    assert_eq!(piece(invocation.at), r#"{{ template "n" 1 }}"#);
}

// Recorded from ErrorContext.
#[test]
fn lines_and_columns() {
    let source = Source { name: SOURCE.into(), text: Str::from("ab\ncé\n\nd") };
    let places =
        [(0, (1, 0)), (2, (1, 2)), (3, (2, 0)), (6, (2, 3)), (7, (3, 0)), (8, (4, 0)), (9, (4, 1)), (99, (4, 1))];
    for (position, place) in places {
        assert_eq!(source.location(position), place, "{position}");
    }
}

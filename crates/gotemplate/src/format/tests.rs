//! Answers recorded from Go 1.27.

use std::any::Any;
use std::rc::Rc;

use super::{sprint, sprintf, sprintln, try_sprint, try_write_value, write_value};
use crate::bytes::Str;
use crate::error::{Error, ErrorKind};
use crate::fixtures::{self, value};
use crate::value::{Int, IntKind, Object, Value};

fn format(format: &[u8], arguments: &[Value]) -> Vec<u8> {
    sprintf(format, arguments, &mut |_| Ok(())).unwrap()
}

#[test]
fn texts_as_go_prints_them() {
    let mut wrong = Vec::new();
    let table = include_str!("../../testdata/format.tsv");
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (printed, expected) = match columns[..] {
            ["printf", text, arguments, expected] => {
                (format(&fixtures::text(text), &fixtures::values(arguments)), expected)
            }
            ["print", arguments, expected] => (sprint(&fixtures::values(arguments)), expected),
            ["println", arguments, expected] => (sprintln(&fixtures::values(arguments)), expected),
            _ => panic!("three or four columns: {line}"),
        };
        if printed != fixtures::text(expected) {
            wrong.push(format!("{line}\n  printed {:?}", String::from_utf8_lossy(&printed)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.lines().count(), wrong.join("\n"));
}

#[test]
fn long_byte_slices_print_as_their_numbers() {
    let bytes: Vec<u8> = (0..=255).cycle().take(2500).collect();
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let value = Value::Bytes(bytes.into());
    for verb in ["%v", "%d"] {
        assert_eq!(
            format(verb.as_bytes(), std::slice::from_ref(&value)),
            format!("[{}]", numbers.join(" ")).as_bytes()
        );
    }
    assert_eq!(format(b"%1d", &[value]), format!("[{}]", numbers.join(" ")).as_bytes());
    let negative: Vec<u8> = [i64::MIN, -1, 0]
        .iter()
        .flat_map(|number| format(b"%d ", &[Value::Int(Int::new(IntKind::Int64, *number))]))
        .collect();
    assert_eq!(negative, b"-9223372036854775808 -1 0 ");
}

#[test]
fn single_values_print_as_in_lists_of_one() {
    let texts = ["nil", "true", "int(-5)", "uint64(18446744073709551615)", "float64(1e6)", "float64(0.1)", "\"a b\""];
    let nested = ["bytes\"ab\"", "[nil, int(1)]", "{\"b\": \"x\", \"a\": strings[\"y\", \"z\"]}"];
    for text in texts.into_iter().chain(nested) {
        let mut written = b">".to_vec();
        write_value(&mut written, &value(text));
        assert_eq!(written[1..], sprint(&[value(text)]), "{text}");
    }
    assert_eq!(sprint(&[value("{\"b\": [nil], \"a\": float64(1000000)}")]), b"map[a:1e+06 b:[<nil>]]");
}

#[test]
fn maps_that_hold_themselves_end() {
    let map = Value::map([("a", Value::Nil)]);
    let Value::Map(entries) = &map else { unreachable!() };
    entries.insert("a", map.clone());
    entries.insert("b", map.clone());
    let error = try_sprint(std::slice::from_ref(&map), &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    let text = sprint(std::slice::from_ref(&map));
    assert!(text.starts_with(b"map[a:map[a:map[") && text.len() < 10_000);
    entries.remove(b"a");
    entries.remove(b"b");
}

#[test]
fn what_grows_beyond_its_operands_is_charged() {
    let limited = |format: &[u8], arguments: &[Value]| {
        let mut left = 1000_usize;
        let mut charge = |bytes| {
            left = left.checked_sub(bytes).ok_or_else(|| Error::limit("too large"))?;
            Ok(())
        };
        sprintf(format, arguments, &mut charge).map_err(|error| error.kind)
    };
    for directive in
        ["%999999d", "%.999999d", "%-999999s", "%.999999f", "%.999999x", "%999999x", "%0999999v", "%.999999U"]
    {
        for argument in [Value::int(5), Value::from(1.5), Value::from("x")] {
            let result = limited(directive.as_bytes(), &[argument]);
            assert!(result == Err(ErrorKind::Limit) || result.unwrap().len() < 100, "{directive}");
        }
    }
    let mut tower = Value::list(Vec::new());
    for _ in 0..60 {
        tower = Value::list(vec![tower.clone(), tower]);
    }
    assert_eq!(limited(b"%v", std::slice::from_ref(&tower)), Err(ErrorKind::Limit));
    let mut left = 1 << 20;
    let charge = |bytes: usize| {
        left = usize::checked_sub(left, bytes).ok_or_else(|| Error::limit("too large"))?;
        Ok(())
    };
    let mut out = Vec::new();
    assert!(try_write_value(&mut out, &tower, &mut { charge }).is_err() && out.len() > 1 << 19);
}

/// `time.Duration` or a pointer to a struct.
#[derive(Debug)]
struct Named(&'static str, &'static str, Option<i64>);

impl Object for Named {
    fn type_name(&self) -> &str {
        self.0
    }

    fn kind_name(&self) -> &str {
        self.1
    }

    fn text(&self) -> Str {
        "1.5s".into()
    }

    fn to_plain(&self) -> Option<Value> {
        self.2.map(Value::int64)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[test]
fn objects_print_their_text() {
    let duration = Value::Object(Rc::new(Named("time.Duration", "int64", Some(1_500_000_000))));
    let pointer = Value::Object(Rc::new(Named("*semver.Version", "ptr", None)));
    // Recorded with a time.Duration.
    let cases: [(&[u8], &[u8]); 8] = [
        (b"%v", b"1.5s"),
        (b"%6s|", b"  1.5s|"),
        (b"%q", b"\"1.5s\""),
        (b"%x", b"312e3573"),
        (b"%d", b"1500000000"),
        (b"%T", b"time.Duration"),
        (b"%t", b"%!t(time.Duration=1500000000)"),
        (b"%p", b"%!p(time.Duration=1500000000)"),
    ];
    for (text, expected) in cases {
        assert_eq!(format(text, std::slice::from_ref(&duration)), expected);
    }
    assert_eq!(format(b"%v %d", &[pointer.clone(), pointer.clone()]), b"1.5s %!d(*semver.Version=1.5s)");
    assert_eq!(sprint(&[pointer.clone(), duration.clone(), Value::list(vec![duration])]), b"1.5s 1.5s [1.5s]");
    assert_eq!(format(b"%p", &[pointer]), b"0xc000010000");
}

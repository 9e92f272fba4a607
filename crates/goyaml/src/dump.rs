//! Values in Go's `%#v` notation, which go-yaml puts into its errors about keys.

use gostd::strconv::{format_float, quote};

use crate::decode::GoValue;

/// `fmt.Sprintf("%#v", value)`.
pub(crate) fn go_syntax(value: &GoValue) -> String {
    let mut out = String::new();
    match value {
        GoValue::Null => out.push_str("<nil>"),
        _ => write_value(&mut out, value),
    }
    out
}

fn write_value(out: &mut String, value: &GoValue) {
    match value {
        GoValue::Null => out.push_str("interface {}(nil)"),
        GoValue::Bool(value) => out.push_str(&value.to_string()),
        GoValue::Int(number) => out.push_str(&number.to_string()),
        GoValue::Uint(number) => out.push_str(&format!("{number:#x}")),
        GoValue::Float(number) => out.push_str(&float_syntax(*number)),
        GoValue::Text(text) => out.push_str(&quote(text)),
        GoValue::List(items) => {
            out.push_str("[]interface {}{");
            for (place, item) in items.iter().enumerate() {
                separate(out, place);
                write_value(out, item);
            }
            out.push('}');
        }
        GoValue::Map(entries) => {
            let mut texts: Vec<(String, String)> = Vec::new();
            for entry in entries {
                let (mut key, mut value) = (String::new(), String::new());
                write_value(&mut key, &entry.key);
                write_value(&mut value, &entry.value);
                texts.push((key, value));
            }
            texts.sort();
            out.push_str("map[interface {}]interface {}{");
            for (place, (key, value)) in texts.iter().enumerate() {
                separate(out, place);
                out.push_str(key);
                out.push(':');
                out.push_str(value);
            }
            out.push('}');
        }
    }
}

fn separate(out: &mut String, place: usize) {
    if place > 0 {
        out.push_str(", ");
    }
}

fn float_syntax(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned()
    } else {
        format_float(number, b'g', 64)
    }
}

//! Writing.

use gotemplate::{Object, Str, Value};

use super::MAX_DEPTH;
use super::key::{dotted, push_part, push_quoted};
use super::kind::{Kind, kind};
use super::zones::layout;
use crate::objects::{as_span, as_time};

/// Why a value cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum EncodeError {
    /// The library says so.
    Value(String),
    /// It gives up in a way that stops the template even where errors are results.
    Panic(String),
}

impl EncodeError {
    pub(super) fn too_deep() -> Self {
        Self::Panic(format!("toml: values are nested deeper than {MAX_DEPTH}"))
    }
}

/// Writes a value, usually a map.
///
/// # Errors
/// Lists of maps at the top, nil in lists, nil itself.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, EncodeError> {
    if value.is_nil() {
        return Err(EncodeError::Panic("reflect: call of reflect.Value.Type on zero Value".to_owned()));
    }
    let mut encoder = Encoder { out: Vec::new() };
    encoder.value(&mut Vec::new(), value)?;
    Ok(encoder.out)
}

struct Encoder {
    out: Vec<u8>,
}

impl Encoder {
    /// A value under a key in the body of a table.
    fn value(&mut self, key: &mut Vec<Str>, value: &Value) -> Result<(), EncodeError> {
        if key.len() > MAX_DEPTH {
            return Err(EncodeError::too_deep());
        }
        match (kind(value, 0)?, value) {
            (Some(Kind::Tables), Value::List(list)) => self.tables(key, list.items()),
            (Some(Kind::Table), _) => {
                // Tables at the top are set off from each other.
                if key.len() == 1 {
                    self.line_break();
                }
                if !key.is_empty() {
                    self.header(key, "[", "]");
                }
                self.body(key, value)
            }
            (None, Value::Map(_)) => Ok(()),
            (None, _) if !key.is_empty() => Ok(()),
            _ => self.pair(key, value),
        }
    }

    /// `[key]`, indented by its depth.
    fn header(&mut self, key: &[Str], open: &str, close: &str) {
        self.indent(key.len());
        self.out.extend(open.bytes());
        let parts: Vec<&[u8]> = key.iter().map(Str::as_bytes).collect();
        self.out.extend(dotted(&parts));
        self.out.extend(close.bytes());
        self.line_break();
    }

    fn tables(&mut self, key: &mut Vec<Str>, items: &[Value]) -> Result<(), EncodeError> {
        if key.is_empty() {
            return Err(EncodeError::Value("toml: top-level values must be Go maps or structs".to_owned()));
        }
        for item in items {
            self.line_break();
            self.header(key, "[[", "]]");
            self.body(key, item)?;
        }
        Ok(())
    }

    /// The entries of a table: first those that are no tables.
    fn body(&mut self, key: &mut Vec<Str>, table: &Value) -> Result<(), EncodeError> {
        let (direct, tables) = entries(table)?;
        for (name, value) in direct.into_iter().chain(tables) {
            if is_absent(&value) {
                continue;
            }
            key.push(name);
            self.value(key, &value)?;
            key.pop();
        }
        Ok(())
    }

    /// `key = value` on a line of its own; just the value without a key.
    fn pair(&mut self, key: &[Str], value: &Value) -> Result<(), EncodeError> {
        let Some(name) = key.last() else { return self.element(value, 0) };
        self.indent(key.len());
        push_part(&mut self.out, name.as_bytes());
        self.out.extend(b" = ");
        self.element(value, 0)?;
        self.line_break();
        Ok(())
    }

    fn indent(&mut self, depth: usize) {
        for _ in 1..depth {
            self.out.extend(b"  ");
        }
    }

    fn line_break(&mut self) {
        if !self.out.is_empty() {
            self.out.push(b'\n');
        }
    }

    /// A value in a line.
    fn element(&mut self, value: &Value, depth: usize) -> Result<(), EncodeError> {
        if depth > MAX_DEPTH {
            return Err(EncodeError::too_deep());
        }
        match value {
            Value::Nil => {}
            Value::Bool(truth) => self.out.extend(truth.to_string().bytes()),
            Value::Int(number) => self.out.extend(number.value().to_string().bytes()),
            Value::Float(number) => self.out.extend(float_text(*number).bytes()),
            Value::String(text) => push_quoted(&mut self.out, text.as_bytes()),
            Value::Bytes(bytes) => {
                let items: Vec<String> = bytes.as_bytes().iter().map(u8::to_string).collect();
                self.out.extend(format!("[{}]", items.join(", ")).bytes());
            }
            Value::List(list) => {
                self.out.push(b'[');
                for (place, item) in list.items().iter().enumerate() {
                    if place > 0 {
                        self.out.extend(b", ");
                    }
                    self.element(item, depth + 1)?;
                }
                self.out.push(b']');
            }
            Value::Map(_) => self.inline_table(value, depth)?,
            Value::Object(object) => {
                if let Some(time) = as_time(value) {
                    let (layout, in_utc) = layout(time.location());
                    let time = if in_utc { time.in_location(gostd::time::Location::utc()) } else { time.clone() };
                    self.out.extend(time.format(layout));
                } else if let Some(span) = as_span(value) {
                    push_quoted(&mut self.out, span.to_string().as_bytes());
                } else if object.fields().is_some() {
                    self.inline_struct(&**object, value, depth)?;
                } else {
                    self.element(&object.to_plain().unwrap_or_default(), depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// `{a = 1, b = 2}`. The commas count entries without a value too.
    fn inline_table(&mut self, table: &Value, depth: usize) -> Result<(), EncodeError> {
        let (direct, tables) = entries(table)?;
        self.out.push(b'{');
        let has_tables = !tables.is_empty();
        self.inline_entries(&direct, has_tables, depth)?;
        self.inline_entries(&tables, false, depth)?;
        self.out.push(b'}');
        Ok(())
    }

    /// The same of a struct. The library tells the last field by its place among all, also those it leaves out.
    fn inline_struct(&mut self, object: &dyn Object, value: &Value, depth: usize) -> Result<(), EncodeError> {
        let names: Vec<&str> = object.insides().unwrap_or_default().iter().map(|(name, _)| *name).collect();
        let (direct, tables) = entries(value)?;
        let last = (direct.len() + tables.len()).saturating_sub(1);
        self.out.push(b'{');
        for (name, value) in direct.iter().chain(&tables).filter(|(_, value)| !is_absent(value)) {
            push_part(&mut self.out, name.as_bytes());
            self.out.extend(b" = ");
            self.element(value, depth + 1)?;
            if names.get(last).is_none_or(|at_last| at_last.as_bytes() != name.as_bytes()) {
                self.out.extend(b", ");
            }
        }
        self.out.push(b'}');
        Ok(())
    }

    fn inline_entries(&mut self, entries: &[Entry], more: bool, depth: usize) -> Result<(), EncodeError> {
        for (place, (name, value)) in entries.iter().enumerate() {
            if is_absent(value) {
                continue;
            }
            push_part(&mut self.out, name.as_bytes());
            self.out.extend(b" = ");
            self.element(value, depth + 1)?;
            if more || place + 1 != entries.len() {
                self.out.extend(b", ");
            }
        }
        Ok(())
    }
}

type Entry = (Str, Value);

/// The entries of a map, or the fields of an object: those that are no tables, and those that are.
fn entries(table: &Value) -> Result<(Vec<Entry>, Vec<Entry>), EncodeError> {
    let all: Vec<Entry> = match table {
        Value::Map(map) => map.snapshot(),
        Value::Object(object) => {
            object.fields().into_iter().flatten().map(|field| (field.name.into(), field.value)).collect()
        }
        _ => Vec::new(),
    };
    let (mut direct, mut tables) = (Vec::new(), Vec::new());
    for (name, value) in all {
        let is_table = matches!(kind(&value, 0)?, Some(Kind::Table | Kind::Tables));
        if is_table { &mut tables } else { &mut direct }.push((name, value));
    }
    Ok((direct, tables))
}

/// Whether a value is nil, or a nil slice; such entries are left out.
fn is_absent(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::List(list) => list.is_nil(),
        Value::Map(map) => map.is_nil(),
        _ => false,
    }
}

/// Floats always show that they are some.
fn float_text(number: f64) -> String {
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number.is_nan() {
        return format!("{sign}nan");
    }
    if number.is_infinite() {
        return format!("{sign}inf");
    }
    let text = gostd::strconv::format_float(number, b'g', 64);
    if text.contains(['e', '.']) { text } else { text + ".0" }
}

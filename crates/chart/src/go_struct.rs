//! Structs as Go's `encoding/json` writes them: fields in declaration order, `omitempty` obeyed.

use std::collections::BTreeMap;

use gostd::json::{self, ObjectWriter, Value};

/// What a field holds.
enum Content {
    Value(Value),
    Structs(Vec<Fields>),
}

/// The fields of a struct that are to be written, in order.
pub(crate) struct Fields(Vec<(&'static str, Content)>);

impl Fields {
    /// Compact JSON in declaration order.
    pub(crate) fn to_json_text(&self) -> String {
        let mut writer = ObjectWriter::new();
        for (name, content) in &self.0 {
            match content {
                Content::Value(value) => writer.raw(name, &json::encode(value)),
                Content::Structs(structs) => writer.raw(name, &list_text(structs)),
            };
        }
        writer.finish()
    }

    /// The same as a value, whose keys have no order of their own.
    pub(crate) fn to_value(&self) -> Value {
        let members = self.0.iter().map(|(name, content)| {
            let value = match content {
                Content::Value(value) => value.clone(),
                Content::Structs(structs) => Value::Array(structs.iter().map(Fields::to_value).collect()),
            };
            ((*name).to_owned(), value)
        });
        Value::Object(members.collect::<BTreeMap<_, _>>())
    }
}

/// A list of structs as compact JSON.
pub(crate) fn list_text(structs: &[Fields]) -> String {
    let texts: Vec<String> = structs.iter().map(Fields::to_json_text).collect();
    format!("[{}]", texts.join(","))
}

/// Collects the fields of a struct.
#[derive(Default)]
pub(crate) struct FieldsBuilder(Vec<(&'static str, Content)>);

impl FieldsBuilder {
    /// A text that is omitted when empty.
    pub(crate) fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.text_always(name, text);
        }
    }

    /// A text that is written even when empty.
    pub(crate) fn text_always(&mut self, name: &'static str, text: &str) {
        self.value(name, Value::from(text));
    }

    /// A list of texts that is omitted when empty.
    pub(crate) fn texts(&mut self, name: &'static str, texts: &[String]) {
        if !texts.is_empty() {
            let texts = texts.iter().map(|text| Value::from(text.as_str()));
            self.value(name, Value::Array(texts.collect()));
        }
    }

    /// A boolean that is omitted when false.
    pub(crate) fn truth(&mut self, name: &'static str, truth: bool) {
        if truth {
            self.value(name, Value::Bool(true));
        }
    }

    /// A list of structs that is omitted when empty.
    pub(crate) fn structs(&mut self, name: &'static str, structs: Vec<Fields>) {
        if !structs.is_empty() {
            self.0.push((name, Content::Structs(structs)));
        }
    }

    /// Any value, written as it is.
    pub(crate) fn value(&mut self, name: &'static str, value: Value) {
        self.0.push((name, Content::Value(value)));
    }

    pub(crate) fn build(self) -> Fields {
        Fields(self.0)
    }
}

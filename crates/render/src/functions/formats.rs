//! JSON and YAML (Helm's `engine/funcs.go`, sprig's `defaults.go`).

use gostd::json;
use gotemplate::value::{ANY_LIST, ANY_MAP};
use gotemplate::{Call, Error, ErrorKind, Function, List, Map, Param, Value};

use super::fixed;
use super::limits::{count_read, ensure_small};
use crate::ordered::{Names, ordered};
use crate::plain::{self, from_json, to_json};

const VALUE: &[Param] = &[Param::Any];
const TEXT: &[Param] = &[Param::String];

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("toYaml", VALUE, |call| lenient(to_yaml(call))),
    fixed("mustToYaml", VALUE, |call| Ok(to_yaml(call)?.into())),
    fixed("toYamlPretty", VALUE, |call| lenient(to_yaml_pretty(call))),
    fixed("toJson", VALUE, |call| lenient(written(call, Form::Compact))),
    fixed("mustToJson", VALUE, |call| Ok(written(call, Form::Compact)?.into())),
    fixed("toPrettyJson", VALUE, |call| lenient(written(call, Form::Pretty))),
    fixed("mustToPrettyJson", VALUE, |call| Ok(written(call, Form::Pretty)?.into())),
    fixed("toRawJson", VALUE, |call| Ok(written(call, Form::Raw)?.into())),
    fixed("mustToRawJson", VALUE, |call| Ok(written(call, Form::Raw)?.into())),
    fixed("fromYaml", TEXT, |call| {
        read(call, |call| Ok(map_or_error(read_yaml(call).and_then(|value| wanted_yaml(value, Kind::Map)))))
    }),
    fixed("fromYamlArray", TEXT, |call| {
        read(call, |call| Ok(list_or_error(read_yaml(call).and_then(|value| wanted_yaml(value, Kind::List)))))
    }),
    fixed("fromJson", TEXT, |call| read(call, |call| Ok(json_map_or_error(call.string(0).as_bytes())))),
    fixed("fromJsonArray", TEXT, |call| read(call, |call| Ok(json_list_or_error(call.string(0).as_bytes())))),
    fixed("mustFromJson", TEXT, |call| read(call, |call| read_json(call).map(from_json).map_err(Error::new))),
];

/// Bytes of JSON and YAML that are read in about the time of a step.
const BYTES_PER_STEP: usize = 8;

/// What reading the shortest text takes.
const STEPS_TO_START: usize = 10;

/// Reads the text, which counts as work, into values, whose memory counts.
fn read(call: &mut Call<'_>, body: impl FnOnce(&Call<'_>) -> Result<Value, Error>) -> Result<Value, Error> {
    call.context.work(STEPS_TO_START + call.string(0).len() / BYTES_PER_STEP)?;
    let value = body(call)?;
    count_read(call, &value)?;
    Ok(value)
}

/// Nothing where Helm says nothing about an error; but limits hold.
fn lenient(text: Result<String, Error>) -> Result<Value, Error> {
    match text {
        Ok(text) => Ok(text.into()),
        Err(error) if error.chain().any(|error| error.kind == ErrorKind::Limit) => Err(error),
        Err(_) => Ok("".into()),
    }
}

/// How JSON is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Compact,
    Pretty,
    Raw,
}

const INDENT: &str = "  ";

fn written(call: &mut Call<'_>, form: Form) -> Result<String, Error> {
    ensure_small(call.value(0), call.context)?;
    let text = match ordered(call.value(0), Names::Json)? {
        Some(value) if form == Form::Pretty => json::indent(&value.json(), INDENT),
        Some(value) => value.json(),
        None if form == Form::Pretty => json::encode_indent(&to_json(call.value(0))?, INDENT),
        None => json::encode(&to_json(call.value(0))?),
    };
    Ok(if form == Form::Raw { raw(text) } else { text })
}

/// Without the escapes for HTML, which no other rule of the encoder produces.
fn raw(text: String) -> String {
    if !text.contains("\\u00") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(place) = rest.find('\\') {
        let (plain, escape) = rest.split_at(place);
        out.push_str(plain);
        let (kept, after) = match escape.split_at_checked(6) {
            Some(("\\u003c", after)) => ("<", after),
            Some(("\\u003e", after)) => (">", after),
            Some(("\\u0026", after)) => ("&", after),
            // The character behind a backslash is not the start of another escape.
            _ => escape.split_at(2),
        };
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn to_yaml(call: &mut Call<'_>) -> Result<String, Error> {
    ensure_small(call.value(0), call.context)?;
    let value = to_json(call.value(0)).map_err(|error| Error::wrap("error marshaling into JSON: ", error))?;
    let text = goyaml::try_emit(&value).map_err(|error| Error::new(error.to_string()))?;
    Ok(without_last_break(text))
}

fn to_yaml_pretty(call: &mut Call<'_>) -> Result<String, Error> {
    ensure_small(call.value(0), call.context)?;
    let text = match ordered(call.value(0), Names::Lower)? {
        Some(value) => goyaml::emit_tree_pretty(&value).unwrap_or_default(),
        None => goyaml::emit_pretty(&plain::to_yaml(call.value(0))?),
    };
    Ok(without_last_break(text))
}

fn without_last_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
    }
    text
}

fn read_json(call: &Call<'_>) -> Result<json::Value, String> {
    json::parse(call.string(0).as_bytes()).map_err(|error| error.to_string())
}

/// An empty text is null.
fn read_yaml(call: &Call<'_>) -> Result<json::Value, String> {
    let value = goyaml::to_json(call.string(0).as_bytes());
    value.map(Option::unwrap_or_default).map_err(|error| format!("error converting YAML to JSON: {error}"))
}

/// What a text must hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Map,
    List,
}

/// The value if it is of that kind or null, else what `encoding/json` says.
fn wanted(value: json::Value, kind: Kind) -> Result<json::Value, String> {
    let target = match (&value, kind) {
        (json::Value::Null, _) | (json::Value::Object(_), Kind::Map) | (json::Value::Array(_), Kind::List) => {
            return Ok(value);
        }
        (_, Kind::Map) => "map[string]interface {}",
        (_, Kind::List) => "[]interface {}",
    };
    Err(format!("json: cannot unmarshal {} into Go value of type {target}", value.type_name()))
}

fn wanted_yaml(value: json::Value, kind: Kind) -> Result<json::Value, String> {
    wanted(value, kind).map_err(|error| format!("error unmarshaling JSON: while decoding JSON: {error}"))
}

fn map_or_error(result: Result<json::Value, String>) -> Value {
    match result {
        Ok(json::Value::Null) => Value::map::<&str>([]),
        Ok(value) => from_json(value),
        Err(text) => Value::map([("Error", Value::from(text))]),
    }
}

/// The JSON in a text, if it is of that kind or null; numbers too large are 0, and an error beside it.
fn json_of_kind(text: &[u8], kind: Kind) -> Result<(json::Value, Option<String>), String> {
    let (value, error) = json::parse_partly(text).map_err(|error| error.to_string())?;
    Ok((wanted(value, kind)?, error.map(|error| error.to_string())))
}

/// JSON's null is a nil map, YAML's an empty one.
fn json_map_or_error(text: &[u8]) -> Value {
    match json_of_kind(text, Kind::Map) {
        Ok((json::Value::Null, _)) => Value::Map(Map::nil(&ANY_MAP)),
        Ok((value, error)) => {
            let value = from_json(value);
            if let (Value::Map(map), Some(error)) = (&value, error) {
                map.insert("Error", Value::from(error));
            }
            value
        }
        Err(text) => map_or_error(Err(text)),
    }
}

fn list_or_error(result: Result<json::Value, String>) -> Value {
    match result {
        Ok(json::Value::Null) => Value::list(Vec::new()),
        Ok(value) => from_json(value),
        Err(text) => Value::list(vec![Value::from(text)]),
    }
}

/// JSON's null is a nil slice, YAML's an empty one.
fn json_list_or_error(text: &[u8]) -> Value {
    match json_of_kind(text, Kind::List) {
        Ok((json::Value::Null, _)) => Value::List(List::nil(&ANY_LIST)),
        Ok((_, Some(error))) | Err(error) => list_or_error(Err(error)),
        Ok((value, None)) => from_json(value),
    }
}

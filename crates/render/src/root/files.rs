//! `.Files` (Helm: `pkg/engine/files.go`).

use std::collections::BTreeMap;
use std::sync::Arc;

use chart::File;
use gostd::{base64, json};
use gotemplate::value::Element;
use gotemplate::{Call, Error, Function, Map, Param, Str, Type, Value};

use crate::host::Host;

/// The type `engine.files`.
static FILES: Type = Type {
    name: "engine.files",
    underlying: "map[string][]uint8",
    element: Element::Bytes,
    methods: &[
        Function { name: "Get", params: &[Param::Any, Param::String], variadic: None, call: get },
        Function { name: "GetBytes", params: &[Param::Any, Param::String], variadic: None, call: get_bytes },
        Function { name: "Glob", params: &[Param::Any, Param::String], variadic: None, call: glob },
        Function { name: "Lines", params: &[Param::Any, Param::String], variadic: None, call: lines },
        Function { name: "AsConfig", params: &[Param::Any], variadic: None, call: as_config },
        Function { name: "AsSecrets", params: &[Param::Any], variadic: None, call: as_secrets },
    ],
};

/// A line: its value, and its text without the characters.
const LINE_SIZE: usize = 64;

/// A chart's files by path.
pub(super) fn object(files: &[File]) -> Value {
    let entry = |file: &File| (Str::from(file.path.as_str()), Value::Bytes(Str::from(Arc::clone(&file.data))));
    Value::Map(Map::new(&FILES, files.iter().map(entry).collect()))
}

/// The content of a file, nothing where there is no such file.
fn content(call: &Call<'_>) -> Str {
    match call.map(0).get(call.string(1).as_bytes()) {
        Some(Value::Bytes(content)) => content,
        _ => Str::default(),
    }
}

fn get(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::String(content(call)))
}

fn get_bytes(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Bytes(content(call)))
}

/// The files that a gobwas pattern matches; a broken pattern matches all.
fn glob(call: &mut Call<'_>) -> Result<Value, Error> {
    let pattern = gostd::glob::Glob::new(&call.text(1), &['/']);
    call.context.work(call.map(0).len())?;
    let Ok(pattern) = pattern else {
        return Ok(Value::Map(call.map(0)));
    };
    let host = call.host::<Host>().ok_or_else(|| Error::new("no budget for searches"))?;
    let mut chosen = BTreeMap::new();
    for (path, content) in call.map(0).snapshot() {
        let is_match = pattern.is_match(&path.to_str(), &host.searches);
        if is_match.map_err(|error| Error::limit(error.to_string()))? {
            chosen.insert(path, content);
        }
    }
    Ok(Value::Map(Map::new(&FILES, chosen)))
}

/// The lines of a file without their ends; a last line break makes no empty line.
fn lines(call: &mut Call<'_>) -> Result<Value, Error> {
    let content = content(call);
    let bytes = content.as_bytes();
    if bytes.is_empty() {
        return Ok(Value::strings(Vec::<Str>::new()));
    }
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let count = memchr::memchr_iter(b'\n', bytes).count() + 1;
    call.context.work(count)?;
    call.context.charge(bytes.len().saturating_add(count.saturating_mul(LINE_SIZE)))?;
    Ok(Value::strings(bytes.split(|byte| *byte == b'\n').map(Str::from)))
}

fn as_config(call: &mut Call<'_>) -> Result<Value, Error> {
    data(call, |content| String::from_utf8_lossy(content).into_owned())
}

fn as_secrets(call: &mut Call<'_>) -> Result<Value, Error> {
    data(call, base64::encode)
}

/// YAML with the base names of the files as keys.
fn data(call: &mut Call<'_>, text: impl Fn(&[u8]) -> String) -> Result<Value, Error> {
    let mut entries = BTreeMap::new();
    for (path, content) in call.map(0).snapshot() {
        let Value::Bytes(content) = content else { continue };
        call.context.charge(content.len().saturating_mul(2))?;
        let path = path.to_str();
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        entries.insert(name, json::Value::String(text(content.as_bytes())));
    }
    let yaml = goyaml::emit(&json::Value::Object(entries));
    Ok(Value::from(yaml.strip_suffix('\n').unwrap_or(&yaml)))
}

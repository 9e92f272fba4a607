//! `common.Values`: the type of `.Values` and of the root object, with its methods
//! (Helm: `pkg/chart/common/values.go`).

use std::collections::BTreeMap;

use gotemplate::value::{ANY_MAP, Element};
use gotemplate::{Call, Error, Function, Map, Param, Type, Value};

use crate::plain;

/// The type `common.Values`.
pub static VALUES: Type = Type {
    name: "common.Values",
    underlying: "map[string]interface {}",
    element: Element::Any,
    methods: &[
        Function { name: "AsMap", params: &[Param::Map], variadic: None, call: as_map },
        Function { name: "YAML", params: &[Param::Map], variadic: None, call: yaml },
        Function { name: "Table", params: &[Param::Map, Param::String], variadic: None, call: table },
        // It wants a writer, and templates have none.
        Function { name: "Encode", params: &[Param::Map, Param::Object("io.Writer")], variadic: None, call: encode },
        Function { name: "PathValue", params: &[Param::Map, Param::String], variadic: None, call: path_value },
    ],
};

/// The same map under its plain type; of an empty one a new map.
fn as_map(call: &mut Call<'_>) -> Result<Value, Error> {
    let map = call.map(0);
    Ok(Value::Map(if map.is_empty() { Map::new(&ANY_MAP, BTreeMap::new()) } else { map.as_type(&ANY_MAP) }))
}

fn encode(_: &mut Call<'_>) -> Result<Value, Error> {
    Ok(Value::Nil)
}

fn yaml(call: &mut Call<'_>) -> Result<Value, Error> {
    let json = plain::to_json(call.value(0))?;
    goyaml::try_emit(&json).map(Value::from).map_err(|error| Error::new(error.to_string()))
}

fn table(call: &mut Call<'_>) -> Result<Value, Error> {
    find_table(&call.map(0), &call.text(1)).map(Value::Map)
}

fn find_table(values: &Map, path: &str) -> Result<Map, Error> {
    let mut table = values.clone();
    for name in path.split('.') {
        match table.get(name.as_bytes()) {
            Some(Value::Map(below)) if below.type_of().underlying == ANY_MAP.name => table = below,
            _ => return Err(Error::new(format!("{name:?} is not a table"))),
        }
    }
    Ok(table.as_type(&VALUES))
}

/// The value at the end of a path; a table is none.
fn path_value(call: &mut Call<'_>) -> Result<Value, Error> {
    let path = call.text(1);
    if path.is_empty() {
        return Err(Error::new("YAML path cannot be empty"));
    }
    let (above, key) = path.rsplit_once('.').map_or((None, path.as_str()), |(above, key)| (Some(above), key));
    let no_value = || Error::new(format!("{key:?} is not a value"));
    let table = match above {
        Some(above) => find_table(&call.map(0), above).map_err(|_| no_value())?,
        None => call.map(0),
    };
    match table.get(key.as_bytes()) {
        Some(Value::Map(_)) | None => Err(no_value()),
        Some(value) => Ok(value),
    }
}

//! Maps: `dict`, `get`, `set`, `keys`, `pick`, `dig` and the like (sprig's dict.go). Maps alias: `set` and `unset`
//! change their argument. Go's order of keys is random, ours is bytewise.

use std::collections::BTreeMap;

use gotemplate::value::ANY_MAP;
use gotemplate::{Call, Error, Function, Map, Param, Str, Value};

use super::limits::{ENTRY_SIZE, MAP_SIZE, VALUE_SIZE, made_list};
use super::text::strval;
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("dict", &[], Param::Any, dict),
    fixed("get", &[Param::Map, Param::String], get),
    fixed("set", &[Param::Map, Param::String, Param::Any], set),
    fixed("unset", &[Param::Map, Param::String], unset),
    fixed("hasKey", &[Param::Map, Param::String], has_key),
    variadic("pluck", &[Param::String], Param::Map, pluck),
    variadic("keys", &[], Param::Map, keys),
    fixed("values", &[Param::Map], values),
    variadic("pick", &[Param::Map], Param::String, pick),
    variadic("omit", &[Param::Map], Param::String, omit),
    variadic("dig", &[], Param::Any, dig),
];

/// A map of keys and values in turn; a key without a value gets an empty text.
fn dict(call: &mut Call<'_>) -> Result<Value, Error> {
    call.context.charge(MAP_SIZE + call.arguments().len() * ENTRY_SIZE / 2)?;
    let mut entries = BTreeMap::new();
    for pair in call.arguments().chunks(2) {
        let key = strval(pair.first().unwrap_or(&Value::Nil), call.context)?;
        entries.insert(key, pair.get(1).cloned().unwrap_or_else(|| "".into()));
    }
    Ok(Value::Map(Map::new(&ANY_MAP, entries)))
}

fn get(call: &mut Call<'_>) -> Result<Value, Error> {
    let found = call.map(0).get(call.string(1).as_bytes());
    Ok(found.unwrap_or_else(|| "".into()))
}

fn set(call: &mut Call<'_>) -> Result<Value, Error> {
    let map = call.map(0);
    if call.value(0).is_nil() || map.is_nil() {
        return Err(Error::new("assignment to entry in nil map"));
    }
    call.context.charge(ENTRY_SIZE)?;
    map.insert(call.string(1), call.value(2).clone());
    Ok(Value::Map(map.as_type(&ANY_MAP)))
}

fn unset(call: &mut Call<'_>) -> Result<Value, Error> {
    let map = call.map(0);
    map.remove(call.string(1).as_bytes());
    Ok(Value::Map(map.as_type(&ANY_MAP)))
}

fn has_key(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(call.map(0).contains(call.string(1).as_bytes()).into())
}

/// The values under a key in those maps that have it.
fn pluck(call: &mut Call<'_>) -> Result<Value, Error> {
    let key = call.string(0);
    let maps = (1..call.arguments().len()).map(|index| call.map(index));
    let found = maps.filter_map(|map| map.get(key.as_bytes())).collect();
    made_list(call, found)
}

fn keys(call: &mut Call<'_>) -> Result<Value, Error> {
    let mut keys: Vec<Str> = Vec::new();
    for index in 0..call.arguments().len() {
        keys.extend(call.map(index).entries().keys().cloned());
    }
    call.context.charge(keys.len() * VALUE_SIZE)?;
    Ok(Value::strings(keys))
}

fn values(call: &mut Call<'_>) -> Result<Value, Error> {
    let values = call.map(0).entries().values().cloned().collect();
    made_list(call, values)
}

/// A new map of the entries with these keys.
fn pick(call: &mut Call<'_>) -> Result<Value, Error> {
    let map = call.map(0);
    call.context.charge(MAP_SIZE + call.arguments().len() * ENTRY_SIZE)?;
    let wanted = (1..call.arguments().len()).map(|index| call.string(index));
    Ok(Value::map(wanted.filter_map(|key| map.get(key.as_bytes()).map(|value| (key, value)))))
}

/// A new map of the entries with other keys.
fn omit(call: &mut Call<'_>) -> Result<Value, Error> {
    let map = call.map(0);
    call.context.charge(MAP_SIZE + map.len() * ENTRY_SIZE)?;
    let mut entries = map.entries().clone();
    for index in 1..call.arguments().len() {
        entries.remove(call.string(index).as_bytes());
    }
    Ok(Value::Map(Map::new(&ANY_MAP, entries)))
}

/// The value at the end of a path of keys; the last argument is the map, the one before it the default.
fn dig(call: &mut Call<'_>) -> Result<Value, Error> {
    let [path @ .., default, value] = call.arguments() else {
        return Err(Error::new("dig needs at least three arguments"));
    };
    if path.is_empty() {
        return Err(Error::new("dig needs at least three arguments"));
    }
    let mut map = as_map(value)?;
    let keys = path.iter().map(as_key).collect::<Result<Vec<_>, _>>()?;
    let Some((last, keys)) = keys.split_last() else {
        return Ok(Value::Nil);
    };
    for key in keys {
        let Some(step) = map.get(key.as_bytes()) else {
            return Ok(default.clone());
        };
        map = as_map(&step)?;
    }
    Ok(map.get(last.as_bytes()).unwrap_or_else(|| default.clone()))
}

/// Go's type assertion, which knows only this one type of map.
fn as_map(value: &Value) -> Result<Map, Error> {
    match value {
        Value::Map(map) if map.type_of().name == ANY_MAP.name => Ok(map.clone()),
        _ => Err(wrong_type(value, ANY_MAP.name)),
    }
}

fn as_key(value: &Value) -> Result<&Str, Error> {
    value.as_str().ok_or_else(|| wrong_type(value, "string"))
}

fn wrong_type(value: &Value, wanted: &str) -> Error {
    let actual = if value.is_nil() { "nil" } else { value.type_name() };
    Error::new(format!("interface conversion: interface {{}} is {actual}, not {wanted}"))
}

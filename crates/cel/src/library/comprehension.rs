//! What the macros of two variables build maps with (cel-go's `ext.TwoVarComprehensions`), since 1.32.

use std::sync::Arc;

use crate::function::{Call, Fault, Function, Overload};
use crate::library::arguments::value;
use crate::library::shown::shown_key;
use crate::library::standard::equality::{find, key};
use crate::types::Type;
use crate::value::{Map, Value};

/// The functions of this library.
pub(crate) fn functions(minor: u32) -> Vec<Function> {
    if minor < 32 {
        return Vec::new();
    }
    let map = Type::map(Type::parameter("K"), Type::parameter("V"));
    let of_entry = vec![map.clone(), Type::parameter("K"), Type::parameter("V")];
    let insert = Function {
        name: "cel.@mapInsert",
        overloads: vec![
            Overload::function("@mapInsert_map_key_value", of_entry, map.clone(), insert_entry),
            Overload::function("@mapInsert_map_map", vec![map.clone(), map.clone()], map, insert_map),
        ],
    };
    vec![insert]
}

/// Puts an entry into a map that does not have its key.
///
/// # Errors
///
/// It has the key, or no map can have it.
pub(crate) fn insert(map: &mut Map, name: &Value, value: Value) -> Result<(), Fault> {
    let name = key(name).ok_or_else(|| Fault::new("unsupported key type"))?;
    if find(map, &name).is_some() {
        return Err(Fault::new(format!("insert failed: key {} already exists", shown_key(&name))));
    }
    map.entries.insert(name, value);
    Ok(())
}

/// A copy of the map that is an argument.
fn copied(call: &Call<'_>, index: usize) -> Result<Map, Fault> {
    let Value::Map(map) = value(call, index)? else {
        return Err(Fault::no_such_overload());
    };
    call.work.spend(map.entries.len() as u64).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Map { entries: map.entries.clone() })
}

fn insert_entry(call: &Call<'_>) -> Result<Value, Fault> {
    let mut map = copied(call, 0)?;
    insert(&mut map, value(call, 1)?, value(call, 2)?.clone())?;
    Ok(Value::Map(Arc::new(map)))
}

fn insert_map(call: &Call<'_>) -> Result<Value, Fault> {
    let mut map = copied(call, 0)?;
    for (name, value) in copied(call, 1)?.entries {
        if find(&map, &name).is_some() {
            return Err(Fault::new(format!("insert failed: key {} already exists", shown_key(&name))));
        }
        map.entries.insert(name, value);
    }
    Ok(Value::Map(Arc::new(map)))
}

//! `merge`, `mergeOverwrite` and `deepCopy` (sprig's dict.go over mergo 1.0.1 and copystructure 1.2).

use gotemplate::value::{ANY_MAP, Element};
use gotemplate::{Call, Error, Function, List, Map, Param, Value};

use super::limits::{ENTRY_SIZE, MAP_SIZE, MAX_DEPTH, VALUE_SIZE, ensure_small};
use super::{fixed, variadic};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("merge", &[Param::Map], Param::Map, |call| forgiving(call, false)),
    variadic("mustMerge", &[Param::Map], Param::Map, |call| merge_all(call, false)),
    variadic("mergeOverwrite", &[Param::Map], Param::Map, |call| forgiving(call, true)),
    variadic("mustMergeOverwrite", &[Param::Map], Param::Map, |call| merge_all(call, true)),
    fixed("deepCopy", &[Param::Any], deep_copy),
    fixed("mustDeepCopy", &[Param::Any], deep_copy),
];

/// What mergo says where pointers and maps meet. `merge` gives an empty text instead.
const DIFFERENT_TYPES: &str = "src and dst must be of same type";

fn forgiving(call: &mut Call<'_>, overwrite: bool) -> Result<Value, Error> {
    match merge_all(call, overwrite) {
        Err(error) if error.message == DIFFERENT_TYPES => Ok("".into()),
        result => result,
    }
}

/// Merges all further maps into the first one, which changes, unless it is nil.
fn merge_all(call: &mut Call<'_>, overwrite: bool) -> Result<Value, Error> {
    let mut target = call.map(0);
    if target.is_nil() && (1..call.arguments().len()).any(|index| !call.map(index).is_nil()) {
        target = Map::new(target.type_of(), Default::default());
    }
    for index in 1..call.arguments().len() {
        let source = call.map(index);
        merge_map(call, &target, &source, Rules { overwrite, depth: 0 })?;
    }
    Ok(Value::Map(target.as_type(&ANY_MAP)))
}

#[derive(Clone, Copy)]
struct Rules {
    /// Whether values of the target that aren't empty are replaced.
    overwrite: bool,
    depth: usize,
}

fn merge_map(call: &mut Call<'_>, target: &Map, source: &Map, rules: Rules) -> Result<(), Error> {
    if rules.depth > MAX_DEPTH {
        return Err(Error::limit("maps are nested too deeply to be merged"));
    }
    if target.is_same(source) && !rules.overwrite {
        return Ok(());
    }
    call.context.work(1 + source.len())?;
    call.context.charge(source.len() * ENTRY_SIZE)?;
    for (key, value) in source.snapshot() {
        if value.is_nil() && is_nillable(source) {
            if rules.overwrite {
                target.insert(key, value);
            }
            continue;
        }
        let present = target.get(key.as_bytes());
        merge_value(call, present.as_ref(), &value, rules)?;
        if replaces(present.as_ref(), &value, rules.overwrite) {
            check_assignable(target, source, &value)?;
            target.insert(key, value);
        }
    }
    Ok(())
}

/// Merges a map into the map that is present under the same key.
fn merge_value(call: &mut Call<'_>, present: Option<&Value>, value: &Value, rules: Rules) -> Result<(), Error> {
    match (present, value) {
        (Some(Value::Map(present)), Value::Map(map)) => {
            merge_map(call, present, map, Rules { depth: rules.depth + 1, ..rules })
        }
        (Some(Value::Object(object)), Value::Map(_)) if object.kind_name() == "ptr" && !rules.overwrite => {
            Err(Error::new(DIFFERENT_TYPES))
        }
        _ => Ok(()),
    }
}

/// Whether the source's value takes the place of what is present, after maps have been merged.
fn replaces(present: Option<&Value>, value: &Value, overwrite: bool) -> bool {
    let Some(present) = present.filter(|present| present.truth()) else {
        return true;
    };
    let were_merged = matches!((present, value), (Value::Map(_), Value::Map(_)));
    overwrite && !were_merged
}

/// Whether the map's values can be nil, which only values of interface type are here.
fn is_nillable(map: &Map) -> bool {
    map.type_of().element == Element::Any
}

/// A map of strings takes nothing from a map of anything.
fn check_assignable(target: &Map, source: &Map, value: &Value) -> Result<(), Error> {
    if target.type_of().element != Element::String || source.type_of().element != Element::Any {
        return Ok(());
    }
    let name = if value.kind_name() == "slice" { value.type_name() } else { "interface {}" };
    Err(Error::new(format!("reflect.Value.SetMapIndex: value of type {name} is not assignable to type string")))
}

fn deep_copy(call: &mut Call<'_>) -> Result<Value, Error> {
    if call.value(0).is_nil() {
        return Err(Error::new("reflect: call of reflect.Value.Type on zero Value"));
    }
    ensure_small(call.value(0), call.context)?;
    copy(call, call.value(0), 0)
}

/// New maps and lists all the way down. Lists without maps in them can't change and are shared.
fn copy(call: &mut Call<'_>, value: &Value, depth: usize) -> Result<Value, Error> {
    if depth > MAX_DEPTH {
        return Err(Error::limit("value is nested too deeply to be copied"));
    }
    match value {
        Value::Map(map) if map.is_nil() => Ok(value.clone()),
        Value::Map(map) => {
            let copy_of = Map::new(map.type_of(), Default::default());
            call.context.charge(MAP_SIZE + map.len() * ENTRY_SIZE)?;
            for (key, value) in map.entries().iter() {
                let value = copy(call, value, depth + 1)?;
                copy_of.insert(key.clone(), value);
            }
            Ok(Value::Map(copy_of))
        }
        Value::List(list) if list.items().iter().any(|item| matches!(item, Value::Map(_) | Value::List(_))) => {
            call.context.charge(list.len() * VALUE_SIZE)?;
            let items = list.items().iter().map(|item| copy(call, item, depth + 1)).collect::<Result<_, _>>()?;
            Ok(Value::List(List::new(list.type_of(), items)))
        }
        _ => Ok(value.clone()),
    }
}

//! The structs of chart files, field by field.

use std::collections::{BTreeMap, BTreeSet};

use gostd::json::{Number, Value};
use gostd::{strconv, time};

use super::document::Document;
use super::fill::{Structs, TypeError, members, structs, text, text_map, texts, truth, values};
use super::path::{Path, fold};
use crate::dependencies::Lock;
use crate::error::LoadError;
use crate::metadata::{Dependency, Maintainer, Metadata};

type Members = BTreeMap<String, Value>;

/// Metadata before they are checked.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What the text says so far.
    pub metadata: Metadata,
    /// Whether the list of dependencies is there, however short.
    pub lists_dependencies: bool,
    /// Maintainers that are null in the text.
    pub null_maintainers: BTreeSet<usize>,
    /// Dependencies that are null in the text.
    pub null_dependencies: BTreeSet<usize>,
}

/// Fills metadata from a document; what it does not mention stays.
pub(crate) fn metadata(document: &Document, draft: &mut Draft) -> Result<(), LoadError> {
    let filled = metadata_value(&document.value, draft);
    filled.map_err(|error| document.unmarshal_error(&error))
}

/// Fills metadata from a value; what it does not mention stays.
///
/// # Errors
/// The first value of the wrong type.
pub fn metadata_value(value: &Value, draft: &mut Draft) -> Result<(), TypeError> {
    let Some(members) = members(value, &Path::ROOT, "v2.Metadata")? else {
        return Ok(());
    };
    members.iter().try_for_each(|(key, value)| metadata_field(key, value, draft))
}

/// Makes strings of infinity and not-a-number where metadata have strings; elsewhere they are errors.
pub fn spell_metadata(value: &mut Value) {
    let Value::Object(members) = value else { return };
    for (key, value) in members {
        match fold(key).as_str() {
            "name" | "home" | "version" | "description" | "icon" | "apiversion" | "condition" | "tags"
            | "appversion" | "kubeversion" | "type" => spell(value),
            "sources" | "keywords" | "annotations" => within(value).for_each(spell),
            "maintainers" => within(value).for_each(|maintainer| spell_members(maintainer, &["name", "email", "url"])),
            "dependencies" => within(value).for_each(|dependency| {
                spell_members(dependency, &["name", "version", "repository", "condition", "alias"]);
                spell_tags(dependency);
            }),
            _ => {}
        }
    }
}

/// The items of a list, or the values of an object.
fn within(value: &mut Value) -> Box<dyn Iterator<Item = &mut Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter_mut()),
        Value::Object(members) => Box::new(members.values_mut()),
        _ => Box::new(std::iter::empty()),
    }
}

fn spell_members(value: &mut Value, names: &[&str]) {
    let Value::Object(members) = value else { return };
    members.iter_mut().filter(|(key, _)| names.contains(&fold(key).as_str())).for_each(|(_, value)| spell(value));
}

fn spell_tags(dependency: &mut Value) {
    let Value::Object(members) = dependency else { return };
    let tags = members.iter_mut().filter(|(key, _)| fold(key) == "tags");
    tags.for_each(|(_, value)| within(value).for_each(spell));
}

fn spell(value: &mut Value) {
    if let Value::Number(Number::Float(number)) = value
        && !number.is_finite()
    {
        *value = Value::String(strconv::format_float(*number, b'g', 32));
    }
}

/// The `apiVersion` by which Helm chooses a loader, before anything else is looked at.
pub(crate) fn api_version(document: &Document) -> Result<String, LoadError> {
    let mut version = String::new();
    let root = Path::ROOT;
    let found = members(&document.value, &root, "loader.chartBase").and_then(|members| {
        for (key, value) in members.into_iter().flatten() {
            if fold(key) == "apiversion" {
                text(value, &root.key(key), &mut version)?;
            }
        }
        Ok(())
    });
    found.map_err(|error| document.unmarshal_error(&error))?;
    Ok(version)
}

fn metadata_field(key: &str, value: &Value, draft: &mut Draft) -> Result<(), TypeError> {
    let root = Path::ROOT;
    let path = root.key(key);
    let metadata = &mut draft.metadata;
    match fold(key).as_str() {
        "name" => text(value, &path, &mut metadata.name),
        "home" => text(value, &path, &mut metadata.home),
        "sources" => texts(value, &path, &mut metadata.sources),
        "version" => text(value, &path, &mut metadata.version),
        "description" => text(value, &path, &mut metadata.description),
        "keywords" => texts(value, &path, &mut metadata.keywords),
        "maintainers" => {
            let target = Structs {
                items: &mut metadata.maintainers,
                nulls: &mut draft.null_maintainers,
                go_type: "v2.Maintainer",
                fill: maintainer,
            };
            structs(value, &path, target).map(|_| ())
        }
        "icon" => text(value, &path, &mut metadata.icon),
        "apiversion" => text(value, &path, &mut metadata.api_version),
        "condition" => text(value, &path, &mut metadata.condition),
        "tags" => text(value, &path, &mut metadata.tags),
        "appversion" => text(value, &path, &mut metadata.app_version),
        "deprecated" => truth(value, &path, &mut metadata.deprecated),
        "annotations" => text_map(value, &path, &mut metadata.annotations),
        "kubeversion" => text(value, &path, &mut metadata.kube_version),
        "dependencies" => {
            let target = &mut metadata.dependencies;
            draft.lists_dependencies = dependencies(value, &path, target, &mut draft.null_dependencies)?;
            Ok(())
        }
        "type" => text(value, &path, &mut metadata.chart_type),
        _ => Ok(()),
    }
}

fn maintainer(members: &Members, path: &Path<'_>, target: &mut Maintainer) -> Result<(), TypeError> {
    for (key, value) in members {
        let path = path.key(key);
        match fold(key).as_str() {
            "name" => text(value, &path, &mut target.name)?,
            "email" => text(value, &path, &mut target.email)?,
            "url" => text(value, &path, &mut target.url)?,
            _ => {}
        }
    }
    Ok(())
}

fn dependencies(
    value: &Value,
    path: &Path<'_>,
    items: &mut Vec<Dependency>,
    nulls: &mut BTreeSet<usize>,
) -> Result<bool, TypeError> {
    let target = Structs { items, nulls, go_type: "v2.Dependency", fill: dependency };
    structs(value, path, target)
}

fn dependency(members: &Members, path: &Path<'_>, target: &mut Dependency) -> Result<(), TypeError> {
    for (key, value) in members {
        let path = path.key(key);
        match fold(key).as_str() {
            "name" => text(value, &path, &mut target.name)?,
            "version" => text(value, &path, &mut target.version)?,
            "repository" => text(value, &path, &mut target.repository)?,
            "condition" => text(value, &path, &mut target.condition)?,
            "tags" => texts(value, &path, &mut target.tags)?,
            "enabled" => truth(value, &path, &mut target.enabled)?,
            "import-values" => values(value, &path, &mut target.import_values)?,
            "alias" => text(value, &path, &mut target.alias)?,
            _ => {}
        }
    }
    Ok(())
}

/// The lock in a document; `None` for an empty one.
pub(crate) fn lock(document: &Document) -> Result<Option<Lock>, LoadError> {
    lock_value(&document.value).map_err(|error| document.unmarshal_error(&error))
}

fn lock_value(value: &Value) -> Result<Option<Lock>, TypeError> {
    let root = Path::ROOT;
    let Some(members) = members(value, &root, "v2.Lock")? else {
        return Ok(None);
    };
    let mut lock = Lock::default();
    for (key, value) in members {
        let path = root.key(key);
        match fold(key).as_str() {
            "generated" => lock.generated = timestamp(value, &path)?,
            "digest" => text(value, &path, &mut lock.digest)?,
            "dependencies" => lock.dependencies = locked(value, &path)?,
            _ => {}
        }
    }
    Ok(Some(lock))
}

fn locked(value: &Value, path: &Path<'_>) -> Result<Option<Vec<Dependency>>, TypeError> {
    let mut items = Vec::new();
    let mut nulls = BTreeSet::new();
    let listed = dependencies(value, path, &mut items, &mut nulls)?;
    if let Some(index) = nulls.first() {
        // Helm loads such a lock, but crashes when it uses it.
        return Err(TypeError {
            message: "dependencies must not contain empty or null nodes".to_owned(),
            steps: path.index(*index).steps(),
        });
    }
    Ok(listed.then_some(items))
}

fn timestamp(value: &Value, path: &Path<'_>) -> Result<Option<time::Timestamp>, TypeError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => match time::parse_rfc3339(text) {
            Ok(timestamp) => Ok(Some(timestamp)),
            Err(error) => Err(TypeError { message: error.to_string(), steps: path.steps() }),
        },
        other => Err(TypeError::new(other, path, "time.Time")),
    }
}

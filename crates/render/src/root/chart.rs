//! `.Chart`: the metadata as a map with the names of Go's fields (Helm: `pkg/chart/common.go`, `structToMap`).

use std::collections::BTreeMap;

use chart::{Dependency, Maintainer, Metadata};
use gotemplate::value::STRING_MAP;
use gotemplate::{Map, Value};

use crate::plain;

pub(super) fn metadata(metadata: &Metadata, is_root: bool) -> Value {
    let text = |text: &str| Value::from(text);
    Value::map([
        ("Name", text(&metadata.name)),
        ("Home", text(&metadata.home)),
        ("Sources", texts(&metadata.sources)),
        ("Version", text(&metadata.version)),
        ("Description", text(&metadata.description)),
        ("Keywords", texts(&metadata.keywords)),
        ("Maintainers", Value::list(metadata.maintainers.iter().map(maintainer).collect())),
        ("Icon", text(&metadata.icon)),
        ("APIVersion", text(&metadata.api_version)),
        ("Condition", text(&metadata.condition)),
        ("Tags", text(&metadata.tags)),
        ("AppVersion", text(&metadata.app_version)),
        ("Deprecated", Value::Bool(metadata.deprecated)),
        ("Annotations", annotations(&metadata.annotations)),
        ("KubeVersion", text(&metadata.kube_version)),
        ("Dependencies", Value::list(metadata.dependencies.iter().map(dependency).collect())),
        ("Type", text(&metadata.chart_type)),
        ("IsRoot", Value::Bool(is_root)),
    ])
}

fn texts(items: &[String]) -> Value {
    Value::list(items.iter().map(|item| Value::from(item.as_str())).collect())
}

fn annotations(annotations: &BTreeMap<String, String>) -> Value {
    if annotations.is_empty() {
        return Value::Map(Map::nil(&STRING_MAP));
    }
    let entries = annotations.iter().map(|(key, value)| (key.as_str().into(), Value::from(value.as_str())));
    Value::Map(Map::new(&STRING_MAP, entries.collect()))
}

fn maintainer(maintainer: &Maintainer) -> Value {
    Value::map([
        ("Name", Value::from(maintainer.name.as_str())),
        ("Email", Value::from(maintainer.email.as_str())),
        ("URL", Value::from(maintainer.url.as_str())),
    ])
}

fn dependency(dependency: &Dependency) -> Value {
    Value::map([
        ("Name", Value::from(dependency.name.as_str())),
        ("Version", Value::from(dependency.version.as_str())),
        ("Repository", Value::from(dependency.repository.as_str())),
        ("Condition", Value::from(dependency.condition.as_str())),
        ("Tags", texts(&dependency.tags)),
        ("Enabled", Value::Bool(dependency.enabled)),
        ("ImportValues", Value::list(dependency.import_values.iter().cloned().map(plain::from_json).collect())),
        ("Alias", Value::from(dependency.alias.as_str())),
    ])
}

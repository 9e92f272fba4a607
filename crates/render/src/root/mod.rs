//! The objects that templates find at their root: `.Values`, `.Chart`, `.Release`, `.Capabilities`, `.Files`,
//! `.Subcharts`, `.Template` (Helm: `pkg/engine/engine.go`, `recAllTpls`).

mod capabilities;
mod chart;
mod files;
mod values;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gotemplate::value::ANY_MAP;
use gotemplate::{Map, Str, Value};

pub use values::VALUES;

use crate::scenario::Release;
use crate::values::capabilities::Capabilities;
use crate::values::{Instance, Values};

/// One chart of the tree, with what its templates see.
pub(crate) struct Scope<'i> {
    /// The chart.
    pub(crate) instance: &'i Instance<'i>,
    /// Its path in the tree: `parent/charts/child`.
    pub(crate) path: String,
    /// The root object of its templates, of type `common.Values`.
    pub(crate) root: Map,
}

/// The root objects of a chart and of all charts within, each chart before those within; `asked` becomes true once a
/// template may have seen the version of Kubernetes.
pub(crate) fn scopes<'i>(
    root: &'i Instance<'i>,
    values: &Values<'_>,
    release: &Release,
    capabilities: &Capabilities,
    asked: &Rc<Cell<bool>>,
) -> Vec<Scope<'i>> {
    let mut scopes = Vec::new();
    let shared = Shared { release: release_map(release), capabilities: capabilities::object(capabilities, asked) };
    shared.visit(root, root.name().to_owned(), values.to_template().as_type(&VALUES), true, &mut scopes);
    scopes
}

/// What all charts of a render have in common.
struct Shared {
    release: Value,
    capabilities: Value,
}

impl Shared {
    fn visit<'i>(
        &self,
        instance: &'i Instance<'i>,
        path: String,
        values: Map,
        is_root: bool,
        scopes: &mut Vec<Scope<'i>>,
    ) -> Map {
        let subcharts = Map::new(&ANY_MAP, BTreeMap::new());
        let root = Map::new(&VALUES, BTreeMap::new());
        root.insert("Chart", chart::metadata(&instance.metadata, is_root));
        root.insert("Files", files::object(&instance.chart.files));
        root.insert("Release", self.release.clone());
        root.insert("Capabilities", self.capabilities.clone());
        root.insert("Values", Value::Map(values.clone()));
        root.insert("Subcharts", Value::Map(subcharts.clone()));
        scopes.push(Scope { instance, path: path.clone(), root: root.clone() });
        for child in &instance.dependencies {
            let name = child.name();
            let below = values_of(&values, name);
            let child_root = self.visit(child, format!("{path}/charts/{name}"), below, false, scopes);
            subcharts.insert(name, Value::Map(child_root.as_type(&ANY_MAP)));
        }
        root
    }
}

/// The table under a subchart's name, which is the very table that the parent sees there; an empty one if there is
/// none. A name with dots is a path (`Values.Table`).
fn values_of(parent: &Map, name: &str) -> Map {
    let mut table = parent.clone();
    for part in name.split('.') {
        match table.get(part.as_bytes()) {
            Some(Value::Map(below)) if below.type_of().underlying == ANY_MAP.name => table = below,
            _ => return Map::new(&VALUES, BTreeMap::new()),
        }
    }
    table.as_type(&VALUES)
}

fn release_map(release: &Release) -> Value {
    Value::map([
        ("Name", Value::from(release.name.as_str())),
        ("Namespace", Value::from(release.namespace.as_str())),
        ("IsUpgrade", Value::Bool(release.is_upgrade)),
        ("IsInstall", Value::Bool(release.is_install)),
        ("Revision", Value::int(release.revision)),
        ("Service", Value::from("Helm")),
    ])
}

/// `.Template` of one file.
pub(crate) fn template(name: &str, chart_path: &str) -> Value {
    let entries = [
        (Str::from("Name"), Value::from(name)),
        (Str::from("BasePath"), Value::from(format!("{chart_path}/templates"))),
    ];
    Value::Map(Map::new(&VALUES, BTreeMap::from(entries)))
}

//! What `Chart.yaml` says, with Go's names, order and omissions when it is written again
//! (Helm: `pkg/chart/v2/metadata.go`, `dependency.go`).

use std::collections::BTreeMap;

use gostd::json::Value;

use crate::go_struct::{Fields, FieldsBuilder};

/// The `apiVersion` of charts with `requirements.yaml`.
pub const API_VERSION_1: &str = "v1";
/// The `apiVersion` of charts with `dependencies` in `Chart.yaml`.
pub const API_VERSION_2: &str = "v2";
/// The `type` of charts that only offer templates to others.
pub const TYPE_LIBRARY: &str = "library";

/// The keys of `Chart.yaml` as they are usually spelt (Helm: `pkg/chart/v2/metadata.go`).
pub const METADATA_KEYS: [&str; 17] = [
    "name",
    "home",
    "sources",
    "version",
    "description",
    "keywords",
    "maintainers",
    "icon",
    "apiVersion",
    "condition",
    "tags",
    "appVersion",
    "deprecated",
    "annotations",
    "kubeVersion",
    "dependencies",
    "type",
];

/// A person or organisation behind a chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Maintainer {
    /// Name of the person or organisation.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Web address.
    pub url: String,
}

/// A chart that this chart needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dependency {
    /// The `name` in the other chart's `Chart.yaml`.
    pub name: String,
    /// A range of versions; in a lock one version.
    pub version: String,
    /// Where it is: `https://…`, `oci://…`, `file://…`, `@alias`, or nothing for `charts/<name>/`.
    pub repository: String,
    /// Paths in the values that switch it on or off, separated by commas.
    pub condition: String,
    /// Groups that are switched together.
    pub tags: Vec<String>,
    /// Has no effect on loading or packaging; kept.
    pub enabled: bool,
    /// Values that the parent takes over: texts, or objects with `child` and `parent`.
    pub import_values: Vec<Value>,
    /// The name under which it is known in the parent.
    pub alias: String,
}

impl Dependency {
    /// The alias, or the name where there is none: the key of its values in the parent.
    pub fn key(&self) -> &str {
        if self.alias.is_empty() { &self.name } else { &self.alias }
    }

    pub(crate) fn fields(&self) -> Fields {
        let mut fields = FieldsBuilder::default();
        fields.text_always("name", &self.name);
        fields.text("version", &self.version);
        fields.text_always("repository", &self.repository);
        fields.text("condition", &self.condition);
        fields.texts("tags", &self.tags);
        fields.truth("enabled", self.enabled);
        if !self.import_values.is_empty() {
            fields.value("import-values", Value::Array(self.import_values.clone()));
        }
        fields.text("alias", &self.alias);
        fields.build()
    }
}

/// The content of `Chart.yaml`, checked and cleaned. Unknown keys are gone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The chart's name.
    pub name: String,
    /// The project's web page.
    pub home: String,
    /// Addresses of the source code.
    pub sources: Vec<String>,
    /// A semantic version, loosely: `1.2` and `v1.0.0` are taken.
    pub version: String,
    /// One sentence.
    pub description: String,
    /// Words to search for.
    pub keywords: Vec<String>,
    /// Who to turn to.
    pub maintainers: Vec<Maintainer>,
    /// Address of an image.
    pub icon: String,
    /// `v1` or `v2`; a missing one counts as `v1`.
    pub api_version: String,
    /// Without effect; kept.
    pub condition: String,
    /// Without effect; kept.
    pub tags: String,
    /// The version of what the chart installs.
    pub app_version: String,
    /// Whether the chart should no longer be used.
    pub deprecated: bool,
    /// Anything else, for other programs.
    pub annotations: BTreeMap<String, String>,
    /// The range of Kubernetes versions that it works with.
    pub kube_version: String,
    /// Charts that it needs; of `v1` charts those of `requirements.yaml` too.
    pub dependencies: Vec<Dependency>,
    /// `type`: `application`, `library` or nothing.
    pub chart_type: String,
}

impl Metadata {
    /// Compact JSON as Go writes the struct: fields in declaration order, empty ones omitted.
    pub fn to_json_text(&self) -> String {
        self.fields().to_json_text()
    }

    /// The config blob of the chart in a registry: the bytes of [`Metadata::to_json_text`].
    pub fn to_config_json(&self) -> Vec<u8> {
        self.to_json_text().into_bytes()
    }

    /// The packed `Chart.yaml`: keys sorted, comments and quoting of the source gone.
    ///
    /// # Errors
    /// Texts that YAML can't hold.
    pub fn to_yaml(&self) -> Result<String, goyaml::Error> {
        goyaml::try_emit(&self.fields().to_value())
    }

    /// The same as a JSON value, for comparisons.
    pub fn to_value(&self) -> Value {
        self.fields().to_value()
    }

    fn fields(&self) -> Fields {
        let mut fields = FieldsBuilder::default();
        fields.text("name", &self.name);
        fields.text("home", &self.home);
        fields.texts("sources", &self.sources);
        fields.text("version", &self.version);
        fields.text("description", &self.description);
        fields.texts("keywords", &self.keywords);
        fields.structs("maintainers", self.maintainers.iter().map(maintainer_fields).collect());
        fields.text("icon", &self.icon);
        fields.text("apiVersion", &self.api_version);
        fields.text("condition", &self.condition);
        fields.text("tags", &self.tags);
        fields.text("appVersion", &self.app_version);
        fields.truth("deprecated", self.deprecated);
        if !self.annotations.is_empty() {
            let annotations = self.annotations.iter();
            let annotations = annotations.map(|(key, value)| (key.clone(), Value::from(value.as_str())));
            fields.value("annotations", Value::Object(annotations.collect()));
        }
        fields.text("kubeVersion", &self.kube_version);
        fields.structs("dependencies", self.dependencies.iter().map(Dependency::fields).collect());
        fields.text("type", &self.chart_type);
        fields.build()
    }
}

fn maintainer_fields(maintainer: &Maintainer) -> Fields {
    let mut fields = FieldsBuilder::default();
    fields.text("name", &maintainer.name);
    fields.text("email", &maintainer.email);
    fields.text("url", &maintainer.url);
    fields.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        Metadata {
            name: "m".to_owned(),
            version: "1.0.0".to_owned(),
            api_version: "v2".to_owned(),
            description: "a <b> & é".to_owned(),
            app_version: "1.0".to_owned(),
            maintainers: vec![Maintainer { name: "A".to_owned(), ..Maintainer::default() }],
            annotations: BTreeMap::from([("z".to_owned(), "1".to_owned()), ("a".to_owned(), String::new())]),
            dependencies: vec![Dependency { name: "d".to_owned(), alias: "x".to_owned(), ..Dependency::default() }],
            chart_type: "application".to_owned(),
            ..Metadata::default()
        }
    }

    #[test]
    fn config_json_is_in_struct_order() {
        assert_eq!(
            metadata().to_json_text(),
            "{\"name\":\"m\",\"version\":\"1.0.0\",\"description\":\"a \\u003cb\\u003e \\u0026 é\",\
             \"maintainers\":[{\"name\":\"A\"}],\"apiVersion\":\"v2\",\"appVersion\":\"1.0\",\
             \"annotations\":{\"a\":\"\",\"z\":\"1\"},\
             \"dependencies\":[{\"name\":\"d\",\"repository\":\"\",\"alias\":\"x\"}],\"type\":\"application\"}"
        );
    }

    #[test]
    fn packed_yaml_is_sorted() {
        assert_eq!(
            metadata().to_yaml().unwrap(),
            "annotations:\n  a: \"\"\n  z: \"1\"\napiVersion: v2\nappVersion: \"1.0\"\n\
             dependencies:\n- alias: x\n  name: d\n  repository: \"\"\ndescription: a <b> & é\n\
             maintainers:\n- name: A\nname: m\ntype: application\nversion: 1.0.0\n"
        );
    }
}

//! `.Capabilities` (Helm: `pkg/chart/common/capabilities.go`).

use std::any::Any;
use std::rc::Rc;

use gotemplate::value::Element;
use gotemplate::{Call, Error, Function, List, Object, Param, Str, Type, Value};

use crate::values::capabilities::{Capabilities, HelmVersion, KubeVersion};

/// Go's name of the version's type.
const KUBE_VERSION: &str = "common.KubeVersion";

/// The type `common.VersionSet`.
static VERSION_SET: Type = Type {
    name: "common.VersionSet",
    underlying: "[]string",
    element: Element::String,
    methods: &[Function { name: "Has", params: &[Param::Strings, Param::String], variadic: None, call: has }],
};

fn has(call: &mut Call<'_>) -> Result<Value, Error> {
    let wanted = call.string(1);
    let found = call.list(0).items().iter().any(|version| version.as_str() == Some(&wanted));
    Ok(Value::Bool(found))
}

/// The object of a render.
pub(super) fn object(capabilities: &Capabilities) -> Value {
    let versions = capabilities.api_versions.iter().map(|version| Value::from(version.as_str())).collect();
    let kube_version = Value::Object(Rc::new(KubeVersionObject(capabilities.kube_version.clone())));
    let helm_version = helm_version(&capabilities.helm_version);
    let text =
        format!("&{{{} {} {}}}", shown(&kube_version), shown_list(&capabilities.api_versions), shown(&helm_version));
    Value::Object(Rc::new(Struct {
        type_name: "*common.Capabilities",
        kind_name: "ptr",
        text,
        fields: vec![
            Field::new("KubeVersion", kube_version),
            Field::new("APIVersions", Value::List(List::new(&VERSION_SET, versions))),
            Field::new("HelmVersion", helm_version),
        ],
    }))
}

/// As a part of something larger.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(object) => object.copied().unwrap_or_else(|| Rc::clone(object)).text().to_str().into_owned(),
        _ => String::new(),
    }
}

fn shown_list(items: &[String]) -> String {
    format!("[{}]", items.join(" "))
}

/// Helm 3 has no `KubeClientVersion`.
fn helm_version(version: &HelmVersion) -> Value {
    let fields = [
        ("Version", "version", Some(version.version)),
        ("GitCommit", "git_commit", Some(version.git_commit)),
        ("GitTreeState", "git_tree_state", Some(version.git_tree_state)),
        ("GoVersion", "go_version", Some(version.go_version)),
        ("KubeClientVersion", "kube_client_version", version.kube_client_version),
    ];
    let known = fields.into_iter().filter_map(|(name, json, text)| text.map(|text| (name, json, text)));
    let texts: Vec<&str> = known.clone().map(|(_, _, text)| text).collect();
    Value::Object(Rc::new(Struct {
        type_name: "version.BuildInfo",
        kind_name: "struct",
        text: format!("{{{}}}", texts.join(" ")),
        fields: known.map(|(name, json, text)| Field { name, json, value: Value::from(text) }).collect(),
    }))
}

/// A Go struct with fields and no methods.
#[derive(Debug)]
struct Struct {
    type_name: &'static str,
    kind_name: &'static str,
    text: String,
    fields: Vec<Field>,
}

/// A field by its name in Go and in JSON.
#[derive(Debug)]
struct Field {
    name: &'static str,
    json: &'static str,
    value: Value,
}

impl Field {
    /// A field without a tag.
    fn new(name: &'static str, value: Value) -> Self {
        Self { name, json: name, value }
    }
}

impl Object for Struct {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn kind_name(&self) -> &str {
        self.kind_name
    }

    fn field(&self, name: &[u8]) -> Option<Value> {
        self.fields.iter().find(|field| field.name.as_bytes() == name).map(|field| field.value.clone())
    }

    fn text(&self) -> Str {
        Str::from(self.text.as_str())
    }

    fn to_plain(&self) -> Option<Value> {
        Some(Value::map(self.fields.iter().map(|field| (field.json, field.value.clone()))))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `common.KubeVersion` in its place within the capabilities, where it prints as its normalised version. Functions get
/// a copy without methods: these are its pointer's.
#[derive(Debug)]
struct KubeVersionObject(KubeVersion);

impl KubeVersionObject {
    fn as_struct(&self) -> Struct {
        let KubeVersion { version, major, minor, .. } = &self.0;
        let fields = [("Version", version), ("Major", major), ("Minor", minor)];
        Struct {
            type_name: KUBE_VERSION,
            kind_name: "struct",
            text: format!("{{{version} {} {major} {minor}}}", self.0.normalised()),
            fields: fields.map(|(name, text)| Field::new(name, Value::from(text.as_str()))).into(),
        }
    }
}

impl Object for KubeVersionObject {
    fn type_name(&self) -> &str {
        KUBE_VERSION
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn field(&self, name: &[u8]) -> Option<Value> {
        self.as_struct().field(name)
    }

    fn methods(&self) -> &'static [Function] {
        &[
            Function { name: "GitVersion", params: &[Param::Any], variadic: None, call: git_version },
            Function { name: "String", params: &[Param::Any], variadic: None, call: normalised },
        ]
    }

    fn text(&self) -> Str {
        Str::from(self.0.normalised())
    }

    fn to_plain(&self) -> Option<Value> {
        self.as_struct().to_plain()
    }

    fn copied(&self) -> Option<Rc<dyn Object>> {
        Some(Rc::new(self.as_struct()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn receiver<'a>(call: &Call<'a>) -> Option<&'a KubeVersion> {
    match call.value(0) {
        Value::Object(object) => object.as_any().downcast_ref().map(|KubeVersionObject(version)| version),
        _ => None,
    }
}

fn git_version(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(receiver(call).map_or(Value::Nil, |version| Value::from(version.version.as_str())))
}

fn normalised(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(receiver(call).map_or(Value::Nil, |version| Value::from(version.normalised())))
}

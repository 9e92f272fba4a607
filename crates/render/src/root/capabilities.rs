//! `.Capabilities` (Helm: `pkg/chart/common/capabilities.go`).

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use gotemplate::value::Element;
use gotemplate::{Call, Error, Field, Function, List, Object, Param, Str, Type, Value};

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

/// The object of a render; `asked` becomes true once somebody may have seen the version of Kubernetes.
pub(super) fn object(capabilities: &Capabilities, asked: &Rc<Cell<bool>>) -> Value {
    let versions = capabilities.api_versions.iter().map(|version| Value::from(version.as_str())).collect();
    let kube_version = Value::Object(Rc::new(KubeVersionObject(capabilities.kube_version.clone())));
    let helm_version = helm_version(&capabilities.helm_version);
    let text =
        format!("{{{} {} {}}}", shown(&kube_version), shown_list(&capabilities.api_versions), shown(&helm_version));
    let fields = vec![
        untagged("KubeVersion", kube_version),
        untagged("APIVersions", Value::List(List::new(&VERSION_SET, versions))),
        untagged("HelmVersion", helm_version),
    ];
    let target = Rc::new(Struct { type_name: "common.Capabilities", text, fields, hidden: None });
    Value::Object(Rc::new(Pointer { target, asked: Rc::clone(asked) }))
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
        text: format!("{{{}}}", texts.join(" ")),
        fields: known.map(|(name, json, text)| Field { name, json, value: Value::from(text) }).collect(),
        hidden: None,
    }))
}

/// A Go struct with fields and no methods.
#[derive(Debug)]
struct Struct {
    type_name: &'static str,
    text: String,
    fields: Vec<Field>,
    /// A field that is not exported: before which of the others, its name and text.
    hidden: Option<(usize, &'static str, String)>,
}

/// A field without a tag.
fn untagged(name: &'static str, value: Value) -> Field {
    Field { name, json: name, value }
}

/// `*common.Capabilities`
#[derive(Debug)]
struct Pointer {
    target: Rc<Struct>,
    asked: Rc<Cell<bool>>,
}

impl Pointer {
    /// What it points to, for somebody who may look at the version of Kubernetes.
    fn whole(&self) -> &Rc<Struct> {
        self.asked.set(true);
        &self.target
    }
}

impl Object for Pointer {
    fn type_name(&self) -> &str {
        "*common.Capabilities"
    }

    fn kind_name(&self) -> &str {
        "ptr"
    }

    fn field(&self, name: &[u8]) -> Option<Value> {
        match name {
            b"APIVersions" | b"HelmVersion" => self.target.field(name),
            _ => self.whole().field(name),
        }
    }

    fn fields(&self) -> Option<Vec<Field>> {
        self.whole().fields()
    }

    fn text(&self) -> Str {
        Str::from(format!("&{}", self.whole().text))
    }

    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        self.whole().insides()
    }

    fn to_plain(&self) -> Option<Value> {
        self.whole().to_plain()
    }

    fn pointee(&self) -> Option<Rc<dyn Object>> {
        Some(Rc::clone(self.whole()) as Rc<dyn Object>)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for Struct {
    fn type_name(&self) -> &str {
        self.type_name
    }

    fn kind_name(&self) -> &str {
        "struct"
    }

    fn field(&self, name: &[u8]) -> Option<Value> {
        self.fields.iter().find(|field| field.name.as_bytes() == name).map(|field| field.value.clone())
    }

    fn fields(&self) -> Option<Vec<Field>> {
        Some(self.fields.clone())
    }

    fn text(&self) -> Str {
        Str::from(self.text.as_str())
    }

    fn insides(&self) -> Option<Vec<(&'static str, Value)>> {
        let copied = |value: &Value| match value {
            Value::Object(object) => object.copied().map_or_else(|| value.clone(), Value::Object),
            _ => value.clone(),
        };
        let mut fields: Vec<_> = self.fields.iter().map(|field| (field.name, copied(&field.value))).collect();
        if let Some((place, name, text)) = &self.hidden {
            fields.insert((*place).min(fields.len()), (name, Value::from(text.as_str())));
        }
        Some(fields)
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
            text: format!("{{{version} {} {major} {minor}}}", self.0.normalised()),
            fields: fields.map(|(name, text)| untagged(name, Value::from(text.as_str()))).into(),
            hidden: Some((1, "normalizedVersion", self.0.normalised().to_owned())),
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

    fn fields(&self) -> Option<Vec<Field>> {
        self.as_struct().fields()
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

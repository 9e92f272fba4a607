//! Images in one object.

use std::borrow::Cow;
use std::fmt;

use goyaml::{Kind, Node};

use super::variables::{image_argument, is_image_option, is_image_variable, looks_like_image};
use super::{Level, carriers};
use crate::subject::Object;

/// Images of one object that are looked at.
const MAX_PER_OBJECT: usize = 2_000;

/// The image for which Istio puts its proxy.
const FILLED_IN: &str = "auto";

/// What names an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A container of any kind, by its name.
    Container(String),
    /// A volume, by its name.
    Volume(String),
    /// A variable.
    Variable(String),
    /// An argument.
    Argument(String),
    /// A field of a custom resource.
    Field(String),
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container(name) => write!(formatter, "container {name}"),
            Self::Volume(name) => write!(formatter, "volume {name}"),
            Self::Variable(name) => write!(formatter, "variable {name}"),
            Self::Argument(name) => write!(formatter, "argument {name}"),
            Self::Field(name) => write!(formatter, "field {name}"),
        }
    }
}

/// A text that names an image; an empty one is that of a container which must have one.
#[derive(Clone, Debug)]
pub(super) struct Found<'o> {
    pub(super) text: Cow<'o, str>,
    pub(super) level: Level,
    pub(super) place: Place,
}

/// The images that an object names. Definitions of custom resources name none.
pub(super) fn images(object: &Object) -> Vec<Found<'_>> {
    let mut search = Search { found: Vec::new(), is_injected: false, must_have_image: false };
    search.object(&object.document, &object.head.api_version, &object.head.kind);
    search.found.truncate(MAX_PER_OBJECT);
    search.found
}

struct Search<'o> {
    found: Vec<Found<'o>>,
    /// Whether Istio fills in images of the pod that is looked at.
    is_injected: bool,
    /// Whether the API server refuses containers of that pod that have no image.
    must_have_image: bool,
}

impl<'o> Search<'o> {
    fn object(&mut self, document: &'o Node, api_version: &str, kind: &str) {
        let group = carriers::group(api_version);
        if let Some(items) = document.get("items").and_then(Node::as_sequence).filter(|_| kind.ends_with("List")) {
            for item in items {
                let field = |key: &str| item.get(key).and_then(text).unwrap_or_default();
                self.object(item, field("apiVersion"), field("kind"));
            }
        } else if let Some(path) = carriers::pod(group, kind) {
            let (_, above) = path.split_last().unwrap_or((&"", &[]));
            let owner = above.iter().try_fold(document, |node, key| node.get(key));
            self.is_injected = owner.is_some_and(is_injected);
            self.must_have_image = carriers::is_built_in(group) && !self.is_injected && !is_triggered(document);
            let pod = path.iter().try_fold(document, |node, key| node.get(key));
            pod.into_iter().for_each(|pod| self.pod(pod, Level::Certain));
            (self.is_injected, self.must_have_image) = (false, false);
        } else if kind == "ConfigMap" {
            self.config_map(document);
        } else if !carriers::is_built_in(group) {
            self.custom_resource(document, group, kind);
        }
    }

    fn pod(&mut self, pod: &'o Node, level: Level) {
        for key in ["initContainers", "containers", "ephemeralContainers"] {
            for container in items(pod, key) {
                self.container(container, level);
            }
        }
        for volume in items(pod, "volumes") {
            let reference = volume.get("image").and_then(|image| image.get("reference")).and_then(text);
            let name = volume.get("name").and_then(text).unwrap_or_default();
            self.add(reference, level, || Place::Volume(name.to_owned()));
        }
    }

    fn container(&mut self, container: &'o Node, level: Level) {
        let name = container.get("name").and_then(text).unwrap_or_default();
        let image = container.get("image").filter(|image| !is_null(image)).and_then(text).unwrap_or_default();
        if !(self.is_injected && image == FILLED_IN) {
            self.add(Some(image), level, || Place::Container(name.to_owned()));
        }
        if image.is_empty() && self.must_have_image && container.as_mapping().is_some() {
            self.found.push(Found { text: Cow::Borrowed(""), level, place: Place::Container(name.to_owned()) });
        }
        for variable in items(container, "env") {
            let name = variable.get("name").and_then(text).unwrap_or_default();
            let value = variable.get("value").and_then(text);
            if is_image_variable(name) && value.is_some_and(looks_like_image) {
                self.add(value, Level::Inferred, || Place::Variable(name.to_owned()));
            }
        }
        for key in ["command", "args"] {
            self.arguments(items(container, key));
        }
    }

    /// `--some-image=r.io/a:1`, or `--some-image` and `r.io/a:1`.
    fn arguments(&mut self, arguments: &'o [Node]) {
        let mut option = None;
        for argument in arguments.iter().map(|argument| text(argument).unwrap_or_default()) {
            let named = image_argument(argument).or_else(|| Some((option?, argument)));
            if let Some((option, value)) = named.filter(|(_, value)| looks_like_image(value)) {
                self.add(Some(value), Level::Inferred, || Place::Argument(option.to_owned()));
            }
            option = Some(argument).filter(|argument| is_image_option(argument));
        }
    }

    /// Keys that become variables.
    fn config_map(&mut self, document: &'o Node) {
        for (key, value) in document.get("data").and_then(Node::as_mapping).unwrap_or_default() {
            let (key, value) = (text(key).unwrap_or_default(), text(value));
            if is_image_variable(key) && value.is_some_and(looks_like_image) {
                self.add(value, Level::Inferred, || Place::Variable(key.to_owned()));
            }
        }
    }

    fn custom_resource(&mut self, document: &'o Node, group: &str, kind: &str) {
        let before = self.found.len();
        for path in carriers::fields(group, kind) {
            self.field(document, path, &path.join("."));
        }
        let known: Vec<Cow<'o, str>> =
            self.found.get(before..).unwrap_or_default().iter().map(|found| found.text.clone()).collect();
        for (key, value) in document.as_mapping().unwrap_or_default() {
            let key = text(key).unwrap_or_default();
            if !matches!(key, "metadata" | "status" | "apiVersion" | "kind") {
                self.anything(key, value, &known);
            }
        }
    }

    /// A field that is known to name an image; placeholders in it are somebody else's templates.
    fn field(&mut self, node: &'o Node, path: &[&str], words: &str) {
        match path.split_first() {
            None => {
                let value = text(node).filter(|value| !value.contains(['{', '$']));
                self.add(value, Level::Certain, || Place::Field(words.to_owned()));
            }
            Some((&"*", rest)) => {
                node.as_sequence().unwrap_or_default().iter().for_each(|item| self.field(item, rest, words));
            }
            Some((key, rest)) => node.get(key).into_iter().for_each(|value| self.field(value, rest, words)),
        }
    }

    /// A part of a custom resource that nobody has told about.
    fn anything(&mut self, key: &str, node: &'o Node, known: &[Cow<'o, str>]) {
        if self.found.len() >= MAX_PER_OBJECT || key == "rbd" {
            return;
        }
        match &node.kind {
            Kind::Scalar(scalar) if is_image_key(key) && looks_like_image(&scalar.value) => {
                if !known.iter().any(|known| *known == scalar.value) {
                    self.add(Some(&scalar.value), Level::Inferred, || Place::Field(key.to_owned()));
                }
            }
            Kind::Scalar(_) => {}
            Kind::Sequence(items) => items.iter().for_each(|item| self.anything(key, item, known)),
            Kind::Mapping(entries) => {
                if is_image_key(key) {
                    self.composed(key, node);
                }
                let is_container = entries.iter().any(|(key, _)| text(key) == Some("image"))
                    && matches!(key, "containers" | "initContainers" | "sidecars");
                if is_container {
                    self.container(node, Level::Inferred);
                    return;
                }
                entries.iter().for_each(|(key, value)| self.anything(text(key).unwrap_or_default(), value, known));
            }
        }
    }

    /// `image: {registry: r.io, repository: a, tag: "1"}`
    fn composed(&mut self, key: &str, node: &'o Node) {
        let part = |key: &str| node.get(key).and_then(text).filter(|value| !value.is_empty());
        let (Some(repository), Some(tag)) = (part("repository"), part("tag")) else { return };
        let registry = part("registry").map(|registry| format!("{registry}/")).unwrap_or_default();
        let image = format!("{registry}{repository}:{tag}");
        if looks_like_image(&image) {
            self.found.push(Found {
                text: Cow::Owned(image),
                level: Level::Inferred,
                place: Place::Field(key.to_owned()),
            });
        }
    }

    fn add(&mut self, value: Option<&'o str>, level: Level, place: impl FnOnce() -> Place) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        self.found.push(Found { text: Cow::Borrowed(value), level, place: place() });
    }
}

/// Whether the metadata of a pod ask Istio to inject, which fills in images (`sidecar.istio.io/inject` as label or
/// annotation, `inject.istio.io/templates`).
fn is_injected(owner: &Node) -> bool {
    let field = |list: &str, key: &str| owner.get("metadata")?.get(list)?.get(key).and_then(text);
    let is_asked = |list: &&str| field(list, "sidecar.istio.io/inject") == Some("true");
    ["labels", "annotations"].iter().any(is_asked)
        || field("annotations", "inject.istio.io/templates").is_some_and(|templates| !templates.is_empty())
}

/// Whether OpenShift writes images into an object when they are built.
fn is_triggered(document: &Node) -> bool {
    let annotations = document.get("metadata").and_then(|metadata| metadata.get("annotations"));
    annotations.is_some_and(|annotations| annotations.get("image.openshift.io/triggers").is_some())
}

fn is_null(node: &Node) -> bool {
    node.to_go_string().is_ok_and(|text| text.is_none())
}

fn is_image_key(key: &str) -> bool {
    key == "image" || key.ends_with("Image") && key != "baseImage"
}

fn text(node: &Node) -> Option<&str> {
    node.as_scalar().map(|scalar| scalar.value.as_str())
}

fn items<'o>(node: &'o Node, key: &str) -> &'o [Node] {
    node.get(key).and_then(Node::as_sequence).unwrap_or_default()
}

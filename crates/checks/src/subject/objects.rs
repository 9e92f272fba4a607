//! Objects of Kubernetes: those that templates make, and the definitions in `crds/`.

use std::sync::Arc;

use chart::{Chart, YamlStream};
use goyaml::{Kind, Node, Position};
use render::manifest::{Event, Head, Manifest};

/// An object that templates make. Scenes that make the same text share it.
#[derive(Clone, Debug)]
pub struct Object {
    /// The template, relative to the chart: `templates/x.yaml`, `charts/sub/templates/x.yaml`.
    pub template: String,
    /// What Helm reads of it.
    pub head: Head,
    /// When it runs, if it is a hook.
    pub events: Vec<Event>,
    /// Its text.
    pub text: Arc<[u8]>,
    /// What it says. Positions are those in its text.
    pub document: Node,
}

impl Object {
    /// Reads the text of an object, which Helm has read already.
    pub(super) fn new(chart: &str, manifest: &Manifest, events: &[Event]) -> Self {
        let template = manifest.path.strip_prefix(chart).and_then(|path| path.strip_prefix('/'));
        Self {
            template: template.unwrap_or(&manifest.path).to_owned(),
            head: manifest.head.clone(),
            events: events.to_vec(),
            text: Arc::from(manifest.content.as_slice()),
            document: goyaml::parse(&manifest.content).ok().flatten().unwrap_or_else(nothing),
        }
    }

    /// Whether Helm runs it at an event instead of installing it.
    pub fn is_hook(&self) -> bool {
        !self.events.is_empty()
    }

    /// `Deployment demo`
    pub fn name(&self) -> String {
        format!("{} {}", self.head.kind, self.head.name)
    }
}

/// An empty mapping.
fn nothing() -> Node {
    let at = Position { line: 1, column: 1 };
    Node { span: goyaml::Span { start: at, end: at }, kind: Kind::Mapping(Vec::new()) }
}

/// A document in `crds/`, of the chart itself or of a chart within.
#[derive(Clone, Debug)]
pub struct CustomResourceDefinition {
    /// The file, relative to the chart.
    pub file: String,
    /// Lines of the file before the document.
    pub lines_before: u32,
    /// What it says. Lines are counted from the document's first.
    pub document: Node,
}

impl CustomResourceDefinition {
    /// The text under keys, one within the other.
    pub fn text(&self, path: &[&str]) -> Option<&str> {
        let node = path.iter().try_fold(&self.document, |node, key| node.get(key))?;
        node.as_scalar().map(|scalar| scalar.value.as_str())
    }

    /// A place of the document as one of the file.
    pub fn position(&self, node: &Node) -> Position {
        let start = node.span.start;
        Position { line: start.line.saturating_add(self.lines_before), ..start }
    }

    /// `spec.versions[].name`, in their order.
    pub fn versions(&self) -> Vec<&str> {
        let list = self.document.get("spec").and_then(|spec| spec.get("versions")).and_then(Node::as_sequence);
        let names = list.unwrap_or_default().iter().filter_map(|version| version.get("name")?.as_scalar());
        names.map(|name| name.value.as_str()).collect()
    }
}

/// The documents in `crds/` that say that they are definitions; the chart's own come first. What can't be read is left to
/// other checks.
pub(super) fn crds(chart: &Chart) -> Vec<CustomResourceDefinition> {
    let mut found = Vec::new();
    collect(chart, "", &mut found);
    found
}

fn collect(chart: &Chart, prefix: &str, found: &mut Vec<CustomResourceDefinition>) {
    for file in chart.crds() {
        let parts = YamlStream::new(&file.data).map_while(Result::ok);
        found.extend(parts.filter_map(|part| {
            let document = goyaml::parse(&part.text).ok().flatten()?;
            let kind = document.get("kind").and_then(Node::as_scalar).map(|kind| kind.value.as_str());
            let file = format!("{prefix}{}", file.path);
            (kind == Some("CustomResourceDefinition")).then_some(CustomResourceDefinition {
                file,
                lines_before: part.lines_before,
                document,
            })
        }));
    }
    for child in &chart.dependencies {
        collect(child, &format!("{prefix}charts/{}/", child.name()), found);
    }
}

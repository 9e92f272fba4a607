//! The definitions of custom resources that a chart brings: in `crds/`, and those that its templates make.

use goyaml::{Node, Position};

use crate::Subject;
use crate::annotation::Origin;

/// A definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    /// `metadata.name`: `webs.demo.example`.
    pub(crate) name: String,
    /// `spec.group`.
    pub(crate) group: String,
    /// `spec.names.kind`.
    pub(crate) kind: String,
    /// The versions, and whether each is served.
    pub(crate) versions: Vec<(String, bool)>,
    /// The file, relative to the chart.
    pub(crate) file: String,
}

impl Definition {
    fn read(document: &Node, file: &str) -> Option<Self> {
        let text = |path: &[&str]| {
            let node = path.iter().try_fold(document, |node, key| node.get(key))?;
            node.as_scalar().map(|scalar| scalar.value.clone())
        };
        let list = document.get("spec").and_then(|spec| spec.get("versions")).and_then(Node::as_sequence);
        let version = |node: &Node| {
            let name = node.get("name")?.as_scalar()?.value.clone();
            let served = node.get("served").and_then(Node::as_scalar).is_none_or(|served| served.value != "false");
            Some((name, served))
        };
        let mut versions: Vec<_> = list.unwrap_or_default().iter().filter_map(version).collect();
        if versions.is_empty() {
            versions.extend(text(&["spec", "version"]).map(|name| (name, true)));
        }
        let (name, group) = (text(&["metadata", "name"])?, text(&["spec", "group"])?);
        Some(Self { name, group, kind: text(&["spec", "names", "kind"])?, versions, file: file.to_owned() })
    }

    /// Whether the chart itself brings it, not a chart within.
    pub(crate) fn is_own(&self) -> bool {
        !self.file.starts_with("charts/")
    }

    /// The names of the versions that the API server serves.
    pub(crate) fn served(&self) -> Vec<&str> {
        self.versions.iter().filter(|(_, served)| *served).map(|(name, _)| name.as_str()).collect()
    }
}

/// All definitions, each name once; those of `crds/` first.
pub(crate) fn definitions(subject: &Subject<'_>) -> Vec<Definition> {
    let files = subject.crds().iter().filter_map(|crd| Definition::read(&crd.document, &crd.file));
    let objects = subject.renders().matrix_objects().into_iter();
    let made = objects.filter(|(object, _)| object.head.kind == "CustomResourceDefinition");
    let made = made.filter_map(|(object, _)| Definition::read(&object.document, &object.template));
    let mut known = std::collections::HashSet::new();
    files.chain(made).filter(|definition| known.insert(definition.name.clone())).collect()
}

/// An item of `artifacthub.io/crds` or `artifacthub.io/crdsExamples`.
pub(crate) struct Item {
    /// The field that its place is taken from, in `Chart.yaml`.
    pub(crate) position: Option<Position>,
    origin: Origin,
    node: Node,
}

impl Item {
    /// The place of a field, or of the item.
    pub(crate) fn place(&self, key: &str) -> Option<Position> {
        self.node.get(key).map_or(self.position, |node| self.origin.position(node))
    }

    /// A field's text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.node.get(key).and_then(Node::as_scalar).map(|scalar| scalar.value.as_str()).filter(|text| !text.is_empty())
    }
}

/// The items of an annotation that is a list of mappings, each at a key if it has that.
pub(crate) fn items(subject: &Subject<'_>, annotation: &str, key: &str) -> Option<Vec<Item>> {
    let document = crate::annotation::document(subject, annotation)?;
    let items = document.node.as_sequence()?.iter().filter(|node| node.as_mapping().is_some());
    let item = |node: &Node| Item {
        position: document.position(node.get(key).unwrap_or(node)),
        origin: document.origin,
        node: node.clone(),
    };
    Some(items.map(item).collect())
}

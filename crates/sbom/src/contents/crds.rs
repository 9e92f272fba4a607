//! Definitions of custom resources: those in `crds/` of the chart and the charts within, those that the annotation
//! `artifacthub.io/crds` lists beyond them, and those of templates beyond both.

use std::collections::HashSet;

use chart::{Chart, File, YamlStream};
use goyaml::Node;
use hub::annotations::CRDS;

use super::Subchart;
use crate::clean;

/// Bytes of YAML that are read for definitions in a chart. The largest real charts have a fifth of it.
const MAX_BYTES: usize = 32 << 20;
/// Definitions that are kept.
const MAX_CRDS: usize = 5_000;

/// A definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crd {
    /// Its name: `<plural>.<group>`.
    pub name: String,
    /// The group.
    pub group: Option<String>,
    /// The kind that it defines.
    pub kind: Option<String>,
    /// The versions, in its order.
    pub versions: Vec<String>,
    /// `Namespaced` or `Cluster`.
    pub scope: Option<String>,
    /// The file that holds it; none: the annotation says that the chart has it.
    pub file: Option<String>,
    /// The index of the chart within that has it in [`super::Contents::subcharts`]; none: the chart itself.
    pub parent: Option<usize>,
}

/// The definitions of a chart, by name.
pub(super) fn of(chart: &Chart, subcharts: &[Subchart], rendered: &[Crd], notes: &mut Vec<String>) -> Vec<Crd> {
    let mut found = Found { crds: Vec::new(), left: MAX_BYTES, subcharts, notes };
    found.chart(chart, None);
    let held = |crd: &Crd| Crd { parent: crd.file.as_deref().and_then(|path| parent(subcharts, path)), ..crd.clone() };
    let rendered = rendered.iter().map(held).collect();
    let listed = chart.metadata.annotations.get(CRDS).map(|text| listed(text)).unwrap_or_default();
    // What the chart says counts before what it renders, so that whoever can't render it can still tell what is missing.
    let mut crds = beyond(beyond(found.crds, listed), rendered);
    crds.sort();
    crds.dedup();
    if crds.len() > MAX_CRDS {
        crds.truncate(MAX_CRDS);
        notes.push(format!("only the first {MAX_CRDS} custom resource definitions are listed"));
    }
    crds
}

/// The definitions that a chart's templates make with its default values: `manifests` is what it renders, each object
/// behind `# Source: CHART/PATH`.
pub(super) fn rendered(manifests: &str) -> Vec<Crd> {
    let parts = YamlStream::new(manifests.as_bytes()).map_while(Result::ok);
    let crds = parts.filter_map(|part| {
        let text = std::str::from_utf8(&part.text).ok().filter(|text| text.contains("CustomResourceDefinition"))?;
        let source = text.lines().find_map(|line| line.strip_prefix("# Source: "))?;
        // What stands in `crds/` is read where it is.
        let (_, path) = source.split_once('/').filter(|_| source.contains("/templates/"))?;
        definition(&goyaml::parse(&part.text).ok()??, (&clean::text(path), None))
    });
    crds.take(MAX_CRDS).collect()
}

/// The definitions with those of others whose names are new.
fn beyond(crds: Vec<Crd>, others: Vec<Crd>) -> Vec<Crd> {
    let known: HashSet<String> = crds.iter().map(|crd| crd.name.clone()).collect();
    crds.into_iter().chain(others.into_iter().filter(|crd| !known.contains(&crd.name))).collect()
}

/// The chart within whose templates a rendered file is of: each is below the name that the chart that holds it knows it
/// under.
fn parent(subcharts: &[Subchart], path: &str) -> Option<usize> {
    let (mut parent, mut rest) = (None, path);
    while let Some((name, below)) = rest.strip_prefix("charts/").and_then(|rest| rest.split_once('/')) {
        let within = || children(subcharts, parent);
        let is_alias = |one: &Subchart| one.declared.iter().any(|declared| declared.alias.as_deref() == Some(name));
        let found =
            within().find(|(_, one)| is_alias(one)).or_else(|| within().find(|(_, one)| one.chart.name == name));
        let Some((index, _)) = found else { break };
        (parent, rest) = (Some(index), below);
    }
    parent
}

/// The charts that a chart holds, with their indices.
fn children(subcharts: &[Subchart], parent: Option<usize>) -> impl Iterator<Item = (usize, &Subchart)> {
    subcharts.iter().enumerate().filter(move |(_, one)| one.parent == parent && one.is_there)
}

struct Found<'a> {
    crds: Vec<Crd>,
    left: usize,
    subcharts: &'a [Subchart],
    notes: &'a mut Vec<String>,
}

impl Found<'_> {
    fn chart(&mut self, chart: &Chart, parent: Option<usize>) {
        for file in chart.crds() {
            self.file(file, parent);
        }
        // They stand in the order of the charts within.
        let indices: Vec<usize> = children(self.subcharts, parent).map(|(index, _)| index).collect();
        for (subchart, index) in chart.dependencies.iter().zip(indices) {
            self.chart(subchart, Some(index));
        }
    }

    fn file(&mut self, file: &File, parent: Option<usize>) {
        let base = parent.and_then(|index| self.subcharts.get(index)).map(|one| format!("{}/", one.path));
        let path = format!("{}{}", base.unwrap_or_default(), clean::text(&file.path));
        let Some(left) = self.left.checked_sub(file.data.len()) else {
            self.notes.push(format!("{path}: not read: the chart has more than {MAX_BYTES} bytes of definitions"));
            return;
        };
        self.left = left;
        for part in YamlStream::new(&file.data) {
            let parsed = part.map_err(|error| error.to_string());
            let parsed = parsed.and_then(|part| goyaml::parse(&part.text).map_err(|error| error.to_string()));
            match parsed {
                Ok(node) => self.crds.extend(node.and_then(|node| definition(&node, (&path, parent)))),
                Err(reason) => self.notes.push(format!("{path}: not read: {}", clean::text(&reason))),
            }
        }
    }
}

fn definition(node: &Node, (path, parent): (&str, Option<usize>)) -> Option<Crd> {
    if field(node, "kind")? != "CustomResourceDefinition" {
        return None;
    }
    let spec = node.get("spec")?;
    let versions = spec.get("versions").and_then(Node::as_sequence).unwrap_or_default();
    let mut versions: Vec<String> = versions.iter().filter_map(|version| field(version, "name")).collect();
    if versions.is_empty() {
        versions.extend(field(spec, "version"));
    }
    Some(Crd {
        name: field(node.get("metadata")?, "name")?,
        group: field(spec, "group"),
        kind: spec.get("names").and_then(|names| field(names, "kind")),
        versions,
        scope: field(spec, "scope"),
        file: Some(path.to_owned()),
        parent,
    })
}

/// What the annotation says; entries without a name are left out.
fn listed(text: &str) -> Vec<Crd> {
    let Ok(Some(node)) = goyaml::parse(text.as_bytes()) else { return Vec::new() };
    let crd = |entry: &Node| {
        let name = field(entry, "name")?;
        let group = name.split_once('.').map(|(_, group)| group.to_owned());
        let versions = field(entry, "version").into_iter().collect();
        Some(Crd { name, group, kind: field(entry, "kind"), versions, ..Crd::default() })
    };
    node.as_sequence().unwrap_or_default().iter().filter_map(crd).collect()
}

fn field(node: &Node, key: &str) -> Option<String> {
    clean::some(&node.get(key)?.as_scalar()?.value)
}

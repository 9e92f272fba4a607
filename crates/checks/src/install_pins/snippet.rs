//! YAML in fenced blocks that names a chart and its version: Argo CD, Flux, helmfile, kustomize, `dependencies`.

use goyaml::{Kind, Node, Position, Style};
use hub::fences::Fence;

use super::{Pin, line_number};

/// Bytes of a block.
const MAX_BLOCK: usize = 64 << 10;

/// The versions in the blocks of a text that are about a chart.
pub(super) fn pins(lines: &[&str], chart: &str) -> Vec<Pin> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let line = lines.get(index).copied().unwrap_or_default();
        let Some(fence) = Fence::opened_by(line) else {
            index += 1;
            continue;
        };
        let body = lines.get(index + 1..).unwrap_or_default();
        let length = body.iter().position(|line| fence.is_closed_by(line)).unwrap_or(body.len());
        // Blocks of YAML, or that do not say what they are.
        if matches!(fence.info, "" | "yaml" | "yml" | "YAML") {
            let indent = line.len() - line.trim_start().len();
            block(body.get(..length).unwrap_or_default(), (index + 1, indent), chart, &mut found);
        }
        index += length + 2;
    }
    found
}

fn block(lines: &[&str], (first, indent): (usize, usize), chart: &str, found: &mut Vec<Pin>) {
    let cut = |line: &&str| line.get(indent.min(line.len() - line.trim_start().len())..).unwrap_or_default().to_owned();
    let text = lines.iter().map(cut).collect::<Vec<_>>().join("\n");
    if text.len() > MAX_BLOCK || !text.contains(chart) || !text.contains(':') {
        return;
    }
    let Ok(documents) = goyaml::parse_documents(text.as_bytes()) else { return };
    let mut places = Vec::new();
    documents.iter().for_each(|document| walk(document, chart, &mut places));
    for (key, value) in places {
        let Some(scalar) = value.as_scalar() else { continue };
        let quotes = u32::from(scalar.style != Style::Plain);
        let (line, column) = (value.span.start.line, value.span.start.column);
        let extra = |number: usize| line_number(number).saturating_sub(1);
        let place = Position {
            line: line.saturating_add(extra(first)),
            column: column.saturating_add(quotes).saturating_add(extra(indent)),
        };
        found.push(Pin::new(format!("{key}: {}", scalar.value), &scalar.value, place));
    }
}

/// Mappings that name the chart, and the values in them that are its version.
fn walk<'n>(node: &'n Node, chart: &str, found: &mut Vec<(&'static str, &'n Node)>) {
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => items.iter().for_each(|item| walk(item, chart, found)),
        Kind::Mapping(entries) => {
            found.extend(version(node, chart));
            entries.iter().for_each(|(_, value)| walk(value, chart, found));
        }
    }
}

fn version<'n>(node: &'n Node, chart: &str) -> Option<(&'static str, &'n Node)> {
    let text = |key: &str| node.get(key).and_then(Node::as_scalar).map(|scalar| scalar.value.as_str());
    let field = |key: &'static str| node.get(key).map(|value| (key, value));
    if text("chart").is_some_and(|name| name == chart || name.ends_with(&format!("/{chart}"))) {
        return field("targetRevision").or_else(|| field("version"));
    }
    if text("name") == Some(chart) {
        let elsewhere = text("repository").or_else(|| text("repo")).filter(|from| from.contains("://"))?;
        return field("version").filter(|_| !elsewhere.starts_with("file:"));
    }
    let url = text("url").and_then(|url| url.strip_prefix("oci://"))?;
    let tag = node.get("ref")?.get("tag")?;
    (url.rsplit('/').next() == Some(chart)).then_some(("tag", tag))
}

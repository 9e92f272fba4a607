//! YAML within annotations of `Chart.yaml`, with places that are those of `Chart.yaml`.

use goyaml::{Node, Position, Style};

use crate::Subject;

/// What an annotation says.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The document. Positions are those in the annotation's text.
    pub(crate) node: Node,
    pub(crate) origin: Origin,
}

/// How to get from places in the text to places in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin {
    /// The text is a block: lines before it, and characters before each line.
    Block { lines: u32, columns: u32 },
    /// It is not; only its beginning is known.
    Start(Option<Position>),
}

/// Where a person would add an annotation: the key `annotations`, else the chart's name.
pub(crate) fn place_of_all(subject: &Subject<'_>) -> Option<Position> {
    let key = subject.chart.chart_yaml.entry("annotations").map(|(key, _)| key);
    key.or(subject.field("name")).map(|node| node.span.start)
}

/// Reads an annotation as YAML; `None` if it is not there, is none, or is empty.
pub(crate) fn document(subject: &Subject<'_>, key: &str) -> Option<Document> {
    let node = goyaml::parse(subject.annotation(key)?.as_bytes()).ok().flatten()?;
    Some(Document { node, origin: origin(subject, key) })
}

impl Document {
    /// The place of one of its nodes in `Chart.yaml`.
    pub(crate) fn position(&self, node: &Node) -> Option<Position> {
        self.origin.position(node)
    }
}

impl Origin {
    /// The place of a node of the text in `Chart.yaml`.
    pub(crate) fn position(self, node: &Node) -> Option<Position> {
        self.place(node.span.start)
    }

    /// A place of the text in `Chart.yaml`.
    pub(crate) fn place(self, at: Position) -> Option<Position> {
        match self {
            Self::Start(start) => start,
            Self::Block { lines, columns } => {
                Some(Position { line: at.line.saturating_add(lines), column: at.column.saturating_add(columns) })
            }
        }
    }
}

fn origin(subject: &Subject<'_>, key: &str) -> Origin {
    let node = subject.annotation_node(key);
    let start = node.map(|node| node.span.start);
    let block = node.and_then(|node| {
        let scalar = node.as_scalar().filter(|scalar| scalar.style == Style::Literal)?;
        let file = subject.chart.raw.get("Chart.yaml")?.text()?;
        let header = usize::try_from(node.span.start.line).ok()?;
        let line = file.lines().skip(header).find(|line| !line.trim().is_empty())?;
        let inner = scalar.value.lines().find(|line| !line.trim().is_empty())?;
        let columns = u32::try_from(indent(line).checked_sub(indent(inner))?).ok()?;
        Some(Origin::Block { lines: node.span.start.line, columns })
    });
    block.unwrap_or(Origin::Start(start))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

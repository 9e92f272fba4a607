//! The definitions of custom resources that a chart brings, with the API server's verdict on each.

pub(crate) mod base;
pub(crate) mod examples;
mod place;
pub(crate) mod refusals;
mod repeated;

use std::collections::BTreeMap;
use std::sync::Arc;

use crd::definition::{Definition, Metadata};
use crd::judge::{Located, Place, Reading, Verdict};
use crd::kinds::Kinds;
use crd::lint;
use crd::locate::Locator;
use crd::path::FieldPath;
use crd::sizes::{applied_annotations, stored_definition};
use crd::target::Target;
use goyaml::{Node, Position};

use crate::{Observation, Subject};

pub(crate) use place::line_of;

/// Definitions of one chart that are looked at. The largest real charts have two hundred.
const MOST: usize = 2_000;

/// A definition of the chart.
#[derive(Debug)]
pub(crate) struct Defined {
    /// The file or template, relative to the chart.
    pub(crate) file: String,
    /// `metadata.name`
    pub(crate) name: String,
    /// What it says; nothing if the server can't read it.
    pub(crate) definition: Option<Definition>,
    /// The server's verdict when it is created.
    pub(crate) verdict: Verdict,
    /// What the server overlooks.
    pub(crate) overlooked: Vec<Located<lint::Finding>>,
    /// Bytes of all annotations after `kubectl apply`.
    pub(crate) annotations: usize,
    /// Bytes in etcd, about.
    pub(crate) stored: usize,
    text: Text,
}

/// Where its lines are.
#[derive(Debug)]
enum Text {
    /// So many lines into a file, as this one of the chart's.
    File(u32, usize),
    /// In what a template makes, as this one of the objects.
    Rendered(Arc<[u8]>, usize),
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Definitions {
    /// Those of `crds/` first, then those of templates. A definition that templates make in several forms is there several
    /// times.
    pub(crate) list: Vec<Defined>,
    /// What judges custom resources: the definitions that the server takes, of which there is one form only.
    pub(crate) kinds: Kinds,
}

impl Definitions {
    /// Judges the definitions of a chart.
    pub(crate) fn of(subject: &Subject<'_>) -> Self {
        let target = target(subject);
        let files = subject.crds().iter().enumerate();
        let files =
            files.map(|(index, crd)| defined(&crd.file, &crd.document, Text::File(crd.lines_before, index), target));
        let renders = subject.renders();
        let made = renders.matrix_indices().into_iter().filter_map(|(index, _)| {
            let object = renders.objects.get(index).filter(|object| object.head.kind == "CustomResourceDefinition")?;
            let text = Text::Rendered(Arc::clone(&object.text), index);
            Some(defined(&object.template, &object.document, text, target))
        });
        let list: Vec<Defined> = files.chain(made).take(MOST).collect();
        let kinds = Kinds::new(usable(&list), target);
        Self { list, kinds }
    }
}

/// The newest configured server whose rules are known.
fn target(subject: &Subject<'_>) -> Target {
    let minors = subject.kubernetes().iter().filter(|version| version.major == "1");
    let newest = minors.filter_map(|version| version.minor.parse::<u32>().ok()).max();
    if newest.is_none_or(|newest| newest >= Target::V1_37.minor()) { Target::V1_37 } else { Target::V1_36 }
}

fn defined(file: &str, document: &Node, text: Text, target: Target) -> Defined {
    let reading = Reading::new(document);
    let name = document.get("metadata").and_then(|metadata| metadata.get("name"));
    let is_rendered = matches!(text, Text::Rendered(..));
    Defined {
        file: file.to_owned(),
        name: name.and_then(|name| name.to_go_string().ok()?).unwrap_or_default(),
        verdict: repeated::told(reading.create(target), document, is_rendered),
        overlooked: reading.overlooked(),
        annotations: reading.value().map_or(0, |value| applied_annotations(value, None)),
        stored: reading.value().map_or(0, stored_definition),
        definition: reading.into_definition(),
        text,
    }
}

/// The definitions that the server takes and of which all forms say the same, apart from their metadata.
fn usable(list: &[Defined]) -> Vec<Definition> {
    let mut by_name: BTreeMap<&str, Option<Definition>> = BTreeMap::new();
    for defined in list {
        let is_taken = defined.verdict.decode.is_none() && defined.verdict.errors.is_empty();
        let plain = defined.definition.clone().filter(|_| is_taken);
        let plain = plain.map(|definition| Definition { metadata: Metadata::default(), ..definition });
        let known = by_name.entry(&defined.name).or_insert_with(|| plain.clone());
        if *known != plain {
            *known = None;
        }
    }
    by_name.into_values().flatten().collect()
}

impl Defined {
    /// Whether the chart itself brings it, not a chart within.
    pub(crate) fn is_own(&self) -> bool {
        !self.file.starts_with("charts/")
    }

    /// Whether it stands in `crds/`.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.text, Text::File(..))
    }

    /// An observation about a place of it.
    pub(crate) fn observation(&self, subject: &Subject<'_>, at: &Place, message: &str) -> Observation {
        let file = subject.file_with(&self.file);
        let position = at.position.and_then(|at| self.position(subject, at));
        let seen = Observation::of(&file, format!("{}: {message}", self.name)).at_position(position);
        match self.file.strip_prefix("charts/").and_then(|path| path.split('/').next()) {
            Some(chart) => seen.hint(format!("it comes from the chart {chart} within: take another version of that")),
            None => seen,
        }
    }

    /// An observation about the whole.
    pub(crate) fn whole(&self, subject: &Subject<'_>, message: &str) -> Observation {
        let at = Place { path: FieldPath::default(), position: Some(Position { line: 1, column: 1 }) };
        self.observation(subject, &at, message)
    }

    /// The place that a path leads to, or where the last part of it is that exists.
    pub(crate) fn find(&self, subject: &Subject<'_>, path: &FieldPath) -> Option<Position> {
        let document = match &self.text {
            Text::File(_, index) => subject.crds().get(*index).map(|crd| &crd.document),
            Text::Rendered(_, index) => subject.renders().objects.get(*index).map(|object| &object.document),
        };
        document.map(|document| Locator::new(document).find(path))
    }

    fn position(&self, subject: &Subject<'_>, at: Position) -> Option<Position> {
        match &self.text {
            Text::File(lines, _) => Some(Position { line: at.line.saturating_add(*lines), ..at }),
            Text::Rendered(text, _) => line_of(subject, &self.file, text, at)
                .or_else(|| place::only_line(subject, &self.file, &format!("name: {}", self.name))),
        }
    }
}

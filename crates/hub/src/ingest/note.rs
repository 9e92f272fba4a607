//! What becomes of something that a publisher wrote, where Artifact Hub says nothing of it; and where it stands.

use std::collections::{BTreeMap, HashMap};

use chart::Chart;
use goyaml::{Kind, Node, Position};

/// What happens to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is read as another value than the one that is written.
    Coerced,
    /// It is stored in another form.
    Changed,
    /// Nobody reads it.
    Ignored,
    /// It would be read, but falls away because of something else.
    Dropped,
    /// It is stored and not shown.
    Hidden,
    /// The page breaks on it.
    Breaks,
    /// It gives a tracking error, and the version is listed all the same. The message is that error.
    Warning,
}

impl Effect {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Coerced => "coerced",
            Self::Changed => "changed",
            Self::Ignored => "ignored",
            Self::Dropped => "dropped",
            Self::Hidden => "hidden",
            Self::Breaks => "breaks",
            Self::Warning => "warning",
        }
    }
}

/// What a note is about. Where another check looks at the same thing, it tells by this that it need not be told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Name and version, which URL and tag decide.
    Naming,
    /// A key of `Chart.yaml` that Helm does not know or that is there twice.
    Key,
    /// How the text of a field or annotation is read.
    Text,
    /// An annotation that Artifact Hub does not know.
    Annotation,
    /// A key in the entries of an annotation that it does not know.
    EntryKey,
    /// The version's mark as a prerelease.
    Prerelease,
    /// A metadata file in the package.
    MetadataFile,
    /// The logo.
    Logo,
    /// Provenance and cosign.
    Signature,
    /// The render in which images are looked for.
    Render,
    /// Images that are found in the manifests, or not.
    DetectedImages,
    /// An image that is found in the manifests and not listed in the annotation.
    UnlistedImage,
    /// The dependencies that are shown.
    Dependency,
    /// The licence.
    License,
    /// The README.
    Readme,
    /// A maintainer.
    Maintainer,
    /// The value of an annotation or field.
    Value,
}

impl Topic {
    /// What happens to it.
    pub(super) fn is(self, effect: Effect) -> What {
        What { topic: self, effect }
    }
}

/// What happens to what.
#[derive(Clone, Copy, Debug)]
pub(super) struct What {
    topic: Topic,
    effect: Effect,
}

impl From<Effect> for What {
    fn from(effect: Effect) -> Self {
        Topic::Value.is(effect)
    }
}

/// One thing of which the publisher is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub topic: Topic,
    /// What happens.
    pub effect: Effect,
    /// The field, annotation or file that it is about.
    pub subject: String,
    /// The file that it stands in, relative to the chart.
    pub file: String,
    /// Where in that file, if that is known.
    pub position: Option<Position>,
    /// What happens to it, and why: a lower-case fragment.
    pub message: String,
    /// The known name that was probably meant, or another way to write the same.
    pub meant: Option<String>,
    /// What it is about within the subject: the name of a maintainer or a dependency, a reference.
    pub item: Option<String>,
}

/// Collects notes about one chart.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    pub(super) list: Vec<Note>,
    root: &'a Node,
    /// The values of `Chart.yaml` by their keys.
    fields: HashMap<&'a str, &'a Node>,
    /// Those of its annotations.
    annotations: HashMap<&'a str, &'a Node>,
    lines: Vec<&'a str>,
    dependencies: (&'static str, Vec<Position>),
    texts: &'a BTreeMap<String, String>,
}

/// Notes that are kept of a chart; real ones have a tenth of it.
const MAX_NOTES: usize = 1_000;

impl<'a> Notes<'a> {
    pub(super) fn new(chart: &'a Chart) -> Self {
        let text = chart.raw.get("Chart.yaml").and_then(|file| file.text()).unwrap_or_default();
        let root = &chart.chart_yaml;
        let fields = by_key(root);
        let annotations = fields.get("annotations").copied().map(by_key).unwrap_or_default();
        Self {
            list: Vec::new(),
            root,
            fields,
            annotations,
            lines: text.lines().collect(),
            dependencies: dependencies(chart),
            texts: &chart.metadata.annotations,
        }
    }

    /// An annotation's text; empty where there is none.
    pub(super) fn annotation_text(&self, key: &str) -> &'a str {
        self.texts.get(key).map(String::as_str).unwrap_or_default()
    }

    /// `Chart.yaml`.
    pub(super) fn chart_yaml(&self) -> &'a Node {
        self.root
    }

    /// A note about a field of `Chart.yaml`.
    pub(super) fn field(&mut self, what: impl Into<What>, field: &str, message: impl Into<String>) {
        let position = self.fields.get(field).map(|node| node.span.start);
        self.at(what, field, position, message);
    }

    /// A note about a member of a list in `Chart.yaml`.
    pub(super) fn member(&mut self, what: What, (field, index): (&str, usize), item: &str, message: String) {
        let list = self.fields.get(field).copied();
        let position = list.and_then(|list| list.as_sequence()?.get(index).map(place_of_name));
        self.at(what, field, position.or(list.map(|list| list.span.start)), message);
        self.item(item);
    }

    /// A note about a dependency, where it is listed.
    pub(super) fn dependency(&mut self, what: What, index: usize, item: &str, message: String) {
        let (file, places) = &self.dependencies;
        let (file, position) = ((*file).to_owned(), places.get(index).copied());
        let subject = "dependencies".to_owned();
        let What { topic, effect } = what;
        self.push(Note { topic, effect, subject, file, position, message, meant: None, item: Some(item.to_owned()) });
    }

    /// What the last note is about within its subject.
    pub(super) fn item(&mut self, item: &str) {
        if let Some(note) = self.list.last_mut() {
            note.item = Some(item.to_owned());
        }
    }

    /// A note about an annotation.
    pub(super) fn annotation(&mut self, what: impl Into<What>, key: &str, message: impl Into<String>) {
        self.at(what, key, self.annotation_position(key), message);
    }

    /// A note about a place in an annotation's text.
    pub(super) fn within(
        &mut self,
        what: impl Into<What>,
        (key, text): (&str, &str),
        inner: Position,
        message: impl Into<String>,
    ) {
        if self.list.len() >= MAX_NOTES {
            return;
        }
        let position = self.inner_position(key, text, inner).or_else(|| self.annotation_position(key));
        self.at(what, key, position, message);
    }

    /// The last note is about something that was probably meant otherwise.
    pub(super) fn meant(&mut self, known: Option<&str>) {
        if let Some(note) = self.list.last_mut() {
            note.meant = known.map(str::to_owned);
        }
    }

    /// A note about a place in `Chart.yaml`.
    pub(super) fn at(
        &mut self,
        what: impl Into<What>,
        subject: &str,
        position: Option<Position>,
        message: impl Into<String>,
    ) {
        let (What { topic, effect }, subject, message) = (what.into(), subject.to_owned(), message.into());
        let file = "Chart.yaml".to_owned();
        self.push(Note { topic, effect, subject, file, position, message, meant: None, item: None });
    }

    /// A note about a file of the chart.
    pub(super) fn file(&mut self, what: impl Into<What>, path: &str, message: impl Into<String>) {
        let (What { topic, effect }, subject, message) = (what.into(), path.to_owned(), message.into());
        self.push(Note {
            topic,
            effect,
            file: subject.clone(),
            subject,
            position: None,
            message,
            meant: None,
            item: None,
        });
    }

    /// A note about a place in a file of the chart.
    pub(super) fn in_file(&mut self, what: impl Into<What>, path: &str, at: Position, message: impl Into<String>) {
        let (What { topic, effect }, subject, message) = (what.into(), path.to_owned(), message.into());
        let position = Some(at);
        self.push(Note { topic, effect, file: subject.clone(), subject, position, message, meant: None, item: None });
    }

    fn push(&mut self, note: Note) {
        if self.list.len() < MAX_NOTES {
            self.list.push(note);
        }
    }

    /// Where a person would add something to the annotations: their key, else the chart's name.
    pub(super) fn annotations_position(&self) -> Option<Position> {
        let key = self.root.entry("annotations").map(|(key, _)| key);
        key.or(self.fields.get("name").copied()).map(|node| node.span.start)
    }

    /// Where an annotation's value stands.
    pub(super) fn annotation_position(&self, key: &str) -> Option<Position> {
        self.annotation_node(key).map(|node| node.span.start)
    }

    fn annotation_node(&self, key: &str) -> Option<&'a Node> {
        self.annotations.get(key).copied()
    }

    /// The place in `Chart.yaml` of a place in an annotation's text, if the text stands there line by line.
    pub(super) fn inner_position(&self, key: &str, text: &str, inner: Position) -> Option<Position> {
        let start = self.annotation_node(key)?.span.start;
        let shown = text.lines().nth(usize::try_from(inner.line).ok()?.checked_sub(1)?)?;
        let header = usize::from(self.is_block(key));
        let line = usize::try_from(start.line + inner.line).ok()?.checked_sub(2)? + header;
        let (before, _) = self.lines.get(line)?.rsplit_once(shown).filter(|_| !shown.is_empty())?;
        let column = inner.column.checked_add(u32::try_from(before.chars().count()).ok()?)?;
        Some(Position { line: u32::try_from(line + 1).ok()?, column })
    }

    fn is_block(&self, key: &str) -> bool {
        let style = self.annotation_node(key).and_then(Node::as_scalar).map(|scalar| scalar.style);
        matches!(style, Some(goyaml::Style::Literal | goyaml::Style::Folded))
    }
}

/// The file that has the last word on dependencies, and where each is listed.
fn dependencies(chart: &Chart) -> (&'static str, Vec<Position>) {
    let places = |root: &Node| {
        let items = root.get("dependencies")?.as_sequence()?;
        Some(items.iter().map(place_of_name).collect::<Vec<_>>())
    };
    let requirements = chart.raw.get("requirements.yaml");
    let requirements = requirements.and_then(|file| goyaml::parse(&file.data).ok().flatten());
    match requirements.as_ref().and_then(places) {
        Some(places) => ("requirements.yaml", places),
        None => ("Chart.yaml", places(&chart.chart_yaml).unwrap_or_default()),
    }
}

/// Where the name of a member of a list stands, else where the member begins.
pub(super) fn place_of_name(member: &Node) -> Position {
    member.get("name").unwrap_or(member).span.start
}

/// The values of a mapping by their keys, the last of equal ones.
fn by_key(mapping: &Node) -> HashMap<&str, &Node> {
    let scalars = entries(mapping).iter().filter_map(|(key, value)| Some((key.as_scalar()?.value.as_str(), value)));
    scalars.collect()
}

/// The members of a mapping; none of anything else.
pub(super) fn entries(node: &Node) -> &[(Node, Node)] {
    match &node.kind {
        Kind::Mapping(entries) => entries,
        _ => &[],
    }
}

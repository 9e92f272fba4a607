//! Examples of custom resources: in `artifacthub.io/crdsExamples`, in `examples/`, and those that templates make.

use std::collections::BTreeSet;
use std::sync::Arc;

use chart::{EntryKind, Folder, YamlStream};
use crd::judge::Place;
use crd::kinds::Judged;
use goyaml::{Node, Position};
use hub::annotations::CRDS_EXAMPLES;

use super::{line_of, repeated};
use crate::annotation::{self, Origin};
use crate::{Observation, Subject, template_place};

/// Where examples are, relative to the chart.
const FOLDER: &str = "examples";
/// Folders within folders.
const MOST_DEPTH: usize = 8;
/// Files.
const MOST_FILES: usize = 2_000;
/// Bytes of one file, and of all.
const MOST_BYTES: u64 = 4 << 20;
const MOST_SUM: usize = 32 << 20;

/// An example, with what the server says.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it is and what is said of it.
    pub(crate) judged: Judged,
    /// Where it stands.
    pub(crate) source: Source,
    start: Position,
}

/// Where an example stands.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// In the annotation.
    Annotation(Origin),
    /// In a file relative to the chart, so many lines into it.
    File(String, u32),
    /// In what a template makes, with what.
    Template { file: String, text: Arc<[u8]>, scene: String },
}

/// All examples, and the files that can't be read as YAML.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    pub(crate) list: Vec<Example>,
    /// File, place and reason.
    pub(crate) unreadable: Vec<(String, Option<Position>, String)>,
}

impl Examples {
    /// Judges the examples of a chart.
    pub(crate) fn of(subject: &Subject<'_>) -> Self {
        let mut examples = Self::default();
        examples.add_annotation(subject);
        let mut files = Vec::new();
        collect(subject.source(), FOLDER, 0, &mut files);
        let mut sum = 0;
        for path in files {
            let Ok(text) = subject.source().read(&path, MOST_BYTES) else { continue };
            sum += text.len();
            if sum > MOST_SUM {
                break;
            }
            examples.add_file(subject, &path, &text);
        }
        examples.add_rendered(subject);
        examples
    }

    fn add_annotation(&mut self, subject: &Subject<'_>) {
        let Some(document) = annotation::document(subject, CRDS_EXAMPLES) else { return };
        let origin = document.origin;
        for item in document.node.as_sequence().unwrap_or_default() {
            self.add(subject, item, Source::Annotation(origin));
        }
    }

    fn add_file(&mut self, subject: &Subject<'_>, path: &str, text: &[u8]) {
        for part in YamlStream::new(text).map_while(Result::ok) {
            match goyaml::parse(&part.text) {
                Ok(Some(node)) => self.add(subject, &node, Source::File(path.to_owned(), part.lines_before)),
                Ok(None) => {}
                Err(error) => {
                    let at = error.position().map(|at| in_file(at, part.lines_before));
                    self.unreadable.push((path.to_owned(), at, error.to_string()));
                }
            }
        }
    }

    fn add_rendered(&mut self, subject: &Subject<'_>) {
        for (object, run) in subject.renders().matrix_objects() {
            let (file, text, scene) = (object.template.clone(), Arc::clone(&object.text), run.scene.words());
            if subject.defined().kinds.definition(&object.head.api_version, &object.head.kind).is_some() {
                self.add(subject, &object.document, Source::Template { file, text, scene });
            }
        }
    }

    fn add(&mut self, subject: &Subject<'_>, node: &Node, source: Source) {
        if node.get("kind").is_none() || node.get("apiVersion").is_none() {
            return;
        }
        let mut judged = subject.defined().kinds.judge(node);
        let is_rendered = matches!(source, Source::Template { .. });
        judged.verdict = judged.verdict.map(|verdict| repeated::told(verdict, node, is_rendered));
        self.list.push(Example { judged, source, start: node.span.start });
    }
}

/// Files that are YAML or JSON by their names, sorted.
fn collect(folder: &dyn Folder, path: &str, depth: usize, files: &mut Vec<String>) {
    let mut entries = folder.entries(path).unwrap_or_default();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    for entry in entries {
        let below = chart::join_path(path, &entry.name);
        match entry.kind {
            EntryKind::Folder if depth < MOST_DEPTH => collect(folder, &below, depth + 1, files),
            EntryKind::File if files.len() < MOST_FILES => {
                let is_wanted = [".yaml", ".yml", ".json"].iter().any(|end| below.ends_with(end));
                files.extend(is_wanted.then_some(below));
            }
            _ => {}
        }
    }
}

fn in_file(at: Position, lines_before: u32) -> Position {
    Position { line: at.line.saturating_add(lines_before), ..at }
}

impl Example {
    /// The file that has it, relative to the chart.
    pub(crate) fn file(&self) -> &str {
        match &self.source {
            Source::Annotation(_) => "Chart.yaml",
            Source::File(file, _) | Source::Template { file, .. } => file,
        }
    }

    /// `Web demo`
    pub(crate) fn words(&self) -> String {
        format!("{} {}", self.judged.kind, self.judged.name).trim_end().to_owned()
    }

    /// An observation about a place of it.
    pub(crate) fn observation(&self, subject: &Subject<'_>, at: Option<&Place>, message: &str) -> Observation {
        let start = at.and_then(|at| at.position).unwrap_or(self.start);
        match &self.source {
            Source::Annotation(origin) => {
                let position = origin.place(start);
                let message = format!("{CRDS_EXAMPLES}: {message}");
                Observation::of(&subject.chart_yaml(), message).at_position(position)
            }
            Source::File(file, lines) => {
                Observation::of(&subject.path(file), message).at_position(Some(in_file(start, *lines)))
            }
            Source::Template { file, text, scene } => {
                let document = || template_place::in_document(subject, file, &self.judged.kind, &["kind:"]);
                let position = line_of(subject, file, text, start).or_else(document);
                Observation::of(&subject.file_with(file), format!("{message} ({scene})")).at_position(position)
            }
        }
    }
}

/// Examples without a verdict that are told.
const MOST_UNMATCHED: usize = 200;

/// What is said of examples in files and templates, the same once; what the annotation has, a check of its own compares.
pub(crate) fn unmatched(subject: &Subject<'_>, said: impl Fn(&Example) -> Option<String>) -> Vec<Observation> {
    let others = subject.examples().list.iter().filter(|example| !matches!(example.source, Source::Annotation(_)));
    let mut known = BTreeSet::new();
    let told = others.filter_map(|example| Some((example, said(example)?)));
    let first = told.filter(|(example, words)| known.insert((example.file().to_owned(), words.clone())));
    first
        .take(MOST_UNMATCHED)
        .map(|(example, words)| example.observation(subject, None, &format!("{}: {words}", example.words())))
        .collect()
}

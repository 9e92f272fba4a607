//! Changes of a version: how they are read and what they must have (`internal/tracker/source/helpers.go`,
//! `ParseChangesAnnotation`; `internal/pkg/metadata.go`, `ValidateChange`).

use goyaml::{Node, Position};

use super::parts::Link;
use crate::go_yaml::{Abort, DecodeError, Decoder, Dialect, GoStruct, IgnoredKey, unmarshal};

const KINDS: [&str; 6] = ["added", "changed", "deprecated", "removed", "fixed", "security"];

/// The text for everything that is neither a list of changes nor a list of texts.
pub(crate) const NO_CHANGES: &str = "invalid changes annotation. Please use quotes on strings that include any of the following \
                          characters: {}:[],&*#?|-<>=!%@";

/// The text for an empty item.
pub(crate) const NO_ENTRY: &str = "invalid change entry";

/// One change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// In lower case; may be empty.
    pub kind: String,
    /// What changed.
    pub description: String,
    /// For more on it.
    pub links: Option<Vec<Link>>,
}

/// A change as it is written: links may be null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawChange {
    pub(crate) kind: String,
    pub(crate) description: String,
    pub(crate) links: Option<Vec<Option<Link>>>,
}

impl GoStruct for RawChange {
    const NAME: &'static str = "hub.Change";
    const FIELDS: &'static [&'static str] = &["kind", "description", "links"];

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        match field {
            "kind" => decoder.text(value, &mut self.kind),
            "description" => decoder.text(value, &mut self.description),
            _ => decoder.list(value, &mut self.links),
        }
    }
}

/// Why changes are not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadChanges {
    /// Artifact Hub's texts about one change.
    Errors {
        /// The texts.
        errors: Vec<String>,
        /// The change, if the list was read whole.
        index: Option<usize>,
    },
    /// It is neither a list of changes nor one of texts, of which Artifact Hub says [`NO_CHANGES`].
    Unreadable {
        /// The first place that does not fit.
        position: Option<Position>,
        /// Why.
        detail: String,
    },
    /// A null link, over which it stumbles.
    Panic {
        /// The change.
        index: usize,
    },
}

impl BadChanges {
    /// In words, as the tracker would give them.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Errors { errors, .. } => errors.join("; "),
            Self::Unreadable { .. } => NO_CHANGES.to_owned(),
            Self::Panic { .. } => "the links of a change have an empty item".to_owned(),
        }
    }
}

/// What an annotation says of the changes.
#[derive(Debug)]
pub(crate) struct ReadChanges {
    /// The changes; `None` if there is no list at all.
    pub(crate) changes: Result<Option<Vec<Change>>, BadChanges>,
    /// Keys that nobody reads.
    pub(crate) ignored: Vec<IgnoredKey>,
}

/// Reads the annotation: a list of objects, or else a list of texts.
pub(crate) fn read(annotation: &str) -> ReadChanges {
    let text = annotation.as_bytes();
    let objects = unmarshal(text, Dialect::V2, |decoder, node, list| decoder.list::<RawChange>(node, list));
    if objects.error.is_none() {
        return ReadChanges { changes: validated(objects.value), ignored: objects.ignored };
    }
    let texts = unmarshal(text, Dialect::V2, |decoder, node, list| decoder.texts(node, list)).into_result();
    let texts = match texts {
        Ok(texts) => texts,
        Err(error) => {
            let changes = Err(unreadable(annotation, objects.error.as_ref().unwrap_or(&error), &error));
            return ReadChanges { changes, ignored: Vec::new() };
        }
    };
    // What the first attempt has understood is still in the list: null items.
    let mut list = objects.value.unwrap_or_default();
    list.extend(texts.into_iter().flatten().map(|description| Some(RawChange { description, ..RawChange::default() })));
    ReadChanges { changes: validated(Some(list)), ignored: Vec::new() }
}

/// What is wrong with a text of which Artifact Hub says one sentence only. Which of the two readings was meant, the first
/// item tells.
fn unreadable(annotation: &str, as_objects: &DecodeError, as_texts: &DecodeError) -> BadChanges {
    let list = goyaml::parse(annotation.as_bytes()).ok().flatten();
    let first = list.as_ref().and_then(|list| list.as_sequence()?.first());
    let meant_texts = first.is_some_and(|first| first.as_scalar().is_some());
    let error = if meant_texts { as_texts } else { as_objects };
    let part = error.parts.first();
    let (position, detail) = part.map_or((None, error.text.as_str()), |(position, text)| (*position, text.as_str()));
    BadChanges::Unreadable { position, detail: detail.to_owned() }
}

fn validated(list: Option<Vec<Option<RawChange>>>) -> Result<Option<Vec<Change>>, BadChanges> {
    let Some(list) = list else { return Ok(None) };
    let one = |(index, change): (usize, Option<RawChange>)| {
        validate(change.as_ref()).map_err(|bad| match bad {
            BadChanges::Errors { errors, .. } => BadChanges::Errors { errors, index: Some(index) },
            BadChanges::Panic { .. } => BadChanges::Panic { index },
            other => other,
        })
    };
    list.into_iter().enumerate().map(one).collect::<Result<_, _>>().map(Some)
}

/// One change, checked, with its kind in lower case.
pub(crate) fn validate(change: Option<&RawChange>) -> Result<Change, BadChanges> {
    let Some(change) = change else {
        return Err(BadChanges::Errors { errors: vec![NO_ENTRY.to_owned()], index: None });
    };
    let mut errors = Vec::new();
    let kind = lower(&change.kind);
    if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
        errors.push(format!("invalid change: invalid kind: {}", change.kind));
    }
    if change.description.is_empty() {
        errors.push("invalid change: description not provided".to_owned());
    }
    let links = change.links.as_ref().map(|links| links.iter().cloned().collect::<Option<Vec<Link>>>());
    let Some(links) = links.map_or(Some(None), |links| links.map(Some)) else {
        return Err(BadChanges::Panic { index: 0 });
    };
    for link in links.iter().flatten() {
        if link.name.is_empty() {
            errors.push("invalid change: link name not provided".to_owned());
        }
        if link.url.is_empty() {
            errors.push("invalid change: link url not provided".to_owned());
        }
    }
    if !errors.is_empty() {
        return Err(BadChanges::Errors { errors, index: None });
    }
    Ok(Change { kind, description: change.description.clone(), links })
}

/// Go's `strings.ToLower`.
pub(crate) fn lower(text: &str) -> String {
    text.chars().map(gostd::unicode::to_lower).collect()
}

//! What the API server refuses of definitions, by theme.

use std::collections::BTreeSet;

use crd::judge::Located;
use crd::path::Segment;
use crd::violation::Violation;

use super::Defined;
use crate::{Observation, Subject};

/// Observations about one definition; what is more is counted.
const MOST: usize = 20;
/// Observations about all definitions of a chart, more or less.
const MOST_OF_CHART: usize = 500;
/// The longest value that is shown.
const SHOWN: usize = 80;

/// Themes of what is refused. Each has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Name, group, scope, names of kinds and versions.
    Names,
    /// The schema.
    Schema,
    /// Rules in the schema.
    Expressions,
    /// How versions are converted.
    Conversion,
    /// Everything else.
    Other,
}

impl Theme {
    fn of(error: &Located<Violation>) -> Self {
        let steps = &error.place.path.0;
        let name = |index: usize| match steps.get(index) {
            Some(Segment::Child(name) | Segment::Key(name)) => name.as_str(),
            _ => "",
        };
        let has = |wanted: &str| steps.iter().any(|step| matches!(step, Segment::Child(name) if name == wanted));
        match (name(0), name(1)) {
            _ if has("x-kubernetes-validations") || error.what.detail.starts_with("x-kubernetes-validations") => {
                Self::Expressions
            }
            _ if has("openAPIV3Schema") => Self::Schema,
            ("metadata", "name") | ("spec", "group" | "scope" | "names") => Self::Names,
            ("spec", "versions") if steps.len() == 2 || name(3) == "name" => Self::Names,
            ("spec", "conversion") => Self::Conversion,
            _ => Self::Other,
        }
    }
}

/// What is refused of a theme, each error once.
pub(crate) fn told(subject: &Subject<'_>, theme: Theme) -> Vec<Observation> {
    each(subject, |defined| {
        let errors = defined.verdict.errors.iter().filter(|error| Theme::of(error) == theme);
        let decode = defined.verdict.decode.iter().filter(|_| theme == Theme::Other);
        let decode = decode.map(|decode| (&decode.place, decode.what.clone()));
        decode.chain(errors.map(|error| (&error.place, words(error)))).collect()
    })
}

/// What is said of each definition, with its places: some of it, and how much more there is. Forms of one definition in one
/// file that are alike are told once.
pub(crate) fn each(
    subject: &Subject<'_>,
    said: impl for<'d> Fn(&'d Defined) -> Vec<(&'d crd::judge::Place, String)>,
) -> Vec<Observation> {
    let mut known = BTreeSet::new();
    let mut all: Vec<Observation> = Vec::new();
    for defined in &subject.defined().list {
        let mut texts = said(defined);
        texts.retain(|(_, text)| known.insert((defined.file.as_str(), defined.name.as_str(), text.clone())));
        if !texts.is_empty() && all.len() >= MOST_OF_CHART {
            all.push(defined.whole(subject, "more of these are not told"));
            return all;
        }
        let more = texts.len().saturating_sub(MOST);
        all.extend(texts.iter().take(MOST).map(|(at, text)| defined.observation(subject, at, text)));
        all.extend((more > 0).then(|| defined.whole(subject, &format!("and {more} more of these"))));
    }
    all
}

/// The user's path, and the server's words. Values that are long are left out.
pub(crate) fn words(error: &Located<Violation>) -> String {
    let path = if error.place.path.0.is_empty() { String::new() } else { format!("{}: ", error.place.path) };
    let Violation { kind, value, detail, .. } = &error.what;
    let value = value.as_ref().filter(|value| value.len() <= SHOWN).map(|value| format!(": {value}"));
    let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
    format!("{path}{}{}{detail}", kind.text(), value.unwrap_or_default())
}

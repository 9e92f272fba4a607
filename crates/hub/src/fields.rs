//! Reading a metadata file field by field, collecting everything that is wrong with it.

use gostd::json::Value;
use goyaml::{Kind, Node, Position, Span};

/// Something wrong or odd in a metadata file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file.
    pub position: Option<Position>,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// Whether Artifact Hub would refuse or lose it; otherwise it is only ignored.
    pub fatal: bool,
    /// How to mend it.
    pub hint: Option<String>,
    /// A change that mends it beyond doubt: what goes, and what comes there.
    pub mend: Option<(Span, String)>,
}

impl Problem {
    pub(crate) fn fatal(at: &Node, message: impl Into<String>) -> Self {
        Self { position: Some(at.span.start), message: message.into(), fatal: true, hint: None, mend: None }
    }

    pub(crate) fn ignored(at: &Node, message: impl Into<String>) -> Self {
        Self { fatal: false, ..Self::fatal(at, message) }
    }

    pub(crate) fn whole_file(message: impl Into<String>) -> Self {
        Self { position: None, message: message.into(), fatal: true, hint: None, mend: None }
    }

    pub(crate) fn with_mend(self, at: &Node, text: impl Into<String>) -> Self {
        Self { mend: Some((at.span, text.into())), ..self }
    }

    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// The file's top mapping, or the problem that there is none.
pub(crate) fn top_mapping(text: &[u8]) -> Result<Node, Problem> {
    match goyaml::parse(text) {
        Err(error) => Err(Problem { position: error.position(), ..Problem::whole_file(error.to_string()) }),
        Ok(Some(node)) if matches!(node.kind, Kind::Mapping(_)) => Ok(node),
        Ok(Some(node)) => Err(Problem::fatal(&node, "expected a mapping of keys to values")),
        Ok(None) => Err(Problem::whole_file("the file is empty")),
    }
}

/// Whether a name is a known one but for a slip: letter case, dashes and underscores, or an `s` at the end.
pub fn is_slip(name: &str, known: &str) -> bool {
    let plain = |text: &str| {
        let kept = text.chars().filter(|character| !matches!(character, '-' | '_'));
        kept.collect::<String>().to_lowercase().trim_end_matches('s').to_owned()
    };
    name != known && plain(name) == plain(known)
}

/// Keys that nobody reads, with the nearest known key as hint.
pub(crate) fn unknown_keys(mapping: &Node, known: &[&str], fatal: bool) -> Vec<Problem> {
    let unknown = goyaml::unknown_keys(mapping, known).into_iter();
    unknown
        .map(|key| {
            let slip = key.suggestion.as_ref().filter(|near| is_slip(&key.name, near) && mapping.get(near).is_none());
            let mend = slip.map(|near| (key.node.span, near.clone()));
            let hint = key.suggestion.as_ref().map(|near| format!("did you mean `{near}`?"));
            Problem { fatal, hint, mend, ..Problem::ignored(key.node, format!("unknown key {:?}", key.name)) }
        })
        .collect()
}

/// The items of a list field; a field of another shape is a problem.
pub(crate) fn list<'a>(mapping: &'a Node, key: &str, problems: &mut Vec<Problem>) -> &'a [Node] {
    match mapping.get(key) {
        None => &[],
        Some(Node { kind: Kind::Sequence(items), .. }) => items,
        Some(node) if node.as_str() == Some("") => &[],
        Some(node) => {
            problems.push(Problem::fatal(node, format!("`{key}` must be a list")));
            &[]
        }
    }
}

/// A scalar field as text: numbers and booleans as they are written, as go-yaml puts them into Go strings.
pub(crate) fn text(mapping: &Node, key: &str) -> Option<String> {
    raw_text(mapping.get(key)?)
}

/// A scalar that is not null, as it is written.
pub(crate) fn raw_text(node: &Node) -> Option<String> {
    let is_null = node.to_json().is_ok_and(|value| value == Value::Null);
    node.as_scalar().filter(|_| !is_null).map(|scalar| scalar.value.clone())
}

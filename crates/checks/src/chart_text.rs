//! What `Chart.yaml` says in `version` and `appVersion`, for other files that must say the same.

use gostd::json::Value;
use gostd::semver::Version;
use goyaml::Node;

use crate::{Fix, Observation, Subject, edits};

/// The text of a field of `Chart.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChartText {
    /// As it is written, also where YAML makes a number of it.
    pub(crate) written: String,
    /// What it must become: a version that is not strict is made so, where that can be done.
    pub(crate) meant: String,
    /// Whether `Chart.yaml` must be mended first, and other files have to wait.
    pub(crate) is_unsettled: bool,
}

impl ChartText {
    /// The chart's version.
    pub(crate) fn version(subject: &Subject<'_>) -> Self {
        let found = Self::field(subject, "version", &subject.chart.metadata.version);
        if Version::parse_strict(&found.written).is_ok() {
            return found;
        }
        let meant = Version::parse(&found.written).map_or_else(|_| found.written.clone(), |loose| loose.to_string());
        Self { meant, is_unsettled: true, ..found }
    }

    /// The version of the application; nothing if there is none.
    pub(crate) fn app_version(subject: &Subject<'_>) -> Option<Self> {
        let found = Self::field(subject, "appVersion", &subject.chart.metadata.app_version);
        (!found.written.is_empty()).then_some(found)
    }

    /// Any other text of `Chart.yaml`.
    pub(crate) fn of(text: &str) -> Self {
        Self { written: text.to_owned(), meant: text.to_owned(), is_unsettled: false }
    }

    /// What is said of a file that has another text in its field.
    pub(crate) fn other(&self, path: &str, document: Option<&Node>, (key, found): (&str, &str)) -> Option<Observation> {
        if found.is_empty() || found == self.written || found == self.meant {
            return None;
        }
        let node = document.and_then(|document| document.get(key));
        let advice = format!("write `{key}: {}`", edits::written(&self.meant));
        let message = format!("{key} is {found:?}, but Chart.yaml says {:?}", self.written);
        let seen = Observation::of(path, message).at(node);
        if self.is_unsettled {
            return Some(seen.hint(format!("mend `{key}` in Chart.yaml; then {advice}")));
        }
        let seen = seen.hint(advice.as_str());
        Some(match node.and_then(|node| edits::replaced(path, node, &self.meant)) {
            Some(edit) => seen.fix(Fix::new(advice, edit)),
            None => seen,
        })
    }

    fn field(subject: &Subject<'_>, key: &str, read: &str) -> Self {
        let number = subject.field(key).filter(|node| is_number(node)).and_then(Node::as_scalar);
        match number {
            Some(number) => Self { is_unsettled: true, ..Self::of(&number.value) },
            None => Self::of(read),
        }
    }
}

/// Whether YAML makes a number of a value.
pub(crate) fn is_number(node: &Node) -> bool {
    matches!(node.to_json(), Ok(Value::Number(_)))
}

#[cfg(test)]
mod tests {
    use super::ChartText;

    fn text(written: &str, meant: &str, is_unsettled: bool) -> ChartText {
        ChartText { written: written.to_owned(), meant: meant.to_owned(), is_unsettled }
    }

    #[test]
    fn other_files_wait_until_the_chart_is_mended() {
        let document = goyaml::parse(b"version: 1.0.0\n").unwrap().unwrap();
        let other = |text: ChartText, found: &str| text.other("x", Some(&document), ("version", found));
        let fix = |text: ChartText| other(text, "1.0.0").unwrap().fix.map(|fix| fix.title);
        assert_eq!(fix(text("1.2.0", "1.2.0", false)).as_deref(), Some("write `version: 1.2.0`"));
        assert_eq!(fix(text("v1.2", "1.2.0", true)), None);
        for same in ["v1.2", "1.2.0", ""] {
            assert_eq!(other(text("v1.2", "1.2.0", true), same), None, "{same}");
        }
    }
}

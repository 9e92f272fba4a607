//! Cleaning and checking metadata in Helm's order and words (Helm: `Metadata.Validate`, `Dependency.Validate`).

use std::collections::BTreeSet;

use gostd::semver::Version;
use gostd::strconv;

use crate::decode::{Draft, Step};
use crate::metadata::{Dependency, Metadata, TYPE_LIBRARY};
use crate::text::{base_name, sanitize};

/// The `type` of charts that install something.
const TYPE_APPLICATION: &str = "application";

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Violation {
    /// Helm's text, without the prefix `validation: `.
    pub(crate) message: String,
    /// The field that breaks it.
    pub(crate) steps: Vec<Step>,
}

impl Violation {
    fn field(name: &str, message: impl Into<String>) -> Self {
        Self { message: message.into(), steps: vec![Step::Key(name.to_owned())] }
    }

    fn item(list: &str, index: usize, message: impl Into<String>) -> Self {
        Self { message: message.into(), steps: vec![Step::Key(list.to_owned()), Step::Index(index)] }
    }
}

/// Cleans the texts of a draft, then checks it.
pub(crate) fn validate(mut draft: Draft) -> Result<Metadata, Violation> {
    clean(&mut draft.metadata);
    identity(&draft.metadata)?;
    for (index, maintainer) in draft.metadata.maintainers.iter_mut().enumerate() {
        if draft.null_maintainers.contains(&index) {
            let message = "maintainers must not contain empty or null nodes";
            return Err(Violation::item("maintainers", index, message));
        }
        for text in [&mut maintainer.name, &mut maintainer.email, &mut maintainer.url] {
            *text = sanitize(text);
        }
    }
    dependencies(&mut draft)?;
    Ok(draft.metadata)
}

fn clean(metadata: &mut Metadata) {
    let texts = [
        &mut metadata.name,
        &mut metadata.description,
        &mut metadata.home,
        &mut metadata.icon,
        &mut metadata.condition,
        &mut metadata.tags,
        &mut metadata.app_version,
        &mut metadata.kube_version,
    ];
    let lists = metadata.sources.iter_mut().chain(&mut metadata.keywords);
    for text in texts.into_iter().chain(lists) {
        *text = sanitize(text);
    }
}

fn identity(metadata: &Metadata) -> Result<(), Violation> {
    let name = &metadata.name;
    let quoted = strconv::quote(name);
    if metadata.api_version.is_empty() {
        return Err(Violation::field("apiVersion", "chart.metadata.apiVersion is required"));
    }
    if name.is_empty() {
        return Err(Violation::field("name", "chart.metadata.name is required"));
    }
    if name == "." || name == ".." {
        return Err(Violation::field("name", format!("chart.metadata.name {quoted} is not allowed")));
    }
    if name != base_name(name) {
        return Err(Violation::field("name", format!("chart.metadata.name {quoted} is invalid")));
    }
    if metadata.version.is_empty() {
        return Err(Violation::field("version", "chart.metadata.version is required"));
    }
    if Version::parse(&metadata.version).is_err() {
        let version = strconv::quote(&metadata.version);
        return Err(Violation::field("version", format!("chart.metadata.version {version} is invalid")));
    }
    if !matches!(metadata.chart_type.as_str(), "" | TYPE_APPLICATION | TYPE_LIBRARY) {
        let message = "chart.metadata.type must be application or library";
        return Err(Violation::field("type", message));
    }
    Ok(())
}

fn dependencies(draft: &mut Draft) -> Result<(), Violation> {
    let mut keys = BTreeSet::new();
    for (index, dependency) in draft.metadata.dependencies.iter_mut().enumerate() {
        let violation = |message: String| Err(Violation::item("dependencies", index, message));
        if draft.null_dependencies.contains(&index) {
            return violation("dependencies must not contain empty or null nodes".to_owned());
        }
        clean_dependency(dependency);
        if !is_alias(&dependency.alias) {
            let name = strconv::quote(&dependency.name);
            return violation(format!("dependency {name} has disallowed characters in the alias"));
        }
        if !keys.insert(dependency.key().to_owned()) {
            let key = strconv::quote(dependency.key());
            return violation(format!("more than one dependency with name or alias {key}"));
        }
    }
    Ok(())
}

fn clean_dependency(dependency: &mut Dependency) {
    let texts = [&mut dependency.name, &mut dependency.version, &mut dependency.repository, &mut dependency.condition];
    for text in texts.into_iter().chain(&mut dependency.tags) {
        *text = sanitize(text);
    }
}

/// Letters, digits, `_` and `-`; no alias at all is fine.
fn is_alias(alias: &str) -> bool {
    alias.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Document, metadata};

    fn check(yaml: &str) -> Result<Metadata, String> {
        let document = Document::parse("Chart.yaml", yaml.as_bytes()).unwrap();
        let mut draft = Draft::default();
        metadata(&document, &mut draft).unwrap();
        validate(draft).map_err(|violation| violation.message)
    }

    #[test]
    fn rules_have_helms_words_and_order() {
        let base = "apiVersion: v2\nname: m\nversion: 1.0.0\n";
        for (yaml, message) in [
            ("name: m", "chart.metadata.apiVersion is required"),
            ("apiVersion: v2\nversion: 1.0.0", "chart.metadata.name is required"),
            ("apiVersion: v2\nname: .", "chart.metadata.name \".\" is not allowed"),
            ("apiVersion: v2\nname: a/b", "chart.metadata.name \"a/b\" is invalid"),
            ("apiVersion: v2\nname: ../evil", "chart.metadata.name \"../evil\" is invalid"),
            ("apiVersion: v2\nname: m", "chart.metadata.version is required"),
            ("apiVersion: v2\nname: m\nversion: 1.2.3.4", "chart.metadata.version \"1.2.3.4\" is invalid"),
            ("apiVersion: v2\nname: m\nversion: 1.2.3-01", "chart.metadata.version \"1.2.3-01\" is invalid"),
        ] {
            assert_eq!(check(yaml).unwrap_err(), message, "{yaml}");
        }
        for (yaml, message) in [
            ("type: Library", "chart.metadata.type must be application or library"),
            ("maintainers: [null]\ndependencies: [null]", "maintainers must not contain empty or null nodes"),
            ("dependencies: [null]", "dependencies must not contain empty or null nodes"),
            (
                "dependencies: [{name: a, alias: \"x y\"}, null]",
                "dependency \"a\" has disallowed characters in the alias",
            ),
            ("dependencies: [{name: a}, {name: b, alias: a}]", "more than one dependency with name or alias \"a\""),
        ] {
            assert_eq!(check(&format!("{base}{yaml}\n")).unwrap_err(), message, "{yaml}");
        }
    }

    #[test]
    fn texts_are_cleaned() {
        let checked = check(
            "apiVersion: v2\nname: m\nversion: v1.2\nhome: \"a\\u00a0b\\u200bc\"\nsources: [\"x\\ty\"]\n\
             dependencies: [{name: \"a\\u00a0b\", version: \" 1 \", alias: z}]\n",
        )
        .unwrap();
        assert_eq!((checked.home.as_str(), checked.sources[0].as_str()), ("a bc", "x y"));
        assert_eq!((checked.dependencies[0].name.as_str(), checked.version.as_str()), ("a b", "v1.2"));
        assert_eq!(checked.dependencies[0].version, " 1 ");
    }
}

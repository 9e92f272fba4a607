use goyaml::{Kind, Node};
use hub::annotations::{CATEGORY, LICENSE, LINKS, OPERATOR, PRERELEASE, links, parse_bool};

use crate::chart_text::ChartText;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml and Chart.yaml agree where both say something.",
    page: include_str!("drift_pkg_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = subject.package_file.as_ref() else { return Vec::new() };
    let Some(document) = file.document.as_ref() else { return Vec::new() };
    let node = |key: &str| document.get(key);
    let fields = [
        ("name", &file.metadata.name, Some(ChartText::of(subject.chart.name()))),
        ("appVersion", &file.metadata.app_version, ChartText::app_version(subject)),
    ];
    let different = fields
        .iter()
        .filter_map(|(key, found, expected)| expected.as_ref()?.other(path, Some(document), (key, found.as_deref()?)));
    let mut seen: Vec<Observation> = different.collect();
    let expected = subject.annotation(LINKS).map(links).unwrap_or_default();
    for (name, url) in expected.iter().filter(|link| !file.metadata.links.contains(link)) {
        let message = format!("link {name:?} to {url} is in Chart.yaml's {LINKS}, but not here");
        seen.push(Observation::of(path, message).at(node("links")));
    }
    let given = file.metadata.links.iter().filter(|(name, url)| !name.is_empty() || !url.is_empty());
    for (name, url) in given.filter(|link| !expected.contains(link)) {
        let message = format!("link {name:?} to {url} is not in Chart.yaml's {LINKS}");
        seen.push(Observation::of(path, message).at(node("links")));
    }
    seen.extend(readme(subject, path, file.metadata.readme.as_deref()).map(|seen| seen.at(node("readme"))));
    seen.extend(texts(subject, path, document));
    seen.extend(truths(subject, path, document));
    seen.extend(keywords(subject, path, document));
    seen
}

/// `readme` is either the text itself or, on one line that ends in `.md`, where the text stands.
fn readme(subject: &Subject<'_>, path: &str, readme: Option<&str>) -> Option<Observation> {
    let located = readme.filter(|text| !text.contains('\n') && text.ends_with(".md"))?;
    let name = located.rsplit('/').next().unwrap_or(located);
    let present = subject.chart.files.iter().any(|file| file.path == name);
    (!present).then(|| Observation::of(path, format!("readme names {located}, but the package has no {name}")))
}

/// Fields that both files have as texts.
fn texts(subject: &Subject<'_>, path: &str, document: &Node) -> Vec<Observation> {
    let metadata = &subject.chart.metadata;
    let field = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let annotation = |key: &str| subject.annotation(key).map(str::to_owned);
    let pairs = [
        ("license", LICENSE, annotation(LICENSE)),
        ("category", CATEGORY, annotation(CATEGORY)),
        ("homeURL", "home", field(&metadata.home)),
        ("logoURL", "icon", field(&metadata.icon)),
    ];
    let different = pairs.into_iter().filter_map(|(key, theirs, expected)| {
        let (node, expected) = (document.get(key)?, expected?);
        let found = node.to_go_string().ok()??;
        let same = |text: &str| text.trim().trim_end_matches('/').to_owned();
        (same(&found) != same(&expected)).then(|| {
            let message = format!("{key} is {found:?}, but {theirs} in Chart.yaml is {expected:?}");
            let seen = Observation::of(path, message).at(Some(node)).hint(format!("write `{key}: {expected}`"));
            seen.severity(Severity::Warning)
        })
    });
    different.collect()
}

/// Fields that both files have as truths.
fn truths(subject: &Subject<'_>, path: &str, document: &Node) -> Vec<Observation> {
    let annotation = |key: &str| subject.annotation(key).and_then(parse_bool);
    let pairs = [
        ("operator", OPERATOR, annotation(OPERATOR)),
        ("prerelease", PRERELEASE, annotation(PRERELEASE)),
        ("deprecated", "deprecated", subject.field("deprecated").map(|_| subject.chart.metadata.deprecated)),
    ];
    let different = pairs.into_iter().filter_map(|(key, theirs, expected)| {
        let (node, expected) = (document.get(key)?, expected?);
        let found = node.to_go_string().ok()??;
        (matches!(found.as_str(), "true" | "false") && found != expected.to_string()).then(|| {
            let message = format!("{key} is {found}, but {theirs} in Chart.yaml is {expected}");
            let seen = Observation::of(path, message).at(Some(node)).hint(format!("write `{key}: {expected}`"));
            seen.severity(Severity::Warning)
        })
    });
    different.collect()
}

/// The same words in any order.
fn keywords(subject: &Subject<'_>, path: &str, document: &Node) -> Option<Observation> {
    let node = document.get("keywords")?;
    let Kind::Sequence(items) = &node.kind else { return None };
    let sorted = |words: Vec<String>| {
        let mut words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        words.sort();
        words.dedup();
        words
    };
    let found = sorted(items.iter().filter_map(|item| Some(item.as_scalar()?.value.clone())).collect());
    let expected = sorted(subject.chart.metadata.keywords.clone());
    if found.is_empty() || expected.is_empty() || found == expected {
        return None;
    }
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|word| !those.contains(word)).cloned().collect::<Vec<_>>().join(", ")
    };
    let (here, there) = (only(&found, &expected), only(&expected, &found));
    let message = match (here.as_str(), there.as_str()) {
        (here, "") => format!("keywords has {here}, which Chart.yaml has not"),
        ("", there) => format!("keywords lacks {there}, which Chart.yaml has"),
        _ => format!("keywords has {here} where Chart.yaml has {there}"),
    };
    let seen = Observation::of(path, message).at(Some(node)).severity(Severity::Warning);
    Some(seen.hint("copy `keywords` from Chart.yaml"))
}

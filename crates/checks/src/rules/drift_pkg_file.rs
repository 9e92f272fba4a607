use hub::annotations::{LINKS, links};

use crate::edits;
use crate::{Facts, Fix, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml and Chart.yaml agree on name, application version, links and README.",
    page: include_str!("drift_pkg_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = subject.package_file.as_ref().filter(|(_, file)| file.document.is_some()) else {
        return Vec::new();
    };
    let node = |key: &str| file.document.as_ref().and_then(|document| document.get(key));
    let metadata = &subject.chart.metadata;
    let mut seen = Vec::new();
    let fields = [
        ("name", &file.metadata.name, &metadata.name),
        ("appVersion", &file.metadata.app_version, &metadata.app_version),
    ];
    for (key, found, expected) in fields {
        if let Some(found) = found.as_ref().filter(|found| *found != expected) {
            let message = format!("{key} is {found:?}, but Chart.yaml says {expected:?}");
            let advice = format!("write `{key}: {}`", edits::written(expected));
            let found = Observation::of(path, message).at(node(key)).hint(advice.as_str());
            seen.push(match node(key).and_then(|node| edits::replaced(path, node, expected)) {
                Some(edit) => found.fix(Fix::new(advice, edit)),
                None => found,
            });
        }
    }
    let expected = subject.annotation(LINKS).map(links).unwrap_or_default();
    for (name, url) in expected.iter().filter(|link| !file.metadata.links.contains(link)) {
        let message = format!("link {name:?} to {url} is in Chart.yaml's {LINKS}, but not here");
        seen.push(Observation::of(path, message).at(node("links")));
    }
    for (name, url) in file.metadata.links.iter().filter(|link| !expected.contains(link)) {
        let message = format!("link {name:?} to {url} is not in Chart.yaml's {LINKS}");
        seen.push(Observation::of(path, message).at(node("links")));
    }
    seen.extend(readme(subject, path, file.metadata.readme.as_deref()).map(|seen| seen.at(node("readme"))));
    seen
}

/// `readme` is either the text itself or, on one line that ends in `.md`, where the text stands.
fn readme(subject: &Subject<'_>, path: &str, readme: Option<&str>) -> Option<Observation> {
    let located = readme.filter(|text| !text.contains('\n') && text.ends_with(".md"))?;
    let name = located.rsplit('/').next().unwrap_or(located);
    let present = subject.chart.files.iter().any(|file| file.path == name);
    (!present).then(|| Observation::of(path, format!("readme names {located}, but the package has no {name}")))
}

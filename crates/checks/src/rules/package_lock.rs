use chart::Lock;
use chart::dependencies::{lock_in_sync, same_version};
use goyaml::{Node, Position};

use crate::listed::{dependencies, unasked};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/lock",
    severity: Severity::Warning,
    summary: "Chart.lock was made for the dependencies of Chart.yaml, and charts/ holds what it says.",
    page: include_str!("package_lock.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(lock) = &subject.chart.lock else { return Vec::new() };
    let files = ["Chart.lock", "requirements.lock"];
    let Some(file) = files.iter().find_map(|name| subject.chart.raw.get(name)) else { return Vec::new() };
    let (path, document) = (subject.path(&file.path), goyaml::parse(&file.data).ok().flatten());
    // `package/dependency-version` tells of these.
    let wrong = unasked(subject, &dependencies(subject));
    let told = |name: &str| wrong.iter().any(|chart| chart.name() == name);
    if let Some((message, hint)) = out_of_sync(subject, lock, &file.path) {
        if subject.chart.metadata.dependencies.iter().any(|dependency| told(&dependency.name)) {
            return Vec::new();
        }
        let digest = document.as_ref().and_then(|document| document.get("digest"));
        return vec![Observation::of(&path, message).at(digest).hint(hint)];
    }
    let entries = lock.entries().iter().enumerate().filter(|(_, entry)| !told(&entry.name));
    let entries = entries.filter_map(|(index, entry)| {
        let (name, version) = (&entry.name, &entry.version);
        let mut charts = subject.chart.dependencies.iter().filter(|chart| chart.name() == name).peekable();
        let found = charts.peek().map(|chart| chart.version())?;
        if charts.any(|chart| same_version(chart.version(), version)) {
            return None;
        }
        let message = format!("the lock says {name} {version}, but charts/ holds {found}, which is what users get");
        let hint = "run `portolan deps build` to get what the lock says, or `portolan deps update` to renew it";
        Some(Observation::of(&path, message).at_position(place(document.as_ref(), index)).hint(hint))
    });
    entries.collect()
}

/// Repositories by the names that a user's Helm knows can't be compared.
fn out_of_sync(subject: &Subject<'_>, lock: &Lock, file: &str) -> Option<(String, String)> {
    let metadata = &subject.chart.metadata;
    let by_name = |address: &str| address.starts_with('@') || address.starts_with("alias:");
    if metadata.dependencies.iter().any(|dependency| by_name(&dependency.repository)) {
        return None;
    }
    let error = lock_in_sync(&metadata.api_version, &metadata.dependencies, lock).err()?;
    if metadata.dependencies.is_empty() {
        let message = "the lock is for no dependency, and `helm dependency build` refuses it: Chart.yaml lists none";
        return Some((message.to_owned(), format!("remove {file}")));
    }
    let message = format!("`helm dependency build` refuses this lock: {error}");
    Some((message, "run `portolan deps update` and commit the lock".to_owned()))
}

fn place(document: Option<&Node>, index: usize) -> Option<Position> {
    let entry = document?.get("dependencies")?.as_sequence()?.get(index)?;
    Some(entry.get("version").unwrap_or(entry).span.start)
}

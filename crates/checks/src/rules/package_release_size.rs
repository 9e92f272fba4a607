use crate::release_size::{LIMIT, Stored, WARN_PERCENT};
use crate::subject::Run;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/release-size",
    severity: Severity::Error,
    summary: "A release of the chart fits into the Secret in which Helm keeps it.",
    page: include_str!("package_release_size.md"),
    look,
};

/// Parts that the finding names.
const NAMED: usize = 4;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    if subject.chart.is_library() {
        return Vec::new();
    }
    let default = subject.renders().matrix().filter(|run| run.outcome.is_ok() && run.scene.values.is_none()).last();
    let large = largest(subject);
    let with_default = default.or(large).map_or_else(|| found(subject, None), |run| found(subject, Some(run)));
    let other = large.filter(|run| run.scene.values.is_some() && default.is_some());
    with_default.or_else(|| found(subject, Some(other?))).into_iter().collect()
}

/// The run that renders to the most text.
fn largest<'s>(subject: &'s Subject<'_>) -> Option<&'s Run> {
    let renders = subject.renders();
    let bytes = |run: &&Run| renders.objects_of(run).map(|object| object.text.len()).sum::<usize>();
    renders.matrix().filter(|run| run.outcome.is_ok()).max_by_key(bytes)
}

fn found(subject: &Subject<'_>, run: Option<&Run>) -> Option<Observation> {
    let file = run.and_then(|run| run.scene.values.as_ref());
    let user =
        file.and_then(|path| subject.values_files().iter().find(|file| file.path == *path)?.values.as_ref().ok());
    let stored = Stored::new(subject.chart, &user.cloned().unwrap_or_default(), subject.renders(), run);
    let size = stored.size_above(WARN_PERCENT)?;
    let parts = stored.parts();
    let all: usize = parts.iter().map(|part| part.bytes).sum();
    let percent = |bytes: usize, of: usize| bytes.saturating_mul(100).checked_div(of).unwrap_or(0);
    let named = parts.iter().take(NAMED).map(|part| format!("{} ({} %)", part.name, percent(part.bytes, all)));
    let named = named.collect::<Vec<_>>().join(", ");
    let with = file.map_or_else(|| "with default values".to_owned(), |file| format!("with {file}"));
    let of_limit = percent(size, LIMIT);
    let (verdict, severity) = if size > LIMIT {
        ("Helm can't install it", Severity::Error)
    } else {
        ("a little more and Helm can't install it", Severity::Warning)
    };
    let message = format!("a release {with} takes {size} of {LIMIT} bytes in Helm's Secret ({of_limit} %): {verdict}");
    let hint = format!(
        "most of it is {named}; leave out what templates do not need by .helmignore, or move parts into a chart of their own"
    );
    Some(Observation::of(subject.folder, message).severity(severity).hint(hint))
}

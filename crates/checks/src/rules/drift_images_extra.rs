use std::collections::BTreeSet;

use memchr::memmem;

use crate::images::{Reference, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/images-extra",
    severity: Severity::Warning,
    summary: "Every image in artifacthub.io/images appears in some render of the chart.",
    page: include_str!("drift_images_extra.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(listed) = annotated(subject) else { return Vec::new() };
    let made = subject.renders().matrix().filter(|run| run.outcome.is_ok());
    let rendered: BTreeSet<Option<&str>> = made.map(|run| run.scene.values.as_deref()).collect();
    if !rendered.contains(&None) {
        return Vec::new();
    }
    let references: Vec<&Reference> = subject.images().parsed().map(|(_, reference)| reference).collect();
    let extra = listed.iter().filter_map(|entry| {
        let reference = entry.reference.as_ref().ok()?;
        (!references.iter().any(|rendered| rendered.is_same_repository(reference))).then_some((entry, reference))
    });
    let values = match rendered.len() - 1 {
        0 => "default values".to_owned(),
        1 => "default values and one file of values".to_owned(),
        files => format!("default values and {files} files of values"),
    };
    let observation = |(entry, reference): (&crate::images::Annotated, &Reference)| {
        let (severity, what, hint) = if is_mentioned(subject, reference) {
            let hint = "to have it compared, add a file such as ci/all-values.yaml that makes the chart use it";
            (Severity::Info, "is in no render", hint)
        } else {
            let hint = "remove it if it is left over; if the program itself starts it, keep it and allow this finding \
                        with that reason";
            (Severity::Warning, "is in no render, and no file of the chart names it", hint)
        };
        let message = format!("{} of artifacthub.io/images {what} ({values})", entry.text);
        Observation::of(&subject.chart_yaml(), message).at_position(entry.position).severity(severity).hint(hint)
    };
    extra.map(observation).collect()
}

/// Whether values, templates or other files name the repository. Documents for people don't count.
fn is_mentioned(subject: &Subject<'_>, reference: &Reference) -> bool {
    let finder = memmem::Finder::new(reference.base().as_bytes());
    let is_document = |path: &str| {
        let lower = path.to_ascii_lowercase();
        lower.ends_with(".md") || lower == "chart.yaml" || lower.ends_with(".txt") || lower.ends_with(".gotmpl")
    };
    let files = subject.chart.raw.files().iter().filter(|file| !is_document(&file.path));
    let archives = subject.chart.dependencies.iter().flat_map(|chart| chart.raw.files());
    files.chain(archives).any(|file| finder.find(&file.data).is_some())
}

use render::RenderError;

use crate::subject::Run;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "helm/render",
    severity: Severity::Error,
    summary: "The chart renders with its own values and every ci/*-values.yaml, for every version of Kubernetes.",
    page: include_str!("helm_render.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let unreadable = subject.values_files().iter().filter_map(|file| {
        let error = file.values.as_ref().err()?;
        let message = format!("the values can't be read: {error}");
        Some(Observation::of(&subject.path(&file.path), message).at_position(error.position))
    });
    let mut seen: Vec<Observation> = unreadable.collect();
    let mut told: Vec<(Option<&str>, String)> = Vec::new();
    for run in subject.renders().matrix() {
        let Some(error) = run.outcome.as_ref().err().filter(|error| is_ours(error)) else { continue };
        let key = (run.scene.values.as_deref(), error.to_string());
        if !told.contains(&key) {
            seen.push(observation(subject, run, error));
            told.push(key);
        }
    }
    seen
}

/// Values that a schema refuses and versions that the chart excludes have checks of their own.
fn is_ours(error: &RenderError) -> bool {
    !matches!(error, RenderError::Schema(_) | RenderError::KubeVersion(_))
}

fn observation(subject: &Subject<'_>, run: &Run, error: &RenderError) -> Observation {
    let (file, position) = subject.place_of(error);
    let text = error.to_string();
    let seen = Observation::of(&file, format!("{}: {}", run.scene.words(), text.trim_end())).at_position(position);
    if run.scene.values.is_some() || !asks_for_values(error) {
        return seen;
    }
    // Only the chart's user can know some values; then a file in ci/ shows how it is meant.
    if subject.renders().matrix().any(|run| run.scene.values.is_some()) {
        return seen.severity(Severity::Info);
    }
    seen.severity(Severity::Warning)
        .hint("the chart asks for values: add a ci/NAME-values.yaml with some, so that it can be checked")
}

/// Whether a template gave up by `required` or `fail`.
fn asks_for_values(error: &RenderError) -> bool {
    error.to_string().contains("execution error at (")
}

//! What API servers refuse of the objects that a chart renders to.

use std::collections::{BTreeMap, BTreeSet};

use goyaml::Position;
use manifests::{Fault, FaultKind, Judged, Step, Versions};

use crate::subject::{Object, Renders, Run};
use crate::{Observation, Subject, template_place};

/// What servers say of one object, or of the items of one list.
pub(crate) struct Verdict {
    /// Its place in [`Renders::objects`].
    object: usize,
    /// The versions of Kubernetes for which it is made.
    asked: Versions,
    judged: Vec<Judged>,
}

/// Judges every object of the matrix for the versions for which it is made. Versions whose schemas are not known are left
/// out.
pub(crate) fn verdicts(renders: &Renders) -> Vec<Verdict> {
    let mut asked: BTreeMap<usize, Versions> = BTreeMap::new();
    for run in renders.matrix() {
        let version = &run.scene.kubernetes;
        let minor = version.minor.parse().ok().filter(|_| version.major == "1");
        for index in run.outcome.iter().flatten() {
            let versions = asked.entry(*index).or_default();
            *versions = versions.or(Versions::of(minor));
        }
    }
    let judge = |(object, asked): (usize, Versions)| {
        let judged = manifests::judge(&renders.objects.get(object)?.document, asked);
        Some(Verdict { object, asked, judged })
    };
    asked.into_iter().filter(|(_, asked)| !asked.is_empty()).filter_map(judge).collect()
}

/// An object with what is said of it.
pub(crate) struct Of<'s> {
    /// What was rendered: it may be a list that holds the object.
    pub(crate) object: &'s Object,
    /// The first render that makes it.
    pub(crate) run: &'s Run,
    /// The versions of Kubernetes for which it is made.
    pub(crate) asked: Versions,
    /// What is said.
    pub(crate) judged: &'s Judged,
}

/// Everything that is said.
pub(crate) fn all<'s>(subject: &'s Subject<'_>) -> Vec<Of<'s>> {
    let renders = subject.renders();
    let runs: BTreeMap<usize, &Run> = renders.matrix_indices().into_iter().collect();
    let of = |verdict: &'s Verdict| {
        let (object, run) = (renders.objects.get(verdict.object), runs.get(&verdict.object));
        let judged = verdict.judged.iter();
        judged.filter_map(move |judged| Some(Of { object: object?, run: run?, asked: verdict.asked, judged }))
    };
    subject.verdicts().iter().flat_map(of).collect()
}

/// A fault of an object, and the others in the same template that are the same but for the place.
struct Same<'s> {
    of: Of<'s>,
    fault: &'s Fault,
    places: BTreeSet<String>,
    versions: Versions,
}

/// Observations about the faults of some kinds, each once for a template.
pub(crate) fn told(subject: &Subject<'_>, wanted: impl Fn(FaultKind) -> bool) -> Vec<Observation> {
    let mut places = BTreeMap::new();
    let mut found: Vec<Same<'_>> = Vec::new();
    // What servers say of definitions of custom resources is told by other rules, with what is in them.
    for of in all(subject).into_iter().filter(|of| of.judged.kind != "CustomResourceDefinition") {
        for fault in of.judged.faults.iter().filter(|fault| wanted(fault.kind)) {
            let key = (of.object.template.as_str(), of.judged.kind.as_str(), without_numbers(&fault.text));
            let index = *places.entry(key).or_insert(found.len());
            if index == found.len() {
                let of = Of { ..of };
                found.push(Same { of, fault, places: BTreeSet::new(), versions: fault.versions });
            }
            if let Some(same) = found.get_mut(index) {
                same.places.insert(format!("{} {}", of.judged.name, fault.path()));
                same.versions = same.versions.or(fault.versions);
            }
        }
    }
    found.iter().map(|same| observation(subject, same)).collect()
}

fn observation(subject: &Subject<'_>, same: &Same<'_>) -> Observation {
    let Of { object, run, asked, judged } = &same.of;
    let file = subject.file_with(&object.template);
    let within = if file.ends_with(&object.template) { String::new() } else { format!(" in {}", object.template) };
    let values = run.scene.values.as_ref().map(|values| format!(", with {values}")).unwrap_or_default();
    let more = match same.places.len() {
        0 | 1 => String::new(),
        2 => ", and the same at one other place".to_owned(),
        count => format!(", and the same at {} other places", count - 1),
    };
    let versions = same.versions.words();
    let text = &same.fault.text;
    let message = format!("{} {}{within}: {text} (Kubernetes {versions}{values}{more})", judged.kind, judged.name);
    let seen = Observation::of(&file, message).at_position(place(subject, object, &judged.kind, same.fault));
    if let Some(chart) = object.template.strip_prefix("charts/").and_then(|path| path.split('/').next()) {
        return seen.hint(format!("it comes from the chart {chart} within: take a newer version of that"));
    }
    if same.versions == *asked {
        return seen;
    }
    seen.hint("where not every version takes it, choose by .Capabilities.KubeVersion")
}

/// Where a template writes what is at fault: the key if the template has it once, else where the object begins.
fn place(subject: &Subject<'_>, object: &Object, kind: &str, fault: &Fault) -> Option<Position> {
    let name = fault.steps.iter().rev().find_map(|step| match step {
        Step::Field(name) | Step::Key(name) => Some(name),
        Step::Index(_) => None,
    });
    let key = name.map(|name| format!("{name}:")).filter(|_| fault.kind != FaultKind::Required);
    let once = key.and_then(|key| template_place::once_in_document(subject, &object.template, kind, &key));
    once.or_else(|| start(subject, object, kind))
}

/// Where the document of a template begins that makes an object.
pub(crate) fn start(subject: &Subject<'_>, object: &Object, kind: &str) -> Option<Position> {
    template_place::in_document(subject, &object.template, kind, &["kind:"])
}

/// A text without the numbers in brackets: what is the same at many items is told once.
fn without_numbers(text: &str) -> String {
    let mut parts = text.split('[');
    let mut found = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        found.push('[');
        found.push_str(part.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items_do_not_count() {
        assert_eq!(without_numbers("a[0].b[12].c[x]: 7"), "a[].b[].c[x]: 7");
        assert_eq!(without_numbers("unknown"), "unknown");
    }
}

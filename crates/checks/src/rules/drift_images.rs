use crate::given_images;
use crate::images::{Annotated, Image, Reference, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/images",
    severity: Severity::Error,
    summary: "artifacthub.io/images lists the images that the chart runs with its default values.",
    page: include_str!("drift_images.md"),
    look,
};

/// An entry of the annotation with what it means.
type Entry<'a> = (&'a Annotated, &'a Reference);

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(listed) = annotated(subject) else { return Vec::new() };
    let listed: Vec<Entry<'_>> =
        listed.iter().filter_map(|entry| Some((entry, entry.reference.as_ref().ok()?))).collect();
    let rendered: Vec<(&Image, &Reference)> =
        subject.images().parsed().filter(|(image, _)| image.is_certain_by_default(|_| true)).collect();
    let mut told = Vec::new();
    let mut seen = Vec::new();
    let mut foreign = Vec::new();
    for (image, reference) in &rendered {
        let entries: Vec<Entry<'_>> =
            listed.iter().filter(|(_, listed)| listed.is_same_repository(reference)).copied().collect();
        let difference = if entries.is_empty() {
            let is_new = !told.contains(&reference.repository());
            if is_new && image.is_foreign() {
                foreign.push((*image, *reference));
            }
            (is_new && !image.is_foreign()).then(|| missing(subject, image, reference))
        } else {
            let others = rendered.iter().map(|(_, other)| *other).filter(|other| other.is_same_repository(reference));
            other_tag(subject, image, &entries, &others.collect::<Vec<_>>())
        };
        told.push(reference.repository());
        seen.extend(difference);
    }
    seen.extend(missing_of_dependencies(subject, &foreign));
    seen.extend(given_images::observations(subject, &listed));
    seen
}

/// Images that only charts within run: one observation for all.
fn missing_of_dependencies(subject: &Subject<'_>, missing: &[(&Image, &Reference)]) -> Option<Observation> {
    let texts: Vec<&str> = missing.iter().map(|(image, _)| image.text.as_str()).collect();
    let (first, _) = missing.first()?;
    let who = match first.best_use().and_then(|used| used.dependency()) {
        Some(chart) if missing.iter().all(|(image, _)| is_of(image, chart)) => format!("the chart within {chart} runs"),
        _ => "charts within run".to_owned(),
    };
    let message = format!("artifacthub.io/images does not list what {who}: {}", texts.join(", "));
    let entries: Vec<String> = missing.iter().map(|(image, reference)| entry(image, reference)).collect();
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(hub::annotations::IMAGES));
    Some(seen.severity(Severity::Warning).hint(format!("add to the annotation:\n{}", entries.join("\n"))))
}

fn is_of(image: &Image, chart: &str) -> bool {
    image.uses.iter().any(|used| used.dependency() == Some(chart))
}

/// An item of the annotation.
fn entry(image: &Image, reference: &Reference) -> String {
    format!("- name: {}\n  image: {}", reference.base(), image.text)
}

fn missing(subject: &Subject<'_>, image: &Image, reference: &Reference) -> Observation {
    let used = image.best_use().map(|used| used.words()).unwrap_or_default();
    let message = format!("artifacthub.io/images does not list {}, which {used} runs", image.text);
    let is_only_tested = !image.is_certain_by_default(|used| !used.is_test);
    let severity = if is_only_tested { Severity::Warning } else { Severity::Error };
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(hub::annotations::IMAGES));
    seen.severity(severity).hint(format!("add to the annotation:\n{}", entry(image, reference)))
}

/// What is said of an image whose repository is listed.
fn other_tag(
    subject: &Subject<'_>,
    image: &Image,
    entries: &[Entry<'_>],
    rendered: &[&Reference],
) -> Option<Observation> {
    let reference = image.reference.as_ref().ok()?;
    let same = entries.iter().find(|(_, listed)| listed.can_be(reference));
    let (entry, listed) = same.or(entries.first())?;
    let at = |message: String| Observation::of(&subject.chart_yaml(), message).at_position(entry.position);
    let hint = format!("write `image: {}`", image.text);
    if same.is_some() {
        let lacks = listed.digest.is_none() && reference.digest.is_some();
        let message = format!("artifacthub.io/images lists {} without the digest that the chart runs", entry.text);
        return lacks.then(|| at(message).severity(Severity::Warning).hint(hint));
    }
    let used = image.best_use().map(|used| used.words()).unwrap_or_default();
    // One of several, or one that only some versions of Kubernetes get: some entry is right.
    let is_one_of_them = rendered.iter().any(|other| entries.iter().any(|(_, listed)| listed.can_be(other)));
    if is_one_of_them {
        let message =
            format!("artifacthub.io/images does not list {}, which {used} runs beside {}", image.text, entry.text);
        let always = image.is_always_there();
        return always.then(|| at(message).severity(Severity::Warning).hint(format!("add `image: {}`", image.text)));
    }
    Some(at(format!("artifacthub.io/images lists {}, but {used} runs {}", entry.text, image.text)).hint(hint))
}

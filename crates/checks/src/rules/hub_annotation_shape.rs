use hub::annotations::{
    CHANGES, CONTAINS_SECURITY_UPDATES, CRDS, CRDS_EXAMPLES, IMAGES, LICENSE, LINKS, OPERATOR, PRERELEASE, Shape,
    changes, mismatch,
};

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/annotation-shape",
    severity: Severity::Error,
    summary: "The Artifact Hub annotations have the shape that Artifact Hub parses.",
    page: include_str!("hub_annotation_shape.md"),
    look,
};

const SHAPES: [(&str, Shape); 9] = [
    (CHANGES, Shape::List),
    (IMAGES, Shape::List),
    (LINKS, Shape::List),
    (CRDS, Shape::List),
    (CRDS_EXAMPLES, Shape::List),
    (LICENSE, Shape::Text),
    (OPERATOR, Shape::Boolean),
    (PRERELEASE, Shape::Boolean),
    (CONTAINS_SECURITY_UPDATES, Shape::Boolean),
];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let wrong = SHAPES.iter().filter_map(|(key, shape)| {
        let value = subject.annotation(key)?;
        let reason = mismatch(*shape, value).or_else(|| (*key == CHANGES).then(|| changes(value).err()).flatten())?;
        let seen = Observation::of(&subject.chart_yaml(), format!("annotation {key}: {reason}"));
        Some(seen.at(subject.annotation_node(key)).hint("Artifact Hub refuses or loses the whole version otherwise"))
    });
    wrong.collect()
}

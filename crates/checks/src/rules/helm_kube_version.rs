use gostd::semver::Constraints;
use render::RenderError;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "helm/kube-version",
    severity: Severity::Error,
    summary: "kubeVersion in Chart.yaml allows every version of Kubernetes that the chart is checked for.",
    page: include_str!("helm_kube_version.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let range = &subject.chart.metadata.kube_version;
    let plain = subject.renders().matrix().filter(|run| run.scene.values.is_none());
    let refused = plain.filter(|run| matches!(run.outcome, Err(RenderError::KubeVersion(_))));
    let versions: Vec<&str> = refused.map(|run| run.scene.kubernetes.version.as_str()).collect();
    if versions.is_empty() {
        return Vec::new();
    }
    let (message, hint) = match Constraints::parse(range) {
        Ok(_) => (
            format!("kubeVersion {range:?} excludes Kubernetes {}", versions.join(", ")),
            "widen kubeVersion, or leave the version out of `render.kubernetes` in portolan.yaml",
        ),
        Err(error) => (
            format!("kubeVersion {range:?} is no range of versions ({error}): Helm installs the chart nowhere"),
            "write a range such as `\">=1.25.0-0\"`",
        ),
    };
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("kubeVersion"));
    vec![seen.hint(hint)]
}

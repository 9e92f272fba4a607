//! APIs of Kubernetes that objects use although they end.

use std::collections::BTreeSet;

use lint::Lifecycle;
use render::values::capabilities::KubeVersion;

use crate::{Observation, Subject, template_place};

/// An API that objects use, with the versions of Kubernetes for which they do.
pub struct Used<'s> {
    /// The template.
    pub template: &'s str,
    /// `policy/v1beta1`
    pub api_version: &'s str,
    /// `PodDisruptionBudget`
    pub kind: &'s str,
    /// When it ends.
    pub lifecycle: Lifecycle<'s>,
    /// The newest version of Kubernetes for which it is used.
    pub newest: &'s KubeVersion,
}

impl Used<'_> {
    /// Whether it is gone in a version for which it is used.
    pub fn is_gone(&self) -> bool {
        self.lifecycle.removed.is_some_and(|removed| minor(self.newest) >= removed)
    }

    /// Whether it is deprecated in a version for which it is used.
    pub fn is_deprecated(&self) -> bool {
        minor(self.newest) >= self.lifecycle.deprecated
    }

    /// The observation, at the line of the template that names the API.
    pub fn observation(&self, subject: &Subject<'_>, what: &str) -> Observation {
        let file = subject.file_with(self.template);
        let within = if file.ends_with(self.template) { String::new() } else { format!(" in {}", self.template) };
        let message = format!("{} {}{within} {what}", self.api_version, self.kind);
        let position = template_place::of_api(subject, self.template, self.kind, self.api_version);
        let seen = Observation::of(&file, message).at_position(position);
        if let Some(chart) = self.template.strip_prefix("charts/").and_then(|path| path.split('/').next()) {
            return seen.hint(format!("it comes from the chart {chart} within: take a newer version of that"));
        }
        match self.lifecycle.successor {
            Some((api, kind)) => {
                let switch = "where older clusters matter, choose by .Capabilities.APIVersions.Has";
                seen.hint(format!("use {api} {kind}; {switch}"))
            }
            None => seen.hint("there is no API to use instead: leave the object out for newer clusters"),
        }
    }
}

fn minor(version: &KubeVersion) -> u32 {
    version.minor.parse().unwrap_or(u32::MAX)
}

/// APIs that are gone for so long that Helm's client does not know them any more (Kubernetes, *Deprecated API Migration
/// Guide*): API version, kind, deprecated since and gone since 1.x, the API version to use instead.
const FORGOTTEN: [(&str, &str, u32, u32, Option<&str>); 8] = [
    ("policy/v1beta1", "PodSecurityPolicy", 21, 25, None),
    ("extensions/v1beta1", "PodSecurityPolicy", 11, 16, None),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, Some("autoscaling/v2")),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, Some("autoscaling/v2")),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, Some("apiextensions.k8s.io/v1")),
    ("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, Some("apiregistration.k8s.io/v1")),
    ("batch/v2alpha1", "CronJob", 8, 21, Some("batch/v1")),
    ("settings.k8s.io/v1alpha1", "PodPreset", 19, 20, None),
];

/// When an API ends.
fn lifecycle<'a>(api_version: &str, kind: &'a str) -> Option<Lifecycle<'a>> {
    let forgotten = || {
        let is_it = |row: &&(&str, &str, u32, u32, Option<&'static str>)| row.0 == api_version && row.1 == kind;
        let (_, _, deprecated, removed, successor) = FORGOTTEN.iter().find(is_it)?;
        let successor = successor.map(|successor| (successor, kind));
        Some(Lifecycle { deprecated: *deprecated, removed: Some(*removed), successor })
    };
    lint::lifecycle(api_version, kind).or_else(forgotten)
}

/// The minor version since which an API is gone, if it is one that ends: that is told by rules of its own.
pub fn gone_since(api_version: &str, kind: &str) -> Option<u32> {
    lifecycle(api_version, kind)?.removed
}

/// Every API that ends and that objects of the matrix use, once for each template.
pub fn used<'s>(subject: &'s Subject<'_>) -> Vec<Used<'s>> {
    let renders = subject.renders();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    // The newest versions come last.
    let runs: Vec<_> = renders.matrix().collect();
    for run in runs.into_iter().rev() {
        for object in renders.objects_of(run) {
            let (api_version, kind) = (object.head.api_version.as_str(), object.head.kind.as_str());
            let Some(lifecycle) = lifecycle(api_version, kind) else { continue };
            if seen.insert((object.template.as_str(), api_version, kind)) {
                let newest = &run.scene.kubernetes;
                found.push(Used { template: &object.template, api_version, kind, lifecycle, newest });
            }
        }
    }
    found.sort_by(|a, b| a.template.cmp(b.template));
    found
}

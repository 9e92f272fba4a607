//! Names of objects (kubernetes: `pkg/apis/*/validation`; apimachinery: `pkg/util/validation`).

use gostd::json::Value;

use crate::judge::{Walk, shown};
use crate::{FaultKind, NEWEST, Versions};

const MAX_LABEL: usize = 63;
const MAX_SUBDOMAIN: usize = 253;
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name', or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const OLD_LABEL: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

/// From here on names of Services may begin with a digit (the feature RelaxedServiceNameValidation is on).
const RELAXED_SERVICES: u32 = 36;

/// Kinds whose names are subdomains in every version; of others nothing is said.
const SUBDOMAINS: &[&str] = &[
    "apps/v1 ControllerRevision",
    "apps/v1 DaemonSet",
    "apps/v1 Deployment",
    "apps/v1 ReplicaSet",
    "apps/v1 StatefulSet",
    "autoscaling/v1 HorizontalPodAutoscaler",
    "autoscaling/v2 HorizontalPodAutoscaler",
    "batch/v1 CronJob",
    "batch/v1 Job",
    "coordination.k8s.io/v1 Lease",
    "discovery.k8s.io/v1 EndpointSlice",
    "networking.k8s.io/v1 Ingress",
    "networking.k8s.io/v1 IngressClass",
    "networking.k8s.io/v1 NetworkPolicy",
    "node.k8s.io/v1 RuntimeClass",
    "scheduling.k8s.io/v1 PriorityClass",
    "storage.k8s.io/v1 StorageClass",
    "storage.k8s.io/v1 VolumeAttributesClass",
    "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
    "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
    "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding",
    "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
    "v1 ConfigMap",
    "v1 Endpoints",
    "v1 LimitRange",
    "v1 PersistentVolume",
    "v1 PersistentVolumeClaim",
    "v1 Pod",
    "v1 ReplicationController",
    "v1 ResourceQuota",
    "v1 Secret",
    "v1 ServiceAccount",
];

/// Looks at the name of an object.
pub(super) fn look(walk: &mut Walk<'_>, name: &str, (api_version, kind): (&str, &str), versions: Versions) {
    let relaxed = Versions::of(RELAXED_SERVICES..=NEWEST);
    let problems = match (api_version, kind) {
        ("v1", "Service") => {
            vec![(old_label_problem(name), versions.without(relaxed)), (label_problem(name), versions.and(relaxed))]
        }
        ("v1", "Namespace") => vec![(label_problem(name), versions)],
        _ if api_version.starts_with("rbac.authorization.k8s.io/") => vec![(segment_problem(name), versions)],
        _ if SUBDOMAINS.contains(&format!("{api_version} {kind}").as_str()) => {
            vec![(subdomain_problem(name), versions)]
        }
        _ => Vec::new(),
    };
    for (problem, versions) in problems.into_iter().filter_map(|(problem, versions)| Some((problem?, versions))) {
        let what = format!("Invalid value: {}: {problem}", shown(&Value::String(name.to_owned())));
        walk.at_field("name", |walk| walk.refuse(FaultKind::Invalid, &what, versions));
    }
}

/// Why a text is no lowercase subdomain.
pub(super) fn subdomain_problem(name: &str) -> Option<String> {
    if name.len() > MAX_SUBDOMAIN {
        return Some(format!("must be no more than {MAX_SUBDOMAIN} bytes"));
    }
    (!name.split('.').all(is_label)).then(|| SUBDOMAIN.to_owned())
}

fn label_problem(name: &str) -> Option<String> {
    if name.len() > MAX_LABEL {
        return Some(format!("must be no more than {MAX_LABEL} bytes"));
    }
    (!is_label(name)).then(|| LABEL.to_owned())
}

fn old_label_problem(name: &str) -> Option<String> {
    if name.len() > MAX_LABEL {
        return Some(format!("must be no more than {MAX_LABEL} bytes"));
    }
    let is_good = is_label(name) && name.starts_with(|first: char| first.is_ascii_lowercase());
    (!is_good).then(|| OLD_LABEL.to_owned())
}

/// A name that stands in a URL as it is.
fn segment_problem(name: &str) -> Option<String> {
    if matches!(name, "." | "..") {
        return Some(format!("may not be '{name}'"));
    }
    ['/', '%'].into_iter().find(|letter| name.contains(*letter)).map(|letter| format!("may not contain '{letter}'"))
}

fn is_label(text: &str) -> bool {
    let is_outer = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let bytes = text.as_bytes();
    let is_inner = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    is_outer(bytes.first()) && is_outer(bytes.last()) && bytes.iter().all(is_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_kubernetes() {
        for name in ["a", "a.b", "1a", "a-b.c-d", &"a".repeat(253)] {
            assert_eq!(subdomain_problem(name), None, "{name}");
        }
        for name in ["", "A", "a_b", "a..b", ".a", "a.", "-a", "a-.b", &"a".repeat(254)] {
            assert!(subdomain_problem(name).is_some(), "{name}");
        }
        assert!(label_problem("a.b").is_some());
        assert_eq!((label_problem("1a"), old_label_problem("1a").is_some()), (None, true));
        assert_eq!(segment_problem("system:A_b.c"), None);
        assert!(segment_problem("a/b").is_some() && segment_problem("..").is_some());
    }
}

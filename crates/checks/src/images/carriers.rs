//! Where kinds of objects have pods and images.
//!
//! Sources: the definitions of Kubernetes 1.37 for its own kinds, the published definitions of the projects for others.

/// Kinds that hold a pod: group, kind, and the way to its `spec`.
const PODS: [(&str, &str, &[&str]); 23] = [
    ("", "Pod", &["spec"]),
    ("", "PodTemplate", &["template", "spec"]),
    ("", "ReplicationController", TEMPLATE),
    ("apps", "ReplicaSet", TEMPLATE),
    ("apps", "Deployment", TEMPLATE),
    ("apps", "DaemonSet", TEMPLATE),
    ("apps", "StatefulSet", TEMPLATE),
    ("extensions", "Deployment", TEMPLATE),
    ("extensions", "DaemonSet", TEMPLATE),
    ("extensions", "ReplicaSet", TEMPLATE),
    ("batch", "Job", TEMPLATE),
    ("batch", "CronJob", &["spec", "jobTemplate", "spec", "template", "spec"]),
    ("apps.openshift.io", "DeploymentConfig", TEMPLATE),
    ("argoproj.io", "Rollout", TEMPLATE),
    ("serving.knative.dev", "Service", TEMPLATE),
    ("serving.knative.dev", "Configuration", TEMPLATE),
    ("keda.sh", "ScaledJob", &["spec", "jobTargetRef", "template", "spec"]),
    ("apps.kruise.io", "CloneSet", TEMPLATE),
    ("apps.kruise.io", "DaemonSet", TEMPLATE),
    ("apps.kruise.io", "StatefulSet", TEMPLATE),
    ("apps.kruise.io", "BroadcastJob", TEMPLATE),
    ("actions.github.com", "AutoscalingRunnerSet", TEMPLATE),
    ("actions.github.com", "EphemeralRunnerSet", &["spec", "ephemeralRunnerSpec", "spec"]),
];
const TEMPLATE: &[&str] = &["spec", "template", "spec"];

/// Fields of custom resources whose controllers run what they name: group, kind (`*` for all), and the way to it, `*` for
/// the items of a list.
const FIELDS: [(&str, &str, &[&str]); 15] = [
    ("monitoring.coreos.com", "Prometheus", &["spec", "image"]),
    ("monitoring.coreos.com", "Prometheus", &["spec", "thanos", "image"]),
    ("monitoring.coreos.com", "PrometheusAgent", &["spec", "image"]),
    ("monitoring.coreos.com", "Alertmanager", &["spec", "image"]),
    ("monitoring.coreos.com", "ThanosRuler", &["spec", "image"]),
    ("postgresql.cnpg.io", "Cluster", &["spec", "imageName"]),
    ("postgresql.cnpg.io", "ImageCatalog", &["spec", "images", "*", "image"]),
    ("postgresql.cnpg.io", "ClusterImageCatalog", &["spec", "images", "*", "image"]),
    ("acid.zalan.do", "postgresql", &["spec", "dockerImage"]),
    ("opentelemetry.io", "OpenTelemetryCollector", &["spec", "image"]),
    ("minio.min.io", "Tenant", &["spec", "image"]),
    ("rabbitmq.com", "RabbitmqCluster", &["spec", "image"]),
    ("pkg.crossplane.io", "Provider", &["spec", "package"]),
    ("pkg.crossplane.io", "Configuration", &["spec", "package"]),
    ("pkg.crossplane.io", "Function", &["spec", "package"]),
];

/// Groups whose kinds have no images but those of their pods.
const BUILT_IN: [&str; 22] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

/// The group of an `apiVersion`.
pub(super) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

/// The way to the `spec` of a kind's pod.
pub(super) fn pod(group: &str, kind: &str) -> Option<&'static [&'static str]> {
    PODS.iter().find(|(known, name, _)| *known == group && *name == kind).map(|(_, _, path)| *path)
}

/// The ways to fields of a custom resource that name images.
pub(super) fn fields(group: &str, kind: &str) -> impl Iterator<Item = &'static [&'static str]> {
    FIELDS.iter().filter(move |(known, name, _)| *known == group && *name == kind).map(|(_, _, path)| *path)
}

/// Whether a group is one of Kubernetes itself.
pub(super) fn is_built_in(group: &str) -> bool {
    BUILT_IN.contains(&group)
}

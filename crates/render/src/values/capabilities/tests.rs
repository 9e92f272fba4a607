//! Verdicts and texts recorded from `helm template --kube-version` 4.3.1.

use super::*;

#[test]
fn versions_are_read_as_helm_reads_them() {
    for (text, version, normalised, minor) in [
        ("1.2", "v1.2", "v1.2", "2"),
        ("v1.2.3-gke.5", "v1.2.3-gke.5", "v1.2.3", "2"),
        ("1.02", "v1.02", "v1.2", "2"),
        (" 1.2", "v 1.2", "v1.2", "2"),
        ("1.2.", "v1.2.", "v1.2", "2"),
        ("1.2.3.4", "v1.2.3.4", "v1.2.3.4", "2"),
        ("1.30+k3s1", "v1.30+k3s1", "v1.30", "30"),
    ] {
        let read = KubeVersion::parse(text).unwrap();
        let found = (read.version.as_str(), read.normalised(), read.major.as_str(), read.minor.as_str());
        assert_eq!(found, (version, normalised, "1", minor), "{text}");
    }
}

#[test]
fn what_is_no_version_has_helms_text() {
    for (text, error) in [
        ("abc", "invalid kube version 'abc': could not parse \"abc\" as version"),
        ("", "invalid kube version '': could not parse \"\" as version"),
        ("V1.2", "invalid kube version 'V1.2': could not parse \"V1.2\" as version"),
        ("1.2\nfoo", "invalid kube version '1.2\nfoo': could not parse \"1.2\\nfoo\" as version"),
        ("1", "invalid kube version '1': illegal version string \"1\""),
        ("01.2", "invalid kube version '01.2': illegal zero-prefixed version component \"01\" in \"01.2\""),
        (
            "1.99999999999999999999",
            "invalid kube version '1.99999999999999999999': illegal non-numeric version component \
             \"99999999999999999999\" in \"1.99999999999999999999\": strconv.ParseUint: parsing \
             \"99999999999999999999\": value out of range",
        ),
    ] {
        assert_eq!(KubeVersion::parse(text).unwrap_err().to_string(), error);
    }
}

#[test]
fn constraints_see_numbers_only() {
    let kube_version = KubeVersion::parse("v1.33.4-eks-abc").unwrap();
    let capabilities = Capabilities { kube_version, ..Capabilities::helm_4() };
    for constraint in ["", ">=1.25.0", ">=1.33.4-0", "1.33.x"] {
        assert_eq!(capabilities.check_kube_version(constraint), Ok(()), "{constraint}");
    }
    for constraint in [">=1.40", "nope", ">1.33.4"] {
        assert_eq!(
            capabilities.check_kube_version(constraint).unwrap_err().to_string(),
            format!("chart requires kubeVersion: {constraint} which is incompatible with Kubernetes v1.33.4-eks-abc")
        );
    }
}

#[test]
fn artifact_hub_renders_for_1_29() {
    let hub = Capabilities::artifact_hub();
    for constraint in [">=1.29", "1.29.x", "^1.19.0-0"] {
        assert_eq!(hub.check_kube_version(constraint), Ok(()), "{constraint}");
    }
    for constraint in [">=1.30.0-0", ">=1.29.1"] {
        assert!(hub.check_kube_version(constraint).is_err(), "{constraint}");
    }
    assert!(hub.has("autoscaling/v2beta2") && !Capabilities::helm_4().has("autoscaling/v2beta2"));
    assert!(Capabilities::helm_4().has("apiextensions.k8s.io/v1"));
}

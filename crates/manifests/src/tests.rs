//! Objects and what servers say of them.

use crate::data::DATA;
use crate::versions_of;
use crate::{Fault, FaultKind, Judged, NEWEST, OLDEST, Versions, duplicate_keys, elsewhere, has_group, judge};

fn judged(text: &str) -> Vec<Judged> {
    judge(&goyaml::parse(text.as_bytes()).unwrap().unwrap(), Versions::ALL)
}

fn faults(text: &str) -> Vec<Fault> {
    judged(text).into_iter().flat_map(|judged| judged.faults).collect()
}

fn texts(text: &str) -> Vec<String> {
    faults(text).into_iter().map(|fault| fault.text).collect()
}

/// A Deployment with other lines for its container and for the rest of its template.
fn deployment(container: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n  \
         template:\n    metadata: {{labels: {{a: b}}}}\n    spec:\n      containers:\n      - name: c\n        \
         image: i\n        {container}\n      {pod}\n"
    )
}

#[test]
fn the_embedded_text_is_whole() {
    assert_eq!((OLDEST, NEWEST), (29, 37));
    assert!(DATA.all_kinds().count() > 250);
    assert!(DATA.all_definitions().len() > 900);
    for definition in DATA.all_definitions() {
        let lines = definition.fields();
        assert!(lines.is_sorted_by(|a, b| a.name <= b.name), "{}", definition.name);
        assert!(lines.iter().all(|field| !field.versions.is_empty()), "{}", definition.name);
        assert_eq!(lines.len(), definition.lines(), "{}", definition.name);
    }
}

#[test]
fn kinds_have_their_versions() {
    for (api_version, kind, words) in [
        ("apps/v1", "Deployment", "1.29–1.37"),
        ("v1", "Pod", "1.29–1.37"),
        ("flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", "none"),
        ("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "1.29–1.31"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "1.30–1.37"),
        ("resource.k8s.io/v1", "DeviceClass", "1.34–1.37"),
        ("networking.k8s.io/v1beta1", "IPAddress", "1.31–1.36"),
        ("networking.istio.io/v1", "Gateway", "none"),
        ("apps/v1", "deployment", "none"),
        ("v1", "DeleteOptions", "none"),
    ] {
        assert_eq!(versions_of(api_version, kind).words(), words, "{api_version} {kind}");
    }
    assert!(has_group("v1") && has_group("apps/v1beta1") && has_group("policy/v1beta1"));
    assert!(!has_group("networking.istio.io/v1") && !has_group("monitoring.coreos.com/v1"));
    let found: Vec<&str> =
        elsewhere("autoscaling/v2beta2", "HorizontalPodAutoscaler").iter().map(|api| api.0).collect();
    assert_eq!(found, ["autoscaling/v1", "autoscaling/v2"]);
}

/// What the schemas that others use do not catch, and what they do (contract of the room, 5.1).
#[test]
fn servers_refuse_in_their_words() {
    let path = "spec.template.spec.containers[0]";
    for (container, text) in [
        (
            "imagePullPolicy: Foo",
            format!(
                "{path}.imagePullPolicy: Unsupported value: \"Foo\": supported values: \"Always\", \"IfNotPresent\", \"Never\""
            ),
        ),
        (
            "ports: [{containerPort: 80, protocol: HTTP}]",
            format!(
                "{path}.ports[0].protocol: Unsupported value: \"HTTP\": supported values: \"SCTP\", \"TCP\", \"UDP\""
            ),
        ),
        (
            "resources: {limits: {cpu: lots}}",
            format!(
                "{path}.resources.limits[cpu]: Invalid value: \"lots\": quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            ),
        ),
        ("foo: 1", format!("unknown field \"{path}.foo\"")),
        ("ports: [{name: a}]", format!("{path}.ports[0].containerPort: Required value")),
        ("ports: [{containerPort: null}]", format!("{path}.ports[0].containerPort: Required value")),
        (
            "ports: [{containerPort: 99999999999}]",
            format!(
                "{path}.ports[0].containerPort: Invalid value: 99999999999: cannot unmarshal number 99999999999 into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32"
            ),
        ),
        (
            "ports: [{containerPort: 1.5}]",
            format!(
                "{path}.ports[0].containerPort: Invalid value: 1.5: cannot unmarshal number 1.5 into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32"
            ),
        ),
        (
            "ports: {containerPort: 80}",
            format!("{path}.ports: Invalid value: {{\"containerPort\":80}}: expected list, got object"),
        ),
        ("env: [{name: a, value: 1}]", format!("{path}.env[0].value: Invalid value: 1: expected string, got number")),
        ("env: [{name: a, value: b}, {name: a}]", format!("{path}.env: duplicate entries for key [name=\"a\"]")),
        (
            "ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]",
            format!("{path}.ports: duplicate entries for key [containerPort=80,protocol=\"TCP\"]"),
        ),
        ("stdin: 'yes'", format!("{path}.stdin: Invalid value: \"yes\": expected boolean, got string")),
        (
            "livenessProbe: {httpGet: {port: true}}",
            format!(
                "{path}.livenessProbe.httpGet.port: Invalid value: true: expected numeric (int or float), got bool"
            ),
        ),
    ] {
        assert_eq!(texts(&deployment(container, "")), [text], "{container}");
    }
}

#[test]
fn servers_accept() {
    for container in [
        "imagePullPolicy: ''",
        "imagePullPolicy: null",
        "ports: [{containerPort: 80.0}, {containerPort: 53, protocol: UDP}, {containerPort: 53}]",
        "resources: {limits: {cpu: 1, memory: 1.5Gi, a/b: '1e3'}, requests: null}",
        "livenessProbe: {httpGet: {port: http, scheme: ''}}",
        "env: [{name: a, value: null}]",
        "command: []",
    ] {
        assert_eq!(texts(&deployment(container, "")), Vec::<String>::new(), "{container}");
    }
    assert_eq!(texts(&deployment("", "volumes: [{name: v, hostPath: {path: /a, type: ''}}]")), Vec::<String>::new());
    let status = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nstatus: {loadBalancer: {ingress: [{ports: [{port: 1}]}]}}\n";
    assert_eq!(texts(status), Vec::<String>::new(), "a status is not validated");
}

#[test]
fn a_fault_has_its_versions_and_its_place() {
    let faults = faults(&deployment("securityContext: {appArmorProfile: {type: Foo}}", ""));
    let found: Vec<_> = faults.iter().map(|fault| (fault.kind, fault.versions.words(), fault.position.line)).collect();
    assert_eq!(
        found,
        [(FaultKind::Unsupported, "1.30–1.37".to_owned(), 12), (FaultKind::UnknownField, "1.29".to_owned(), 12)]
    );
    let missing = &self::faults("apiVersion: v1\nkind: Secret\nmetadata:\n  labels: {}\n")[0];
    assert_eq!(
        (missing.text.as_str(), missing.path().as_str()),
        ("metadata.name: Required value: name or generateName is required", "metadata.name")
    );
    assert_eq!(missing.position.line, 4);
}

#[test]
fn old_versions_need_what_new_ones_need() {
    let set = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: c, image: i}]}\n";
    assert_eq!(texts(set), Vec::<String>::new());
    let binding = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: 'a:B'}\nroleRef: {kind: Role, name: r}\n";
    assert_eq!(texts(binding), Vec::<String>::new());
}

#[test]
fn names_and_labels_are_judged() {
    for (text, start) in [
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: BAD_NAME}}",
            "metadata.name: Invalid value: \"BAD_NAME\": a lowercase RFC 1123 subdomain",
        ),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {v: 1.0+2}}}",
            "metadata.labels: Invalid value: \"1.0+2\": a valid label must be",
        ),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {'a b': x}}}",
            "metadata.annotations: Invalid value: \"a b\": name part must consist",
        ),
        (
            "{apiVersion: v1, kind: Namespace, metadata: {name: a.b}}",
            "metadata.name: Invalid value: \"a.b\": a lowercase RFC 1123 label",
        ),
        (
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a/b}}",
            "metadata.name: Invalid value: \"a/b\": may not contain '/'",
        ),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: [a]}",
            "metadata: Invalid value: [\"a\"]: expected map, got array",
        ),
        ("{apiVersion: v1, kind: ConfigMap}", "metadata.name: Required value"),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {v: 1}}}",
            "metadata.labels[v]: Invalid value: 1: expected string, got number",
        ),
        (
            "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: 'no base64'}}",
            "data[k]: Invalid value: \"no base64\": illegal base64 data at input byte 2",
        ),
        (
            "{apiVersion: v1, kind: Secret, metadata: {name: a, creationTimestamp: today}}",
            "metadata.creationTimestamp: Invalid value: \"today\": parsing time \"today\"",
        ),
    ] {
        let found = texts(text);
        assert!(found.len() == 1 && found[0].starts_with(start), "{text}: {found:?}");
    }
    let service = faults("{apiVersion: v1, kind: Service, metadata: {name: 1a}}");
    assert_eq!(service[0].versions.words(), "1.29–1.35");
}

#[test]
fn selectors_match_their_own_templates() {
    for (selector, text) in [
        ("matchLabels: {a: b}", None),
        (
            "matchLabels: {a: c}",
            Some(
                "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`",
            ),
        ),
        (
            "matchLabels: {a: b}, matchExpressions: [{key: a, operator: NotIn, values: [c]}, {key: x, operator: DoesNotExist}]",
            None,
        ),
        (
            "matchExpressions: [{key: x, operator: Exists}]",
            Some(
                "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`",
            ),
        ),
        ("", Some("spec.selector: Invalid value: {}: empty selector is invalid for deployment")),
    ] {
        let object = deployment("", "").replace("{matchLabels: {a: b}}", &format!("{{{selector}}}"));
        assert_eq!(texts(&object).first().map(String::as_str), text, "{selector}");
    }
}

#[test]
fn what_no_version_has_is_unknown() {
    for (text, unknown) in [
        ("{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: a}}", "1.29–1.37"),
        ("{apiVersion: networking.istio.io/v1, kind: Ingress, metadata: {name: a}}", "1.29–1.37"),
        ("{apiVersion: resource.k8s.io/v1, kind: DeviceClass, metadata: {name: a}, spec: {}}", "1.29–1.33"),
        ("{kind: Pod, metadata: {name: a}}", "1.29–1.37"),
        ("{metadata: {name: a}}", "1.29–1.37"),
    ] {
        let judged = judged(text);
        assert_eq!((judged[0].unknown.words().as_str(), judged[0].faults.len()), (unknown, 0), "{text}");
    }
}

#[test]
fn lists_are_their_items() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dat: {}}\n- apiVersion: v1\n  kind: PodList\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {}}\n";
    let judged = judged(text);
    let found: Vec<_> = judged
        .iter()
        .map(|item| {
            (item.name.as_str(), item.position.line, item.faults[0].text.as_str(), item.faults[0].position.line)
        })
        .collect();
    assert_eq!(found, [("a", 4, "unknown field \"dat\"", 4), ("b", 8, "spec.containers: Required value", 8)]);
    assert_eq!(self::judged("{apiVersion: v1, kind: List, items: null}"), []);
    assert_eq!(self::judged("[1]"), []);
    assert_eq!(self::judged("{}"), []);
}

#[test]
fn repeated_keys_have_paths() {
    let text = "a:\n- b: 1\n  c: {x/y: 1, x/y: 2}\n  b: 1\n";
    let found = duplicate_keys(&goyaml::parse(text.as_bytes()).unwrap().unwrap());
    let told: Vec<_> =
        found.iter().map(|key| (key.path.as_str(), key.position.line, key.first.line, key.is_same)).collect();
    assert_eq!(told, [("a[0].c[x/y]", 3, 3, false), ("a[0].b", 4, 2, true)]);
}

/// Every kind of every version, with nothing in it and with what nothing has.
#[test]
fn every_kind_can_be_judged_in_every_version() {
    for (api_version, kind, versions) in DATA.all_kinds() {
        for minor in versions.minors() {
            let text = format!("{{apiVersion: {api_version}, kind: {kind}, notAField: 1}}");
            let found = judge(&goyaml::parse(text.as_bytes()).unwrap().unwrap(), Versions::of([minor]));
            assert!(found[0].unknown.is_empty(), "{text} {minor}");
            let unknown = found[0].faults.iter().filter(|fault| fault.kind == FaultKind::UnknownField);
            let unknown: Vec<&str> = unknown.map(|fault| fault.text.as_str()).collect();
            assert_eq!(unknown, ["unknown field \"notAField\""], "{text} {minor}");
        }
    }
}

#[test]
fn harmful_objects_end_soon() {
    let start = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, ";
    let keys: Vec<String> = (0..100_000).map(|number| format!("k{number}: 1")).collect();
    let many = format!("{start}{}}}", keys.join(", "));
    assert_eq!(faults(&many).len(), 100, "unknown fields");
    let data = format!("{start}data: {{{}}}}}", keys.join(", "));
    assert_eq!(faults(&data).len(), 100, "wrong types");
    let items: Vec<String> = (0..50_000).map(|number| format!("{{name: c{}}}", number % 20_000)).collect();
    let pod =
        format!("{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{containers: [{}]}}}}", items.join(", "));
    assert_eq!(faults(&pod).len(), 100, "items that are not told apart");
    let deep = format!("{start}x: {}{}}}", "[".repeat(150), "]".repeat(150));
    assert_eq!(texts(&deep), ["unknown field \"x\""]);
    let schema = format!("{}{}", "{properties: {a: ".repeat(60), "{}".to_owned() + &"}}".repeat(60));
    let crd = format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: a.b}}, spec: {{versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {schema}}}}}]}}}}"
    );
    assert!(faults(&crd).iter().all(|fault| fault.kind == FaultKind::Required));
    let long = format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {}}}}}", "A".repeat(1_000_000));
    assert!(texts(&long)[0].len() < 500);
}

//! `portolan crd validate`: verdicts, forms, exit codes, and files that want to harm.
#![expect(clippy::unwrap_used, reason = "what these tests read is there, or the test has failed")]

mod common;

use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use common::{Ran, Workspace};
use serde_json::{Value, json};

const DEFINITION: &str = r"apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            description: What is wanted.
            properties:
              a: {type: string, description: A text.}
              size: {type: integer, maximum: 3, description: A number.}
";
const WIDGET: &str = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: one}\nspec: {size: 2}\n";

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    files.iter().for_each(|(path, text)| workspace.write(path, text));
    workspace
}

fn validate(workspace: &Workspace, arguments: &[&str]) -> Ran {
    workspace.portolan(&[&["crd", "validate"], arguments].concat())
}

fn report(workspace: &Workspace, arguments: &[&str], code: i32) -> Value {
    validate(workspace, &[arguments, &["--output", "json"]].concat()).expect_code(code).json()
}

/// The definition with one thing changed.
fn changed(from: &str, to: &str) -> String {
    assert!(DEFINITION.contains(from), "{from}");
    DEFINITION.replace(from, to)
}

fn types(judged: &Value) -> Vec<String> {
    let errors = judged["errors"].as_array().unwrap().iter();
    errors
        .map(|error| format!("{} {}", error["type"].as_str().unwrap(), error["field"].as_str().unwrap_or("")))
        .collect()
}

#[test]
fn what_the_server_takes_is_accepted() {
    let workspace = workspace(&[("crd.yaml", DEFINITION)]);
    let ran = validate(&workspace, &["crd.yaml"]).expect_code(0);
    assert!(ran.stdout.starts_with("accepted CustomResourceDefinition widgets.example.com (crd.yaml:1)\n"), "{ran:?}");
    assert!(ran.stdout.contains("\nKubernetes 1.37: 1 definition, 0 custom resources, 0 refused, "), "{ran:?}");
    let report = report(&workspace, &["crd.yaml", "--kubernetes", "1.36"], 0);
    assert_eq!((&report["apiVersion"], &report["kind"]), (&json!("portolan.dev/v1alpha1"), &json!("CrdValidation")));
    assert_eq!((&report["kubernetes"], &report["accepted"]), (&json!("1.36"), &json!(true)));
    assert_eq!(report["definitions"][0]["message"], Value::Null);
    assert_eq!(report["definitions"][0]["verb"], "create");
}

#[test]
fn what_the_server_refuses_has_its_path_place_and_words() {
    let broken = changed("a: {type: string, ", "a: {type: text, ");
    let workspace = workspace(&[("crd.yaml", &broken)]);
    let path = "spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a.type";
    let field = "spec.validation.openAPIV3Schema.properties[spec].properties[a].type";
    let ran = validate(&workspace, &["crd.yaml"]).expect_code(1);
    for text in [
        "refused CustomResourceDefinition widgets.example.com (crd.yaml:1)\n".to_owned(),
        format!(
            "error[FieldValueNotSupported]: crd.yaml:21:25: {path}: Unsupported value: \"text\": supported values: "
        ),
        "21 |               a: {type: text, description: A text.}".to_owned(),
        format!("  server: {field}: Unsupported value: \"text\""),
        "the server's answer: CustomResourceDefinition.apiextensions.k8s.io \"widgets.example.com\" is invalid: "
            .to_owned(),
    ] {
        assert!(ran.stdout.contains(&text), "{text:?} is not in\n{}", ran.stdout);
    }
    let report = report(&workspace, &["crd.yaml"], 1);
    let error = &report["definitions"][0]["errors"][0];
    assert_eq!((&error["type"], &error["field"]), (&json!("FieldValueNotSupported"), &json!(field)));
    assert_eq!((&error["path"], &error["position"]), (&json!(path), &json!({"line": 21, "column": 25})));
    assert!(error["detail"].as_str().unwrap().starts_with("supported values: \"array\""), "{error}");
}

#[test]
fn unknown_and_repeated_keys_and_wrong_types_are_refused() {
    for (text, kind, detail, line) in [
        (changed("maximum: 3", "const: 3"), "StrictDecodingError", "properties.size.const", 22),
        (
            changed("  scope: Namespaced\n", "  scope: Namespaced\n  scope: Cluster\n"),
            "StrictDecodingError",
            "scope",
            9,
        ),
        (changed("served: true", "served: \"yes\""), "DecodeError", "json: cannot unmarshal string into Go struct", 11),
        (changed("apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"), "DecodeError", "no matches for kind", 1),
        (changed("kind: CustomResourceDefinition\n", ""), "DecodeError", "Object 'Kind' is missing", 1),
        (changed("spec:\n  group", "spec: [\n  group"), "DecodeError", "yaml: ", 6),
    ] {
        let workspace = workspace(&[("crd.yaml", &text)]);
        let report = report(&workspace, &["crd.yaml"], 1);
        let error = &report["definitions"][0]["errors"][0];
        assert_eq!(error["type"], kind, "{error}");
        assert!(error["detail"].as_str().unwrap().contains(detail), "{error}");
        assert!(error["position"]["line"].as_u64().unwrap().abs_diff(line) <= 1, "{error}");
        assert!(report["definitions"][0]["message"].is_string());
    }
}

#[test]
fn several_documents_folders_lists_and_stdin_are_read() {
    let second = changed("widgets", "gadgets").replace("Widget", "Gadget");
    let both = format!(
        "# comment\n---\n{DEFINITION}---\n---\n{second}---\nkind: ConfigMap\napiVersion: v1\nmetadata: {{name: c}}\n"
    );
    let workspace = workspace(&[("crds/all.yaml", &both), ("crds/README.md", "no YAML: [")]);
    let names = |report: &Value| -> Vec<Value> {
        report["definitions"].as_array().unwrap().iter().map(|one| json!([one["name"], one["line"]])).collect()
    };
    let folder = report(&workspace, &["crds"], 0);
    assert_eq!(names(&folder), [json!(["widgets.example.com", 3]), json!(["gadgets.example.com", 27])]);
    assert_eq!((&folder["skipped"][0]["kind"], &folder["skipped"][0]["line"]), (&json!("ConfigMap"), &json!(50)));
    let ran = validate(&workspace, &["crds"]).expect_code(0);
    assert!(ran.stderr.contains("warning: crds/all.yaml:50: v1 ConfigMap c was not judged: "), "{ran:?}");

    let indented = DEFINITION.replace('\n', "\n  ");
    workspace.write("list.yaml", format!("apiVersion: v1\nkind: List\nitems:\n- {}\n", indented.trim_end()));
    assert_eq!(names(&report(&workspace, &["list.yaml"], 0)), [json!(["widgets.example.com", 4])]);

    let mut command = workspace.command(&["crd", "validate", "-", "--output", "json"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(DEFINITION.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["definitions"][0]["file"], "stdin");
}

#[test]
fn custom_resources_are_judged_by_the_definitions() {
    let wrong = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: two}\nspec:\n  size: 4\n  b: x\n";
    let other = "apiVersion: example.com/v2\nkind: Widget\n---\napiVersion: other.example/v1\nkind: Thing\n---\napiVersion: v1\nkind: Secret\n";
    let workspace =
        workspace(&[("crd.yaml", DEFINITION), ("one.yaml", WIDGET), ("two.yaml", wrong), ("other.yaml", other)]);
    assert_eq!(report(&workspace, &["crd.yaml", "--cr", "one.yaml"], 0)["resources"][0]["accepted"], true);
    let report = report(&workspace, &["crd.yaml", "--cr", "one.yaml", "two.yaml", "other.yaml"], 1);
    let resources = report["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 4, "{report}");
    assert_eq!(types(&resources[1]), ["StrictDecodingError ", "FieldValueInvalid spec.size"]);
    assert_eq!(resources[1]["errors"][0]["position"], json!({"line": 6, "column": 3}));
    assert_eq!(resources[1]["errors"][1]["position"], json!({"line": 5, "column": 9}));
    assert!(
        resources[1]["message"]
            .as_str()
            .unwrap()
            .starts_with("Widget in version \"v1\" cannot be handled as a Widget: ")
    );
    assert_eq!(types(&resources[2]), ["NoMatch "]);
    assert_eq!(resources[2]["message"], "no matches for kind \"Widget\" in version \"example.com/v2\"");
    assert_eq!(types(&resources[3]), ["NoMatch "]);
    assert_eq!(report["skipped"][0]["kind"], "Secret");
}

#[test]
fn resources_of_a_refused_definition_are_not_taken_for_accepted() {
    let workspace = workspace(&[("crd.yaml", &changed("scope: Namespaced", "scope: Nowhere")), ("one.yaml", WIDGET)]);
    let report = report(&workspace, &["crd.yaml", "--cr", "one.yaml"], 1);
    assert_eq!(report["resources"][0]["accepted"], false);
}

#[test]
fn updates_are_judged_and_changes_told() {
    let old = DEFINITION;
    let new = changed("maximum: 3", "maximum: 2");
    let workspace = workspace(&[("old.yaml", old), ("new.yaml", &new)]);
    let narrowed = report(&workspace, &["new.yaml", "--old", "old.yaml"], 0);
    assert_eq!(narrowed["definitions"][0]["verb"], "update");
    assert_eq!(narrowed["bump"], "major", "{narrowed}");
    assert_eq!(narrowed["changes"][0]["position"]["line"], 22);
    let ran = validate(&workspace, &["new.yaml", "--old", "old.yaml"]).expect_code(0);
    assert!(ran.stdout.contains("(asks for a major version)"), "{ran:?}");
    assert!(ran.stdout.contains("1 change, which asks for a major version"), "{ran:?}");
    workspace.write("new.yaml", changed("scope: Namespaced", "scope: Cluster"));
    let immutable = report(&workspace, &["new.yaml", "--old", "old.yaml"], 1);
    assert!(types(&immutable["definitions"][0]).iter().any(|one| one == "FieldValueInvalid spec.scope"), "{immutable}");
    assert!(report(&workspace, &["new.yaml"], 0).get("changes").is_none());
}

#[test]
fn what_the_server_overlooks_changes_no_exit_code() {
    let workspace = workspace(&[("crd.yaml", &changed("maximum: 3", "minimum: 4, maximum: 3"))]);
    let ran = validate(&workspace, &["crd.yaml"]).expect_code(0);
    assert!(ran.stdout.contains("warning[impossible-bounds]: crd.yaml:22:"), "{ran:?}");
    assert!(ran.stdout.contains(": accepted by the server, but spec.versions[0].schema"), "{ran:?}");
    assert_eq!(report(&workspace, &["crd.yaml"], 0)["definitions"][0]["lint"][0]["rule"], "impossible-bounds");
}

#[test]
fn names_that_clash_and_sizes_are_told() {
    let second = changed("widgets", "gadgets");
    let large = changed("What is wanted.", &"x".repeat(270_000));
    let workspace = workspace(&[("a.yaml", DEFINITION), ("b.yaml", &second), ("c.yaml", &large)]);
    let ran = validate(&workspace, &["a.yaml", "b.yaml"]).expect_code(0);
    assert!(ran.stdout.contains("warning[KindConflict]: b.yaml:7:"), "{ran:?}");
    let ran = validate(&workspace, &["c.yaml"]).expect_code(0);
    assert!(
        ran.stdout.contains("it works with server-side apply and Helm, not with client-side `kubectl apply`"),
        "{ran:?}"
    );
}

#[test]
fn what_cannot_be_read_is_a_matter_of_usage() {
    let workspace = workspace(&[("crd.yaml", DEFINITION), ("map.yaml", "apiVersion: v1\nkind: ConfigMap\n")]);
    fs::create_dir(workspace.root().join("empty")).unwrap();
    for arguments in [
        &["none.yaml"][..],
        &["empty"],
        &["map.yaml"],
        &["crd.yaml", "--cr", "none.yaml"],
        &["crd.yaml", "--kubernetes", "1.35"],
        &["-", "-"],
        &[],
    ] {
        validate(&workspace, arguments).expect_code(2);
    }
}

/// Portolan's own JSON Schema room reads the published schema and what is printed.
#[test]
fn json_is_what_its_schema_says() {
    let schema = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/crd-validate.schema.json")).unwrap();
    let schema = schema::compile(&schema).unwrap();
    let broken = changed("a: {type: string, ", "a: {type: text, format: nope, ");
    let second = changed("widgets", "gadgets");
    let files = [
        ("crd.yaml", DEFINITION),
        ("broken.yaml", &broken),
        ("second.yaml", &second),
        ("cr.yaml", WIDGET),
        ("bad.yaml", "a: ["),
    ];
    let workspace = workspace(&files);
    for (arguments, code) in [
        (&["crd.yaml", "second.yaml", "--cr", "cr.yaml"][..], 0),
        (&["broken.yaml", "bad.yaml", "cr.yaml", "--cr", "cr.yaml", "bad.yaml"], 1),
        (&["crd.yaml", "--old", "second.yaml", "--kubernetes", "1.36"], 0),
    ] {
        let ran = validate(&workspace, &[arguments, &["--output", "json"]].concat()).expect_code(code);
        let value = gostd::json::parse(ran.stdout.as_bytes()).unwrap();
        if let Err(invalid) = schema.validate(&value) {
            panic!("{invalid}\n{}", ran.stdout);
        }
    }
    let other = gostd::json::parse(br#"{"apiVersion": "portolan.dev/v1alpha1", "kind": "Other"}"#).unwrap();
    assert!(schema.validate(&other).is_err());
}

/// A second is what is promised of a release build; a debug build on a busy machine gets more.
#[test]
fn files_that_want_to_harm_end() {
    let nested = |depth: usize| {
        let open = "{type: array, items: ".repeat(depth);
        changed("a: {type: string, description: A text.}", &format!("a: {open}{{type: string}}{}", "}".repeat(depth)))
    };
    let bomb: String = (1..12)
        .map(|level| format!("x{level}: &x{level} [{}]\n", vec![format!("*x{}", level - 1); 9].join(", ")))
        .fold("x0: &x0 [lol]\n".to_owned(), |text, line| text + &line);
    let many: String = (0..20_000).map(|index| format!("              p{index}: {{type: string}}\n")).collect();
    let wide = format!("{DEFINITION}{many}");
    let pattern = changed("type: string, ", "type: string, pattern: \"((((a{0,30}){0,30}){0,30}){0,30}){0,30}\", ");
    let rule = format!(
        "              r:\n                type: string\n                x-kubernetes-validations:\n                - rule: \"{}\"\n",
        "[1].map(x, ".repeat(40) + "x" + &")".repeat(40)
    );
    let expression = format!("{DEFINITION}{rule}");
    for (name, text, code) in [
        ("deep", nested(60), None),
        ("deeper", nested(5_000), Some(1)),
        ("bomb", bomb, Some(1)),
        ("wide", wide, Some(0)),
        ("pattern", pattern, Some(1)),
        ("expression", expression, Some(1)),
        ("bytes", "\u{0}\u{1}---".to_owned(), Some(1)),
    ] {
        let workspace = workspace(&[("crd.yaml", &text)]);
        let start = Instant::now();
        let ran = validate(&workspace, &["crd.yaml", "--output", "json"]);
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
        assert!(
            code.map_or(ran.code == 0 || ran.code == 1, |code| ran.code == code),
            "{name}: {} {}",
            ran.code,
            ran.stderr
        );
    }
}

#[test]
fn of_one_object_only_the_first_errors_are_told() {
    let sizes = |count| format!("[{}]", "x,".repeat(count));
    let definition =
        changed("a: {type: string", "list: {type: array, items: {type: integer}}\n              a: {type: string");
    let widget = |count| WIDGET.replace("{size: 2}", &format!("{{list: {}}}", sizes(count)));
    for (count, told, truncated) in [(1_999, 1_999, false), (5_000, 2_000, true)] {
        let workspace = workspace(&[("crd.yaml", &definition), ("widget.yaml", &widget(count))]);
        let report = report(&workspace, &["crd.yaml", "--cr", "widget.yaml"], 1);
        let judged = &report["resources"][0];
        assert_eq!(judged["errors"].as_array().unwrap().len(), told);
        assert_eq!((&judged["truncated"], &judged["accepted"]), (&json!(truncated), &json!(false)));
        assert_eq!(report["definitions"][0]["truncated"], false);
        let text = validate(&workspace, &["crd.yaml", "--cr", "widget.yaml"]).expect_code(1).stdout;
        assert_eq!(text.contains("no more errors are told of one object"), truncated);
    }
}

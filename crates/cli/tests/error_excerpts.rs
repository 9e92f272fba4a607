//! `--error-format portolan`: errors of templates for a person, with excerpts.

mod common;

use common::Workspace;

/// A chart with these templates, rendered; what is told on stderr.
#[track_caller]
fn told(templates: &[(&str, &str)], arguments: &[&str]) -> String {
    let workspace = Workspace::new();
    workspace.write("ex/Chart.yaml", "apiVersion: v2\nname: ex\nversion: 1.0.0\n");
    workspace.write("ex/values.yaml", "server: {}\n");
    for (name, text) in templates {
        workspace.write(&format!("ex/templates/{name}"), text);
    }
    let ran = workspace.portolan(&[&["template", "ex"], arguments].concat()).expect_code(1);
    assert_eq!(ran.stdout, "");
    ran.stderr
}

const PERSON: [&str; 2] = ["--error-format", "portolan"];

#[test]
fn what_was_nil_and_the_way_to_it() {
    let helper = "{{ define \"ex.name\" }}{{ .Values.server.name.first }}{{ end }}\n";
    let caller = "a: {{ include \"ex.name\" . }}\n";
    let expected = r#"error: nil pointer evaluating interface {}.first
 --> ex/templates/_h.tpl:1:26
  |
1 | {{ define "ex.name" }}{{ .Values.server.name.first }}{{ end }}
  |                          ^^^^^^^^^^^^^^^^^^^^^^^^^ `.Values.server.name` is nil here
  |
note: reached through ex/templates/a.yaml:1:7: include "ex.name" .
"#;
    assert_eq!(told(&[("_h.tpl", helper), ("a.yaml", caller)], &PERSON), expected);
}

#[test]
fn texts_that_are_no_templates() {
    let expected = r#"error: function "foo" not defined
 --> ex/templates/a.yaml:2:7
  |
2 | a: {{ foo }}
  |       ^^^^^^ found here
"#;
    assert_eq!(told(&[("a.yaml", "x: 1\na: {{ foo }}\n")], &PERSON), expected);
}

#[test]
fn documents_that_are_no_yaml() {
    let expected = r"error: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context
 --> ex/templates/a.yaml (as rendered):2:1
  |
2 |   c: d
  | ^^^^^^ found here
";
    assert_eq!(told(&[("a.yaml", "a: {{ 1 }}\n  c: d\n")], &PERSON), expected);
}

#[test]
fn piped_errors_are_helms() {
    let text = "Error: parse error at (ex/templates/a.yaml:1): missing value for if\n\nUse --debug flag to render out invalid YAML\n";
    assert_eq!(told(&[("a.yaml", "{{ if }}")], &[]), text);
    assert_eq!(told(&[("a.yaml", "{{ if }}")], &["--error-format", "helm"]), text);
}

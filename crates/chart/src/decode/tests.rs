//! Texts and results are those of Helm 4.3.1 for the same Chart.yaml.

use super::path::fold;
use super::*;

const BASE: &str = "apiVersion: v2\nname: m\nversion: 1.0.0\n";

fn decode(yaml: &str) -> Result<Draft, crate::LoadError> {
    let document = Document::parse("Chart.yaml", yaml.as_bytes())?;
    let mut draft = Draft::default();
    metadata(&document, &mut draft)?;
    Ok(draft)
}

fn type_error(yaml: &str) -> String {
    let text = decode(&format!("{BASE}{yaml}\n")).unwrap_err().to_string();
    let prefix = "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ";
    text.strip_prefix(prefix).unwrap_or(&text).to_owned()
}

#[test]
fn wrong_types_are_named_as_go_names_them() {
    for (yaml, message) in [
        ("deprecated: \"true\"", "string into Go struct field .deprecated of type bool"),
        ("Deprecated: 1.5", "number into Go struct field .Deprecated of type bool"),
        ("keywords: abc", "string into Go struct field .keywords of type []string"),
        ("keywords: [a, [b]]", "array into .keywords.1 of type string"),
        ("keywords: [1, true, null, {a: b}]", "object into .keywords.3 of type string"),
        ("description: {a: 1}", "object into Go struct field .description of type string"),
        ("maintainers: [a]", "string into .maintainers.0 of type v2.Maintainer"),
        ("maintainers: {name: a}", "object into Go struct field .maintainers of type []*v2.Maintainer"),
        ("maintainers: [{name: [1]}]", "array into Go struct field .maintainers.0.name of type string"),
        ("dependencies: {}", "object into Go struct field .dependencies of type []*v2.Dependency"),
        ("dependencies: [a]", "string into .dependencies.0 of type v2.Dependency"),
        (
            "dependencies: [{name: a, enabled: \"x\"}]",
            "string into Go struct field .dependencies.0.enabled of type bool",
        ),
        ("dependencies: [{name: a, tags: [[x]]}]", "array into .dependencies.0.tags.0 of type string"),
        (
            "dependencies: [{name: a, import-values: x}]",
            "string into Go struct field .dependencies.0.import-values of type []interface {}",
        ),
        ("annotations: [a]", "array into Go struct field .annotations of type map[string]string"),
        ("annotations: {\"a.b/c~d\": [x]}", "array into Go struct field .annotations.a.b~1c~0d of type string"),
        ("keywords: abc\ndeprecated: \"x\"", "string into Go struct field .deprecated of type bool"),
        ("\u{212a}eywords: x", "string into Go struct field .Keywords of type []string"),
    ] {
        assert_eq!(type_error(yaml), message.replace(".Keywords", ".\u{212a}eywords"), "{yaml}");
    }
}

#[test]
fn whole_documents_of_the_wrong_type() {
    let text = decode("[]\n").unwrap_err().to_string();
    assert!(text.ends_with("json: cannot unmarshal array into Go value of type v2.Metadata"), "{text}");
    let document = Document::parse("Chart.yaml", b"5\n").unwrap();
    let text = api_version(&document).unwrap_err().to_string();
    assert!(text.ends_with("json: cannot unmarshal number into Go value of type loader.chartBase"), "{text}");
}

#[test]
fn errors_know_their_line() {
    let error = decode(&format!("{BASE}maintainers:\n- name: a\n- name: [x]\n")).unwrap_err();
    let place = error.place().unwrap();
    let position = place.position.unwrap();
    assert_eq!((place.file.as_str(), position.line, position.column), ("Chart.yaml", 6, 9));
    let error = decode("a: 1\nb: c: d\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot load Chart.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed \
         in this context"
    );
    assert_eq!(error.place().unwrap().position.unwrap().line, 2);
}

#[test]
fn scalars_become_strings() {
    for (yaml, app_version) in [
        ("appVersion: 1.10", "1.1"),
        ("appVersion: 20240101.1", "2.0240102e+07"),
        ("appVersion: 1e3", "1000"),
        ("appVersion: 0x10", "16"),
        ("appVersion: 12345678901234567890", "12345678901234567890"),
        ("appVersion: 123456789012345678901234567890", "1.2345679e+29"),
        ("appVersion: -0.0", "-0"),
        ("appVersion: 0.00001", "1e-05"),
        ("appVersion: 1000000.0", "1e+06"),
        ("appVersion: 2024-01-01", "2024-01-01"),
        ("appVersion: yes", "true"),
        ("appVersion: !!int \"5\"", "5"),
        ("appVersion: null", ""),
        ("APPVERSION: 1.5", "1.5"),
    ] {
        let draft = decode(&format!("{BASE}{yaml}\n")).unwrap();
        assert_eq!(draft.metadata.app_version, app_version, "{yaml}");
    }
}

#[test]
fn infinity_is_no_json() {
    assert_eq!(
        decode(&format!("{BASE}appVersion: .inf\n")).unwrap_err().to_string(),
        "cannot load Chart.yaml: error converting YAML to JSON: json: unsupported value: +Inf"
    );
}

#[test]
fn annotations_take_any_scalar() {
    let yaml = format!("{BASE}annotations: {{a: 1, b: true, c: null, 5: x, 1.5: w, yes: z}}\n");
    let annotations = decode(&yaml).unwrap().metadata.annotations;
    let found: Vec<(&str, &str)> = annotations.iter().map(|(key, value)| (&**key, &**value)).collect();
    assert_eq!(found, [("1.5", "w"), ("5", "x"), ("a", "1"), ("b", "true"), ("c", ""), ("true", "z")]);
}

#[test]
fn lower_case_spelling_wins_over_upper_case() {
    for yaml in ["description: a\nDescription: b", "Description: b\ndescription: a"] {
        let draft = decode(&format!("{BASE}{yaml}\n")).unwrap();
        assert_eq!(draft.metadata.description, "a");
    }
}

#[test]
fn a_second_file_joins_the_first() {
    let mut draft = decode(&format!("{BASE}dependencies: [{{name: a, version: 1, condition: x}}]\n")).unwrap();
    let requirements = b"dependencies: [{name: b, repository: r}]\n";
    let document = Document::parse("requirements.yaml", requirements).unwrap();
    metadata(&document, &mut draft).unwrap();
    let dependency = &draft.metadata.dependencies[0];
    assert_eq!((dependency.name.as_str(), dependency.condition.as_str()), ("b", "x"));
    assert_eq!(draft.metadata.name, "m");
}

#[test]
fn import_values_have_gos_numbers() {
    let yaml = "dependencies: [{name: a, import-values: [a, {child: b}, 5, 1e21, 12345678901234567890, null]}]";
    let draft = decode(&format!("{BASE}{yaml}\n")).unwrap();
    let text = draft.metadata.to_json_text();
    assert!(text.contains("[\"a\",{\"child\":\"b\"},5,1e+21,12345678901234567000,null]"), "{text}");
}

#[test]
fn locks_are_read() {
    let read = |yaml: &str| lock(&Document::parse("Chart.lock", yaml.as_bytes()).unwrap());
    assert!(read("").unwrap().is_none());
    let found = read("Digest: 5\ndependencies: []\n").unwrap().unwrap();
    assert_eq!((found.digest.as_str(), found.dependencies), ("5", Some(Vec::new())));
    let prefix = "cannot load Chart.lock: error unmarshaling JSON: while decoding JSON: ";
    for (yaml, message) in [
        ("[]", "json: cannot unmarshal array into Go value of type v2.Lock"),
        ("generated: 5", "json: cannot unmarshal number into Go struct field .generated of type time.Time"),
        ("generated: abc", "parsing time \"abc\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"abc\" as \"2006\""),
        ("dependencies: [x]", "json: cannot unmarshal string into .dependencies.0 of type v2.Dependency"),
        ("dependencies: [null]", "dependencies must not contain empty or null nodes"),
    ] {
        assert_eq!(read(yaml).unwrap_err().to_string(), format!("{prefix}{message}"), "{yaml}");
    }
}

#[test]
fn go_folds_two_odd_letters() {
    assert_eq!(fold("\u{212a}ey\u{17f}X"), "keysx");
}

#[test]
fn unknown_keys_are_found_in_gos_order() {
    let found = |yaml: &str| {
        let document = Document::parse("Chart.yaml", yaml.as_bytes()).unwrap();
        unknown_field(&document.value).map(str::to_owned)
    };
    assert_eq!(found(BASE), None);
    assert_eq!(found("foo: 1\nbar: 2\nNAME: x\n").as_deref(), Some("bar"));
    assert_eq!(found("maintainers: [null, {name: a, zz: 3}]\nzzz: 1\n").as_deref(), Some("zz"));
    assert_eq!(found("dependencies: [{import-values: [{any: 1}]}]\nannotations: {x: y}\n"), None);
    assert_eq!(found("5\n"), None);
}

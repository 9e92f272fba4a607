//! What go-yaml says of the structs that publishers write.

use super::{Any, Dialect, unmarshal};
use crate::package::{ContainerImage, Link, RawChange, SignKey};

fn links(text: &str, dialect: Dialect) -> (Option<Vec<Option<Link>>>, Option<String>) {
    let decoded = unmarshal(text.as_bytes(), dialect, |decoder, node, list| decoder.list::<Link>(node, list));
    (decoded.value, decoded.error.map(|error| error.text))
}

#[test]
fn errors_are_in_the_words_of_go_yaml() {
    let cases = [
        ("a", Dialect::V2, "line 1: cannot unmarshal !!str `a` into []*hub.Link"),
        ("a: b", Dialect::V3, "line 1: cannot unmarshal !!map into []*hub.Link"),
        ("- longer than ten", Dialect::V2, "line 1: cannot unmarshal !!str `longer ...` into hub.Link"),
        ("- name: [x]", Dialect::V2, "line 1: cannot unmarshal !!seq into string"),
        ("- name: a\n  name: b", Dialect::V2Strict, "line 2: field name already set in type hub.Link"),
        ("- foo: a", Dialect::V2Strict, "line 1: field foo not found in type hub.Link"),
        ("- name: a\n  name: b", Dialect::V3, "line 2: mapping key \"name\" already defined at line 1"),
    ];
    for (text, dialect, message) in cases {
        let error = links(text, dialect).1;
        assert_eq!(error, Some(format!("yaml: unmarshal errors:\n  {message}")), "{text}");
    }
    assert_eq!(links("- {name: *x}", Dialect::V3).1.as_deref(), Some("yaml: unknown anchor 'x' referenced"));
}

#[test]
fn null_is_read_differently() {
    let link = |name: &str| Some(Link { name: name.to_owned(), url: String::new() });
    assert_eq!(links("", Dialect::V2).0, None);
    assert_eq!(links("~", Dialect::V3).0, None);
    assert_eq!(links("[]", Dialect::V3).0, Some(Vec::new()));
    assert_eq!(links("- ~\n- Null\n- name: a", Dialect::V2).0, Some(vec![None, link(""), link("a")]));
    assert_eq!(links("- ~\n- Null\n- name: a", Dialect::V3).0, Some(vec![None, None, link("a")]));
    let texts = |dialect| unmarshal(b"[a, ~, 1]", dialect, |decoder, node, list| decoder.texts(node, list)).value;
    assert_eq!(texts(Dialect::V2).unwrap(), ["a", "", "1"]);
    assert_eq!(texts(Dialect::V3).unwrap(), ["a", "1"]);
}

#[test]
fn booleans_are_read_differently() {
    let read = |text: &str, dialect| {
        let text = format!("whitelisted: {text}");
        let decoded =
            unmarshal(text.as_bytes(), dialect, |decoder, node, image| decoder.pointer::<ContainerImage>(node, image));
        decoded.into_result().ok().flatten().map(|image| image.whitelisted)
    };
    let cases = [
        ("true", Some(true), Some(true)),
        ("yes", Some(true), Some(true)),
        ("\"yes\"", None, Some(true)),
        ("\"true\"", None, None),
        ("1", None, None),
        ("Off", Some(false), Some(false)),
        ("~", Some(false), Some(false)),
    ];
    for (text, v2, v3) in cases {
        assert_eq!((read(text, Dialect::V2), read(text, Dialect::V3)), (v2, v3), "{text}");
    }
}

#[test]
fn merged_mappings_come_first_or_last() {
    let text = "- &a {name: a, url: u}\n- {name: b, <<: *a}\n- {<<: [{name: c}, *a], url: v}\n";
    let names = |dialect| -> Vec<(String, String)> {
        let list = links(text, dialect).0.unwrap();
        list.into_iter().flatten().map(|link| (link.name, link.url)).collect()
    };
    let pair = |name: &str, url: &str| (name.to_owned(), url.to_owned());
    assert_eq!(names(Dialect::V2), [pair("a", "u"), pair("a", "u"), pair("c", "v")]);
    assert_eq!(names(Dialect::V3), [pair("a", "u"), pair("b", "u"), pair("c", "v")]);
}

#[test]
fn scalars_keep_their_text() {
    let text = "fingerprint: 0011223344\nurl: 12e4\n";
    let key = unmarshal(text.as_bytes(), Dialect::V3, |decoder, node, key| decoder.pointer::<SignKey>(node, key));
    let key = key.value.unwrap();
    assert_eq!((key.fingerprint.as_str(), key.url.as_str()), ("0011223344", "12e4"));
    let change =
        unmarshal(b"description: 1.10", Dialect::V2, |decoder, node, item| decoder.pointer::<RawChange>(node, item));
    assert_eq!(change.value.unwrap().description, "1.10");
}

#[test]
fn values_become_json_as_go_writes_it() {
    let json = |text: &str| {
        let decoded = unmarshal(text.as_bytes(), Dialect::V3, |decoder, node, list| decoder.values(node, list));
        let list = decoded.into_result().map_err(|error| error.text)?;
        let list: Result<Vec<_>, String> = list.unwrap_or_default().iter().map(Any::to_json).collect();
        list.map(|list| gostd::json::encode(&list.into()))
    };
    let good = [
        ("- a: 1\n  b: [x, ~, true, yes, 1.5, 0x10]", r#"[{"a":1,"b":["x",null,true,"yes",1.5,16]}]"#),
        ("- 2020-01-01", r#"["2020-01-01T00:00:00Z"]"#),
        ("- {on: 1, y: 2}", r#"[{"on":1,"y":2}]"#),
        ("- &x {a: 1}\n- {<<: *x, a: 2, b: 3}", r#"[{"a":1},{"a":2,"b":3}]"#),
    ];
    for (text, expected) in good {
        assert_eq!(json(text).as_deref(), Ok(expected), "{text}");
    }
    let bad = [
        ("- {1: a}", "json: unsupported type: map[interface {}]interface {}"),
        ("- [.inf]", "json: unsupported value: +Inf"),
        ("- -.inf", "json: unsupported value: -Inf"),
    ];
    for (text, error) in bad {
        assert_eq!(json(text), Err(error.to_owned()), "{text}");
    }
    assert!(json("- {[a]: b}").is_err());
}

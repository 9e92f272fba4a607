//! Schemas with rules, and what the server says of them.

use cel::declared::{Declared, Shape};
use cel::types::Type;
use cel::value::{Key, Topology, Value};
use gostd::json;

use super::declared::declare;
use super::{Request, Rules, expressions, values, wording};
use crate::keywords;
use crate::options::{OldExpressions, Options};
use crate::path::Path;
use crate::schema::Schema;
use crate::structural::Structural;
use crate::target::Target;

fn schema(text: &str) -> Schema {
    crate::decode::schema(&json::parse(text.as_bytes()).unwrap()).unwrap()
}

fn structural(text: &str) -> Structural {
    Structural::new(&schema(text)).unwrap()
}

/// What is wrong, with the first line of its detail.
fn judged_with(schema: &Schema, options: &Options) -> Vec<String> {
    let structural = Structural::new(schema).unwrap();
    let root = Path::root();
    let path = root.child("s");
    let keywords = keywords::check(schema, &path, options);
    let wording = wording(schema, Some(&structural), &path);
    let request = Request { schema, structural: &structural, options, keywords: &keywords, wording: &wording };
    let mut found = expressions(&request, &path);
    found.extend(keywords.violations.iter().chain(&wording.violations).cloned());
    found
        .iter()
        .map(|one| format!("{}: {}: {}", one.field, one.kind.text(), one.detail.lines().next().unwrap_or("")))
        .collect()
}

fn judged(text: &str) -> Vec<String> {
    judged_with(&schema(text), &Options::create(Target::V1_37))
}

/// A property `x` with rules.
fn property(x: &str) -> Vec<String> {
    judged(&format!(r#"{{"type":"object","properties":{{"x":{x}}}}}"#))
}

const X: &str = "s.properties[x].x-kubernetes-validations[0]";

fn shown(declared: &Declared) -> String {
    let bounds = format!("{}/{}", declared.max_elements, declared.min_serialized_size);
    match &declared.shape {
        Shape::Scalar(kind) => format!("{kind:?} {bounds}"),
        Shape::List(part) => format!("[{}] {bounds}", shown(part)),
        Shape::Map(part) => format!("<{}> {bounds}", shown(part)),
        Shape::Object(object) => {
            let field = |(name, declared): (&cel::ast::Name, &Declared)| format!("{name}: {}", shown(declared));
            let fields: Vec<String> = object.fields.iter().map(field).collect();
            format!("{}{{{}}} {bounds}", object.name, fields.join(", "))
        }
    }
}

#[test]
fn schemas_are_declared_with_their_bounds() {
    let table = [
        (r#"{"type":"string"}"#, "String 3145726/2"),
        (r#"{"type":"string","maxLength":5}"#, "String 20/2"),
        (r#"{"type":"string","maxLength":-5}"#, "String 0/2"),
        (r#"{"type":"string","enum":["a","éé"]}"#, "String 4/2"),
        (r#"{"type":"string","enum":["a"],"maxLength":9}"#, "String 36/2"),
        (r#"{"type":"string","format":"byte","maxLength":9}"#, "Bytes 9/2"),
        (r#"{"type":"string","format":"duration","maxLength":9}"#, "Duration 32/3"),
        (r#"{"type":"string","format":"date"}"#, "Timestamp 12/12"),
        (r#"{"type":"string","format":"date-time"}"#, "Timestamp 32/21"),
        (r#"{"x-kubernetes-int-or-string":true}"#, "Dyn 3145726/1"),
        (r#"{"x-kubernetes-int-or-string":true,"maxLength":2}"#, "Dyn 8/1"),
        (r#"{"type":"boolean"}"#, "Bool 0/4"),
        (r#"{"type":"number"}"#, "Double 0/1"),
        (r#"{"type":"integer"}"#, "Int 0/1"),
        (r#"{"type":"array","items":{"type":"boolean"}}"#, "[Bool 0/4] 629145/2"),
        (r#"{"type":"array","items":{"type":"boolean"},"maxItems":7}"#, "[Bool 0/4] 7/2"),
        (r#"{"type":"object","additionalProperties":{"type":"string"}}"#, "<String 3145726/2> 393215/2"),
        (r#"{"type":"object","additionalProperties":true}"#, "selfType1{} 0/2"),
        (
            r#"{"type":"object","required":["a-b","d"],"properties":{"a-b":{"type":"integer"},"d":{"type":"string","default":""},
                "in":{"type":"array","items":{"type":"object"}},"9":{"type":"string"},"free":{"x-kubernetes-preserve-unknown-fields":true}}}"#,
            "selfType1{__in__: [selfType1.__in__.@idx{} 0/2] 1048575/2, a__dash__b: Int 0/1, d: String 3145726/2} 0/10",
        ),
    ];
    for (text, expected) in table {
        let declared = declare(&structural(text), false, Target::V1_37).unwrap();
        assert_eq!(shown(&declared), expected, "{text}");
    }
    for text in [
        r#"{"x-kubernetes-preserve-unknown-fields":true}"#,
        r#"{"type":"array","items":{"x-kubernetes-preserve-unknown-fields":true}}"#,
        r#"{"type":"object","additionalProperties":{"x-kubernetes-preserve-unknown-fields":true}}"#,
    ] {
        assert_eq!(declare(&structural(text), false, Target::V1_37), None, "{text}");
    }
}

#[test]
fn roots_have_what_all_objects_have() {
    let root = structural(
        r#"{"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string","maxLength":9}}}}}"#,
    );
    let of = |target| shown(&declare(&root, true, target).unwrap());
    assert_eq!(
        of(Target::V1_37),
        "selfType1{apiVersion: String 3145726/2, kind: String 3145726/2, \
         metadata: selfType1.metadata{generateName: String 1008/2, name: String 36/2} 0/2} 0/2"
    );
    assert_eq!(
        of(Target::V1_36),
        "selfType1{apiVersion: String 3145726/2, kind: String 3145726/2, \
         metadata: selfType1.metadata{generateName: String 3145726/2, name: String 3145726/2} 0/2} 0/2"
    );
}

#[test]
fn names_of_types_do_not_grow_without_bound() {
    let key = "a".repeat(900);
    let mut text = r#"{"type":"object"}"#.to_owned();
    for _ in 0..40 {
        text = format!(r#"{{"type":"object","properties":{{"{key}":{text}}}}}"#);
    }
    let mut declared = declare(&structural(&text), false, Target::V1_37).unwrap();
    let mut names = std::collections::BTreeSet::new();
    while let Shape::Object(object) = declared.shape.clone() {
        assert!(object.name.len() <= 1000);
        assert!(names.insert(object.name.clone()));
        match object.fields.values().next() {
            Some(inner) => declared = inner.clone(),
            None => break,
        }
    }
    assert_eq!(names.len(), 41);
}

#[test]
fn values_are_read_by_their_schema() {
    let schema = structural(
        r#"{"type":"object","properties":{
            "n":{"type":"number"},"i":{"type":"integer"},"s":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
            "m":{"type":"object","additionalProperties":{"type":"integer","nullable":true}},"q":{"x-kubernetes-int-or-string":true},
            "no":{"type":"string","nullable":true},"b":{"type":"string","format":"byte"},"a-b":{"type":"boolean"}}}"#,
    );
    let object = json::parse(
        br#"{"n":1,"i":1.5,"s":["x"],"m":{"k":null,"l":2},"q":3,"no":null,"b":"+/8=","a-b":true,"else":{"x":1}}"#,
    )
    .unwrap();
    let Value::Object(found) = values::to_cel(&object, &schema, false) else { panic!("an object") };
    let field = |name: &str| found.fields.get(name).unwrap();
    assert!(matches!(field("n"), Value::Double(one) if *one == 1.0));
    assert!(matches!(field("i"), Value::Fault(fault) if fault.message == "invalid data, expected int, got float64"));
    assert!(matches!(field("s"), Value::List(list) if list.topology == Topology::Set && list.items.len() == 1));
    assert!(matches!(field("q"), Value::Int(3)));
    assert!(matches!(field("a__dash__b"), Value::Bool(true)));
    assert!(
        matches!(field("b"), Value::Fault(fault) if fault.message.starts_with("Invalid byte formatted string +/8=: "))
    );
    let Value::Map(map) = field("m") else { panic!("a map") };
    assert!(matches!(map.entries.get(&Key::String("k".into())), Some(Value::Null)));
    assert!(matches!(map.entries.get(&Key::String("l".into())), Some(Value::Int(2))));
    let hidden: Vec<&str> = found.hidden.keys().map(|key| &**key).collect();
    assert_eq!(hidden, ["else", "no"]);
}

#[test]
fn of_metadata_only_the_names_are_seen() {
    let schema = structural(r#"{"type":"object","properties":{"a":{"type":"string"}}}"#);
    let object = json::parse(br#"{"kind":"K","metadata":{"name":"n","labels":{"a":"b"}},"a":"x"}"#).unwrap();
    let Value::Object(found) = values::to_cel(&object, &schema, true) else { panic!("an object") };
    let Some(Value::Object(metadata)) = found.fields.get("metadata") else { panic!("metadata") };
    assert!(matches!(metadata.fields.get("name"), Some(Value::String(name)) if &**name == "n"));
    assert_eq!(metadata.fields.len(), 1);
    assert!(metadata.hidden.contains_key("labels"));
}

#[test]
fn wording_is_checked_before_anything_else() {
    let table = [
        (r#"{"rule":" "}"#, vec![".rule: Required value: rule is not specified"]),
        (r#"{"rule":"true","message":" "}"#, vec![".message: Invalid value: must be non-empty if specified"]),
        (r#"{"rule":"true","message":"a\nb"}"#, vec![".message: Invalid value: must not contain line breaks"]),
        (r#"{"rule":"true","message":"a\n"}"#, vec![]),
        (
            r#"{"rule":"true\n&& true"}"#,
            vec![".message: Required value: message must be specified if rule contains line breaks"],
        ),
        (
            r#"{"rule":"true","messageExpression":" "}"#,
            vec![".messageExpression: Required value: messageExpression must be non-empty if specified"],
        ),
        (
            r#"{"rule":"true","reason":"Nope"}"#,
            vec![
                ".reason: Unsupported value: supported values: \"FieldValueDuplicate\", \"FieldValueForbidden\", \"FieldValueInvalid\", \"FieldValueRequired\"",
            ],
        ),
        (r#"{"rule":"true","fieldPath":".a"}"#, vec![]),
        (r#"{"rule":"true","fieldPath":".b"}"#, vec![".fieldPath: Invalid value: must be a valid path"]),
        (
            r#"{"rule":"true","fieldPath":"\n"}"#,
            vec![
                ".fieldPath: Invalid value: must be non-empty if specified",
                ".fieldPath: Invalid value: must not contain line breaks",
                ".fieldPath: Invalid value: must be a valid path",
            ],
        ),
    ];
    for (rule, expected) in table {
        let x = format!(
            r#"{{"type":"object","properties":{{"a":{{"type":"string"}}}},"x-kubernetes-validations":[{rule}]}}"#
        );
        let expected: Vec<String> = expected.iter().map(|one| format!("{X}{one}")).collect();
        assert_eq!(property(&x), expected, "{rule}");
    }
}

#[test]
fn types_are_named_from_the_rule_s_value() {
    let x =
        r#"{"type":"object","properties":{"a":{"type":"object"}},"x-kubernetes-validations":[{"rule":"self.a == 1"}]}"#;
    let found = property(x);
    assert_eq!(
        found,
        [format!(
            "{X}.rule: Invalid value: compilation failed: ERROR: <input>:1:8: found no matching overload for '_==_' applied to '(selfType1.a, int)'"
        )]
    );
    let above =
        format!(r#"{{"type":"object","x-kubernetes-validations":[{{"rule":"true"}}],"properties":{{"x":{x}}}}}"#);
    assert_eq!(judged(&above), found);
}

#[test]
fn rules_must_come_to_a_bool_and_messages_to_a_text() {
    let rule = |rule: &str| property(&format!(r#"{{"type":"integer","x-kubernetes-validations":[{rule}]}}"#));
    assert_eq!(
        rule(r#"{"rule":"self"}"#),
        [format!("{X}.rule: Invalid value: cel expression must evaluate to a bool")]
    );
    assert_eq!(
        rule(r#"{"rule":"true","messageExpression":"self"}"#),
        [format!("{X}.messageExpression: Invalid value: messageExpression must evaluate to a string")]
    );
    assert_eq!(
        rule(r#"{"rule":"int('a') == self && oldSelf == 1","optionalOldSelf":false}"#),
        [format!(
            "{X}.rule: Invalid value: program instantiation failed: type conversion error from 'string' to 'int'"
        )]
    );
}

#[test]
fn case_28_old_values_cannot_be_found_in_atomic_lists() {
    let list = |kind: &str| {
        property(&format!(
            r#"{{"type":"array","maxItems":3{kind},"items":{{"type":"object","x-kubernetes-map-type":"atomic","properties":{{"k":{{"type":"string","maxLength":3}}}},
                "x-kubernetes-validations":[{{"rule":"self == oldSelf"}}]}}}}"#
        ))
    };
    let expected = "s.properties[x].items.x-kubernetes-validations[0].rule: Invalid value: oldSelf cannot be used on the \
                    uncorrelatable portion of the schema within s.properties[x]";
    for kind in ["", r#","x-kubernetes-list-type":"atomic""#, r#","x-kubernetes-list-type":"set""#] {
        assert_eq!(list(kind), [expected], "{kind}");
    }
}

#[test]
fn case_31_and_32_messages_cost_too() {
    let message = |message: &str| {
        property(&format!(
            r#"{{"type":"integer","x-kubernetes-validations":[{{"rule":"true","messageExpression":"{message}"}}]}}"#
        ))
    };
    let found = message("'n is ' + string(self)");
    assert!(
        found.iter().any(|one| one.contains(
            ".messageExpression: Forbidden: estimated messageExpression cost exceeds budget by factor of more than 100x"
        )),
        "{found:?}"
    );
    assert_eq!(message("'%d'.format([self])"), Vec::<String>::new());
}

#[test]
fn case_33_costs_grow_with_bounds() {
    let unique = |most: u32| {
        property(&format!(
            r#"{{"type":"array","maxItems":{most},"items":{{"type":"integer"}},"x-kubernetes-validations":[{{"rule":"self.all(x, self.exists_one(y, x == y))"}}]}}"#
        ))
    };
    assert_eq!(unique(1000), Vec::<String>::new());
    assert_eq!(unique(2000).len(), 1);
    assert!(unique(2000).iter().all(|one| one.contains("estimated rule cost exceeds budget by factor of 1.6x")));
}

#[test]
fn case_u17_bounds_of_lists_above_count() {
    let nested = |bound: &str| {
        property(&format!(
            r#"{{"type":"array"{bound},"items":{{"type":"array","maxItems":10,"items":{{"type":"string","maxLength":100,
                "x-kubernetes-validations":[{{"rule":"self.contains('keyword')"}}]}}}}}}"#
        ))
    };
    assert_eq!(nested(r#","maxItems":10"#), Vec::<String>::new());
    let found = nested("");
    assert!(found.iter().any(|one| one.contains(".rule: Forbidden: estimated rule cost exceeds budget")), "{found:?}");
}

#[test]
fn case_u19_names_that_expressions_cannot_use_have_rules_too() {
    let text = r#"{"type":"object","x-kubernetes-validations":[{"rule":"true"}],"properties":{"f@2":{"type":"integer","x-kubernetes-validations":[{"rule":"self == 'a'"}]}}}"#;
    let found = judged(text);
    assert_eq!(found.len(), 1);
    assert!(found.iter().all(|one| {
        one.starts_with("s.properties[f@2].x-kubernetes-validations[0].rule: Invalid value: compilation failed")
    }));
}

#[test]
fn case_u20_optional_old_self_needs_old_self() {
    for value in ["true", "false"] {
        let x = format!(
            r#"{{"type":"integer","x-kubernetes-validations":[{{"rule":"self > 0","optionalOldSelf":{value}}}]}}"#
        );
        assert_eq!(
            property(&x),
            [format!("{X}.optionalOldSelf: Invalid value: may not be set if oldSelf is not used in rule")]
        );
    }
    let x = r#"{"type":"integer","x-kubernetes-validations":[{"rule":"oldSelf.orValue(0) < self","optionalOldSelf":true}]}"#;
    assert_eq!(property(x), Vec::<String>::new());
}

#[test]
fn values_without_a_type_have_no_rules() {
    let free = r#"{"x-kubernetes-preserve-unknown-fields":true,"x-kubernetes-validations":[{"rule":"true"}]}"#;
    let expected = "x-kubernetes-validations: Internal error: internal error: failed to construct type information for \
                    x-kubernetes-validations rules: unable to convert structural schema to CEL declarations";
    assert_eq!(property(free), [format!("s.properties[x].{expected}")]);
    let list = format!(r#"{{"type":"array","items":{free}}}"#);
    assert_eq!(property(&list), [format!("s.properties[x].items.{expected}")]);
}

#[test]
fn rules_above_what_is_flawed_are_not_looked_at() {
    let x = r#"{"type":"object","x-kubernetes-validations":[{"rule":"1"}],"properties":{"a":{"type":"string","x-kubernetes-validations":[{"rule":" "}]},
                "b":{"type":"string","x-kubernetes-validations":[{"rule":"2"}]}}}"#;
    assert_eq!(
        property(x),
        [
            "s.properties[x].properties[b].x-kubernetes-validations[0].rule: Invalid value: cel expression must evaluate to a bool",
            "s.properties[x].properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified",
        ]
    );
}

#[test]
fn stored_expressions_may_use_what_is_new() {
    let text = r#"{"type":"object","properties":{"x":{"type":"array","maxItems":3,"items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.includes(1)"}]}}}"#;
    let create = Options::create(Target::V1_37);
    assert_eq!(judged_with(&schema(text), &create).len(), 1);
    let rules = std::iter::once("self.includes(1)".to_owned()).collect();
    let options = Options { old_expressions: OldExpressions { rules, ..OldExpressions::default() }.into(), ..create };
    assert_eq!(judged_with(&schema(text), &options), Vec::<String>::new());
}

#[test]
fn unchanged_schemas_may_be_costly_up_to_the_total() {
    let text = r#"{"type":"object","properties":{"x":{"type":"array","maxItems":2000,"items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, self.exists_one(y, x == y))"}]}}}"#;
    let options = Options { allow_costly_expressions: true, ..Options::create(Target::V1_37) };
    assert_eq!(judged_with(&schema(text), &options), Vec::<String>::new());
}

#[test]
fn rules_of_resources_leave_out_what_has_none() {
    let text = r#"{"type":"object","properties":{"a":{"type":"string"},"x":{"type":"array","items":{"type":"object","properties":{
        "n":{"type":"integer","x-kubernetes-validations":[{"rule":"oldSelf == self","fieldPath":""},{"rule":"self > 1","messageExpression":"string(self)"}]}}}}}}"#;
    let rules = Rules::of(&structural(text), Target::V1_37);
    assert!(rules.own.is_empty() && rules.items.is_none() && rules.properties.len() == 1);
    let items = rules.properties.get("x").and_then(|x| x.items.as_deref()).unwrap();
    let own = &items.properties.get("n").unwrap().own;
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|rule| rule.program.is_ok()));
    assert_eq!(own.iter().map(|rule| rule.uses_old_self).collect::<Vec<bool>>(), [true, false]);
    assert_eq!(own.iter().map(|rule| rule.message.is_some()).collect::<Vec<bool>>(), [false, true]);
    assert!(Rules::of(&structural(r#"{"type":"object"}"#), Target::V1_37).is_empty());
}

#[test]
fn thousands_of_rules_are_judged_in_linear_time() {
    let field = |index: usize| {
        format!(
            r#""f{index}":{{"type":"object","properties":{{"a":{{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{{"rule":"self.a != 'x'"}}]}}"#
        )
    };
    let fields: Vec<String> = (0..2000).map(field).collect();
    let rules: Vec<String> = (0..2000).map(|index| format!(r#"{{"rule":"self.f{index}.a != 'y'"}}"#)).collect();
    let text = format!(
        r#"{{"type":"object","properties":{{{}}},"x-kubernetes-validations":[{}]}}"#,
        fields.join(","),
        rules.join(",")
    );
    assert_eq!(judged(&text), Vec::<String>::new());
}

#[test]
fn a_declared_type_is_the_expression_s_type() {
    let declared = declare(&structural(r#"{"type":"array","items":{"type":"string"}}"#), false, Target::V1_37).unwrap();
    assert_eq!(declared.cel_type(), Type::list(Type::String));
}

//! `testdata/charts.jsonl` holds charts, flags, and what templates of each chart saw: values and listed dependencies,
//! what was logged (sorted, since Helm's order varies), or the error. Recorded from `helm template` 4.3.1.

use chart::{Chart, MemoryFolder, load_folder};
use gostd::json::{Value, encode, parse};

use super::*;

fn chart(files: &[(&str, &str)]) -> Chart {
    let folder = files.iter().fold(MemoryFolder::new(), |folder, (path, text)| folder.with(path, *text));
    load_folder(&folder).unwrap().chart
}

fn texts(case: &Value, key: &str) -> Vec<String> {
    let items = case.get(key).and_then(Value::as_array).unwrap_or_default();
    items.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn user_table(case: &Value) -> Result<Table, String> {
    let files = texts(case, "values").into_iter().enumerate();
    let sources = Sources {
        files: files.map(|(index, text)| (format!("v{index}.yaml"), text.into_bytes())).collect(),
        set: texts(case, "set"),
        set_json: texts(case, "set_json"),
        ..Sources::default()
    };
    sources.merge(&|_| Err("no files".to_owned())).map_err(|error| error.to_string())
}

fn seen(instance: &Instance<'_>, path: &str, values: &Values<'_>, all: &mut Table) {
    for dependency in &instance.dependencies {
        let path = format!("{path}/charts/{}", dependency.name());
        seen(dependency, &path, &values.at([dependency.name()]).unwrap(), all);
    }
    let listed = instance.metadata.dependencies.iter().map(|dependency| {
        Value::Object(Table::from([
            ("name".to_owned(), Value::from(dependency.name.as_str())),
            ("alias".to_owned(), Value::from(dependency.alias.as_str())),
            ("enabled".to_owned(), Value::from(dependency.enabled)),
            ("imports".to_owned(), Value::Array(dependency.import_values.clone())),
        ]))
    });
    let listed = Value::Array(listed.collect());
    let values = Value::Object(values.to_table());
    let both = Table::from([("values".to_owned(), values), ("deps".to_owned(), listed)]);
    all.insert(path.to_owned(), Value::Object(both));
}

fn run(case: &Value, log: &mut Log) -> Result<Value, String> {
    let user = user_table(case)?;
    let files = case.get("files").unwrap().as_object().unwrap().iter();
    let files: Vec<_> = files.map(|(path, text)| (path.as_str(), text.as_str().unwrap())).collect();
    let chart = chart(&files);
    let user = Values::new(&user);
    let root = process(&chart, &user, Dialect::Helm4, log)
        .map_err(|error| format!("chart dependencies processing failed: {error}"))?;
    let values = coalesce(&root, &user, Dialect::Helm4, log).map_err(|error| error.to_string())?;
    let mut all = Table::new();
    seen(&root, root.name(), &values, &mut all);
    Ok(Value::Object(all))
}

#[test]
fn charts_see_what_helm_shows_them() {
    let mut cases = 0;
    for line in include_str!("../../testdata/charts.jsonl").lines() {
        let case = parse(line.as_bytes()).unwrap();
        let title = case.get("title").unwrap().as_str().unwrap();
        let mut log = Log::default();
        match (run(&case, &mut log), case.get("error")) {
            (Ok(found), None) => assert_eq!(encode(&found), encode(case.get("result").unwrap()), "{title}"),
            (Err(found), Some(error)) => assert_eq!(found, error.as_str().unwrap(), "{title}"),
            (found, error) => panic!("{title}: {found:?} instead of {error:?}"),
        }
        let mut lines = log.into_lines();
        lines.sort_unstable();
        assert_eq!(lines, texts(&case, "log"), "{title}");
        cases += 1;
    }
    assert!(cases > 100, "{cases} cases");
}

const TOP: &str = "apiVersion: v2\nname: top\nversion: 1.0.0\n";
const KID: &str = "apiVersion: v2\nname: kid\nversion: 1.0.0\n";

#[test]
fn templates_share_what_helms_maps_share() {
    let chart = chart(&[
        ("Chart.yaml", TOP),
        ("values.yaml", "global: {a: {b: {c: 1}}}\n"),
        ("charts/kid/Chart.yaml", KID),
        ("charts/kid/values.yaml", "list: [1, x, null]\n"),
    ]);
    let user = parse(br#"{"i": 1}"#).unwrap();
    let user = Values::new(user.as_object().unwrap());
    let root = process(&chart, &user, Dialect::Helm4, &mut Log::default()).unwrap();
    let values = coalesce(&root, &user, Dialect::Helm4, &mut Log::default()).unwrap().to_template();
    let at = |path: &str| {
        let mut found = gotemplate::value::Value::Map(values.clone());
        for name in path.split('.') {
            let gotemplate::value::Value::Map(map) = found else { panic!("{path}") };
            found = map.get(name.as_bytes()).unwrap();
        }
        found
    };
    let map = |path: &str| match at(path) {
        gotemplate::value::Value::Map(map) => map,
        other => panic!("{path}: {other:?}"),
    };
    assert!(map("global.a.b").is_same(&map("kid.global.a.b")));
    assert!(!map("global.a").is_same(&map("kid.global.a")));
    assert_eq!((at("i").type_name(), at("global.a.b.c").type_name()), ("int64", "float64"));
    assert_eq!(at("kid.list").type_name(), "[]interface {}");
}

#[test]
fn imports_into_themselves_end() {
    // Helm's stack overflows.
    let imports = "dependencies: [{name: kid, version: '*', import-values: [{child: e.a, parent: a}, {child: e, parent: a.x}]}]\n";
    let top = format!("{TOP}{imports}");
    let chart =
        chart(&[("Chart.yaml", &top), ("charts/kid/Chart.yaml", KID), ("charts/kid/values.yaml", "e: {a: {b: 1}}\n")]);
    let nothing = Table::new();
    let failed = process(&chart, &Values::new(&nothing), Dialect::Helm4, &mut Log::default());
    assert_eq!(failed.unwrap_err(), CoalesceError::TooDeep);
}

#[test]
fn aliases_of_aliases_end() {
    let mut files = vec![];
    let mut prefix = String::new();
    let aliases: Vec<String> = (0..9).map(|alias| format!("{{name: c, version: '*', alias: x{alias}}}")).collect();
    for _ in 0..6 {
        let text = format!("apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{}]\n", aliases.join(", "));
        files.push((format!("{prefix}Chart.yaml"), text));
        prefix.push_str("charts/c/");
    }
    files.push((format!("{prefix}Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n".to_owned()));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let chart = chart(&files);
    let nothing = Table::new();
    let failed = process(&chart, &Values::new(&nothing), Dialect::Helm4, &mut Log::default());
    assert_eq!(failed.unwrap_err(), CoalesceError::TooManyCharts);
}

#[test]
fn helm_3_has_other_rules_for_nulls() {
    // Recorded from Helm 3.20.0's chartutil.
    let chart = chart(&[("Chart.yaml", TOP), ("values.yaml", "a: null\nb: {c: null, d: 1}\ne: {f: 1}\n")]);
    let user = chart::parse_values(b"e: {f: null, g: null}\nh: null\n").unwrap();
    let user = Values::new(&user);
    let root = process(&chart, &user, Dialect::Helm3, &mut Log::default()).unwrap();
    let values = coalesce(&root, &user, Dialect::Helm3, &mut Log::default()).unwrap();
    assert_eq!(encode(&Value::Object(values.to_table())), r#"{"a":null,"b":{"c":null,"d":1},"e":{},"h":null}"#);
}

#[test]
fn schemas_are_checked_chart_by_chart() {
    let top = format!("{TOP}dependencies: [{{name: kid, version: '*', alias: one}}]\n");
    let chart = chart(&[
        ("Chart.yaml", &top),
        ("values.schema.json", "top"),
        ("charts/kid/Chart.yaml", KID),
        ("charts/kid/values.yaml", "a: 1\n"),
        ("charts/kid/values.schema.json", "kid"),
    ]);
    let nothing = Table::new();
    let nothing = Values::new(&nothing);
    let root = process(&chart, &nothing, Dialect::Helm4, &mut Log::default()).unwrap();
    let values = coalesce(&root, &nothing, Dialect::Helm4, &mut Log::default()).unwrap();
    let check = |schema: &[u8], values: &Value, _: &mut Log| {
        let schema = String::from_utf8_lossy(schema);
        Err(format!("- {schema} for {}\n", encode(values)))
    };
    assert_eq!(
        validate(&root, &values, &check, &mut Log::default()).unwrap_err().to_string(),
        "values don't meet the specifications of the schema(s) in the following chart(s):\n\
         top:\n- top for {\"one\":{\"a\":1,\"global\":{}}}\none:\n- kid for {\"a\":1,\"global\":{}}\n"
    );
    assert_eq!(validate(&root, &values, &|_, _, _| Ok(()), &mut Log::default()), Ok(()));
}

#[test]
fn tables_are_coalesced_alone() {
    let over = chart::parse_values(b"a: null\nb: {c: 1}\nx: null\n").unwrap();
    let under = chart::parse_values(b"a: 1\nb: {c: 2, d: 3}\ne: null\n").unwrap();
    let values = coalesce_tables(&over, &under, &mut Log::default()).unwrap();
    assert_eq!(encode(&Value::Object(values.to_table())), r#"{"b":{"c":1,"d":3},"e":null,"x":null}"#);
}

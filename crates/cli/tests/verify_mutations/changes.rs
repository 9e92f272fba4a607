//! One change of everything in a document, a manifest or a repository.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::content::{Content, Listed, Role};

/// What a changed repository is expected to come to.
#[derive(Clone, Debug)]
#[expect(dead_code, reason = "reasons are for readers, and for what a failed test prints")]
pub enum Expected {
    /// Exit 6, and standard error names one of these.
    Refused(Vec<String>),
    /// Exit 0, and why.
    Harmless(&'static str),
    /// Exit 1: nobody knows such a version.
    Unknown,
}

/// A change of a repository.
#[derive(Clone)]
pub struct Change {
    pub what: String,
    pub content: Content,
    /// `index.json` of a layout, if it is not what follows from the content.
    pub index: Option<Value>,
    pub expected: Expected,
}

impl Change {
    /// A change that must be refused with one of these words.
    pub fn refused(what: String, content: Content, names: &[&str]) -> Self {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Self { what, content, index: None, expected: Expected::Refused(names) }
    }
}

/// The pointers of all leaves of a document.
pub fn leaves(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, "", &mut found, &mut Vec::new());
    found
}

/// The pointers of all objects of a document.
fn objects(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, "", &mut Vec::new(), &mut found);
    found
}

fn walk(value: &Value, at: &str, leaves: &mut Vec<String>, objects: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            objects.push(at.to_owned());
            for (key, inner) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(inner, &format!("{at}/{key}"), leaves, objects);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (number, inner) in items.iter().enumerate() {
                walk(inner, &format!("{at}/{number}"), leaves, objects);
            }
        }
        _ => leaves.push(at.to_owned()),
    }
}

/// The document with one leaf changed within its type: one letter of a text, so that base64 stays base64.
pub fn changed(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let leaf = document.pointer_mut(pointer).unwrap();
    *leaf = match &*leaf {
        Value::String(text) if text.is_empty() => json!("x"),
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let middle = letters.len() / 2;
            letters[middle] = if letters[middle] == 'a' { 'b' } else { 'a' };
            json!(letters.into_iter().collect::<String>())
        }
        Value::Number(number) => json!(number.as_i64().unwrap_or(0) + 1),
        Value::Bool(is) => json!(!is),
        Value::Array(_) => json!([1]),
        _ => json!("x"),
    };
    document
}

/// The document without one member or item.
pub fn removed(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(&key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => {}
    }
    document
}

/// Every leaf changed and removed, every object removed, and a member more in every object.
pub fn variants(document: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for at in leaves(document) {
        found.push((format!("{at} changed"), changed(document, &at)));
        found.push((format!("{at} removed"), removed(document, &at)));
    }
    for at in objects(document) {
        let mut more = document.clone();
        more.pointer_mut(&at).unwrap()["unheardOf"] = json!("x");
        found.push((format!("{at} with a member more"), more));
        if !at.is_empty() {
            found.push((format!("{at} removed"), removed(document, &at)));
        }
    }
    found
}

/// Bytes with one bit changed in the middle.
pub fn one_bit(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bytes
}

/// The ways in which a file rots or is replaced, without anything above it being changed.
pub fn rotten(bytes: &[u8]) -> Vec<(&'static str, Option<Vec<u8>>)> {
    vec![
        ("gone", None),
        ("empty", Some(Vec::new())),
        ("cut short", Some(bytes[..bytes.len() / 2].to_vec())),
        ("with one bit changed", Some(one_bit(bytes))),
        ("with a byte more", Some([bytes, b"\n"].concat())),
        ("replaced", Some(b"{\"schemaVersion\":2}".to_vec())),
    ]
}

/// Every field of a bundle in every way, the signed statement in some, and the same bundle in other words.
pub fn bundles(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let bundle: Value = serde_json::from_slice(bytes).unwrap();
    let mut found: Vec<(String, Vec<u8>)> =
        variants(&bundle).into_iter().map(|(what, document)| (what, document.to_string().into_bytes())).collect();
    let payload = STANDARD.decode(bundle["dsseEnvelope"]["payload"].as_str().unwrap()).unwrap();
    let statement: Value = serde_json::from_slice(&payload).unwrap();
    let with_payload = |what: &str, payload: &[u8]| {
        let mut bundle = bundle.clone();
        bundle["dsseEnvelope"]["payload"] = STANDARD.encode(payload).into();
        (what.to_owned(), bundle.to_string().into_bytes())
    };
    found.push(with_payload("one bit of the statement", &one_bit(&payload)));
    found.push(with_payload("a blank behind the statement", &[&payload[..], b" "].concat()));
    for at in ["/_type", "/predicateType", "/subject/0/name", "/subject/0/digest/sha256"] {
        found.push(with_payload(at, changed(&statement, at).to_string().as_bytes()));
    }
    let signature = STANDARD.decode(bundle["dsseEnvelope"]["signatures"][0]["sig"].as_str().unwrap()).unwrap();
    let mut other = bundle.clone();
    other["dsseEnvelope"]["signatures"][0]["sig"] = STANDARD.encode(one_bit(&signature)).into();
    found.push(("one bit of the signature".to_owned(), other.to_string().into_bytes()));
    let mut twice = bundle.clone();
    let one = twice["dsseEnvelope"]["signatures"][0].clone();
    twice["dsseEnvelope"]["signatures"].as_array_mut().unwrap().push(one);
    found.push(("the signature twice".to_owned(), twice.to_string().into_bytes()));
    found.push(("a blank behind it".to_owned(), [bytes, b" "].concat()));
    found.push(("indented".to_owned(), serde_json::to_string_pretty(&bundle).unwrap().into_bytes()));
    found
}

/// The descriptors of a manifest with pointers to them: config and layers.
pub fn descriptors(document: &Value) -> Vec<(String, Value)> {
    let layers = document["layers"].as_array().into_iter().flatten().cloned().enumerate();
    let layers = layers.map(|(number, layer)| (format!("/layers/{number}"), layer));
    layers.chain(document.get("config").map(|config| ("/config".to_owned(), config.clone()))).collect()
}

/// A layer more, before and behind the others; the layers in another order.
pub fn layers(document: &Value, more: &Value) -> Vec<(String, Value)> {
    let change = |what: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let mut document = document.clone();
        change(document["layers"].as_array_mut().unwrap());
        (what.to_owned(), document)
    };
    let mut found = vec![
        change("a layer more behind", &|layers| layers.push(more.clone())),
        change("a layer more before", &|layers| layers.insert(0, more.clone())),
        change("the first layer twice", &|layers| layers.push(layers[0].clone())),
        change("no layers", &|layers| layers.clear()),
    ];
    if document["layers"].as_array().unwrap().len() > 1 {
        found.push(change("layers in another order", &|layers| layers.reverse()));
    }
    found
}

/// Words of which one must be told when an object of this role is not right.
pub fn words(listed: &Listed, role: &Role) -> Vec<String> {
    let own = match role {
        Role::Chart => {
            vec!["config", "chart layer", "provenance", "annotation", "signature", "manifest", "a Helm chart"]
        }
        Role::Hub => vec!["Artifact Hub metadata"],
        Role::Classic => vec!["classic signature"],
        Role::Index => vec!["list", "release record"],
        Role::Bundle(predicate_type) => vec![predicate_type.as_str(), "bundle", "release record"],
        Role::Document(_) => vec!["SBOM document", "SBOM under cosign's tag"],
    };
    own.into_iter().map(str::to_owned).chain([listed.digest.clone()]).collect()
}

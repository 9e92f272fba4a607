//! The contents of images' documents as parts of this one: components below their image, and their graph.
//!
//! Only what is understood is taken over, so that no foreign document makes this one invalid: identity, hashes,
//! licences with their texts. Components within components come side by side.

use std::collections::HashMap;

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::parts::{self, Object};
use crate::Format;
use crate::clean;
use crate::contents::{Contents, License};
use crate::cpe;
use crate::ids::Ids;
use crate::linked::{Linked, MAX_MERGED};
use crate::refs::Refs;

/// Types of components (`bom-1.6.schema.json`).
const TYPES: [&str; 13] = [
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "device-driver",
    "firmware",
    "file",
    "machine-learning-model",
    "data",
    "cryptographic-asset",
];

/// What was merged.
#[derive(Default)]
pub(super) struct Merged {
    components: HashMap<usize, Vec<Value>>,
    /// Entries of the graph.
    pub(super) dependencies: Vec<Value>,
}

impl Merged {
    /// The components of an image.
    pub(super) fn components(&self, image: usize) -> Vec<Value> {
        self.components.get(&image).cloned().unwrap_or_default()
    }

    /// Whether the contents of an image are here.
    pub(super) fn has(&self, image: usize) -> bool {
        self.components.contains_key(&image)
    }
}

/// Merges what shall and can be merged.
pub(super) fn all(contents: &Contents, refs: &Refs, ids: &mut Ids) -> Merged {
    let mut merged = Merged::default();
    let mut left = MAX_MERGED;
    for (index, (image, id)) in contents.images.iter().zip(&refs.images).enumerate() {
        for linked in contents.documents_of(image).filter(|linked| contents.merges(linked, Format::CycloneDx)) {
            let Some(document) = read(linked) else { continue };
            let part = Part::of(&document, id, (ids, &mut left));
            merged.dependencies.extend(part.dependencies(&document, id));
            merged.components.entry(index).or_default().extend(part.components);
        }
    }
    merged.dependencies = joined(std::mem::take(&mut merged.dependencies));
    merged
}

fn read(linked: &Linked) -> Option<Value> {
    serde_json::from_slice(&linked.bytes).ok()
}

/// Entries with one reference (an image with a document for each platform) become one.
fn joined(entries: Vec<Value>) -> Vec<Value> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut out: Vec<Value> = Vec::new();
    for entry in entries {
        let name = entry.get("ref").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Some(place) = places.get(&name) else {
            places.insert(name, out.len());
            out.push(entry);
            continue;
        };
        let more = entry.get("dependsOn").and_then(Value::as_array).cloned().unwrap_or_default();
        let known = out.get_mut(*place).and_then(|entry| entry.get_mut("dependsOn")).and_then(Value::as_array_mut);
        known.into_iter().for_each(|known| known.extend(more.clone()));
    }
    out
}

/// One document's components with their new references.
struct Part {
    components: Vec<Value>,
    refs: HashMap<String, String>,
    given: Vec<String>,
}

impl Part {
    fn of(document: &Value, image: &str, (ids, left): (&mut Ids, &mut usize)) -> Self {
        let mut part = Self { components: Vec::new(), refs: HashMap::new(), given: Vec::new() };
        if let Some(root) = document.pointer("/metadata/component/bom-ref").and_then(Value::as_str) {
            part.refs.insert(root.to_owned(), image.to_owned());
        }
        let mut stack: Vec<&Value> = list(document, "components").iter().rev().collect();
        while let Some(component) = stack.pop() {
            let Some(fields) = component.as_object() else { continue };
            stack.extend(list(component, "components").iter().rev());
            let Some(after) = left.checked_sub(1) else { break };
            *left = after;
            part.take(fields, image, ids);
        }
        part
    }

    fn take(&mut self, fields: &Map<String, Value>, image: &str, ids: &mut Ids) {
        let old = fields.get("bom-ref").and_then(Value::as_str);
        let name = old.or_else(|| fields.get("name").and_then(Value::as_str)).unwrap_or_default();
        let new = ids.unique(format!("{image}/{}", clean::text(name)));
        let Some(component) = component(fields, &new) else { return };
        if let Some(old) = old {
            self.refs.entry(old.to_owned()).or_insert_with(|| new.clone());
        }
        self.given.push(new);
        self.components.push(component);
    }

    /// The document's graph in our references; a document without an entry for its image says that it has everything.
    fn dependencies(&self, document: &Value, image: &str) -> Vec<Value> {
        let mut entries: Vec<Value> = Vec::new();
        let mut has_image = false;
        for entry in list(document, "dependencies") {
            let Some(from) = entry.get("ref").and_then(Value::as_str).and_then(|old| self.refs.get(old)) else {
                continue;
            };
            let to = list(entry, "dependsOn").iter().filter_map(Value::as_str).filter_map(|old| self.refs.get(old));
            let mut to: Vec<&String> = to.collect();
            to.sort_unstable();
            to.dedup();
            has_image |= from == image;
            entries.push(json!({"ref": from, "dependsOn": to}));
        }
        if !has_image {
            entries.insert(0, json!({"ref": image, "dependsOn": self.given}));
        }
        entries
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn component(fields: &Map<String, Value>, bom_ref: &str) -> Option<Value> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).and_then(clean::some);
    let kind = text("type").filter(|kind| TYPES.contains(&kind.as_str()))?;
    let mut object = Object::component(&kind, bom_ref);
    object.text("group", text("group").as_deref());
    object.text("name", Some(&text("name")?));
    for field in ["version", "description", "copyright"] {
        object.text(field, text(field).as_deref());
    }
    let hashes = fields.get("hashes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    object.set("hashes", hashes.iter().filter_map(hash).collect());
    object.set("licenses", licenses(fields.get("licenses")));
    object.text("purl", text("purl").filter(|purl| purl.starts_with("pkg:") && !purl.contains(' ')).as_deref());
    object.text("cpe", text("cpe").filter(|name| cpe::is_name(name)).as_deref());
    Some(object.finish())
}

fn hash(hash: &Value) -> Option<Value> {
    let algorithm = hash.get("alg")?.as_str()?.to_ascii_lowercase().replacen("sha-", "sha", 1);
    let hex = hash.get("content")?.as_str()?.to_ascii_lowercase();
    let length = match algorithm.as_str() {
        "sha1" => 40,
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return None,
    };
    let is_hex = hex.len() == length && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex { parts::hash(&algorithm, &hex) } else { None }
}

/// Licences by id or name; an expression only where it stands alone.
fn licenses(given: Option<&Value>) -> Value {
    let given = given.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let choices: Vec<Value> = given.iter().filter_map(choice).collect();
    if let [one] = choices.as_slice() {
        return json!([one]);
    }
    let plain = |mut choice: Value| match choice.get_mut("expression").map(Value::take) {
        Some(expression) => json!({"license": {"name": expression}}),
        None => choice,
    };
    choices.into_iter().map(plain).collect()
}

/// One of them. What has a text is no expression.
fn choice(given: &Value) -> Option<Value> {
    let license = given.get("license").unwrap_or(&Value::Null);
    let field = |key: &str| license.get(key)?.as_str();
    let named = field("id").or_else(|| field("name")).or_else(|| given.get("expression")?.as_str())?;
    let text = license.get("text").and_then(attached);
    let found = match License::named(named) {
        License::Expression(expression) if text.is_some() => License::Named(expression),
        found => found,
    };
    let mut choice = parts::licenses(&found).get_mut(0).map(Value::take)?;
    if let (Some(text), Some(fields)) = (text, choice.get_mut("license").and_then(Value::as_object_mut)) {
        fields.insert("text".to_owned(), text);
    }
    Some(choice)
}

/// The text of a licence.
fn attached(given: &Value) -> Option<Value> {
    let field = |key: &str| given.get(key).and_then(Value::as_str);
    let is_encoded = field("encoding") == Some("base64");
    let is_base64 = |text: &&str| base64::engine::general_purpose::STANDARD.decode(text.as_bytes()).is_ok();
    let content = match is_encoded {
        true => field("content").filter(is_base64).map(str::to_owned),
        false => field("content").map(clean::lines),
    };
    let mut object = Object::empty();
    object.text("content", Some(&content.filter(|content| !content.is_empty())?));
    let is_type = |text: &&str| text.contains('/') && text.bytes().all(|byte| byte.is_ascii_graphic());
    object.text("contentType", field("contentType").filter(is_type));
    object.text("encoding", Some("base64").filter(|_| is_encoded));
    Some(object.finish())
}

//! A package as the API gives it (`get_package.sql`): its order, and nothing where there is null.

use serde_json::{Map, Value, json};

use super::{Change, ContainerImage, Package};

impl Package {
    /// The JSON of the API, without what only the database knows. `values_schema` has an endpoint of its own.
    pub fn to_json(&self) -> Value {
        let mut fields = Map::new();
        self.identity(&mut fields);
        self.texts(&mut fields);
        self.version_fields(&mut fields);
        self.lists(&mut fields);
        fields.insert("repository".to_owned(), self.repository_json());
        let mut package = Value::Object(fields);
        strip_nulls(&mut package);
        package
    }

    fn identity(&self, fields: &mut Map<String, Value>) {
        put(fields, "name", json!(self.name));
        put(fields, "normalized_name", json!(self.normalized_name()));
        put(fields, "category", json!(self.category.number()));
        put(fields, "is_operator", json!(self.is_operator));
    }

    fn texts(&self, fields: &mut Map<String, Value>) {
        put(fields, "description", text(&self.description));
        put(fields, "logo_image_id", text(&self.logo_image_id));
        put(fields, "keywords", filled(&self.keywords));
        put(fields, "home_url", text(&self.home_url));
        put(fields, "readme", text(&self.readme));
        put(fields, "links", nullable(self.links.as_deref(), |link| json!({"name": link.name, "url": link.url})));
        put(fields, "crds", values(self.crds.as_deref()));
        put(fields, "crds_examples", values(self.crds_examples.as_deref()));
        put(fields, "capabilities", text(&self.capabilities));
        put(fields, "data", self.data_json());
    }

    fn version_fields(&self, fields: &mut Map<String, Value>) {
        put(fields, "version", json!(self.version));
        put(fields, "app_version", text(&self.app_version));
        put(fields, "deprecated", json!(self.deprecated));
        put(fields, "contains_security_updates", json!(self.contains_security_updates));
        put(fields, "prerelease", json!(self.prerelease));
        put(fields, "license", text(&self.license));
        put(fields, "signed", json!(self.is_signed()));
        put(fields, "signatures", filled(&self.signatures));
        put(fields, "content_url", text(&self.content_url));
        let images = self.containers_images.as_ref();
        put(fields, "containers_images", json!(images.map(|images| images.iter().map(image).collect::<Vec<_>>())));
        put(fields, "all_containers_images_whitelisted", json!(self.all_images_whitelisted()));
        put(fields, "has_values_schema", json!(self.has_values_schema()));
        put(fields, "has_changelog", json!(self.has_changelog()));
    }

    fn lists(&self, fields: &mut Map<String, Value>) {
        let changes = self.changes.as_ref().map(|changes| changes.iter().map(change).collect::<Vec<_>>());
        put(fields, "changes", json!(changes));
        let person = |person: &super::Maintainer| json!({"name": person.name, "email": person.email});
        let maintainers: Vec<Value> = self.maintainers.iter().map(person).collect();
        put(fields, "maintainers", if maintainers.is_empty() { Value::Null } else { json!(maintainers) });
        put(fields, "recommendations", nullable(self.recommendations.as_deref(), |item| json!({"url": item.url})));
        let screenshot = |item: &super::Screenshot| json!({"title": item.title, "url": item.url});
        put(fields, "screenshots", nullable(self.screenshots.as_deref(), screenshot));
        let key = self.sign_key.as_ref();
        put(fields, "sign_key", json!(key.map(|key| json!({"fingerprint": key.fingerprint, "url": key.url}))));
    }

    fn data_json(&self) -> Value {
        let mut data = Map::new();
        put(&mut data, "apiVersion", json!(self.data.api_version));
        let dependencies = self.data.dependencies.iter();
        let dependencies: Vec<Value> = dependencies
            .map(|found| json!({"name": found.name, "version": found.version, "repository": found.repository}))
            .collect();
        put(&mut data, "dependencies", if dependencies.is_empty() { Value::Null } else { json!(dependencies) });
        put(&mut data, "kubeVersion", json!(self.data.kube_version));
        put(&mut data, "type", json!(self.data.chart_type));
        Value::Object(data)
    }

    fn repository_json(&self) -> Value {
        let found = &self.repository;
        json!({"name": found.name, "url": found.url, "kind": found.kind.number()})
    }
}

fn put(fields: &mut Map<String, Value>, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

/// SQL: `nullif(…, '')`.
fn text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

/// SQL: `nullif(array(…), '{}')`.
fn filled(texts: &[String]) -> Value {
    if texts.is_empty() { Value::Null } else { json!(texts) }
}

fn nullable<T>(items: Option<&[Option<T>]>, write: impl Fn(&T) -> Value) -> Value {
    let Some(items) = items else { return Value::Null };
    Value::Array(items.iter().map(|item| item.as_ref().map_or(Value::Null, &write)).collect())
}

fn values(items: Option<&[gostd::json::Value]>) -> Value {
    items.map_or(Value::Null, |items| Value::Array(items.iter().map(value).collect()))
}

fn value(found: &gostd::json::Value) -> Value {
    serde_json::from_str(&gostd::json::encode(found)).unwrap_or_default()
}

fn image(found: &ContainerImage) -> Value {
    json!({
        "name": found.name,
        "image": found.image,
        "whitelisted": found.whitelisted,
        "platforms": found.platforms,
    })
}

/// Go leaves out empty kinds and lists of links.
fn change(found: &Change) -> Value {
    let links = found.links.as_ref().filter(|links| !links.is_empty());
    let links =
        links.map(|links| links.iter().map(|link| json!({"name": link.name, "url": link.url})).collect::<Vec<_>>());
    json!({"kind": text(&found.kind), "description": found.description, "links": links})
}

/// SQL: `json_strip_nulls`, which takes null fields out of objects and leaves null items in arrays.
fn strip_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(strip_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_nulls),
        _ => {}
    }
}

//! A CustomResourceDefinition as it is decoded (`apiextensions.k8s.io/v1`).

use std::collections::BTreeMap;

use crate::schema::Schema;

/// The whole object; its status is not kept, as at create.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Definition {
    pub metadata: Metadata,
    pub group: String,
    pub names: Names,
    pub scope: String,
    pub versions: Vec<Version>,
    pub conversion: Option<Conversion>,
    pub preserve_unknown_fields: bool,
}

/// The metadata that the server looks at.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Metadata {
    pub name: String,
    pub generate_name: String,
    pub namespace: String,
    pub labels: BTreeMap<String, String>,
    pub annotations: BTreeMap<String, String>,
    pub finalizers: Vec<String>,
    pub owner_references: Vec<OwnerReference>,
}

/// One of `metadata.ownerReferences`.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct OwnerReference {
    pub api_version: String,
    pub kind: String,
    pub name: String,
    pub uid: String,
    pub controller: Option<bool>,
}

/// `spec.names`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Names {
    pub plural: String,
    pub singular: String,
    pub short_names: Vec<String>,
    pub kind: String,
    pub list_kind: String,
    pub categories: Vec<String>,
}

/// One of `spec.versions`.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Version {
    pub name: String,
    pub served: bool,
    pub storage: bool,
    pub deprecated: bool,
    pub deprecation_warning: Option<String>,
    /// `schema.openAPIV3Schema`
    pub schema: Option<Schema>,
    pub subresources: Option<Subresources>,
    pub columns: Vec<Column>,
    pub selectable_fields: Vec<String>,
}

/// `subresources`
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subresources {
    /// Whether there is a `status`.
    pub status: bool,
    /// The `scale`.
    pub scale: Option<Scale>,
}

/// `subresources.scale`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Scale {
    pub spec_replicas_path: String,
    pub status_replicas_path: String,
    pub label_selector_path: Option<String>,
}

/// One of `additionalPrinterColumns`.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Column {
    pub name: String,
    pub kind: String,
    pub format: String,
    pub description: String,
    pub priority: i32,
    pub json_path: String,
}

/// `spec.conversion`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Conversion {
    pub strategy: String,
    pub webhook: Option<Webhook>,
}

/// `spec.conversion.webhook`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Webhook {
    pub client: Option<WebhookClient>,
    pub review_versions: Vec<String>,
}

/// `spec.conversion.webhook.clientConfig`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct WebhookClient {
    pub url: Option<String>,
    pub service: Option<Service>,
    pub ca_bundle: Vec<u8>,
}

/// `spec.conversion.webhook.clientConfig.service`
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "the keys of the API, by their names")]
pub struct Service {
    pub namespace: String,
    pub name: String,
    pub path: Option<String>,
    /// 443 where none is given.
    pub port: i32,
}

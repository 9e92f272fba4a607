//! The definition from an object whose types are right.

use gostd::json::Value;

use super::build_schema;
use super::read::{
    as_integer, as_map, as_text, as_texts, given, items, member, optional_text, optional_truth, text, truth,
};
use crate::definition::{
    Column, Conversion, Definition, Metadata, Names, OwnerReference, Scale, Service, Subresources, Version, Webhook,
    WebhookClient,
};

/// The port of a webhook's service, if none is given.
const DEFAULT_PORT: i32 = 443;

pub(super) fn definition(value: &Value) -> Definition {
    let spec = member(value, "spec");
    Definition {
        metadata: metadata(member(value, "metadata")),
        group: text(spec, "group"),
        names: names(member(spec, "names")),
        scope: text(spec, "scope"),
        versions: items(spec, "versions").iter().map(version).collect(),
        conversion: given(spec, "conversion").map(conversion),
        preserve_unknown_fields: truth(spec, "preserveUnknownFields"),
    }
}

/// The metadata of any object.
pub(super) fn metadata(value: &Value) -> Metadata {
    Metadata {
        name: text(value, "name"),
        generate_name: text(value, "generateName"),
        namespace: text(value, "namespace"),
        labels: as_map(member(value, "labels"), as_text),
        annotations: as_map(member(value, "annotations"), as_text),
        finalizers: as_texts(member(value, "finalizers")),
        owner_references: items(value, "ownerReferences").iter().map(owner_reference).collect(),
    }
}

fn owner_reference(value: &Value) -> OwnerReference {
    OwnerReference {
        api_version: text(value, "apiVersion"),
        kind: text(value, "kind"),
        name: text(value, "name"),
        uid: text(value, "uid"),
        controller: optional_truth(value, "controller"),
    }
}

fn names(value: &Value) -> Names {
    Names {
        plural: text(value, "plural"),
        singular: text(value, "singular"),
        short_names: as_texts(member(value, "shortNames")),
        kind: text(value, "kind"),
        list_kind: text(value, "listKind"),
        categories: as_texts(member(value, "categories")),
    }
}

fn version(value: &Value) -> Version {
    Version {
        name: text(value, "name"),
        served: truth(value, "served"),
        storage: truth(value, "storage"),
        deprecated: truth(value, "deprecated"),
        deprecation_warning: optional_text(value, "deprecationWarning"),
        schema: given(member(value, "schema"), "openAPIV3Schema").map(build_schema::schema),
        subresources: given(value, "subresources").map(subresources),
        columns: items(value, "additionalPrinterColumns").iter().map(column).collect(),
        selectable_fields: items(value, "selectableFields").iter().map(|field| text(field, "jsonPath")).collect(),
    }
}

fn subresources(value: &Value) -> Subresources {
    Subresources { status: given(value, "status").is_some(), scale: given(value, "scale").map(scale) }
}

fn scale(value: &Value) -> Scale {
    Scale {
        spec_replicas_path: text(value, "specReplicasPath"),
        status_replicas_path: text(value, "statusReplicasPath"),
        label_selector_path: optional_text(value, "labelSelectorPath"),
    }
}

fn column(value: &Value) -> Column {
    Column {
        name: text(value, "name"),
        kind: text(value, "type"),
        format: text(value, "format"),
        description: text(value, "description"),
        priority: int32(value, "priority").unwrap_or_default(),
        json_path: text(value, "jsonPath"),
    }
}

fn conversion(value: &Value) -> Conversion {
    Conversion { strategy: text(value, "strategy"), webhook: given(value, "webhook").map(webhook) }
}

fn webhook(value: &Value) -> Webhook {
    Webhook {
        client: given(value, "clientConfig").map(webhook_client),
        review_versions: as_texts(member(value, "conversionReviewVersions")),
    }
}

fn webhook_client(value: &Value) -> WebhookClient {
    WebhookClient {
        url: optional_text(value, "url"),
        service: given(value, "service").map(service),
        ca_bundle: bytes(member(value, "caBundle")),
    }
}

fn service(value: &Value) -> Service {
    Service {
        namespace: text(value, "namespace"),
        name: text(value, "name"),
        path: optional_text(value, "path"),
        port: int32(value, "port").unwrap_or(DEFAULT_PORT),
    }
}

fn int32(value: &Value, key: &str) -> Option<i32> {
    as_integer(member(value, key)).and_then(|number| i32::try_from(number).ok())
}

fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => gostd::base64::decode(text.as_bytes()).unwrap_or_default(),
        Value::Array(items) => items.iter().map(byte).collect(),
        _ => Vec::new(),
    }
}

fn byte(value: &Value) -> u8 {
    value.as_f64().map(|number| number as u8).unwrap_or_default()
}

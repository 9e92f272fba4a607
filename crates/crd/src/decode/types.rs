//! The structs around a schema (`pkg/apis/apiextensions/v1/types.go`, `pkg/apis/meta/v1/types.go`).

use super::schema_types::SCHEMA;
use super::shape::{Shape, Struct, TEXT, TEXT_MAP, TEXTS};

/// `CustomResourceDefinition`
pub(super) static DEFINITION: Struct = Struct {
    name: "CustomResourceDefinition",
    fields: &[
        ("kind", TEXT),
        ("apiVersion", TEXT),
        ("metadata", Shape::Struct(&METADATA)),
        ("spec", Shape::Struct(&SPEC)),
        ("status", Shape::Struct(&STATUS)),
    ],
};

/// `ObjectMeta`
pub(super) static METADATA: Struct = Struct {
    name: "ObjectMeta",
    fields: &[
        ("name", TEXT),
        ("generateName", TEXT),
        ("namespace", TEXT),
        ("selfLink", TEXT),
        ("uid", UID),
        ("resourceVersion", TEXT),
        ("generation", Shape::Int64),
        ("creationTimestamp", Shape::Time),
        ("deletionTimestamp", Shape::Time),
        ("deletionGracePeriodSeconds", Shape::Int64),
        ("labels", TEXT_MAP),
        ("annotations", TEXT_MAP),
        ("ownerReferences", Shape::List("[]v1.OwnerReference", &Shape::Struct(&OWNER_REFERENCE))),
        ("finalizers", TEXTS),
        ("managedFields", Shape::List("[]v1.ManagedFieldsEntry", &Shape::Struct(&MANAGED_FIELDS))),
    ],
};

const UID: Shape = Shape::Text("types.UID");

static OWNER_REFERENCE: Struct = Struct {
    name: "OwnerReference",
    fields: &[
        ("apiVersion", TEXT),
        ("kind", TEXT),
        ("name", TEXT),
        ("uid", UID),
        ("controller", Shape::Bool),
        ("blockOwnerDeletion", Shape::Bool),
    ],
};

static MANAGED_FIELDS: Struct = Struct {
    name: "ManagedFieldsEntry",
    fields: &[
        ("manager", TEXT),
        ("operation", Shape::Text("v1.ManagedFieldsOperationType")),
        ("apiVersion", TEXT),
        ("time", Shape::Time),
        ("fieldsType", TEXT),
        ("fieldsV1", Shape::Any),
        ("subresource", TEXT),
    ],
};

static SPEC: Struct = Struct {
    name: "CustomResourceDefinitionSpec",
    fields: &[
        ("group", TEXT),
        ("names", Shape::Struct(&NAMES)),
        ("scope", Shape::Text("v1.ResourceScope")),
        ("versions", Shape::List("[]v1.CustomResourceDefinitionVersion", &Shape::Struct(&VERSION))),
        ("conversion", Shape::Struct(&CONVERSION)),
        ("preserveUnknownFields", Shape::Bool),
    ],
};

static NAMES: Struct = Struct {
    name: "CustomResourceDefinitionNames",
    fields: &[
        ("plural", TEXT),
        ("singular", TEXT),
        ("shortNames", TEXTS),
        ("kind", TEXT),
        ("listKind", TEXT),
        ("categories", TEXTS),
    ],
};

static VERSION: Struct = Struct {
    name: "CustomResourceDefinitionVersion",
    fields: &[
        ("name", TEXT),
        ("served", Shape::Bool),
        ("storage", Shape::Bool),
        ("deprecated", Shape::Bool),
        ("deprecationWarning", TEXT),
        ("schema", Shape::Struct(&VALIDATION)),
        ("subresources", Shape::Struct(&SUBRESOURCES)),
        ("additionalPrinterColumns", Shape::List("[]v1.CustomResourceColumnDefinition", &Shape::Struct(&COLUMN))),
        ("selectableFields", Shape::List("[]v1.SelectableField", &Shape::Struct(&SELECTABLE_FIELD))),
    ],
};

static VALIDATION: Struct =
    Struct { name: "CustomResourceValidation", fields: &[("openAPIV3Schema", Shape::Struct(&SCHEMA))] };

static SUBRESOURCES: Struct = Struct {
    name: "CustomResourceSubresources",
    fields: &[("status", Shape::Struct(&SUBRESOURCE_STATUS)), ("scale", Shape::Struct(&SCALE))],
};

static SUBRESOURCE_STATUS: Struct = Struct { name: "CustomResourceSubresourceStatus", fields: &[] };

static SCALE: Struct = Struct {
    name: "CustomResourceSubresourceScale",
    fields: &[("specReplicasPath", TEXT), ("statusReplicasPath", TEXT), ("labelSelectorPath", TEXT)],
};

static COLUMN: Struct = Struct {
    name: "CustomResourceColumnDefinition",
    fields: &[
        ("name", TEXT),
        ("type", TEXT),
        ("format", TEXT),
        ("description", TEXT),
        ("priority", Shape::Int32),
        ("jsonPath", TEXT),
    ],
};

static SELECTABLE_FIELD: Struct = Struct { name: "SelectableField", fields: &[("jsonPath", TEXT)] };

static CONVERSION: Struct = Struct {
    name: "CustomResourceConversion",
    fields: &[("strategy", Shape::Text("v1.ConversionStrategyType")), ("webhook", Shape::Struct(&WEBHOOK))],
};

static WEBHOOK: Struct = Struct {
    name: "WebhookConversion",
    fields: &[("clientConfig", Shape::Struct(&WEBHOOK_CLIENT)), ("conversionReviewVersions", TEXTS)],
};

static WEBHOOK_CLIENT: Struct = Struct {
    name: "WebhookClientConfig",
    fields: &[("url", TEXT), ("service", Shape::Struct(&SERVICE)), ("caBundle", Shape::Bytes)],
};

static SERVICE: Struct = Struct {
    name: "ServiceReference",
    fields: &[("namespace", TEXT), ("name", TEXT), ("path", TEXT), ("port", Shape::Int32)],
};

static STATUS: Struct = Struct {
    name: "CustomResourceDefinitionStatus",
    fields: &[
        ("conditions", Shape::List("[]v1.CustomResourceDefinitionCondition", &Shape::Struct(&CONDITION))),
        ("acceptedNames", Shape::Struct(&NAMES)),
        ("storedVersions", TEXTS),
        ("observedGeneration", Shape::Int64),
    ],
};

static CONDITION: Struct = Struct {
    name: "CustomResourceDefinitionCondition",
    fields: &[
        ("type", Shape::Text("v1.CustomResourceDefinitionConditionType")),
        ("status", Shape::Text("v1.ConditionStatus")),
        ("lastTransitionTime", Shape::Time),
        ("reason", TEXT),
        ("message", TEXT),
        ("observedGeneration", Shape::Int64),
    ],
};

//! Kubernetes' CEL: parsed, type-checked against a schema, its cost estimated, evaluated.

//! A definition apart from its schemas: metadata, names, versions, conversion, columns, subresources, selectable fields.
//!
//! One file for each theme of `ValidateCustomResourceDefinition` in `k8s.io/apiextensions-apiserver`; [`spec`] calls them in
//! the server's order.

pub(crate) mod approval;
pub(crate) mod ca_bundle;
mod columns;
mod conversion;
mod deprecation;
pub(crate) mod dns;
pub(crate) mod labels;
pub(crate) mod metadata;
mod names;
mod owners;
mod review_versions;
mod selectable;
pub(crate) mod spec;
pub(crate) mod stored;
mod subresources;
mod versions;
mod webhook;

pub(crate) use review_versions::is_known as is_known_review_version;
pub(crate) use selectable::MAXIMUM as MAXIMUM_SELECTABLE_FIELDS;

#[cfg(test)]
mod tests;

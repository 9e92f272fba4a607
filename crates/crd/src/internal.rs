//! A definition as the server keeps it: what all versions share stands once, at the top.

use std::collections::HashMap;

use crate::definition::{Column, Definition, Subresources, Version};
use crate::schema::Schema;

/// A definition with what all its versions share. With one version that is everything.
///
/// The server's paths follow from this: a shared schema is at `spec.validation`, one of several at
/// `spec.versions[1].schema`.
#[derive(Debug, Clone, Copy)]
pub struct Internal<'a> {
    /// The definition.
    pub definition: &'a Definition,
    shares_schema: bool,
    shares_subresources: bool,
    shares_columns: bool,
    shares_selectable_fields: bool,
}

impl<'a> Internal<'a> {
    /// Looks what the versions share.
    #[must_use]
    pub fn new(definition: &'a Definition) -> Self {
        let versions = &definition.versions;
        Self {
            definition,
            shares_schema: all_same(versions, |version| &version.schema),
            shares_subresources: all_same(versions, |version| &version.subresources),
            shares_columns: all_same(versions, |version| &version.columns),
            shares_selectable_fields: all_same(versions, |version| &version.selectable_fields),
        }
    }

    fn first(&self) -> Option<&'a Version> {
        self.definition.versions.first()
    }

    /// `spec.validation.openAPIV3Schema`
    #[must_use]
    pub fn schema(&self) -> Option<&'a Schema> {
        self.first().filter(|_| self.shares_schema)?.schema.as_ref()
    }

    /// `spec.versions[…].schema.openAPIV3Schema`
    #[must_use]
    pub fn schema_of(&self, version: &'a Version) -> Option<&'a Schema> {
        version.schema.as_ref().filter(|_| !self.shares_schema)
    }

    /// `spec.subresources`
    #[must_use]
    pub fn subresources(&self) -> Option<&'a Subresources> {
        self.first().filter(|_| self.shares_subresources)?.subresources.as_ref()
    }

    /// `spec.versions[…].subresources`
    #[must_use]
    pub fn subresources_of(&self, version: &'a Version) -> Option<&'a Subresources> {
        version.subresources.as_ref().filter(|_| !self.shares_subresources)
    }

    /// `spec.additionalPrinterColumns`
    #[must_use]
    pub fn columns(&self) -> &'a [Column] {
        self.first().filter(|_| self.shares_columns).map_or(&[], |version| &version.columns)
    }

    /// `spec.versions[…].additionalPrinterColumns`
    #[must_use]
    pub fn columns_of(&self, version: &'a Version) -> &'a [Column] {
        if self.shares_columns { &[] } else { &version.columns }
    }

    /// `spec.selectableFields`
    #[must_use]
    pub fn selectable_fields(&self) -> &'a [String] {
        self.first().filter(|_| self.shares_selectable_fields).map_or(&[], |version| &version.selectable_fields)
    }

    /// `spec.versions[…].selectableFields`
    #[must_use]
    pub fn selectable_fields_of(&self, version: &'a Version) -> &'a [String] {
        if self.shares_selectable_fields { &[] } else { &version.selectable_fields }
    }

    /// All schemas: the shared one, or those of the versions.
    pub fn schemas(&self) -> impl Iterator<Item = &'a Schema> + use<'a> {
        let this = *self;
        let own = this.definition.versions.iter().filter_map(move |version| this.schema_of(version));
        this.schema().into_iter().chain(own)
    }

    /// Whether versions have the subresource `status`, by their names: of several versions with one name the first answers
    /// for all, since the server asks by name.
    #[must_use]
    pub fn statuses(&self) -> HashMap<&'a str, bool> {
        let shared = self.subresources().is_some_and(|subresources| subresources.status);
        let mut statuses = HashMap::new();
        for version in &self.definition.versions {
            let own = self.subresources_of(version).is_some_and(|subresources| subresources.status);
            statuses.entry(version.name.as_str()).or_insert(shared || own);
        }
        statuses
    }

    /// Whether any version has the subresource `status`.
    #[must_use]
    pub fn has_any_status(&self) -> bool {
        let mut all = self.definition.versions.iter().filter_map(|version| version.subresources.as_ref());
        all.any(|subresources| subresources.status)
    }
}

fn all_same<T: PartialEq>(versions: &[Version], part: impl Fn(&Version) -> &T) -> bool {
    let mut parts = versions.iter().map(part);
    let Some(first) = parts.next() else { return false };
    parts.all(|other| other == first)
}

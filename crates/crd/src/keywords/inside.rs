//! What a schema is a part of.

use crate::schema::Schema;

/// What is known from the schemas above.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inside {
    /// Whether there are none.
    is_root: bool,
    /// Whether it is of the metadata, kind or version of the object or of an embedded one.
    pub is_resource_meta: bool,
    /// Why there may be no default, if so.
    pub no_default: Option<&'static str>,
}

impl Inside {
    /// Nothing is above.
    pub fn root() -> Self {
        Self { is_root: true, is_resource_meta: false, no_default: None }
    }

    /// A schema below.
    pub fn below(self) -> Self {
        Self { is_root: false, ..self }
    }

    /// That of the values of a map.
    pub fn additional_properties(self) -> Self {
        if !self.is_resource_meta {
            return self.below();
        }
        Self { no_default: Some("inside additionalProperties applying to object metadata"), ..self.below() }
    }

    /// That of a property of this schema.
    pub fn property(self, schema: &Schema, name: &str) -> Self {
        let reason = match name {
            "metadata" => "in top-level metadata",
            "kind" => "in top-level kind",
            "apiVersion" => "in top-level apiVersion",
            _ => return self.below(),
        };
        if !self.is_root && !schema.embedded_resource {
            return self.below();
        }
        let no_default = if self.is_root { Some(reason) } else { self.no_default };
        Self { is_resource_meta: true, no_default, ..self.below() }
    }
}

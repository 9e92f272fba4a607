//! What the server fills in before it looks (`SetDefaults_CustomResourceDefinitionSpec`); decoding has already filled in
//! the port of a webhook's service.

use crate::definition::{Conversion, Definition};

impl Definition {
    /// The definition with `singular`, `listKind` and `conversion`.
    #[must_use]
    pub fn with_defaults(mut self) -> Self {
        let names = &mut self.names;
        if names.singular.is_empty() {
            names.singular = names.kind.chars().map(gostd::unicode::to_lower).collect();
        }
        if names.list_kind.is_empty() && !names.kind.is_empty() {
            names.list_kind = format!("{}List", names.kind);
        }
        self.conversion.get_or_insert_with(|| Conversion { strategy: "None".to_owned(), webhook: None });
        self
    }
}

//! Licences in fields, and those that SPDX's list does not have (SPDX 2.3, clause 10).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::NOASSERTION;
use crate::contents::License;
use crate::ids::Ids;

/// The licences that a document names beyond SPDX's list.
#[derive(Default)]
pub(super) struct Licenses {
    ids: Ids,
    known: HashMap<String, String>,
    infos: Vec<Value>,
}

impl Licenses {
    /// What a field says for a licence.
    pub(super) fn field(&mut self, license: &License) -> String {
        match license {
            License::Unknown => NOASSERTION.to_owned(),
            License::Id(text) | License::Expression(text) => text.clone(),
            License::Named(name) => self.reference(name),
        }
    }

    fn reference(&mut self, name: &str) -> String {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let id = format!("LicenseRef-{}", self.ids.take(name));
        self.infos.push(json!({"licenseId": id, "extractedText": name, "name": name}));
        self.known.insert(name.to_owned(), id.clone());
        id
    }

    /// What the document says about them.
    pub(super) fn into_infos(self) -> Vec<Value> {
        self.infos
    }
}

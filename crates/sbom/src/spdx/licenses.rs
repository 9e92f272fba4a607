//! Licences in fields, and those that SPDX's list does not have (SPDX 2.3, clause 10).

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::NOASSERTION;
use crate::clean;
use crate::contents::{Contents, License};
use crate::ids::Ids;

/// What the ids of licences that SPDX's list does not have begin with.
const REFERENCE: &str = "LicenseRef-";

/// The licences that a document names beyond SPDX's list.
#[derive(Default)]
pub(super) struct Licenses {
    ids: Ids,
    /// The ids of names.
    named: HashMap<String, String>,
    infos: Vec<Value>,
}

/// The licences that another document names beyond SPDX's list.
pub(super) struct Foreign<'a> {
    /// What the new ids begin with behind [`REFERENCE`].
    prefix: String,
    /// What the document says of each, by its id there.
    told: HashMap<&'a str, &'a Value>,
    /// The new ids by those there.
    renamed: HashMap<String, String>,
}

impl<'a> Foreign<'a> {
    /// Those of an SPDX document whose new ids begin with `prefix`.
    pub(super) fn of(document: &'a Value, prefix: String) -> Self {
        let infos = document.get("hasExtractedLicensingInfos").and_then(Value::as_array);
        let told = infos.into_iter().flatten().filter_map(|info| Some((info.get("licenseId")?.as_str()?, info)));
        Self { prefix, told: told.collect(), renamed: HashMap::new() }
    }

    /// A text of what the document says of one.
    fn text(&self, id: &str, field: &str) -> Option<String> {
        let text = self.told.get(id)?.get(field)?.as_str()?;
        Some(clean::lines(text)).filter(|text| !text.trim().is_empty())
    }
}

impl Licenses {
    /// Those of a chart. The references that it and the charts within make stay as they are; nothing else gets their ids.
    pub(super) fn of(contents: &Contents) -> Self {
        let mut licenses = Self::default();
        let charts = std::iter::once(&contents.chart).chain(contents.subcharts.iter().map(|subchart| &subchart.chart));
        let mut kept = HashSet::new();
        for id in charts.flat_map(|chart| chart.license.references()).filter(|id| kept.insert(*id)) {
            let plain = id.strip_prefix(REFERENCE).unwrap_or(id);
            licenses.ids.unique(plain.to_owned());
            licenses.tell(id, plain, plain);
        }
        licenses
    }

    /// What a field says for a licence of the chart or of a chart within.
    pub(super) fn field(&mut self, license: &License) -> String {
        match license {
            License::Unknown => NOASSERTION.to_owned(),
            License::Id(text) | License::Expression(text) => text.clone(),
            License::Named(name) => self.reference(name),
        }
    }

    /// What a field says for a licence of another document: its references get new ids, and keep their texts.
    pub(super) fn foreign_field(&mut self, license: &License, foreign: &mut Foreign<'_>) -> String {
        let renamed = license.with_references(|id| self.renamed(id, foreign));
        self.field(&renamed)
    }

    fn renamed(&mut self, id: &str, foreign: &mut Foreign<'_>) -> String {
        if let Some(known) = foreign.renamed.get(id) {
            return known.clone();
        }
        let plain = id.strip_prefix(REFERENCE).unwrap_or(id);
        let new = format!("{REFERENCE}{}", self.ids.take(&format!("{}{plain}", foreign.prefix)));
        let text = foreign.text(id, "extractedText").unwrap_or_else(|| plain.to_owned());
        let name = foreign.text(id, "name").map(|name| clean::text(&name)).unwrap_or_else(|| plain.to_owned());
        self.tell(&new, &name, &text);
        foreign.renamed.insert(id.to_owned(), new.clone());
        new
    }

    fn reference(&mut self, name: &str) -> String {
        if let Some(known) = self.named.get(name) {
            return known.clone();
        }
        let id = format!("{REFERENCE}{}", self.ids.take(name.strip_prefix(REFERENCE).unwrap_or(name)));
        self.tell(&id, name, name);
        self.named.insert(name.to_owned(), id.clone());
        id
    }

    fn tell(&mut self, id: &str, name: &str, text: &str) {
        self.infos.push(json!({"licenseId": id, "extractedText": text, "name": name}));
    }

    /// What the document says about them.
    pub(super) fn into_infos(self) -> Vec<Value> {
        self.infos
    }
}

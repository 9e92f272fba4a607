//! `hub.PackageMetadata`, field by field.

use std::collections::BTreeMap;

use goyaml::Node;

use crate::go_yaml::{Abort, Decoder, GoStruct};
use crate::package::{ContainerImage, Link, Maintainer, Provider, RawChange, Recommendation, Screenshot};

/// All keys of the file.
pub(super) const KEYS: [&str; 30] = [
    "version",
    "name",
    "displayName",
    "createdAt",
    "description",
    "logoPath",
    "logoURL",
    "digest",
    "license",
    "homeURL",
    "appVersion",
    "publisherID",
    "containersImages",
    "operator",
    "deprecated",
    "keywords",
    "links",
    "readme",
    "install",
    "changes",
    "containsSecurityUpdates",
    "prerelease",
    "maintainers",
    "provider",
    "ignore",
    "recommendations",
    "screenshots",
    "annotations",
    "category",
    "alternativeName",
];

/// The file as Go's struct.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Fields that are texts.
    texts: BTreeMap<&'static str, String>,
    pub(super) maintainers: Option<Vec<Option<Maintainer>>>,
    pub(super) changes: Option<Vec<Option<RawChange>>>,
    pub(super) images: Option<Vec<Option<ContainerImage>>>,
}

impl Raw {
    /// A field that is a text; empty if it is not there.
    pub(super) fn text(&self, key: &str) -> &str {
        self.texts.get(key).map(String::as_str).unwrap_or_default()
    }
}

impl GoStruct for Raw {
    const NAME: &'static str = "hub.PackageMetadata";
    const FIELDS: &'static [&'static str] = &KEYS;

    fn set(&mut self, field: &str, value: &Node, decoder: &mut Decoder) -> Result<bool, Abort> {
        match field {
            "containersImages" => decoder.list(value, &mut self.images),
            "changes" => decoder.list(value, &mut self.changes),
            "maintainers" => decoder.list(value, &mut self.maintainers),
            "links" => decoder.list::<Link>(value, &mut None),
            "recommendations" => decoder.list::<Recommendation>(value, &mut None),
            "screenshots" => decoder.list::<Screenshot>(value, &mut None),
            "provider" => decoder.pointer::<Provider>(value, &mut None),
            "keywords" | "ignore" => decoder.texts(value, &mut None),
            "annotations" => decoder.text_map(value, &mut None),
            "operator" | "deprecated" | "containsSecurityUpdates" | "prerelease" => decoder.truth(value, &mut false),
            _ => {
                let key = KEYS.iter().find(|key| **key == field).copied().unwrap_or_default();
                decoder.text(value, self.texts.entry(key).or_default())
            }
        }
    }
}

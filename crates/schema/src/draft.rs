//! The drafts, and which keywords of which vocabulary count.

use crate::document::{Document, Kind, Members, NodeId};
use crate::keyword::Keyword;

/// A version of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Draft {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

use Draft::{Draft4, Draft6, Draft7, Draft2019, Draft2020};

/// What counts where nothing is said.
pub(crate) const LATEST: Draft = Draft2020;

impl Draft {
    /// The draft whose metaschema the URL names, with `http:`, `https:` or neither, and maybe an empty fragment.
    pub fn from_url(url: &str) -> Option<Self> {
        let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
        let address = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")).unwrap_or(url);
        if !fragment.is_empty() {
            return None;
        }
        match address {
            "json-schema.org/schema" => Some(LATEST),
            "json-schema.org/draft/2020-12/schema" => Some(Draft2020),
            "json-schema.org/draft/2019-09/schema" => Some(Draft2019),
            "json-schema.org/draft-07/schema" => Some(Draft7),
            "json-schema.org/draft-06/schema" => Some(Draft6),
            "json-schema.org/draft-04/schema" => Some(Draft4),
            _ => None,
        }
    }

    /// The address of its metaschema.
    pub fn url(self) -> &'static str {
        match self {
            Draft4 => "http://json-schema.org/draft-04/schema",
            Draft6 => "http://json-schema.org/draft-06/schema",
            Draft7 => "http://json-schema.org/draft-07/schema",
            Draft2019 => "https://json-schema.org/draft/2019-09/schema",
            Draft2020 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    pub fn id_keyword(self) -> Keyword {
        if self == Draft4 { Keyword::OldId } else { Keyword::Id }
    }

    /// The address that a schema gives itself, without fragment.
    pub fn id_of<'d>(self, document: &'d Document<'d>, schema: Members<'d>) -> &'d str {
        if self < Draft2019 && schema.get("$ref").is_some() {
            return "";
        }
        let id = schema.get(self.id_keyword().name()).and_then(|node| document.string(node)).unwrap_or_default();
        id.split_once('#').map_or(id, |(address, _)| address)
    }

    /// The vocabularies of a metaschema that names none.
    fn default_vocabularies(self) -> &'static [&'static str] {
        match self {
            Draft2020 => &["core", "applicator", "unevaluated", "validation"],
            _ => &["core", "applicator", "validation"],
        }
    }

    /// All vocabularies of the draft; each has a metaschema.
    pub fn vocabularies(self) -> &'static [&'static str] {
        match self {
            Draft4 | Draft6 | Draft7 => &[],
            Draft2019 => &["applicator", "content", "core", "format", "meta-data", "validation"],
            Draft2020 => &[
                "applicator",
                "content",
                "core",
                "format-annotation",
                "format-assertion",
                "meta-data",
                "unevaluated",
                "validation",
            ],
        }
    }

    /// What the addresses of its vocabularies begin with.
    pub fn vocabulary_prefix(self) -> &'static str {
        match self {
            Draft4 | Draft6 | Draft7 => "",
            Draft2019 => "https://json-schema.org/draft/2019-09/vocab/",
            Draft2020 => "https://json-schema.org/draft/2020-12/vocab/",
        }
    }

    /// Where schemas are within a schema, in the order of the draft's own list.
    pub fn places(self) -> &'static [(&'static str, Place)] {
        const PLACES: [(&str, Place); 22] = [
            ("definitions", Place::Members),
            ("not", Place::Value),
            ("allOf", Place::Items),
            ("anyOf", Place::Items),
            ("oneOf", Place::Items),
            ("properties", Place::Members),
            ("additionalProperties", Place::Value),
            ("patternProperties", Place::Members),
            ("items", Place::ValueAndItems),
            ("additionalItems", Place::Value),
            ("dependencies", Place::Members),
            // from draft 6 on
            ("propertyNames", Place::Value),
            ("contains", Place::Value),
            // from draft 7 on
            ("if", Place::Value),
            ("then", Place::Value),
            ("else", Place::Value),
            // from 2019-09 on
            ("$defs", Place::Members),
            ("dependentSchemas", Place::Members),
            ("unevaluatedProperties", Place::Value),
            ("unevaluatedItems", Place::Value),
            ("contentSchema", Place::Value),
            // from 2020-12 on
            ("prefixItems", Place::Items),
        ];
        let count = match self {
            Draft4 => 11,
            Draft6 => 13,
            Draft7 => 16,
            Draft2019 => 21,
            Draft2020 => 22,
        };
        PLACES.get(..count).unwrap_or_default()
    }
}

/// Which parts of a keyword's value are schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Value,
    Items,
    Members,
    ValueAndItems,
}

impl Place {
    /// The schemas in a keyword's value.
    pub fn schemas(self, document: &Document<'_>, value: NodeId) -> Vec<NodeId> {
        let items = || match document.kind(value) {
            Kind::Array(items) => items.to_vec(),
            _ => Vec::new(),
        };
        match self {
            Self::Value => vec![value],
            Self::Items => items(),
            Self::ValueAndItems => [vec![value], items()].concat(),
            Self::Members => {
                document.object(value).map_or_else(Vec::new, |members| members.iter().map(|(_, node)| node).collect())
            }
        }
    }
}

/// A draft and, where a metaschema names them, its vocabularies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub draft: Draft,
    pub vocabularies: Option<Vec<&'static str>>,
}

impl Dialect {
    pub fn of(draft: Draft) -> Self {
        Self { draft, vocabularies: None }
    }

    /// Whether the keywords of a vocabulary count.
    pub fn has(&self, vocabulary: &str) -> bool {
        if vocabulary == "core" || self.draft < Draft2019 {
            return true;
        }
        match &self.vocabularies {
            Some(names) => names.contains(&vocabulary),
            None => self.draft.default_vocabularies().contains(&vocabulary),
        }
    }

    /// Whether `format` is more than a remark.
    pub fn asserts_formats(&self) -> bool {
        match self.draft {
            Draft2019 => self.has("format"),
            Draft2020 => self.has("format-assertion"),
            _ => true,
        }
    }

    /// Whether the `unevaluated…` keywords count.
    pub fn has_unevaluated(&self) -> bool {
        self.has(if self.draft == Draft2019 { "applicator" } else { "unevaluated" })
    }
}

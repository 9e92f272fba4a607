//! The keywords and where a schema has them.

use crate::document::{Document, Kind, Members, NodeId};
use crate::draft::{Dialect, Draft};

macro_rules! keywords {
    ($($name:ident $text:literal),* $(,)?) => {
        /// Every keyword of any draft that says something about values, other schemas or itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Keyword { $($name),* }

        const COUNT: usize = [$($text),*].len();

        impl Keyword {
            /// The keyword of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$name),)*
                    _ => None,
                }
            }

            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text),*
                }
            }
        }
    };
}

keywords! {
    Id "$id", OldId "id", Schema "$schema", Ref "$ref", Anchor "$anchor", RecursiveRef "$recursiveRef",
    RecursiveAnchor "$recursiveAnchor", DynamicRef "$dynamicRef", DynamicAnchor "$dynamicAnchor",
    Vocabulary "$vocabulary", Comment "$comment", Defs "$defs", Definitions "definitions",
    Title "title", Description "description", Default "default", Deprecated "deprecated", ReadOnly "readOnly",
    WriteOnly "writeOnly", Examples "examples",
    Type "type", Enum "enum", Const "const", Format "format",
    Not "not", AllOf "allOf", AnyOf "anyOf", OneOf "oneOf", If "if", Then "then", Else "else",
    MinProperties "minProperties", MaxProperties "maxProperties", Required "required", Properties "properties",
    PatternProperties "patternProperties", AdditionalProperties "additionalProperties",
    PropertyNames "propertyNames", Dependencies "dependencies", DependentSchemas "dependentSchemas",
    DependentRequired "dependentRequired", UnevaluatedProperties "unevaluatedProperties",
    MinItems "minItems", MaxItems "maxItems", UniqueItems "uniqueItems", Items "items",
    PrefixItems "prefixItems", AdditionalItems "additionalItems", Contains "contains", MinContains "minContains",
    MaxContains "maxContains", UnevaluatedItems "unevaluatedItems",
    MinLength "minLength", MaxLength "maxLength", Pattern "pattern", ContentMediaType "contentMediaType",
    ContentEncoding "contentEncoding", ContentSchema "contentSchema",
    Minimum "minimum", Maximum "maximum", ExclusiveMinimum "exclusiveMinimum", ExclusiveMaximum "exclusiveMaximum",
    MultipleOf "multipleOf",
}

const NONE: u32 = u32::MAX;

/// The keywords of one schema.
pub(crate) struct Keywords<'d> {
    document: &'d Document<'d>,
    nodes: [u32; COUNT],
}

impl<'d> Keywords<'d> {
    pub fn of(document: &'d Document<'d>, members: Members<'d>) -> Self {
        let mut nodes = [NONE; COUNT];
        for (name, node) in members.iter() {
            if let Some(keyword) = Keyword::from_name(name)
                && let Some(slot) = nodes.get_mut(keyword as usize)
            {
                *slot = node.0;
            }
        }
        Self { document, nodes }
    }

    pub fn get(&self, keyword: Keyword) -> Option<NodeId> {
        self.nodes.get(keyword as usize).filter(|node| **node != NONE).map(|node| NodeId(*node))
    }

    pub fn has(&self, keyword: Keyword) -> bool {
        self.get(keyword).is_some()
    }

    /// Forgets a keyword that does not count here.
    pub fn remove(&mut self, keyword: Keyword) {
        if let Some(slot) = self.nodes.get_mut(keyword as usize) {
            *slot = NONE;
        }
    }

    pub fn kind(&self, keyword: Keyword) -> Option<Kind<'d>> {
        self.get(keyword).map(|node| self.document.kind(node))
    }

    pub fn string(&self, keyword: Keyword) -> Option<&'d str> {
        match self.kind(keyword)? {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn boolean(&self, keyword: Keyword) -> Option<bool> {
        match self.kind(keyword)? {
            Kind::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    pub fn number(&self, keyword: Keyword) -> Option<&'d str> {
        match self.kind(keyword)? {
            Kind::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The items of an array; of anything else none.
    pub fn array(&self, keyword: Keyword) -> Option<&'d [NodeId]> {
        match self.kind(keyword)? {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    pub fn object(&self, keyword: Keyword) -> Option<Members<'d>> {
        match self.kind(keyword)? {
            Kind::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The strings of an array; other items don't count.
    pub fn strings(&self, keyword: Keyword) -> impl Iterator<Item = &'d str> + use<'d> {
        let document = self.document;
        self.array(keyword).unwrap_or_default().iter().filter_map(move |item| document.string(*item))
    }
}

const SINCE_6: &[Keyword] = &[Keyword::Const, Keyword::Contains, Keyword::PropertyNames];

const SINCE_7: &[Keyword] = &[Keyword::If, Keyword::Then, Keyword::Else];

const SINCE_2019: &[Keyword] = &[
    Keyword::RecursiveRef,
    Keyword::RecursiveAnchor,
    Keyword::MinContains,
    Keyword::MaxContains,
    Keyword::DependentRequired,
    Keyword::DependentSchemas,
    Keyword::UnevaluatedItems,
    Keyword::UnevaluatedProperties,
];

const SINCE_2020: &[Keyword] = &[Keyword::DynamicRef, Keyword::DynamicAnchor, Keyword::PrefixItems];

const APPLICATOR: &[Keyword] = &[
    Keyword::AllOf,
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::Not,
    Keyword::Items,
    Keyword::AdditionalItems,
    Keyword::Properties,
    Keyword::PatternProperties,
    Keyword::AdditionalProperties,
    Keyword::Dependencies,
    Keyword::Contains,
    Keyword::PropertyNames,
    Keyword::If,
    Keyword::Then,
    Keyword::Else,
    Keyword::DependentSchemas,
    Keyword::PrefixItems,
];

const VALIDATION: &[Keyword] = &[
    Keyword::Type,
    Keyword::Enum,
    Keyword::MultipleOf,
    Keyword::Maximum,
    Keyword::ExclusiveMaximum,
    Keyword::Minimum,
    Keyword::ExclusiveMinimum,
    Keyword::MinLength,
    Keyword::MaxLength,
    Keyword::Pattern,
    Keyword::MinItems,
    Keyword::MaxItems,
    Keyword::UniqueItems,
    Keyword::MaxProperties,
    Keyword::MinProperties,
    Keyword::Required,
    Keyword::Const,
    Keyword::MinContains,
    Keyword::MaxContains,
    Keyword::DependentRequired,
];

impl Keywords<'_> {
    /// Keeps the keywords that the dialect knows.
    pub fn keep_known(&mut self, dialect: &Dialect) {
        let added = [
            (Draft::Draft6, SINCE_6),
            (Draft::Draft7, SINCE_7),
            (Draft::Draft2019, SINCE_2019),
            (Draft::Draft2020, SINCE_2020),
        ];
        for (_, keywords) in added.iter().filter(|(since, _)| dialect.draft < *since) {
            self.remove_all(keywords);
        }
        if dialect.vocabularies.is_some() {
            for (name, keywords) in [("applicator", APPLICATOR), ("validation", VALIDATION)] {
                if !dialect.has(name) {
                    self.remove_all(keywords);
                }
            }
            if !dialect.has_unevaluated() {
                self.remove_all(&[Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties]);
            }
        }
    }

    fn remove_all(&mut self, keywords: &[Keyword]) {
        for keyword in keywords {
            self.remove(*keyword);
        }
    }
}

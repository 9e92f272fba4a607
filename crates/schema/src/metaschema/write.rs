//! Writing the tables out as JSON Schema.

use super::rules::{OLD, Rule, Rules, of_old_draft, of_vocabulary, of_whole};
use crate::draft::Draft;

const SIMPLE_TYPES: &str = r#"{"enum":["array","boolean","integer","null","number","object","string"]}"#;

/// The metaschema of draft 4, 6 or 7.
pub(super) fn old(draft: Draft) -> String {
    let writer = Writer { draft, this: r##"{"$ref":"#"}"##, definitions: "#/definitions/" };
    let (count, strings, id, types, end) = match draft {
        Draft::Draft4 => (
            "positiveInteger",
            r#"{"type":"array","items":{"type":"string"},"minItems":1,"uniqueItems":true}"#,
            "",
            r#""object""#,
            r#","dependencies":{"exclusiveMaximum":["maximum"],"exclusiveMinimum":["minimum"]}"#,
        ),
        _ => (
            "nonNegativeInteger",
            r#"{"type":"array","items":{"type":"string"},"uniqueItems":true}"#,
            "$id",
            r#"["object","boolean"]"#,
            "",
        ),
    };
    let id = if id.is_empty() { String::new() } else { format!(r##""$id":"{}#","##, draft.url()) };
    format!(
        r##"{{"$schema":"{url}#",{id}"definitions":{{"schemaArray":{schemas},"{count}":{{"type":"integer","minimum":0}},"{count}Default0":{{"allOf":[{{"$ref":"#/definitions/{count}"}},{{}}]}},"simpleTypes":{SIMPLE_TYPES},"stringArray":{strings}}},"type":{types},"properties":{{{shared},{own}}}{end}}}"##,
        url = draft.url(),
        schemas = writer.schema_array(),
        shared = writer.properties(OLD),
        own = writer.properties(of_old_draft(draft)),
    )
}

/// The metaschema of 2019-09 or 2020-12, which refers to those of the vocabularies.
pub(super) fn whole(draft: Draft) -> String {
    let names: &[&str] = if draft == Draft::Draft2019 {
        &["core", "applicator", "validation", "meta-data", "format", "content"]
    } else {
        &["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content"]
    };
    let parts: Vec<String> = names.iter().map(|name| format!(r#"{{"$ref":"meta/{name}"}}"#)).collect();
    let prefix = draft.vocabulary_prefix();
    let vocabularies: Vec<String> =
        names.iter().map(|name| format!(r#""{prefix}{name}":{}"#, *name != "format")).collect();
    let writer = Writer::new(draft, "meta/validation#/$defs/");
    format!(
        r#"{{{head},"$vocabulary":{{{}}},"allOf":[{}],"type":["object","boolean"],"properties":{{{}}}}}"#,
        vocabularies.join(","),
        parts.join(","),
        writer.properties(of_whole(draft)),
        head = head(draft, draft.url()),
    )
}

/// The metaschema of one vocabulary.
pub(super) fn vocabulary(draft: Draft, name: &str) -> String {
    let writer = Writer::new(draft, "#/$defs/");
    let definitions = match (name, draft) {
        ("applicator", _) => format!(r#","$defs":{{"schemaArray":{}}}"#, writer.schema_array()),
        ("validation", _) => format!(
            r##","$defs":{{"nonNegativeInteger":{{"type":"integer","minimum":0}},"nonNegativeIntegerDefault0":{{"$ref":"#/$defs/nonNegativeInteger"}},"simpleTypes":{SIMPLE_TYPES},"stringArray":{{"type":"array","items":{{"type":"string"}},"uniqueItems":true}}}}"##
        ),
        ("core", Draft::Draft2020) => {
            r#","$defs":{"anchorString":{"type":"string","pattern":"^[A-Za-z_][-A-Za-z0-9._]*$"},"uriString":{"type":"string","format":"uri"},"uriReferenceString":{"type":"string","format":"uri-reference"}}"#
                .to_owned()
        }
        _ => String::new(),
    };
    format!(
        r#"{{{head},"$vocabulary":{{"{prefix}{name}":true}},"type":["object","boolean"],"properties":{{{properties}}}{definitions}}}"#,
        head = head(draft, &super::vocabulary_url(draft, name)),
        prefix = draft.vocabulary_prefix(),
        properties = writer.properties(of_vocabulary(draft, name)),
    )
}

/// What every metaschema of the later drafts begins with.
fn head(draft: Draft, id: &str) -> String {
    let anchor = if draft == Draft::Draft2019 { r#""$recursiveAnchor":true"# } else { r#""$dynamicAnchor":"meta""# };
    format!(r#""$schema":"{}","$id":"{id}",{anchor}"#, draft.url())
}

struct Writer {
    draft: Draft,
    /// A reference to the whole metaschema.
    this: &'static str,
    /// What the references to common definitions begin with.
    definitions: &'static str,
}

impl Writer {
    fn new(draft: Draft, definitions: &'static str) -> Self {
        let this =
            if draft == Draft::Draft2019 { r##"{"$recursiveRef":"#"}"## } else { r##"{"$dynamicRef":"#meta"}"## };
        Self { draft, this, definitions }
    }

    fn schema_array(&self) -> String {
        format!(r#"{{"type":"array","minItems":1,"items":{}}}"#, self.this)
    }

    fn properties(&self, rules: Rules) -> String {
        let written: Vec<String> =
            rules.iter().map(|(name, rule)| format!(r#""{name}":{}"#, self.rule(*rule))).collect();
        written.join(",")
    }

    fn defined(&self, name: &str) -> String {
        format!(r#"{{"$ref":"{}{name}"}}"#, self.definitions)
    }

    fn count(&self) -> &'static str {
        if self.draft == Draft::Draft4 { "positiveInteger" } else { "nonNegativeInteger" }
    }

    fn rule(&self, rule: Rule) -> String {
        let this = self.this;
        match rule {
            Rule::Any => "true".to_owned(),
            Rule::Text => r#"{"type":"string"}"#.to_owned(),
            Rule::Format(format) => format!(r#"{{"type":"string","format":"{format}"}}"#),
            Rule::Bool => r#"{"type":"boolean"}"#.to_owned(),
            Rule::Number => r#"{"type":"number"}"#.to_owned(),
            Rule::Positive if self.draft == Draft::Draft4 => {
                r#"{"type":"number","minimum":0,"exclusiveMinimum":true}"#.to_owned()
            }
            Rule::Positive => r#"{"type":"number","exclusiveMinimum":0}"#.to_owned(),
            Rule::Count => self.defined(self.count()),
            Rule::CountOrZero => self.defined(&format!("{}Default0", self.count())),
            Rule::Array => r#"{"type":"array"}"#.to_owned(),
            Rule::Values => r#"{"type":"array","minItems":1,"uniqueItems":true}"#.to_owned(),
            Rule::Type => {
                let simple = self.defined("simpleTypes");
                format!(r#"{{"anyOf":[{simple},{{"type":"array","items":{simple},"minItems":1,"uniqueItems":true}}]}}"#)
            }
            Rule::Strings => self.defined("stringArray"),
            Rule::SchemaOrBool if self.draft == Draft::Draft4 => {
                format!(r#"{{"anyOf":[{{"type":"boolean"}},{this}]}}"#)
            }
            Rule::Schema | Rule::SchemaOrBool => this.to_owned(),
            Rule::Schemas => self.defined("schemaArray"),
            Rule::SchemaOrSchemas => format!(r#"{{"anyOf":[{this},{}]}}"#, self.defined("schemaArray")),
            Rule::SchemaMap => format!(r#"{{"type":"object","additionalProperties":{this}}}"#),
            Rule::PatternMap => {
                format!(r#"{{"type":"object","additionalProperties":{this},"propertyNames":{{"format":"regex"}}}}"#)
            }
            Rule::Dependencies => {
                let strings = self.defined("stringArray");
                format!(r#"{{"type":"object","additionalProperties":{{"anyOf":[{this},{strings}]}}}}"#)
            }
            Rule::NameLists => {
                format!(r#"{{"type":"object","additionalProperties":{}}}"#, self.defined("stringArray"))
            }
            Rule::Vocabulary | Rule::Anchor | Rule::Id | Rule::Uri | Rule::Reference => self.core_rule(rule),
        }
    }

    /// The rules of the core vocabulary, which 2020-12 has as definitions.
    fn core_rule(&self, rule: Rule) -> String {
        let uri = |name: &str| match (self.draft, self.definitions) {
            (Draft::Draft2019, _) => {
                let format = if name == "uriString" { "uri" } else { "uri-reference" };
                format!(r#""type":"string","format":"{format}""#)
            }
            (_, "#/$defs/") => format!(r##""$ref":"#/$defs/{name}""##),
            _ => format!(r##""$ref":"meta/core#/$defs/{name}""##),
        };
        match rule {
            Rule::Vocabulary => format!(
                r#"{{"type":"object","propertyNames":{{{}}},"additionalProperties":{{"type":"boolean"}}}}"#,
                uri("uriString")
            ),
            Rule::Anchor if self.draft == Draft::Draft2019 => {
                r#"{"type":"string","pattern":"^[A-Za-z][-A-Za-z0-9.:_]*$"}"#.to_owned()
            }
            Rule::Anchor => format!("{{{}}}", uri("anchorString")),
            Rule::Id => format!(r##"{{{},"pattern":"^[^#]*#?$"}}"##, uri("uriReferenceString")),
            Rule::Uri => format!("{{{}}}", uri("uriString")),
            _ => format!("{{{}}}", uri("uriReferenceString")),
        }
    }
}

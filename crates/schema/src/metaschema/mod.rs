//! The metaschemas of the drafts: which values each keyword may have.
//!
//! They are kept as tables of rules and written out as JSON only when a schema is at fault or refers to one, so that
//! messages come from the same structure as in the originals. Titles, comments and defaults, which say nothing about
//! validity, are left out.

mod rules;
mod write;

use crate::draft::Draft;

/// The JSON of a metaschema, by its address with `http:` or `https:`.
pub(crate) fn text(url: &str) -> Option<String> {
    let path = url.strip_prefix("http://json-schema.org/").or_else(|| url.strip_prefix("https://json-schema.org/"))?;
    match path {
        "draft-04/schema" => Some(write::old(Draft::Draft4)),
        "draft-06/schema" => Some(write::old(Draft::Draft6)),
        "draft-07/schema" => Some(write::old(Draft::Draft7)),
        "draft/2019-09/schema" => Some(write::whole(Draft::Draft2019)),
        "schema" | "draft/2020-12/schema" => Some(write::whole(Draft::Draft2020)),
        _ => {
            let (draft, name) = match path.strip_prefix("draft/2019-09/meta/") {
                Some(name) => (Draft::Draft2019, name),
                None => (Draft::Draft2020, path.strip_prefix("draft/2020-12/meta/")?),
            };
            draft.vocabularies().contains(&name).then(|| write::vocabulary(draft, name))
        }
    }
}

/// The address of the metaschema of one vocabulary.
pub(crate) fn vocabulary_url(draft: Draft, name: &str) -> String {
    format!("{}meta/{name}", draft.url().trim_end_matches("schema"))
}

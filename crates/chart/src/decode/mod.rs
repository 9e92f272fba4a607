//! From YAML to structs by Go's rules: sigs.k8s.io/yaml turns YAML into JSON, making scalars strings where the
//! struct wants strings, then `encoding/json` fills the struct and words the errors.
//!
//! Keys match without regard to case. Go meets the keys of an object in bytewise order, so that is the order in
//! which errors are found and in which later spellings of a key overwrite earlier ones. Filling an existing struct
//! changes only what the text mentions; that is how `requirements.yaml` joins `Chart.yaml`.

mod document;
mod fill;
mod path;
mod strict;
mod structs;

#[cfg(test)]
mod tests;

pub(crate) use document::Document;
pub use fill::{TypeError, fields, items, string, text, text_map};
pub use path::Path;
pub(crate) use path::{Step, locate};
pub use strict::unknown_field;
pub use structs::{Draft, metadata_value, spell_metadata};
pub(crate) use structs::{api_version, lock, metadata};

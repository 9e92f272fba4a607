//! Values in texts.

use gostd::json::{self, Value};

/// Characters of a value that are shown.
const MAX_SHOWN: usize = 120;

/// A value as JSON, cut if it is long.
pub(crate) fn shown(value: &Value) -> String {
    // What is large is not written only to be cut.
    match value {
        Value::Array(items) if items.len() > MAX_SHOWN => return "[…]".to_owned(),
        Value::Object(members) if members.len() > MAX_SHOWN => return "{…}".to_owned(),
        _ => {}
    }
    cut(&json::encode(value))
}

/// A text, cut if it is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

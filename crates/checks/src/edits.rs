//! Edits of values in YAML that can do no harm.

use goyaml::{Node, Style};

use crate::Edit;

/// Writes another text in the place of a scalar, with quotes as they were or as they are needed. Nothing for a scalar that
/// has an anchor, a tag, escapes or several lines.
pub(crate) fn replaced(file: &str, node: &Node, text: &str) -> Option<Edit> {
    let scalar = node.as_scalar().filter(|scalar| scalar.tag.is_none())?;
    let quotes = match scalar.style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 2,
        Style::Literal | Style::Folded => return None,
    };
    let (start, end) = (node.span.start, node.span.end);
    let width = usize::try_from(end.column.checked_sub(start.column)?).ok()?;
    if start.line != end.line || width != scalar.value.chars().count() + quotes {
        return None;
    }
    let simple = !text.contains(['\'', '"', '\\', '\n']);
    let written = match scalar.style {
        Style::SingleQuoted if simple => format!("'{text}'"),
        Style::DoubleQuoted if simple => format!("\"{text}\""),
        _ => written(text),
    };
    Some(Edit::replace(file, node, written))
}

/// A text as a YAML scalar: plain where that is a string, with quotes elsewhere.
pub(crate) fn written(text: &str) -> String {
    let plain = goyaml::parse(format!("a: {text}\n").as_bytes());
    let read = plain.ok().flatten().and_then(|node| node.get("a")?.as_str().map(str::to_owned));
    let is_plain = read.as_deref() == Some(text) && !text.starts_with(['"', '\'', '|', '>', '&', '*', '!']);
    if is_plain { text.to_owned() } else { gostd::json::encode(&gostd::json::Value::from(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_written_so_that_they_stay_strings() {
        let cases =
            [("1.2.3", "1.2.3"), ("1.10", "\"1.10\""), ("true", "\"true\""), ("a # b", "\"a # b\""), ("", "\"\"")];
        for (text, expected) in cases {
            assert_eq!(written(text), expected);
        }
    }

    #[test]
    fn only_simple_scalars_are_replaced() {
        let edit = |yaml: &str| {
            let node = goyaml::parse(yaml.as_bytes()).unwrap().unwrap();
            replaced("x", node.get("v").unwrap(), "1.10").map(|edit| (edit.start.column, edit.end.column, edit.text))
        };
        assert_eq!(edit("v: 1.2"), Some((4, 7, "\"1.10\"".to_owned())));
        assert_eq!(edit("v: '1.2' # c"), Some((4, 9, "'1.10'".to_owned())));
        for kept in ["v: &a 1.2", "v: !!str 1.2", "v: |\n  1.2\n", "v: \"1\\u002e2\"", "v: [1]"] {
            assert_eq!(edit(kept), None, "{kept}");
        }
    }
}

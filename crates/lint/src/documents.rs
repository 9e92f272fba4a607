//! The objects of a file, JSON or YAML, one after the other (apimachinery: `YAMLOrJSONDecoder` in
//! `pkg/util/yaml/decoder.go`).
//!
//! A text that begins with `{` is read as a stream of JSON values. Where that fails after none or one of them, the
//! rest is tried as YAML, and the error is that of JSON if both fail.

use chart::YamlStream;
use gostd::json::parse_first;
use gostd::unicode::is_space;

use crate::manifest::{self, Manifest};

/// Bytes that are looked at to tell JSON from YAML.
const LOOK_AHEAD: usize = 4096;

/// Gives the objects of a text; `None` stands for a document that is null. An error is the last item.
pub(crate) struct Documents<'a> {
    text: &'a [u8],
    form: Form<'a>,
}

enum Form<'a> {
    Json {
        /// Bytes that have been read.
        position: usize,
        /// Values that have been read.
        count: usize,
    },
    Yaml(YamlStream<'a>),
    Ended,
}

impl<'a> Documents<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        let form = if looks_like_json(text) {
            Form::Json { position: 0, count: 0 }
        } else {
            Form::Yaml(YamlStream::new(text))
        };
        Self { text, form }
    }

    fn next_json(&mut self, position: usize, count: usize) -> Option<Result<Option<Manifest>, String>> {
        let rest = self.text.get(position..).unwrap_or_default();
        let error = match parse_first(rest) {
            Ok(None) => return None,
            Ok(Some((value, length))) => match manifest::from_json(&value) {
                Ok(manifest) => {
                    self.form = Form::Json { position: position + length, count: count + 1 };
                    return Some(Ok(manifest));
                }
                Err(error) => error,
            },
            Err(error) if count > 1 || error.message == "unexpected EOF" => error.message,
            Err(error) => format!("json: offset {}: {}", position + error.offset, error.message),
        };
        let rest = if count > 1 { None } else { without_leading_space(rest) };
        let Some(rest) = rest else {
            return Some(Err(error));
        };
        self.form = Form::Yaml(YamlStream::new(rest));
        // The error of JSON says more than that of YAML.
        self.next_yaml().map(|manifest| manifest.map_err(|_| error))
    }

    fn next_yaml(&mut self) -> Option<Result<Option<Manifest>, String>> {
        let Form::Yaml(stream) = &mut self.form else {
            return None;
        };
        let part = stream.next()?;
        Some(part.map_err(|error| error.to_string()).and_then(|part| manifest::from_yaml(&part.text)))
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Option<Manifest>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = match self.form {
            Form::Json { position, count } => self.next_json(position, count),
            Form::Yaml(_) => self.next_yaml(),
            Form::Ended => None,
        };
        if !matches!(item, Some(Ok(_))) {
            self.form = Form::Ended;
        }
        item
    }
}

fn looks_like_json(text: &[u8]) -> bool {
    let beginning = text.get(..LOOK_AHEAD).unwrap_or(text);
    let chunk = beginning.utf8_chunks().next();
    chunk.is_some_and(|chunk| chunk.valid().trim_start_matches(is_space).starts_with('{'))
}

/// Skips white space up to and including the first line feed. The decoder looks at four bytes at a time and gives up
/// where fewer are left.
fn without_leading_space(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let (ahead, _) = rest.split_at_checked(4)?;
        let first = ahead.utf8_chunks().next()?.valid().chars().next()?;
        if first == char::REPLACEMENT_CHARACTER {
            return None;
        }
        if !is_space(first) {
            return Some(rest);
        }
        rest = rest.get(first.len_utf8()..)?;
        if first == '\n' {
            return Some(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with what apimachinery 0.37.1 makes of them: a list of objects (apiVersion, kind, name), nulls and an
    /// error.
    #[test]
    fn streams_are_read_as_by_apimachinery() {
        for line in include_str!("../testdata/documents.jsonl").lines() {
            let row = gostd::json::parse(line.as_bytes()).unwrap();
            let [text, expected] = row.as_array().unwrap() else { panic!("two columns: {line}") };
            let text = text.as_str().unwrap();
            assert_eq!(&found(text), expected, "{text:?}");
        }
    }

    fn found(text: &str) -> gostd::json::Value {
        let documents = Documents::new(text.as_bytes()).map(|document| match document {
            Ok(None) => gostd::json::Value::Null,
            Ok(Some(manifest)) => {
                let texts = [manifest.api_version, manifest.kind, manifest.name];
                gostd::json::Value::Array(texts.map(gostd::json::Value::from).to_vec())
            }
            Err(error) => gostd::json::Value::from(format!("error: {error}")),
        });
        gostd::json::Value::Array(documents.collect())
    }
}

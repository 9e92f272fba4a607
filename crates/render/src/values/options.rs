//! The user's values: files and flags merged (Helm: `pkg/cli/values/options.go`).

use std::fmt;

use chart::{merge_values, parse_values};
use gostd::json::{self, Value};
use gostd::unicode::is_space;

use super::Table;
use super::strvals::{ReadFile, Reading, floats, parse_into};

/// Where the user's values come from. Their order is fixed: files, `--set-json`, `--set`, `--set-string`,
/// `--set-file`, `--set-literal`; within each as given. Later ones win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// `--values`: names for messages, and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// `--set-json`
    pub set_json: Vec<String>,
    /// `--set`
    pub set: Vec<String>,
    /// `--set-string`
    pub set_string: Vec<String>,
    /// `--set-file`
    pub set_file: Vec<String>,
    /// `--set-literal`
    pub set_literal: Vec<String>,
}

/// What is wrong with the user's values. The texts are Helm's.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceError {
    /// A values file.
    File {
        /// Its name as given.
        name: String,
        /// What is wrong with it, and where.
        error: chart::ValuesError,
    },
    /// The JSON object of a `--set-json`.
    JsonObject {
        /// The flag's text.
        text: String,
    },
    /// The assignments of a `--set-json`.
    Json {
        /// The flag's text.
        text: String,
    },
    /// Another flag.
    Flag {
        /// `--set`
        flag: &'static str,
        /// What is wrong with it.
        message: String,
    },
}

impl fmt::Display for SourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, error } => write!(formatter, "failed to parse {name}: {error}"),
            Self::JsonObject { text } => write!(formatter, "failed parsing --set-json data JSON: {text}"),
            Self::Json { text } => write!(formatter, "failed parsing --set-json data {text}"),
            Self::Flag { flag, message } => write!(formatter, "failed parsing {flag} data: {message}"),
        }
    }
}

impl std::error::Error for SourceError {}

impl Sources {
    /// The merged values. `read` gives the files of `--set-file`; its error is shown as it is.
    ///
    /// # Errors
    /// The first source that can't be read.
    pub fn merge(&self, read: ReadFile<'_>) -> Result<Table, SourceError> {
        let mut table = Table::new();
        for (name, content) in &self.files {
            let values = parse_values(content).map_err(|error| SourceError::File { name: name.clone(), error })?;
            merge_values(&mut table, values);
        }
        self.set_json.iter().try_for_each(|text| set_json(text, &mut table))?;
        for (flag, texts, reading) in [
            ("--set", &self.set, Reading::Typed),
            ("--set-string", &self.set_string, Reading::Text),
            ("--set-file", &self.set_file, Reading::File(read)),
            ("--set-literal", &self.set_literal, Reading::Literal),
        ] {
            for text in texts {
                parse_into(text, reading, &mut table).map_err(|message| SourceError::Flag { flag, message })?;
            }
        }
        Ok(table)
    }
}

/// An object is merged with what is there, assignments replace.
fn set_json(text: &str, table: &mut Table) -> Result<(), SourceError> {
    let trimmed = text.trim_matches(is_space);
    if !trimmed.starts_with('{') {
        let done = parse_into(text, Reading::Json, table);
        return done.map_err(|_| SourceError::Json { text: text.to_owned() });
    }
    match json::parse(trimmed.as_bytes()).map(floats) {
        Ok(Value::Object(members)) => {
            merge_values(table, members);
            Ok(())
        }
        _ => Err(SourceError::JsonObject { text: text.to_owned() }),
    }
}

//! The user's values from the options of Helm.

use std::io::Read;
use std::path::Path;

use gostd::url::Url;
use render::values::{Sources, Table};

use super::error::{HelmError, Result};
use super::flag_values::items;
use super::flags::ValueOptions;
use crate::commands::block_on;
use crate::{deps, disk};

/// The most bytes that one values file may have.
const LIMIT: u64 = 16 << 20;

/// Reads and merges all values.
///
/// # Errors
/// The first file or option that can't be read, in Helm's words.
pub fn merged(options: &ValueOptions) -> Result<Table> {
    let names = options.files.iter().flat_map(|list| items(list));
    let files = names.map(|name| content(&name).map(|content| (name, content))).collect::<Result<Vec<_>>>()?;
    let sources = Sources {
        files,
        set_json: options.set_json.clone(),
        set: options.set.clone(),
        set_string: options.set_string.clone(),
        set_file: options.set_file.clone(),
        set_literal: options.set_literal.clone(),
    };
    sources.merge(&|name| file(name)).map_err(HelmError::new)
}

fn content(name: &str) -> Result<Vec<u8>> {
    if name.trim() == "-" {
        let mut content = Vec::new();
        let read = std::io::stdin().lock().take(LIMIT).read_to_end(&mut content);
        return read.map(|_| content).map_err(HelmError::new);
    }
    file(name).map_err(HelmError::new)
}

/// What is at a path or a web address.
fn file(name: &str) -> std::result::Result<Vec<u8>, String> {
    let address = Url::parse(name.as_bytes()).map_err(|error| error.to_string())?;
    if !matches!(&address.scheme[..], b"http" | b"https") {
        return local(name);
    }
    let fetched = block_on(deps::file(name, LIMIT)).map_err(|failure| failure.message)?;
    Ok(fetched.into())
}

/// A file on this machine, with Go's error.
fn local(name: &str) -> std::result::Result<Vec<u8>, String> {
    let path = Path::new(name);
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("open {name}: no such file or directory"))
        }
        Ok(metadata) if metadata.is_dir() => Err(format!("read {name}: is a directory")),
        _ => disk::read(path, LIMIT).map_err(|failure| failure.message),
    }
}

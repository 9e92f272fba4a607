//! The first look at a file that should be an archive (Helm: `archive.EnsureArchive`).

use super::ArchiveError;
use crate::gzip::is_gzip;

/// Bytes that Go's content sniffing looks at.
const WINDOW: usize = 512;
/// Beginnings of web pages, in upper case; a space or `>` must follow.
const HTML: [&str; 6] = ["<!DOCTYPE HTML", "<HTML", "<HEAD", "<BODY", "<SCRIPT", "<TITLE"];

/// Whether a file may be a packed chart at all.
///
/// # Errors
/// Helm's texts for values files, web pages and anything else that is not gzip.
pub fn ensure_archive(name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
    if is_gzip(bytes) {
        return Ok(());
    }
    let name = name.to_owned();
    if name.ends_with(".yml") || name.ends_with(".yaml") {
        return Err(ArchiveError::LooksLikeYaml { name });
    }
    let content_type = content_type(bytes);
    Err(ArchiveError::NotGzip { name, content_type })
}

/// What Go's `http.DetectContentType` says to the first 512 bytes, padded with zeros: of its many answers
/// those that happen to people.
fn content_type(bytes: &[u8]) -> &'static str {
    let window = bytes.get(..WINDOW).unwrap_or(bytes);
    let text = window.trim_ascii_start();
    if HTML.iter().any(|tag| begins_with_tag(text, tag)) {
        return "text/html; charset=utf-8";
    }
    if text.starts_with(b"<?xml") {
        return "text/xml; charset=utf-8";
    }
    if window.starts_with(b"PK\x03\x04") {
        return "application/zip";
    }
    let is_binary = |byte: &u8| matches!(*byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    if window.len() == WINDOW && !window.iter().any(is_binary) {
        return "text/plain; charset=utf-8";
    }
    "application/octet-stream"
}

fn begins_with_tag(text: &[u8], tag: &str) -> bool {
    let Some((start, rest)) = text.split_at_checked(tag.len()) else {
        return false;
    };
    start.eq_ignore_ascii_case(tag.as_bytes()) && matches!(rest.first(), Some(b' ' | b'>'))
}

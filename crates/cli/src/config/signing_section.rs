//! `signing` of `portolan.yaml`.

use std::path::Path;

use super::fields::{Fields, wrong};
use super::{KeylessConfig, SigningConfig, schema};
use crate::failure::{Failure, Result};
use crate::keyless_options::{TufOptions, is_token};

/// Reads the section.
///
/// # Errors
/// Exit 2 with file, line and column.
pub fn read(path: &Path, top: &Fields<'_>) -> Result<SigningConfig> {
    let Some(node) = top.get("signing") else { return Ok(SigningConfig::default()) };
    let signing = Fields::new(path, node, schema::SIGNING)?;
    let provenance_key = match signing.get("provenance") {
        Some(node) => Fields::new(path, node, schema::PROVENANCE)?.text("key")?,
        None => None,
    };
    let Some(node) = signing.get("cosign") else { return Ok(SigningConfig { provenance_key, ..Default::default() }) };
    let cosign = Fields::new(path, node, schema::COSIGN)?;
    let (key, keyless) = (cosign.text("key")?, keyless(path, &cosign)?);
    if keyless.keyless && (key.is_some() || keyless.log) {
        let other = if key.is_some() { "key" } else { "log" };
        let failure = wrong(path, node, &format!("`keyless` and `{other}` exclude each other"));
        return Err(failure.hint("either an identity signs, and its signatures are logged always, or a key"));
    }
    Ok(SigningConfig { key, provenance_key, keyless })
}

fn keyless(path: &Path, cosign: &Fields<'_>) -> Result<KeylessConfig> {
    let beside = path.parent().unwrap_or(Path::new(""));
    let text = |key: &str| Ok::<_, Failure>(cosign.text(key)?.map(|text| text.value));
    let file = |key: &str| Ok::<_, Failure>(text(key)?.map(|file| beside.join(file)));
    Ok(KeylessConfig {
        keyless: cosign.truth("keyless")?,
        log: cosign.truth("log")?,
        identity_token: identity_token(path, cosign)?,
        signing_config: file("signingConfig")?,
        trusted_root: file("trustedRoot")?,
        tuf: TufOptions { tuf_mirror: text("tufMirror")?, tuf_root: file("tufRoot")? },
        fulcio_url: text("fulcioURL")?,
        rekor_url: text("rekorURL")?,
        rekor_version: rekor_version(path, cosign)?,
        timestamp_url: text("timestampURL")?,
    })
}

/// Where the token is: a path relative to the file, or `env:NAME`.
fn identity_token(path: &Path, cosign: &Fields<'_>) -> Result<Option<String>> {
    let Some(node) = cosign.get("identityToken") else { return Ok(None) };
    let named = cosign.text_of(node)?.value;
    if is_token(&named) {
        let failure =
            wrong(path, node, "`identityToken` is a token itself, which everybody who reads the file could use");
        return Err(failure.hint("name a file that holds it, or env:NAME for a variable that does"));
    }
    let beside = path.parent().unwrap_or(Path::new(""));
    let is_variable = named.starts_with("env:");
    Ok(Some(if is_variable { named } else { beside.join(named).display().to_string() }))
}

/// A number, or the same in quotes.
fn rekor_version(path: &Path, cosign: &Fields<'_>) -> Result<String> {
    let Some(node) = cosign.get("rekorVersion") else { return Ok("1".to_owned()) };
    match node.as_scalar().map(|scalar| scalar.value.as_str()) {
        Some(version @ ("1" | "2")) => Ok(version.to_owned()),
        _ => Err(wrong(path, node, "expected 1 or 2")),
    }
}

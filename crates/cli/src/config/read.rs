//! From the text of `portolan.yaml` to [`Config`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checks::Severity;
use checks::policy::{Exception, Level, Policy, Scope};
use goyaml::Node;

use super::fields::{Fields, origin, wrong};
use super::{API_VERSION, Config, HubRepository, RenderConfig, TargetConfig, sbom_section, schema, signing_section};
use crate::decided::Decided;
use crate::failure::{Failure, Result};

/// Reads the file's text.
///
/// # Errors
/// Exit 2 with file, line and column.
pub fn read(path: &Path, text: &[u8]) -> Result<Config> {
    let document = goyaml::parse(text).map_err(|error| {
        let place = error.position().map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        Failure::usage(format!("{}{place}: {error}", path.display()))
    })?;
    let Some(document) = document else {
        return Err(Failure::usage(format!("{}: the file is empty", path.display()))
            .hint(format!("begin with `apiVersion: {API_VERSION}`")));
    };
    if let Some((key, _)) = document.duplicate_keys().into_iter().next() {
        return Err(wrong(path, key, "this key stands twice in its mapping"));
    }
    let top = Fields::new(path, &document, schema::TOP)?;
    let version = top.required("apiVersion")?;
    if version.value != API_VERSION {
        return Err(Failure::usage(format!(
            "{}: apiVersion is {:?}, expected {API_VERSION:?}",
            version.decided_by, version.value
        )));
    }
    Ok(Config {
        path: Some(path.to_path_buf()),
        charts: top.texts("charts")?,
        targets: targets(path, &top)?,
        hub_repositories: hub_repositories(path, &top)?,
        policy: policy(path, &top)?,
        render: render(path, &top)?,
        signing: signing_section::read(path, &top)?,
        baseline: baseline(path, &top)?,
        sbom: sbom_section::read(path, &top)?,
    })
}

fn targets(path: &Path, top: &Fields<'_>) -> Result<BTreeMap<String, TargetConfig>> {
    top.named("targets")?.into_iter().map(|(name, node)| Ok((name, target(path, node)?))).collect()
}

fn target(path: &Path, node: &Node) -> Result<TargetConfig> {
    let fields = Fields::new(path, node, schema::TARGET)?;
    let public = match fields.text("visibility")? {
        None => Decided::new(false, "default"),
        Some(word) if word.value == "public" => Decided::new(true, word.decided_by),
        Some(word) if word.value == "private" => Decided::new(false, word.decided_by),
        Some(word) => {
            return Err(Failure::usage(format!(
                "{}: visibility is {:?}, expected public or private",
                word.decided_by, word.value
            )));
        }
    };
    Ok(TargetConfig { to: fields.required("to")?, public, mirrors: fields.texts("mirrors")? })
}

fn hub_repositories(path: &Path, top: &Fields<'_>) -> Result<BTreeMap<String, HubRepository>> {
    let Some(node) = top.get("hub") else { return Ok(BTreeMap::new()) };
    let hub = Fields::new(path, node, schema::HUB)?;
    hub.named("repositories")?.into_iter().map(|(chart, node)| Ok((chart, hub_repository(path, node)?))).collect()
}

fn hub_repository(path: &Path, node: &Node) -> Result<HubRepository> {
    let fields = Fields::new(path, node, schema::HUB_REPOSITORY)?;
    let id = fields.text("id")?;
    if let Some(id) = id.as_ref().filter(|id| !hub::repository_file::is_uuid(&id.value)) {
        return Err(Failure::usage(format!("{}: {:?} is not a UUID", id.decided_by, id.value))
            .hint("copy the id from the repository's card in Artifact Hub's control panel"));
    }
    let id_origin = fields.get("id").map(|node| origin(path, node));
    Ok(HubRepository { id: id.map(|id| id.value), id_origin, name: fields.text("name")?.map(|name| name.value) })
}

fn policy(path: &Path, top: &Fields<'_>) -> Result<Policy> {
    let Some(node) = top.get("checks") else { return Ok(Policy::default()) };
    let fields = Fields::new(path, node, schema::CHECKS)?;
    let levels =
        fields.named("levels")?.into_iter().map(|(check, node)| level(path, check, node)).collect::<Result<_>>()?;
    let exceptions = fields.items("exceptions")?.iter().map(|node| exception(path, node)).collect::<Result<_>>()?;
    Ok(Policy { levels, exceptions, baseline: None })
}

/// The baseline's file, whose path is relative to the configuration.
fn baseline(path: &Path, top: &Fields<'_>) -> Result<Option<Decided<PathBuf>>> {
    let Some(node) = top.get("checks") else { return Ok(None) };
    let file = Fields::new(path, node, schema::CHECKS)?.text("baseline")?;
    let beside = path.parent().unwrap_or(Path::new(""));
    Ok(file.map(|file| Decided::new(beside.join(file.value), file.decided_by)))
}

fn render(path: &Path, top: &Fields<'_>) -> Result<RenderConfig> {
    let Some(node) = top.get("render") else { return Ok(RenderConfig::default()) };
    let fields = Fields::new(path, node, schema::RENDER)?;
    Ok(RenderConfig {
        kubernetes: fields.texts("kubernetes")?,
        values: fields.texts("values")?,
        namespace: fields.text("namespace")?.map(|name| name.value),
    })
}

fn level(path: &Path, check: String, node: &Node) -> Result<Level> {
    // An unquoted `off` is a boolean in YAML 1.1, so the word is taken as it is written.
    let word = node.as_scalar().map(|scalar| scalar.value.as_str()).unwrap_or_default();
    let severity = match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        "off" => None,
        other => return Err(wrong(path, node, &format!("level is {other:?}, expected error, warning, info or off"))),
    };
    Ok(Level { check, severity, decided_by: origin(path, node) })
}

fn exception(path: &Path, node: &Node) -> Result<Exception> {
    let fields = Fields::new(path, node, schema::EXCEPTION)?;
    let until = fields.text("until")?;
    if let Some(until) =
        until.as_ref().filter(|until| gostd::time::parse_rfc3339(&format!("{}T00:00:00Z", until.value)).is_err())
    {
        return Err(Failure::usage(format!(
            "{}: {:?} is not a date such as 2027-01-31",
            until.decided_by, until.value
        )));
    }
    Ok(Exception {
        check: fields.required("check")?.value,
        scope: fields.text("where")?.map_or(Scope::Everywhere, |pattern| Scope::Files(pattern.value)),
        reason: reason(&fields)?,
        until: until.map(|until| until.value),
        decided_by: origin(path, node),
    })
}

/// Why; more than white space.
fn reason(fields: &Fields<'_>) -> Result<String> {
    let reason = fields.required("reason")?;
    if reason.value.trim().is_empty() {
        return Err(Failure::usage(format!("{}: an exception needs a reason", reason.decided_by)));
    }
    Ok(reason.value)
}

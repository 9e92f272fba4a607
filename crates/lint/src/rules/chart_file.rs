//! Rules about `Chart.yaml` (Helm: `lint/rules/chartfile.go`). They see the file as it is, before metadata are cleaned
//! and checked by the loader.

use chart::decode::{Draft, unknown_field};
use chart::{API_VERSION_1, API_VERSION_2, MAX_YAML_BYTES, Metadata, base_name};
use gostd::json::Value;
use gostd::semver::Version;
use gostd::strconv::quote;

use crate::email::is_email;
use crate::linter::Linter;
use crate::message::Severity;
use crate::root::Shape;
use crate::url::{is_request_url, is_url};
use crate::yaml::{Document, chart_document, metadata};

const FILE: &str = "Chart.yaml";
/// What a version must be greater than.
const LOWEST: &str = "0.0.0-0";

/// `Chart.yaml` as it is read.
struct ChartFile {
    document: Document,
    draft: Draft,
    /// The value if JSON can hold it; types are looked at in that.
    plain: Value,
}

pub(crate) fn check(linter: &mut Linter<'_>) {
    let folder = linter.shape(FILE) == Some(Shape::Folder);
    let shape = if folder { Err("should be a file, not a directory".to_owned()) } else { Ok(()) };
    linter.check(Severity::Error, FILE, shape);
    let file = match read(linter) {
        Ok(file) => file,
        Err(error) => {
            linter.check(Severity::Error, FILE, Err(format!("unable to parse YAML\n\t{error}")));
            return;
        }
    };
    let metadata = &file.draft.metadata;
    for (severity, found) in [
        (Severity::Warning, strictly(&file)),
        (Severity::Error, name(metadata)),
        (Severity::Error, api_version(metadata)),
        (Severity::Error, is_string(&file.plain, "version")),
        (Severity::Error, version(metadata)),
        (Severity::Error, is_string(&file.plain, "appVersion")),
        (Severity::Error, maintainers(&file.draft)),
        (Severity::Error, sources(metadata)),
        (Severity::Info, icon_presence(metadata)),
        (Severity::Error, icon_url(metadata)),
        (Severity::Error, chart_type(metadata)),
        (Severity::Error, dependencies(metadata)),
        (Severity::Warning, strict_version(metadata)),
    ] {
        linter.check(severity, FILE, found);
    }
}

fn read(linter: &Linter<'_>) -> Result<ChartFile, String> {
    let text = linter.folder.read(FILE, MAX_YAML_BYTES).map_err(|error| error.to_string())?;
    let document = chart_document(&text)?;
    let draft = metadata(&document)?;
    let plain = document.node.as_ref().and_then(|node| node.to_json().ok()).unwrap_or_default();
    Ok(ChartFile { document, draft, plain })
}

fn strictly(file: &ChartFile) -> Result<(), String> {
    let prefix = "failed to strictly parse chart metadata file\n\t";
    if let Some(node) = &file.document.node {
        node.check_strict().map_err(|error| format!("{prefix}error converting YAML to JSON: {error}"))?;
    }
    match unknown_field(&file.document.value) {
        None => Ok(()),
        Some(key) => {
            let key = quote(key);
            Err(format!("{prefix}error unmarshaling JSON: while decoding JSON: json: unknown field {key}"))
        }
    }
}

fn name(metadata: &Metadata) -> Result<(), String> {
    let name = &metadata.name;
    if name.is_empty() {
        return Err("name is required".to_owned());
    }
    if base_name(name) != name {
        return Err(format!("chart name {} is invalid", quote(name)));
    }
    Ok(())
}

fn api_version(metadata: &Metadata) -> Result<(), String> {
    let known = "The value must be either \"v1\" or \"v2\"";
    match metadata.api_version.as_str() {
        "" => Err(format!("apiVersion is required. {known}")),
        API_VERSION_1 | API_VERSION_2 => Ok(()),
        other => Err(format!("apiVersion '{other}' is not valid. {known}")),
    }
}

/// The type of a value as Go has it behind an `interface{}`.
fn is_string(chart_yaml: &Value, key: &str) -> Result<(), String> {
    let go_type = match chart_yaml.get(key) {
        None | Some(Value::String(_)) => return Ok(()),
        Some(Value::Null) => "<nil>",
        Some(Value::Bool(_)) => "bool",
        Some(Value::Number(_)) => "float64",
        Some(Value::Array(_)) => "[]interface {}",
        Some(Value::Object(_)) => "map[string]interface {}",
    };
    Err(format!("{key} should be of type string but it's of type {go_type}"))
}

fn version(metadata: &Metadata) -> Result<(), String> {
    let text = &metadata.version;
    if text.is_empty() {
        return Err("version is required".to_owned());
    }
    let Ok(version) = Version::parse(text) else {
        return Err(format!("version '{text}' is not a valid SemVer"));
    };
    match Version::parse(LOWEST) {
        Ok(lowest) if version <= lowest => {
            let version = quote(&version.to_string());
            Err(format!("version {version} is less than or equal to {}", quote(LOWEST)))
        }
        _ => Ok(()),
    }
}

fn strict_version(metadata: &Metadata) -> Result<(), String> {
    let version = &metadata.version;
    match Version::parse_strict(version) {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("version '{version}' is not a valid SemVerV2")),
    }
}

/// The first problem only.
fn maintainers(draft: &Draft) -> Result<(), String> {
    for (index, maintainer) in draft.metadata.maintainers.iter().enumerate() {
        let (name, email, url) = (&maintainer.name, &maintainer.email, &maintainer.url);
        if draft.null_maintainers.contains(&index) {
            return Err("a maintainer entry is empty".to_owned());
        }
        if name.is_empty() {
            return Err("each maintainer requires a name".to_owned());
        }
        if !email.is_empty() && !is_email(email) {
            return Err(format!("invalid email '{email}' for maintainer '{name}'"));
        }
        if !url.is_empty() && !is_url(url) {
            return Err(format!("invalid url '{url}' for maintainer '{name}'"));
        }
    }
    Ok(())
}

/// The first problem only.
fn sources(metadata: &Metadata) -> Result<(), String> {
    match metadata.sources.iter().find(|source| !is_request_url(source)) {
        None => Ok(()),
        Some(source) => Err(format!("invalid source URL '{source}'")),
    }
}

fn icon_presence(metadata: &Metadata) -> Result<(), String> {
    if metadata.icon.is_empty() { Err("icon is recommended".to_owned()) } else { Ok(()) }
}

fn icon_url(metadata: &Metadata) -> Result<(), String> {
    let icon = &metadata.icon;
    if icon.is_empty() || is_request_url(icon) { Ok(()) } else { Err(format!("invalid icon URL '{icon}'")) }
}

fn chart_type(metadata: &Metadata) -> Result<(), String> {
    if metadata.chart_type.is_empty() || metadata.api_version == API_VERSION_2 {
        return Ok(());
    }
    let version = &metadata.api_version;
    Err(format!("chart type is not valid in apiVersion '{version}'. It is valid in apiVersion '{API_VERSION_2}'"))
}

fn dependencies(metadata: &Metadata) -> Result<(), String> {
    if metadata.dependencies.is_empty() || metadata.api_version == API_VERSION_2 {
        return Ok(());
    }
    let version = &metadata.api_version;
    Err(format!(
        "dependencies are not valid in the Chart file with apiVersion '{version}'. They are valid in apiVersion \
         '{API_VERSION_2}'"
    ))
}

//! The last step: ignore rules, and what the database takes (`internal/tracker/helpers.go`, `shouldIgnorePackage`;
//! `internal/pkg/manager.go`, `Register`; `register_package.sql`).

use std::cell::LazyCell;

use gostd::json::Value;
use gostd::url::Url;
use goyaml::Position;

use super::lists::{entry_places, item_place};
use super::note::{Effect, Notes, Topic};
use super::refusal::{Cause, Refusal, RefusalKind, Who};
use super::{Prepared, Version};
use crate::annotations as keys;
use crate::go_yaml::Any;
use crate::limits::MAX_SCANNED_IMAGES;
use crate::markdown::Stripper;
use crate::package::{Maintainer, Package};
use crate::repository_file::{IgnoreVerdict, RepositoryMetadata};

/// PostgreSQL's text for a `\0` anywhere in the package.
const NUL: &str = "ERROR: unsupported Unicode escape sequence (SQLSTATE 22P05)";

/// Whether a rule of the repository covers the version. It is asked after everything else went well.
pub(super) fn check_ignored(metadata: &RepositoryMetadata, version: &Version) -> Result<(), Refusal> {
    let (kind, message) = match metadata.ignores(&version.package, &version.version) {
        IgnoreVerdict::Kept => return Ok(()),
        IgnoreVerdict::Ignored { entry } => {
            (RefusalKind::Ignored, format!("entry {} of `ignore` in artifacthub-repo.yml covers it", entry + 1))
        }
        IgnoreVerdict::Panic => {
            (RefusalKind::RepositoryPanic, "`ignore` in artifacthub-repo.yml has an empty entry".to_owned())
        }
    };
    Err(Refusal::silent(kind, Cause::new(message)))
}

/// The package as it is stored.
pub(super) fn register(prepared: Prepared, version: &Version, notes: &mut Notes<'_>) -> Result<Package, Refusal> {
    let who = version.who();
    let mut package = prepared.package;
    check_names(&package, &who, notes)?;
    package.maintainers = maintainers(prepared.maintainers, notes)?;
    strip_changes(&mut package, notes);
    let refused = |error: String, key: &str| {
        Refusal::registration(Cause::of_annotation(error, key, notes.annotation_position(key)), &who)
    };
    let (crds, examples) = (prepared.crds.as_deref(), prepared.crds_examples.as_deref());
    package.crds = json_list(crds).map_err(|error| refused(error, keys::CRDS))?;
    package.crds_examples = json_list(examples).map_err(|error| refused(error, keys::CRDS_EXAMPLES))?;
    package.values_schema = schema(prepared.schema.as_deref(), &who, notes)?;
    let images = package.containers_images.as_ref().map_or(0, Vec::len);
    if images > MAX_SCANNED_IMAGES {
        note_unscanned(images, notes);
    }
    match place_of_nul(&package) {
        Some(file) => {
            let detail = Some(format!("{file} has a NUL character"));
            let file = Some(file.to_owned());
            Err(Refusal::registration(Cause { file, detail, ..Cause::new(NUL) }, &who))
        }
        None => Ok(package),
    }
}

fn note_unscanned(images: usize, notes: &mut Notes<'_>) {
    let lost = format!("more than {MAX_SCANNED_IMAGES}: there is no security report");
    match notes.annotation_position(keys::IMAGES) {
        Some(_) => notes.annotation(Effect::Hidden, keys::IMAGES, format!("{images} images, {lost}")),
        None => {
            let message = format!("{images} are found in the manifests, {lost}");
            notes.at(Effect::Hidden, "images", notes.annotations_position(), message);
        }
    }
}

fn check_names(package: &Package, who: &Who<'_>, notes: &Notes<'_>) -> Result<(), Refusal> {
    let (name, other) = (&package.name, &package.alternative_name);
    if !other.is_empty() && !name.contains(other.as_str()) && !other.contains(name.as_str()) {
        let message = "invalid input: invalid alternative name (must be a subset or superset of the name)";
        let key = keys::ALTERNATIVE_NAME;
        let cause = Cause::of_annotation(message, key, notes.annotation_position(key));
        return Err(Refusal::registration(cause, who));
    }
    let url = Url::parse(package.content_url.as_bytes());
    if !url.is_ok_and(|url| !url.scheme.is_empty() && !url.host.is_empty()) {
        return Err(Refusal::registration(Cause::new("invalid input: invalid content url"), who));
    }
    Ok(())
}

/// Those with an e-mail address, by which they are named if they have no name.
fn maintainers(list: Vec<Option<Maintainer>>, notes: &mut Notes<'_>) -> Result<Vec<Maintainer>, Refusal> {
    let key = keys::MAINTAINERS;
    let text = notes.annotation_text(key);
    let places = LazyCell::new(|| entry_places(text, "name"));
    let mut kept = Vec::new();
    for maintainer in list {
        let Some(mut maintainer) = maintainer else {
            let cause =
                Cause::of_annotation("the list of maintainers has an empty item", key, notes.annotation_position(key));
            return Err(Refusal::silent(RefusalKind::RepositoryPanic, cause));
        };
        if maintainer.email.is_empty() {
            let message = format!("{:?} is dropped: it has no `email`", maintainer.name);
            let what = Topic::Maintainer.is(Effect::Dropped);
            match places.get(&maintainer.name).copied() {
                Some(place) => notes.within(what, (key, text), place, message),
                None => notes.annotation(what, key, message),
            }
            notes.item(&maintainer.name);
            continue;
        }
        if maintainer.name.is_empty() {
            maintainer.name.clone_from(&maintainer.email);
        }
        kept.push(maintainer);
    }
    Ok(kept)
}

fn strip_changes(package: &mut Package, notes: &mut Notes<'_>) {
    let stripper = Stripper::default();
    let mut first = None;
    let mut count = 0_usize;
    for (index, change) in package.changes.iter_mut().flatten().enumerate() {
        let stripped = stripper.strip(&change.description);
        if stripped != change.description {
            count += 1;
            first.get_or_insert_with(|| (index, change.description.clone(), stripped.clone()));
            change.description = stripped;
        }
    }
    let Some((index, written, stripped)) = first else { return };
    let others = if count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
    let message = format!("{written:?} is stored without Markdown: {stripped:?}{others}");
    let text = notes.annotation_text(keys::CHANGES);
    match item_place(text, index) {
        Some(place) => notes.within(Effect::Changed, (keys::CHANGES, text), place, message),
        None => notes.annotation(Effect::Changed, keys::CHANGES, message),
    }
}

fn json_list(list: Option<&[Any]>) -> Result<Option<Vec<Value>>, String> {
    list.map(|list| list.iter().map(Any::to_json).collect()).transpose()
}

/// The schema as `json.RawMessage` writes it: it must be JSON, whatever it says.
fn schema(text: Option<&[u8]>, who: &Who<'_>, notes: &mut Notes<'_>) -> Result<Option<Value>, Refusal> {
    let file = "values.schema.json";
    let Some(text) = text else { return Ok(None) };
    if text.is_empty() {
        notes.file(Effect::Ignored, file, "an empty schema is as good as none");
        return Ok(None);
    }
    if let Err(error) = gostd::json::check(text) {
        let message = format!("json: error calling MarshalJSON for type json.RawMessage: {}", error.message);
        let position = place_in(text, error.offset);
        let cause = Cause { file: Some(file.to_owned()), position, ..Cause::new(message) };
        return Err(Refusal::registration(cause, who));
    }
    let schema = gostd::json::parse(text).unwrap_or_default();
    if schema.is_null() {
        notes.file(Effect::Ignored, file, "a schema that is null is as good as none");
        return Ok(None);
    }
    if schema.as_object().is_some_and(|members| members.is_empty()) {
        notes.file(Effect::Hidden, file, "an empty schema is stored but not offered on the page");
    }
    Ok(Some(schema))
}

/// The place of a byte in a text.
fn place_in(text: &[u8], offset: usize) -> Option<Position> {
    let before = String::from_utf8_lossy(text.get(..offset)?);
    let (lines, last) = before.rsplit_once('\n').unwrap_or(("", &before));
    let line = lines.matches('\n').count() + usize::from(before.contains('\n')) + 1;
    let column = last.chars().count() + 1;
    Some(Position { line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()? })
}

/// PostgreSQL has no text with a NUL. The file in which there is one.
fn place_of_nul(package: &Package) -> Option<&'static str> {
    if package.readme.contains('\0') {
        return Some("README.md");
    }
    if package.values_schema.as_ref().is_some_and(value_has_nul) {
        return Some("values.schema.json");
    }
    let elsewhere = has_nul_text(&package.to_json()) || package.alternative_name.contains('\0');
    elsewhere.then_some("Chart.yaml")
}

fn has_nul_text(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(has_nul_text),
        serde_json::Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.contains('\0') || has_nul_text(value))
        }
        _ => false,
    }
}

fn value_has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(value_has_nul),
        Value::Object(members) => members.iter().any(|(key, value)| key.contains('\0') || value_has_nul(value)),
        _ => false,
    }
}

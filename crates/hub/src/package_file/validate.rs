//! What the fields of `artifacthub-pkg.yml` must be (`internal/pkg/metadata.go`, `ValidatePackageMetadata`), for kinds
//! without rules of their own.

use gostd::semver::Version;
use gostd::time::parse_rfc3339;

use super::raw::Raw;
use crate::category::Category;
use crate::package::{BadChanges, validate_change};
use crate::{image_reference, multierror};

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The key in the file.
    pub(super) key: &'static str,
    /// The item in its list.
    pub(super) index: Option<usize>,
    /// Artifact Hub's text, without the prefix `invalid metadata: `.
    pub(super) message: String,
}

/// A null item over which Artifact Hub stumbles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stumble {
    /// The list.
    pub(super) key: &'static str,
    /// The item.
    pub(super) index: usize,
}

/// All rules that are broken, in Artifact Hub's order.
pub(super) fn validate(file: &Raw) -> Result<Vec<Broken>, Stumble> {
    let mut broken = texts(file);
    maintainers(file, &mut broken)?;
    changes(file, &mut broken)?;
    images(file, &mut broken)?;
    Ok(broken)
}

fn texts(file: &Raw) -> Vec<Broken> {
    let missing = |key, what: &str| file.text(key).is_empty().then(|| (key, format!("{what} not provided")));
    let version = file.text("version");
    let created = file.text("createdAt");
    let (name, other) = (file.text("name"), file.text("alternativeName"));
    let checks = [
        missing("version", "version").or_else(|| {
            let error = Version::parse(version).err()?;
            Some(("version", format!("invalid version (semver expected): {error}")))
        }),
        missing("name", "name"),
        missing("displayName", "display name"),
        (!other.is_empty() && !name.contains(other) && !other.contains(name)).then(|| {
            ("alternativeName", "invalid alternative name (must be a subset or superset of the name)".to_owned())
        }),
        Some(file.text("category"))
            .filter(|category| !category.is_empty())
            .and_then(|category| Category::from_name(category).err())
            .map(|error| ("category", error)),
        missing("createdAt", "createdAt").or_else(|| {
            let error = parse_rfc3339(created).err()?;
            Some(("createdAt", format!("invalid createdAt (RFC3339 expected): {error}")))
        }),
        missing("description", "description"),
    ];
    let broken = checks.into_iter().flatten();
    broken.map(|(key, message)| Broken { key, index: None, message }).collect()
}

fn maintainers(file: &Raw, broken: &mut Vec<Broken>) -> Result<(), Stumble> {
    let key = "maintainers";
    for (index, maintainer) in file.maintainers.iter().flatten().enumerate() {
        let maintainer = maintainer.as_ref().ok_or(Stumble { key, index })?;
        if maintainer.email.is_empty() {
            broken.push(Broken { key, index: Some(index), message: "maintainer email not provided".to_owned() });
        }
    }
    Ok(())
}

fn changes(file: &Raw, broken: &mut Vec<Broken>) -> Result<(), Stumble> {
    let key = "changes";
    for (index, change) in file.changes.iter().flatten().enumerate() {
        let message = match validate_change(change.as_ref()) {
            Ok(_) => continue,
            Err(BadChanges::Panic { .. }) => return Err(Stumble { key, index }),
            // Of a null entry there is a plain error, of any other a list.
            Err(BadChanges::Errors { errors, .. }) if change.is_none() => errors.concat(),
            Err(BadChanges::Errors { errors, .. }) => multierror::text(errors.iter().map(String::as_str)),
            Err(bad @ BadChanges::Unreadable { .. }) => bad.words(),
        };
        broken.push(Broken { key, index: Some(index), message });
    }
    Ok(())
}

fn images(file: &Raw, broken: &mut Vec<Broken>) -> Result<(), Stumble> {
    let key = "containersImages";
    let mut errors = Vec::new();
    let mut first = None;
    for (index, image) in file.images.iter().flatten().enumerate() {
        let image = image.as_ref().ok_or(Stumble { key, index })?;
        if let Err(error) = image_reference::check(&image.image) {
            errors.push(format!("invalid image reference: {error}"));
            first.get_or_insert(index);
        }
    }
    if !errors.is_empty() {
        let message = multierror::text(errors.iter().map(String::as_str));
        broken.push(Broken { key, index: first, message });
    }
    Ok(())
}

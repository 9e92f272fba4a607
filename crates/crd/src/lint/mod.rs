//! What the server accepts although it is surely wrong, or better said otherwise. None of it is part of the server's
//! verdict.
//!
//! Each theme has its file. Places are the user's own: `spec.versions[0].schema.openAPIV3Schema…`.

mod applies;
mod bounds;
mod combined;
mod default;
mod described;
mod enumeration;
mod finding;
mod json_path;
mod keys;
mod paths;
mod required;
#[cfg(test)]
mod tests;
mod types;
mod versions;
mod walk;

pub use finding::{Finding, Lint, Severity};

use crate::decode::Decoded;
use crate::path::Path;

use finding::Findings;

/// Looks through a definition that the server accepts. No more than a few thousand findings are told.
#[must_use]
pub fn check(decoded: &Decoded) -> Vec<Finding> {
    let mut into = Findings::default();
    let definition = &decoded.definition;
    let root = Path::root();
    let spec = root.child("spec");
    let at = spec.child("versions");
    versions::check(&definition.versions, &at, &mut into);
    for (index, version) in definition.versions.iter().enumerate() {
        let at = at.index(index);
        paths::check(version, &at, &mut into);
        // Comparing with all of them would take long if there are many.
        let mut earlier = [Some(0), index.checked_sub(1)].into_iter().flatten().filter(|earlier| *earlier < index);
        let is_same =
            |earlier: usize| definition.versions.get(earlier).is_some_and(|earlier| earlier.schema == version.schema);
        let is_told = earlier.any(is_same);
        if let Some(schema) = &version.schema
            && !is_told
        {
            walk::check(schema, &at.child("schema").child("openAPIV3Schema"), &mut into);
        }
    }
    keys::check(&decoded.unseen, &mut into);
    into.into_list()
}

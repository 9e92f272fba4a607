//! A fetched or packed chart on its way into `charts/`.

use bytes::Bytes;
use chart::Dependency;
use chart::dependencies::same_version;
use oci::Digest;

use crate::exit::Exit;
use crate::failure::{Failure, Result};

/// A packed chart.
#[derive(Clone, Debug)]
pub struct Archive {
    /// Its name in `charts/`.
    pub file_name: String,
    /// The version that must be in it.
    pub version: String,
    /// The archive.
    pub bytes: Bytes,
    /// Where it comes from, for messages.
    pub origin: String,
    /// Its digest, where somebody named it before it was fetched. Only such archives are cached.
    pub promised: Option<Digest>,
    /// Whether the cache had it.
    pub cached: bool,
    /// The manifest through which a registry gave it.
    pub pulled: Option<Pulled>,
}

/// What Helm prints about a chart from a registry.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// Host, repository and tag.
    pub reference: String,
    /// The manifest's digest.
    pub digest: Digest,
}

impl Archive {
    /// Checks that the archive is a chart by the strict rules, and the one that was asked for. Helm does not compare.
    ///
    /// # Errors
    /// Exit 1 when it can't be loaded, exit 6 when it is another chart.
    pub fn check(&self, wanted: &Dependency) -> Result<()> {
        let chart = chart::load_archive(&self.bytes).map_err(|error| {
            let failure = Failure::input(format!("dependency {}: {}: {error}", wanted.name, self.origin));
            Failure { hint: error.hint(), ..failure }
        })?;
        if chart.name() == wanted.name && same_version(&self.version, chart.version()) {
            return Ok(());
        }
        let (origin, name, version) = (&self.origin, chart.name(), chart.version());
        Err(Failure {
            message: format!("{origin} holds chart {name} {version}, expected {} {}", wanted.name, self.version),
            hint: Some("do not use it: its repository names it wrongly".to_owned()),
            exit: Exit::Verification,
        })
    }
}

/// Whether a text is a plain file name for an archive: nothing that leads elsewhere, is hidden, or is passed over by
/// Helm's loader in `charts/`.
pub fn is_plain_name(name: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-' | '+');
    name.len() <= 255 && name.ends_with(".tgz") && !name.starts_with(['.', '_']) && name.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::is_plain_name;

    #[test]
    fn archives_have_plain_names() {
        assert!(is_plain_name("kid-1.0.0+b1.tgz"));
        for name in ["../kid-1.0.0.tgz", ".kid.tgz", "_kid.tgz", "kid.tar", "a/b.tgz", "a\\b.tgz", "a%2fb.tgz", ".tgz"]
        {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}

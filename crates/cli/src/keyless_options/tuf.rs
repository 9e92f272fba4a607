//! Where an instance of sigstore publishes its trusted root: a TUF repository, and the root that trust in it begins with.

use std::path::{Path, PathBuf};

use clap::Args;
use keyless::trusted_root::Mirror;

use crate::disk;
use crate::failure::{Failure, Result};

const LIMIT: u64 = 1 << 20;

/// Options of commands that sign or verify. cosign's are `cosign initialize --mirror --root`.
#[derive(Clone, Debug, Default, Args)]
pub struct TufOptions {
    /// The TUF repository of a sigstore of one's own, which publishes its trusted root and signing config
    #[arg(long, value_name = "URL", env = "PORTOLAN_TUF_MIRROR", hide_env_values = true, help_heading = "Trust")]
    pub tuf_mirror: Option<String>,
    /// The root metadata of that repository, root.json, which its operator gives out
    #[arg(long, value_name = "FILE", env = "PORTOLAN_TUF_ROOT", hide_env_values = true, help_heading = "Trust")]
    pub tuf_root: Option<PathBuf>,
}

impl TufOptions {
    /// These, or others where they say nothing.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        Self {
            tuf_mirror: self.tuf_mirror.or_else(|| others.tuf_mirror.clone()),
            tuf_root: self.tuf_root.or_else(|| others.tuf_root.clone()),
        }
    }

    /// The repository, if one is named. `trusted_root` would say the same in another way.
    ///
    /// # Errors
    /// Exit 2: one without the other, both ways at once, or files and addresses that can't be used.
    pub fn mirror(&self, trusted_root: Option<&Path>) -> Result<Option<Mirror>> {
        match (&self.tuf_mirror, &self.tuf_root) {
            (Some(_), _) if trusted_root.is_some() => Err(Failure::usage(
                "--trusted-root and --tuf-mirror exclude each other: both say where the trusted root comes from",
            )),
            (Some(url), Some(file)) => {
                let root = disk::read(file, LIMIT).map_err(|failure| Failure::usage(failure.message))?;
                Ok(Some(Mirror::new(url, root, &file.display().to_string())?))
            }
            (Some(_), None) => Err(Failure::usage("--tuf-mirror needs --tuf-root FILE")
                .hint("trust has to begin somewhere: its operator gives out the root.json that belongs to it")),
            (None, Some(_)) => Err(Failure::usage("--tuf-root needs --tuf-mirror URL")),
            (None, None) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_nothing_without_the_other() {
        let of = |mirror: Option<&str>, root: Option<&str>| TufOptions {
            tuf_mirror: mirror.map(str::to_owned),
            tuf_root: root.map(PathBuf::from),
        };
        assert!(of(None, None).mirror(None).unwrap().is_none());
        for (mirror, root, trusted, told) in [
            (Some("https://tuf.example"), None, None, "--tuf-mirror needs --tuf-root"),
            (None, Some("root.json"), None, "--tuf-root needs --tuf-mirror"),
            (Some("https://tuf.example"), Some("root.json"), Some("trusted_root.json"), "exclude each other"),
            (Some("https://tuf.example"), Some("/nowhere/root.json"), None, "/nowhere/root.json"),
        ] {
            let failure = of(mirror, root).mirror(trusted.map(Path::new)).unwrap_err();
            assert!(failure.message.contains(told), "{}", failure.message);
        }
    }
}

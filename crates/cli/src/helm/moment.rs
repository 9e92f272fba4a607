//! Time and chance of this machine, for renders that are not asked to be repeatable.

use std::path::Path;

use gostd::time::Location;
use render::{Keys, Moment};

use super::error::{HelmError, Result};
use crate::{disk, now};

/// Where Go looks for zones.
const FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"];
/// The machine's own zone, which Go calls `Local`.
const LOCAL: &str = "/etc/localtime";
/// The largest file that Go takes for a zone.
const LIMIT: u64 = 10 << 20;

/// Now in the local zone, and a fresh seed.
pub fn here() -> Result<Moment> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| HelmError::new(format!("no randomness: {error}")))?;
    let variable = std::env::var_os("TZ").map(|text| text.to_string_lossy().into_owned());
    let zone = zone(variable.as_deref(), &|path| disk::read(Path::new(path), LIMIT).ok());
    Ok(Moment { now: now::unix_nanoseconds(), zone, seed, keys: Keys::default() })
}

/// The local zone by the variable `TZ`; UTC if it names none (Go: `time/zoneinfo_unix.go`).
fn zone(variable: Option<&str>, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Location {
    let load = |name: &str, path: &str| Some(Location::from_tzif(name, &read(path)?)?.as_local(name));
    let found = match variable.map(|text| text.strip_prefix(':').unwrap_or(text)) {
        None | Some(LOCAL) => load("Local", LOCAL),
        Some("" | "UTC") => None,
        Some(path) if path.starts_with('/') => load(path, path),
        Some(name) => FOLDERS.iter().find_map(|folder| load(name, &format!("{folder}/{name}"))),
    };
    found.unwrap_or_else(|| Location::utc().as_local("UTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A zone of version 1 that is always one hour east of UTC.
    fn file(path: &str) -> Option<Vec<u8>> {
        let known = [LOCAL, "/usr/share/lib/zoneinfo/Mars/Base", "/zone"];
        let mut data = b"TZif\0".to_vec();
        data.extend([0; 15]);
        for count in [0_u32, 0, 0, 0, 1, 4] {
            data.extend(count.to_be_bytes());
        }
        data.extend(3600_u32.to_be_bytes());
        data.extend(b"\0\0MBT\0");
        known.contains(&path).then_some(data)
    }

    /// As recorded from Go 1.27 with other zones.
    #[test]
    fn the_zone_is_named_as_the_variable_names_it() {
        let named = |variable| {
            let zone = zone(variable, &file);
            format!("{} {}", zone.name(), zone.offset_at(0).name)
        };
        assert_eq!(named(None), "Local MBT");
        assert_eq!(named(Some("/etc/localtime")), "Local MBT");
        assert_eq!(named(Some("Mars/Base")), "Mars/Base MBT");
        assert_eq!(named(Some(":Mars/Base")), "Mars/Base MBT");
        assert_eq!(named(Some("/zone")), "/zone MBT");
        for other in ["", ":", "UTC", "Mars/Crater", "CET-1CEST", "/nowhere"] {
            assert_eq!(named(Some(other)), "UTC UTC");
        }
    }
}
